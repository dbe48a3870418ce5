# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # ON_CARDS is for test/driver/lib.sh
# ocxl-first-contact with the driver: on an emulated controller, and on a card on the mock of the OpenCAPI
# bus. test/cli/first-contact has the cards of the emulator.

# examine NAME STATUS [OPTION...]: its exit status; the output is in /tmp/contact
examine()
{
	local name=$1 wanted=$2 status=0
	shift 2
	ocxl-first-contact "$@" "$name" >/tmp/contact || status=$?
	check_equal "$status" "$wanted" "exit status of ocxl-first-contact $*: $(cat /tmp/contact)"
}

# point NUMBER RESULT
point()
{
	grep -qE "^ ?$1 $2 " /tmp/contact || die "point $1 is not '$2': $(cat /tmp/contact)"
}

# examine_cards NAME: a card as assumed, and cards that differ in a point; NAME or its DIMM
examine_cards()
{
	local number
	wait_for has_regions 1
	card nmem0 'latency op=heartbeat us=5000' 'error-log type=0 count=2 data=8'
	examine "$1" 0 --error-log
	grep -q '^holds 24, broken 0, not_seen 1, ' /tmp/contact || die "$(cat /tmp/contact)"
	point 2 not_seen
	point 5 holds
	for number in 5 24 27; do
		card nmem0 'break-assumption none' "break-assumption $number"
		examine nmem0 5
		point $number broken
		grep -q ' broken 1, ' /tmp/contact || die "$(cat /tmp/contact)"
	done
	card nmem0 'break-assumption none'
	heartbeat nmem0
	has_flag nmem0 error_log || die "the entries are gone"
}

scenario_first_contact_with_an_emulated_controller()
{
	load map=$W1
	examine_cards nmem0
	# one reading, one heartbeat
	check_equal "$(grep -c '^heartbeat 0 0x0$' "$(debug_of nmem0)/first-contact")" 1 "heartbeats"
	ndctl disable-region all >/dev/null 2>&1
	ndctl init-labels -f nmem0 >/dev/null 2>&1
	examine nmem0 0
	point 2 holds
}

scenario_first_contact_with_a_card()
{
	ON_CARDS=1
	load map=$W1
	examine_cards "${CARDS[0]}"
	# halves of a register: before the driver is bound, as with a real card
	set_parameter remove "$C1"
	echo 'break-assumption 1' >$MOCK/8/scenario
	set_parameter add "$C1"
	wait_for test -d $DEVICES/nmem0/ocxlpmem
	examine nmem0 5
	point 1 broken
}
