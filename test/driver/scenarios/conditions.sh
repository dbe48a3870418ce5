# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Error-log entries that the driver takes from a card: trace event, kernel log, kept conditions,
# CLEAR_CONDITIONS. Words of "flags" that come with time.

# number of lines of the kernel log, in this scenario, that match
logged()
{
	read_log
	grep -cE -- "$1" /tmp/log || :
}

# takes all entries from the card, and leaves them with the driver
take_entries()
{
	ndctl ocxl report "$1" >/dev/null || :
}

events_of()
{
	ndctl ocxl events "$1" |
		python3 -c 'import json, sys; print(*json.load(sys.stdin)["dimms"][0]["events"][sys.argv[1]])' "$2"
}

traced_lines()
{
	[ "$(grep -c 'ocxlpmem_error_log: dimm=nmem0 ' /tmp/traced)" -eq "$1" ]
}

scenario_recipe_prints_trace_events()
{
	local main instance=$TRACING/instances/ndctl-ocxl
	load map=$W1
	wait_for has_regions 1
	[ -e $TRACING/events ] || mount -t tracefs tracefs $TRACING
	contrib/recipes/tracing/ndctl-ocxl-trace >/tmp/traced &
	main=$!
	wait_for grep -qsx 1 $instance/events/ocxlpmem/ocxlpmem_error_log/enable
	card nmem0 'error-log type=2 id=0x21 count=3'
	take_entries nmem0
	wait_for traced_lines 3
	kill $main
	wait $main
	[ ! -e $instance ] || die "its trace buffer is left"
	# a killed run leaves its buffer, and the next one starts
	mkdir $instance
	contrib/recipes/tracing/ndctl-ocxl-trace >/tmp/traced &
	main=$!
	wait_for grep -qsx 1 $instance/events/ocxlpmem/ocxlpmem_error_log/enable
	kill $main
	wait $main
	[ ! -e $instance ] || die "its trace buffer is left after the second run"
}

scenario_taken_entries_are_traced_and_logged()
{
	local traced
	load map=$W1
	wait_for has_regions 1
	trace ocxlpmem_error_log
	card nmem0 'error-log type=3 id=0x11 reference_code=0xAB seconds=77 fw=V1\x1b data=64' \
		'error-log type=0 id=0x12 actions=0x400001' 'error-log type=2 id=0x13 count=30'
	check_equal "$(flags nmem0)" error_log "flags before somebody asks"
	take_entries nmem0
	take_entries nmem0
	traced=$(grep -v '^#' $TRACING/trace)
	echo 0 >$TRACING/events/ocxlpmem/ocxlpmem_error_log/enable
	head -n 2 <<<"$traced"
	check_equal "$(grep -c 'ocxlpmem_error_log: dimm=nmem0 serial=[0-9]* cursor=0x' <<<"$traced")" 32 \
		"events, one for each entry"
	grep -qE 'log_id=0x00000011 error_log_type=3 reference_code=0x000000ab action_flags=0x000000 power_on_seconds=77 .* fw_version=56311b.* data_length=64$' <<<"$traced" ||
		die "the fields of the first entry"
	check_equal "$(logged 'ocxlpmem.*nmem0: error log 0x00000011: type 3 \(data_loss\), reference code 0x000000ab, actions 0x000000$')" \
		1 "lines of the first entry"
	check_equal "$(logged 'nmem0: error log 0x00000012: type 0 \(general\), .* actions 0x400001 \(reset, replace\)$')" \
		1 "lines of the second entry"
	# the limit is that of lines of level notice
	check_equal "$(logged 'nmem0: error log .* type 2 ')" 10 "lines of the others"
	check_equal "$(flags nmem0)" "error_log data_loss replacement_requested" "flags"
	check_equal "$(events_of nmem0 kept_conditions)" 'data_loss replacement_requested' "events"
}

# traced PATTERN: number of lines
traced()
{
	grep -v '^#' $TRACING/trace | grep -cE -- "$1" || :
}

scenario_a_disappearance_is_logged_once()
{
	local line='ocxlpmem.*nmem0: the card has disappeared: its registers read as ones$'
	load map=$W1
	wait_for has_regions 1
	card nmem0 dead
	! ndctl ocxl heartbeat nmem0 2>/dev/null || die "a dead card answers"
	! ndctl ocxl heartbeat nmem0 2>/dev/null || die "a dead card answers again"
	check_equal "$(flags nmem0)" gone "flags"
	check_equal "$(logged "$line")" 1 "lines"
}

scenario_events_and_requests_are_traced()
{
	load map=$W1
	wait_for has_regions 1
	empty_trace
	echo 1 >$TRACING/events/ocxlpmem/enable
	card nmem0 'fault op=heartbeat status=0x21' 'timeout op=smart ms=20' 'fault op=smart timeout'
	fails ndctl ocxl heartbeat nmem0
	ndctl ocxl heartbeat nmem0
	one nmem0 1 4088
	card nmem0 'error-log type=2 id=0x21'
	wait_for has_flag nmem0 error_log
	echo 0 >$TRACING/events/ocxlpmem/enable
	grep -v '^#' $TRACING/trace
	check_equal "$(traced 'ocxlpmem_mailbox: dimm=nmem0 serial=[0-9]+ opcode=heartbeat id=[1-9][0-9]* parameter=0x0 rc=0 status=0x21 duration_ns=[1-9]')" \
		1 "the refused heartbeat"
	check_equal "$(traced 'ocxlpmem_mailbox: .* opcode=heartbeat .* rc=0 status=0x00 ')" 1 "the other one"
	check_equal "$(traced 'ocxlpmem_mailbox: .* opcode=smart .* rc=0 status=0x80 duration_ns=[2-9][0-9]{7}')" \
		1 "the request without an answer"
	check_equal "$(traced 'ocxlpmem_event: dimm=nmem0 serial=[0-9]+ event=error_log count=1 chi=0x[0-9a-f]{16}')" \
		1 "the event"
	check_equal "$(cat /sys/module/ocxlpmem/version)" \
		"$(sed -n "s/^ *version : '\(.*\)',/\1/p" meson.build)" "version of the module"
}

scenario_kept_conditions_are_cleared_by_command()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'error-log type=3' 'error-log type=1'
	take_entries nmem0
	ndctl ocxl read-error-log --acknowledge nmem0 >/dev/null
	check_equal "$(flags nmem0)" "data_loss predictive_failure" "flags after the log was collected"
	check_equal "$(one nmem0 19 8 0x1 2)" "rc=0 status=0x00 count=0 needed=8" "one condition"
	check_equal "$(flags nmem0)" predictive_failure "flags without it"
	check_equal "$(logged 'ocxlpmem.*nmem0: uid 0 cleared data_loss$')" 1 "lines"
	# a new region keeps the conditions, a window that was removed does not
	ndctl disable-region all
	ndctl enable-region all
	check_equal "$(flags nmem0)" predictive_failure "flags with the region enabled again"
	add_again $W1
	wait_for has_regions 1
	check_equal "$(flags nmem0)" "" "flags of the window that was added again"
}

# wait_for_change FILE: until poll() reports a change
wait_for_change()
{
	python3 -c 'import select, sys
with open(sys.argv[1]) as file:
    file.read()
    print("waits", flush=True)
    poll = select.poll()
    poll.register(file, select.POLLPRI | select.POLLERR)
    poll.poll()' "$1"
}

scenario_overdue_controller_wakes_pollers()
{
	local poller
	load map=$W1
	wait_for has_regions 1
	card nmem0 'ready never'
	check_equal "$(flags nmem0)" "not_ready mem_unavailable" "flags at first"
	wait_for_change $DEVICES/nmem0/ocxlpmem/flags >/tmp/poller &
	poller=$!
	wait_for grep -q waits /tmp/poller
	has_no_flag nmem0 not_ready_overdue || die "the wait began too late"
	wait $poller
	check_equal "$(flags nmem0)" "not_ready mem_unavailable not_ready_overdue" "flags after 5 s"
	card nmem0 'ready now'
	check_equal "$(flags nmem0)" "" "flags at last"
}
