# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Every card from the first second, and only this card, on the driver: the tests of test/verdicts/cards, which
# run on the emulator as well. A replaced card is one that the driver is bound to again, with another serial number.
# shellcheck source=test/driver/functional-case.sh disable=SC1091
. test/driver/functional-case.sh

scenario_cards_at_their_binding()
{
	tests_here 50 test/verdicts/cards bound alone
}

scenario_card_is_replaced()
{
	tests_here 20 test/verdicts/cards followed named agents one_shot monitored
}

# put_other_card: nmem0 comes again, and has another serial number
put_other_card()
{
	card nmem0 'serial 77'
	set_parameter remove $W1
	[ ! -e $DEVICES/nmem0 ] || die "nmem0 is still there"
	# followers see that it is gone
	pass_time 1
	set_parameter add $W1
	wait_for has_regions 1
}

# names_and_numbers: of what programs open
names_and_numbers()
{
	(cd $DEVICES && grep -H . nmem*/dev ndbus*/nd/ndctl*/dev)
}

# emulator.md says what of this the emulator shows
scenario_replacement_as_the_kernel_shows_it()
{
	local numbers inode status=0
	load map=$W1
	wait_for has_regions 1
	numbers=$(names_and_numbers)
	inode=$(stat -L -c %i $DEVICES/nmem0)
	udevadm monitor --kernel --subsystem-match=nd >/tmp/uevents 2>&1 &
	wait_for grep -q uevent /tmp/uevents
	exec 7<$DEVICES/nmem0/ocxlpmem/flags 8<>/dev/nmem0
	use_file poll $DEVICES/nmem0/ocxlpmem/flags
	put_other_card
	# the poller was woken, and could not read the file
	wait_for test ! -e "/proc/$HOLDER"
	wait "$HOLDER" || status=$?
	check_equal $status 2 "status of the poller"
	fails cat <&7 2>/tmp/said
	grep -q 'No such device' /tmp/said
	exec 7<&- 8<&-
	check_equal "$(names_and_numbers)" "$numbers" "names and numbers"
	[ "$(stat -L -c %i $DEVICES/nmem0)" != "$inode" ] || die "the directory of the DIMM is the old one"
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" 77 "serial number"
	# it writes the rest when it ends
	kill %udevadm
	wait %udevadm || :
	sed -nE 's/^KERNEL\S* (remove|add) .*\/(ndbus0|ndctl0|nmem0|region0) \(nd\)$/\1-\2/p' /tmp/uevents >/tmp/seen
	check_equal "$(paste -sd' ' /tmp/seen)" \
		"$(echo remove-{region0,nmem0,ndctl0,ndbus0} add-{ndbus0,ndctl0,nmem0,region0})" "uevents"
}

# A container, whose network namespace has no uevents: those who follow are woken by the file "flags" that is deleted.
scenario_card_is_replaced_without_uevents()
{
	local follower monitor
	load map=$W1
	wait_for has_regions 1
	cd /tmp
	: >lines
	unshare --map-root-user --net ndctl ocxl events --follow >lines 2>messages &
	follower=$!
	ndctl monitor -l /tmp/monitor >/dev/null 2>&1 &
	monitor=$!
	wait_for grep -q '"status":"ok"' lines
	wait_for waits_in_poll $follower
	wait_for waits_in_poll $monitor
	put_other_card
	card nmem0 'fatal hw'
	wait_for grep -q '"serial":"77".*"pending":\["hw_fatal' lines
	wait_for grep -q '"id":"77".*"fatal"' monitor
	check_equal "$(grep '"fatal"' monitor | grep -vc '"id":"77"')" 0 "events of the other card with the old number"
	kill $follower $monitor
}
