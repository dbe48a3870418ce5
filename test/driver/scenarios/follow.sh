# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# "ndctl ocxl --follow" on a kernel: waits for "flags", and for DIMMs that appear and disappear.

# follow VERB [OPTION...]: writes to the file "lines", until end_follow
follow()
{
	cd /tmp
	: >lines
	ndctl ocxl "$@" --follow >lines 2>messages &
	FOLLOWER=$!
}

end_follow()
{
	local status=0
	kill $FOLLOWER
	wait $FOLLOWER || status=$?
	check_equal $status 143 "status of one who follows"
}

# has_lines COUNT PATTERN
has_lines()
{
	[ "$(grep -c -- "$2" lines)" -eq "$1" ]
}

# number of context switches
switches()
{
	awk '/ctxt_switches/ { sum += $2 } END { print sum }' "/proc/$FOLLOWER/status"
}

sleeps()
{
	local before
	before=$(switches)
	pass_time "$1"
	[ "$(switches)" = "$before" ]
}

scenario_follow_wakes_for_events_alone()
{
	load map=$W1,$W2
	wait_for has_regions 2
	follow events
	wait_for has_lines 2 '"status":"ok"'
	wait_for sleeps 1
	sleeps 5 || die "events --follow does something while nothing happens"
	card nmem1 'fatal hw'
	wait_for has_lines 1 '"pending":\["hw_fatal'
	check_equal "$(grep -c . lines)" 3 "lines of three things to say"
	wait_for sleeps 1
	sleeps 5 || die "events --follow does something after an event"
	end_follow
}

scenario_follow_collects_the_log()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'error-log type=1 id=1 data=16 count=2'
	follow read-error-log --acknowledge
	wait_for has_lines 1 '"log_id":"0x2"'
	card nmem0 'error-log type=1 id=3 data=16 count=2'
	wait_for has_lines 1 '"log_id":"0x4"'
	wait_for has_no_flag nmem0 error_log
	check_equal "$(grep -c . lines)" 4 "lines of four entries"
	end_follow
}

# one message about a DIMM that disappeared; it is found again by its name
scenario_follow_finds_a_dimm_that_returns()
{
	load map=$W1,$W2
	wait_for has_regions 2
	follow events
	wait_for has_lines 2 '"status":"ok"'
	set_parameter remove $W2
	wait_for has_lines 1 '"status":"error"'
	pass_time 3
	has_lines 1 '"status":"error"' || die "said more than once that a DIMM is gone"
	set_parameter add $W2
	wait_for has_lines 3 '"status":"ok"'
	card "$(dimms | tail -n 1)" 'fatal fw'
	wait_for has_lines 1 '"pending":\["fw_fatal'
	card nmem0 'fatal hw'
	wait_for has_lines 1 '"pending":\["hw_fatal'
	end_follow
}

# a DIMM that was not there at the start
scenario_follow_finds_a_new_dimm()
{
	load map=$W1
	wait_for has_regions 1
	follow read-error-log
	set_parameter add $W2
	wait_for has_regions 2
	card "$(dimms | tail -n 1)" 'error-log type=1 id=9'
	wait_for has_lines 1 '"log_id":"0x9"'
	end_follow
}
