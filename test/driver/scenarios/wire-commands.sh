# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Wire commands: each through each envelope, sizes, random bytes, rights.

# the numbers in cmd_mask
commands()
{
	local mask n
	mask=$(cat $DEVICES/nmem0/ocxlpmem/cmd_mask)
	for n in {1..63}; do
		[ $((mask >> n & 1)) -eq 0 ] || echo "$n"
	done
}

scenario_envelope_of_this_kernel()
{
	local wanted=vendor
	load map=$W1
	[ ! -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || wanted=call
	check_equal "$(envelope)" $wanted "the file envelope"
	ndctl ocxl heartbeat
}

scenario_every_command_in_every_size()
{
	local envelope
	load map=$W1
	wait_for has_regions 1
	card nmem0 'error-log type=0 reference_code=0x1234 data=512'
	for envelope in $(envelopes); do
		# shellcheck disable=SC2046 # one word for each
		"$TOOLS/wire" sizes /dev/nmem0 "$envelope" $(commands)
	done
	# the card still works
	heartbeat nmem0
}

scenario_shutdown_only_without_a_region()
{
	load map=$W1
	wait_for has_regions 1
	fails ndctl ocxl shutdown nmem0
	heartbeat nmem0
	ndctl disable-region all
	ndctl ocxl shutdown nmem0
	check_equal "$(flags nmem0)" "not_ready mem_unavailable shut_down" "flags after the shutdown"
	fails ndctl ocxl heartbeat nmem0
	card nmem0 'ready now'
	wait_for ndctl ocxl heartbeat nmem0
	check_equal "$(flags nmem0)" "" "flags of the card that is ready again"
	ndctl enable-region all
	fails ndctl ocxl shutdown nmem0
	heartbeat nmem0
}

scenario_health_report_wakes_readers()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'error-log type=0 id=0x11' 'health-report take-ms=300'
	ndctl ocxl request-health nmem0 >/tmp/report
	grep -q health_performance /tmp/report
	ndctl ocxl read-error-log nmem0 | grep -q '"log_id":"0x11"'
}

# the card has forgotten entries that were read, so the driver logs them when it is unbound
scenario_retained_entries_are_logged()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'error-log type=0 reference_code=0x1 id=0x11 data=64' 'error-log type=0 reference_code=0x2 id=0x12 data=600 fw=V1\x1b[2J'
	check_equal "$(ndctl ocxl read-error-log -f ndjson | grep -c '"log_id"')" 2 "entries"
	check_equal "$(ndctl ocxl read-error-log -f ndjson | grep -c '"log_id"')" 2 "entries, again"
	has_flag nmem0 error_log || die "flags do not say error_log"
	unload
	log_says 'error log 0x0*11: reference code 0x0*1, .* 64 bytes' || die "the first entry is not in the log"
	log_says 'error log 0x0*12: reference code 0x0*2, .* 600 bytes' || die "the second entry is not in the log"
	# the driver escapes bytes of the card, as the console does not; dmesg would write \x1b
	log_says 'error log 0x0*12: .* fw V1\\e\[2J, 600 bytes' || die "the driver has not escaped the firmware"
	check_equal "$(grep -c 'ocxlpmem 0x0*11: 0' /tmp/log)" 4 "lines with its data"
	check_equal "$(grep -c 'ocxlpmem 0x0*12: 0' /tmp/log)" 16 "lines with its data, 256 bytes at most"
}

# all lines or none, and the number of the wrong one
scenario_bad_lines_for_a_card()
{
	local file said
	load map=$W1
	wait_for has_regions 1
	file=$(debug_of nmem0)/scenario
	check_equal "$(cat "$file")" "" "before anything was written"
	# in one write, unlike the shell's own printf
	printf 'smart 0xC2 raw=80\n\nfault op=nothing\n' >/tmp/lines
	said=$(cat /tmp/lines 2>&1 >"$file") && die "was taken"
	[[ $said = *": Invalid argument" ]] || die "$said"
	[[ $(cat "$file") = "line 3: "*nothing* ]] || die "verdict: $(cat "$file")"
	log_says 'ocxlpmem.*scenario refused: line 3: ' || die "the kernel log does not say so"
	ndctl list -DH | grep -q '"temperature_celsius":35' || die "the first line took effect"
	echo 'smart 0xC2 raw=80' >"$file"
	check_equal "$(cat "$file")" "" "after a good one"
	ndctl list -DH | grep -q '"temperature_celsius":80'
}

scenario_heartbeat_takes_the_cards_time()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'latency op=heartbeat us=1000'
	trace ocxlpmem_mailbox
	one nmem0 3 8 >/dev/null
	one nmem0 3 8 >/dev/null
	grep -v '^#' $TRACING/trace
	# never less
	check_equal "$(grep -cE 'opcode=heartbeat .* duration_ns=[1-9][0-9]{6}' $TRACING/trace)" 2 "heartbeats"
}
