# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The same state of the cards and the same commands, on the emulator and on the driver: every verb
# prints the same, except for times, names of buses and cursors. /x/emulator has the output with the
# emulator, which test/driver/run has collected.
# shellcheck source=test/driver/parity.sh disable=SC1091
. test/driver/parity.sh

parity()
{
	[ -d "/x/emulator/$1" ] || die "nothing of the emulator's: that is for test/driver/run"
	ask_driver "$1" "/tmp/driver/$1"
	test/driver/parity-compare "/x/emulator/$1" "/tmp/driver/$1"
}

scenario_parity_well()
{
	parity well
}

scenario_parity_hot()
{
	parity hot
}

scenario_parity_worn()
{
	parity worn
}

scenario_parity_crowded()
{
	parity crowded
}

scenario_parity_logged()
{
	parity logged
}

scenario_parity_fatal()
{
	parity fatal
}

scenario_parity_firmware_fatal()
{
	parity firmware_fatal
}

scenario_parity_refused()
{
	parity refused
}

scenario_parity_silent()
{
	parity silent
}

scenario_parity_corrupt()
{
	parity corrupt
}

scenario_parity_not_ready()
{
	parity not_ready
}
