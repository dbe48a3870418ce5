# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The scenarios of other files about commands, answers and lost entries, with cards on the mock of the
# OpenCAPI bus instead of emulated controllers.
# shellcheck source=test/driver/scenarios/verbs.sh disable=SC1091
. test/driver/scenarios/verbs.sh
# shellcheck source=test/driver/scenarios/wire-commands.sh disable=SC1091
. test/driver/scenarios/wire-commands.sh
# shellcheck source=test/driver/scenarios/erase.sh disable=SC1091
. test/driver/scenarios/erase.sh
# shellcheck source=test/driver/scenarios/conditions.sh disable=SC1091
. test/driver/scenarios/conditions.sh
# shellcheck source=test/driver/scenarios/bind-and-unload.sh disable=SC1091
. test/driver/scenarios/bind-and-unload.sh
# shellcheck source=test/driver/parity.sh disable=SC1091
. test/driver/parity.sh
# shellcheck source=test/driver/opencapi.sh disable=SC1091
. test/driver/opencapi.sh

# The answers of cards and of the emulator's cards are the same, except for those about the emulation:
# a real card has neither injection nor time-outs of its own.
card_parity()
{
	local slot
	[ -d "/x/emulator/$1" ] || die "nothing of the emulator's: that is for test/driver/run"
	modprobe ocxlpmem
	modprobe ocxl slots=8,9 memory=0x60000000,0x68000000
	for slot in 8 9; do
		lines_of "$1" >$MOCK/$slot/scenario
	done
	load_cards
	set_parameter map "$C1,$C2"
	mkdir -p "/tmp/driver/$1"
	wait_for is_settled "$1"
	ask "/tmp/driver/$1"
	test/driver/parity-compare --cards "/x/emulator/$1" "/tmp/driver/$1"
}

scenario_card_parity_well()
{
	card_parity well
}

scenario_card_parity_logged()
{
	card_parity logged
}

scenario_card_parity_fatal()
{
	card_parity fatal
}

scenario_card_parity_not_ready()
{
	card_parity not_ready
}

scenario_card_every_verb()
{
	scenario_every_verb
}

scenario_card_every_command_in_every_size()
{
	scenario_every_command_in_every_size
}

scenario_card_shutdown_only_without_a_region()
{
	scenario_shutdown_only_without_a_region
}

scenario_card_retained_entries_are_logged()
{
	scenario_retained_entries_are_logged
}

scenario_card_entries_are_traced_and_logged()
{
	scenario_taken_entries_are_traced_and_logged
}

scenario_card_is_erased()
{
	scenario_erase_clears_everything
}

scenario_card_not_ready_for_seconds()
{
	scenario_not_ready_for_seconds
}

scenario_card_fatal_while_mounted()
{
	scenario_fatal_while_mounted
}
