# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# ndctl on the driver, through the envelope of the machine. Other tests compare the verbs' output with the
# emulator's; these are about the way to the card.

with_entries()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'fw V1.02' 'error-log type=2 reference_code=0x1234 data=64' 'smart 0xC2 raw=41' \
		'stats host_load_count=4711'
}

# verb NAME PATTERN: it succeeds, and prints that
verb()
{
	local said
	# shellcheck disable=SC2086 # a verb and its options
	said=$(ndctl ocxl $1)
	[[ $said =~ $2 ]] || die "$1 through $(envelope): $said"
}

every_verb()
{
	local name emulated=true
	[ -z "$ON_CARDS" ] || emulated=false
	# the options that a verb needs, and what it prints besides its exit status
	local -A options=([read-dump]='--new --force -o /tmp/dump')
	local -A prints=(
		[info]='"fw_version":"V1.02".*"emulated":'$emulated
		[check]='"verdict":"warning".*"error_log_pending"'
		[read-smart]='"id":194,.*"raw":41,'
		[events]='"error_log":1'
		[heartbeat]='"response_time_us":[0-9]+'
		[read-stats]='"host_load_count":[0-9]{4}'
		[report]='"reference_code":"0x1234"'
		[read-error-log]='"reference_code":"0x1234"'
		[read-dump]='"dump_bytes":[1-9]'
	)
	for name in $(ndctl ocxl --list-cmds); do
		case $name in
		shutdown) fails ndctl ocxl shutdown nmem0 2>/dev/null ;;
		metrics) verb metrics 'ndctl_ocxl_up\{dimm="nmem0",[^}]*\} 1' ;;
		# change the log
		request-health | clear-conditions) ;;
		*) verb "$name ${options[$name]-}" "${prints[$name]-}.*"'"exit_status":0' ;;
		esac
	done
	verb "request-health" '"type":"health_performance".*"exit_status":0'
	verb "read-error-log --acknowledge" '"type":"health_performance".*"exit_status":0'
	verb "clear-conditions nmem0 --force" '"cleared":\[.*"exit_status":0'
	verb "read-error-log" '"error_log":\[\].*"exit_status":0'
}

scenario_every_verb()
{
	local opcode
	with_entries
	trace ocxlpmem_mailbox
	every_verb
	for opcode in smart error-log heartbeat stats dump; do
		[ "$(requests $opcode)" -gt 0 ] || die "no $opcode"
	done
}

# A verb uses the ioctl that the file names, and no other
scenario_ndctl_uses_the_envelope_it_is_told()
{
	local envelope
	load map=$W1
	wait_for has_regions 1
	envelope=$(envelope)
	strace -e trace=ioctl -o /tmp/trace ndctl ocxl heartbeat >/dev/null
	# numbers 9 and 10 of the letter N
	case $envelope in
	vendor) grep -qE 'ND_IOCTL_VENDOR|0x4e, 0x9' /tmp/trace ;;
	call) grep -qE 'ND_IOCTL_CALL|0x4e, 0xa' /tmp/trace ;;
	esac
}

# watches PROCESS: it has a sysfs file open that changes with the card
watches()
{
	find "/proc/$1/fd" -lname '*ocxlpmem/flags' | grep -q .
}

scenario_monitor()
{
	local monitor
	with_entries
	: >/tmp/monitor
	ndctl monitor -l /tmp/monitor -b ocxlpmem >/tmp/monitor.err 2>&1 &
	monitor=$!
	wait_for watches $monitor
	wait_for waits_in_poll $monitor
	card nmem0 'smart 0xC2 raw=80'
	one nmem0 1 4088 >/dev/null
	wait_for grep -q '"dev":"nmem0"' /tmp/monitor
	kill $monitor
	wait $monitor || :
}

# a window without a controller is no failure
scenario_verbs_on_a_generic_window()
{
	local status=0
	load emulate=0 map=$W1
	wait_for has_regions 1
	ndctl ocxl check >/tmp/said 2>/tmp/error || status=$?
	check_equal $status 2 "status of check"
	grep -q '"status":"unsupported"' /tmp/said
	ndctl ocxl metrics >/tmp/said 2>/tmp/error || :
	check_equal "$(grep -c '^ndctl_ocxl.*dimm=' /tmp/said)" 0 "series of cards"
	fails ndctl inject-smart -m 90 nmem0 >/tmp/said 2>/tmp/error
	fails ndctl ocxl read-dump -o /tmp/none nmem0 >/tmp/said 2>/tmp/error
	[ ! -e /tmp/none ]
	check_equal "$(ndctl list -D | grep -c '"dev":"nmem0"')" 1 "ndctl list -D"
}

# a block device is no file for output: it may be the memory itself
scenario_block_devices_are_refused()
{
	local verb before device
	load map=$W1
	wait_for has_regions 1
	make_labels
	device=/dev/$(namespace raw 64M)
	wait_for test -b "$device"
	before=$(head -c 65536 "$device" | sha256sum)
	ln -sf "$device" /tmp/disk
	for verb in 'check -o' 'read-error-log --collect' 'read-dump --new -o' 'metrics -o'; do
		# shellcheck disable=SC2086 # a verb and its options
		fails ndctl ocxl $verb /tmp/disk >/tmp/said 2>/tmp/error
		grep -q 'it is a block device' /tmp/error || die "$verb: $(cat /tmp/error)"
	done
	check_equal "$(head -c 65536 "$device" | sha256sum)" "$before" "the memory"
}
