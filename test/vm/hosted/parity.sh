# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The same scenarios and the same commands on emulated cards in user space and on the
# driver: every verb has to say the same, except for times, names of buses and cursors.

# shellcheck disable=SC2154 # machine and work are test/vm/run's
scenario_parity_with_the_emulator()
{
	mkdir -p "$work/emulator" "$work/kernel"
	test/vm/parity emulator "$work/emulator"
	"${machine[@]}" -t 300 -x "$work/kernel" bash test/vm/parity kernel /x
	test/vm/parity-compare "$work/emulator" "$work/kernel"
}
