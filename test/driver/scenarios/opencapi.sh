# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The front end ocxlpmem-opencapi, with cards on the mock of the OpenCAPI bus (test/driver/opencapi), whose
# ocxl core is the kernel's own. The mock writes a warning into the kernel log if a card interrupts
# without a target or a register is accessed too late; so the scenario fails.
# shellcheck source=test/driver/opencapi.sh disable=SC1091
. test/driver/opencapi.sh

scenario_card_serves_commands()
{
	begin_on_card
	heartbeat nmem0
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" $((0x0C0FFEE8)) "serial number"
	card nmem0 'smart 0xC2 raw=42'
	ndctl list -DH | grep -q '"temperature_celsius":42.0' || die "$(ndctl list -DH)"
	event_arrives nmem0
	[[ $(readlink -f $DEVICES/nmem0) = */${CARDS[0]}/* ]] || die "the DIMM is not below its card"
	[ ! -e $PCI_DRIVER/unbind ] || die "the driver can be unbound from a card in use"
}

# OCXL_STORM=N: N times as often
scenario_card_is_bound_and_unbound_under_events()
{
	local i storm before
	begin_on_card
	begin_events
	storm=$!
	before=$(cat $MOCK/8/interrupts)
	for ((i = 0; i < 25 * ${OCXL_STORM:-1}; i++)); do
		unplug_function "${CARDS[0]}"
		check_equal "$(dimms)" "" "DIMMs"
		check_equal "$(windows)" "" "windows"
		plug_card
		set_parameter add "$C1"
	done
	wait_for has_flag nmem0 error_log
	[ "$(cat $MOCK/8/interrupts)" -gt "$before" ] || die "no interrupt arrived"
	kill $storm
	wait $storm 2>/dev/null || :
}

# The card forgets enables and targets of interrupts: once while the driver sees that it is not
# ready, once between two commands.
scenario_card_is_reset()
{
	local ms
	begin_on_card
	for ms in 300 1; do
		event_arrives nmem0
		card nmem0 "reset ms=$ms"
		wait_for card_answers nmem0
		wait_for has_no_flag nmem0 not_ready
		event_arrives nmem0
		# fatal failures have the other interrupt
		card nmem0 'fatal hw'
		wait_for has_flag nmem0 hw_fatal
		card nmem0 'health chfs clear'
		wait_for card_answers nmem0
	done
}

# A card that does not let go of its context keeps it until its link is reset.
scenario_context_is_busy()
{
	begin_on_card
	echo 1 >$MOCK/8/busy
	unplug_function "${CARDS[0]}"
	log_says "${CARDS[0]}: the card uses its context until the link is reset" || die "not in the log"
	check_equal "$(cat $MOCK/8/elements)" 1 "process elements of the link"
	fails plug_card
	# the last function of the link
	unplug_card
	echo 0 >$MOCK/8/busy
	plug_card
	set_parameter add "$C1"
	heartbeat nmem0
}

# fail_each_step FILE COMMAND...: while COMMAND is repeated, the first step of the card fails, then
# only the second, and so on, until COMMAND has no further step. FILE is that of the mock which counts
# steps. Prints the number of failures. Nothing may be left behind.
fail_each_step()
{
	local file=$1 step failed=0 before
	shift
	before=$(resources)
	for ((step = 1; ; step++)); do
		echo $step >$MOCK/8/"$file"
		"$@" 2>/dev/null || failed=$((failed + 1))
		[ "$(cat $MOCK/8/"$file")" = 0 ] || break
		unplug_card
		check_resources "$before" "the failure of step $step of $file: $*"
	done
	echo 0 >$MOCK/8/"$file"
	unplug_card
	check_resources "$before" "$*"
	echo $failed
}

plug_and_add()
{
	plug_card && echo "$C1" >$PARAMETERS/add
}

# each step of binding the driver to both functions, and of adding the window, fails once; an
# interrupt that an earlier driver asked for arrives meanwhile
scenario_each_step_fails()
{
	local failed
	begin_on_card
	unplug_card
	echo Y >$MOCK/8/stray
	failed=$(fail_each_step fail plug_and_add)
	echo N >$MOCK/8/stray
	[ "$failed" -ge 16 ] || die "only $failed steps failed"
	plug_and_add
	wait_for has_regions 1
	event_arrives nmem0
}

# each access to a register fails once while the window is added; those after it depend on time
scenario_each_register_fails()
{
	local access failed=0 before
	begin_on_card
	unplug_card
	before=$(resources)
	for access in {1..8}; do
		echo "$access" >$MOCK/8/fail_access
		plug_and_add 2>/dev/null || failed=$((failed + 1))
		echo 0 >$MOCK/8/fail_access
		unplug_card
		check_resources "$before" "the failure of access $access"
	done
	[ $failed -ge 5 ] || die "only $failed failures"
	plug_and_add
	wait_for has_regions 1
	event_arrives nmem0
}

# A failure that no check can predict: a step fails after others were done. Changes of this write are undone, earlier
# windows stay. The last line of the log has the resulting windows.
scenario_failing_step_is_undone()
{
	local failing=$W3/${CARDS[1]}
	begin_on_card
	echo $((0x70000000)) >$MOCK/9/start
	echo 3 >$MOCK/9/fail_access
	read_log
	if set_parameter add "$W2,$failing" 2>/tmp/said; then
		die "a step did not fail"
	fi
	echo 0 >$MOCK/9/fail_access
	check_equal "$(windows)" "$C1" "windows"
	check_equal "$(dimms)" nmem0 "DIMMs"
	read_log
	find_driver_lines
	[[ ${OURS[-2]} = *"$failing could not be created: -"* ]] || die "then: ${OURS[-2]}"
	[[ ${OURS[-1]} = *"current windows: $C1" ]] || die "last: ${OURS[-1]}"
	# and is free again
	set_parameter add "$W2,$failing"
	wait_for has_regions 3
}

# All registers read as ones.
scenario_card_is_gone_and_back()
{
	begin_on_card
	echo 1 >$MOCK/8/gone
	fails ndctl ocxl heartbeat nmem0 2>/dev/null
	check_equal "$(flags nmem0)" gone "flags"
	ndctl list -DH | grep -q '"health_state":"critical"' || die "health"
	echo 0 >$MOCK/8/gone
	wait_for card_answers nmem0
	wait_for has_no_flag nmem0 gone
	event_arrives nmem0
	# unplugging works while it is gone
	echo 1 >$MOCK/8/gone
	unplug_function "${CARDS[0]}"
	fails ls $DEVICES/nmem0 2>/dev/null
}

scenario_card_leaves_while_idle()
{
	local how
	begin_on_card
	for how in unplug error; do
		card_leaves $how
		check_equal "$(dimms)" "" "DIMMs after: $how"
		card_returns $how
		event_arrives nmem0
	done
}

scenario_card_leaves_during_a_command()
{
	local how command
	begin_on_card
	for how in unplug error; do
		card nmem0 'error-log type=0 reference_code=0x1 data=8' 'fault op=error-log timeout late-ms=1500'
		ndctl ocxl read-error-log nmem0 >/tmp/answer 2>&1 &
		command=$!
		wait_for waits_in_driver $command
		card_leaves $how
		wait $command || :
		check_equal "$(dimms)" "" "DIMMs after: $how"
		card_returns $how
		wait_for card_answers nmem0
		ndctl ocxl read-error-log nmem0 | grep -q '"log_id"' || die "the entry is lost after: $how"
		ndctl ocxl read-error-log --acknowledge nmem0 >/dev/null
	done
}

# ids_of_entries: of those in the files, and of those that the driver wrote into the kernel log. An entry can be in
# both. The file has its id without leading zeros.
ids_of_entries()
{
	read_log
	log_ids /tmp/entries
	log_ids /tmp/entries.after
	sed -n 's/.*error log 0x0*\([0-9a-f]*\): reference code.*/0x\1/p' /tmp/log
}

# Each entry is in a file, or in the kernel log: when it leaves, the driver writes those there that the drain
# has not acknowledged.
scenario_card_leaves_during_a_drain()
{
	local how drain
	begin_on_card
	for how in unplug error; do
		card nmem0 'latency op=error-log us=20000' 'error-log type=0 reference_code=0x1 data=8 count=60'
		rm -f /tmp/entries
		ndctl ocxl read-error-log --format=ndjson --collect=/tmp/entries nmem0 2>/tmp/said &
		drain=$!
		wait_for test -s /tmp/entries
		card_leaves $how
		wait $drain || :
		card_returns $how
		card nmem0 'latency op=error-log us=0'
		rm -f /tmp/entries.after
		ndctl ocxl read-error-log --format=ndjson --collect=/tmp/entries.after nmem0
		check_equal "$(ids_of_entries | sort -u | wc -l)" 60 "entries after: $how"
		: >/tmp/log
	done
}

# check_window_in_use: its card is gone, its users do not notice
check_window_in_use()
{
	check_equal "$(windows)" "" "windows"
	check_equal "$(flags nmem0)" gone "flags"
	check_equal "$(cat /mnt/file)" treasure "data"
	echo more >/mnt/more
	sync
	! is_gone "$HOLDER" || die "the mapping has failed"
	fails ndctl ocxl heartbeat nmem0 2>/dev/null
	wait_for log_says 'it is removed when it is not in use'
}

begin_mounted()
{
	begin_on_card
	make_labels
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	truncate -s 2M /mnt/mapped
}

# The window stays until the file system is unmounted, with a card that is gone. The card itself comes
# back before, without its window.
scenario_card_leaves_while_mounted()
{
	local how said
	begin_mounted
	for how in unplug error; do
		use_file map /mnt/mapped
		card_leaves $how
		check_window_in_use
		card_rebinds $how
		said=$(echo "$C1" 2>&1 >$PARAMETERS/add) && die "a window in use was added again"
		[[ $said = *": Device or resource busy" ]] || die "$said"
		dmesg | tail -n 5 | grep -q 'add: .* overlaps a window that is being removed' ||
			die "the log blames another driver"
		check_window_in_use
		let_go
		umount /mnt
		wait_for no_dimms
		# its memory is free a little later than its DIMM is gone
		wait_for set_parameter add "$C1"
		wait_for has_regions 1
		event_arrives "$(dimms)"
		remount pmem0
		check_equal "$(cat /mnt/file /mnt/more)" $'treasure\nmore' "data"
		: >/tmp/log
	done
	umount /mnt
}

# All modules but the driver leave before the window does, if they have not mapped its memory.
scenario_modules_of_cards_are_unloaded_while_mounted()
{
	load_cards
	echo 95 >$MOCK/8/refusal
	begin_mounted
	use_file map /mnt/mapped
	fails rmmod ocxlpmem_opencapi 2>/dev/null
	unplug_function "${CARDS[0]}"
	rmmod ocxlpmem_opencapi
	rmmod ocxl
	fails rmmod ocxlpmem 2>/dev/null
	check_window_in_use
	let_go
	umount /mnt
	wait_for no_dimms
	rmmod ocxlpmem
	plug_cards
}

# Functions come and go in any order.
scenario_two_functions_of_a_card()
{
	local order
	begin_on_card
	# the function of the link is only needed to set up the link
	unplug_function "$(link_function)"
	event_arrives nmem0
	echo 1 >/sys/bus/pci/rescan
	for order in "1 0" "0 1"; do
		unplug_function "${CARDS[0]%1}${order% *}"
		unplug_function "${CARDS[0]%1}${order#* }"
		check_equal "$(dimms)" "" "DIMMs"
		check_equal "$(cat $MOCK/8/link_users $MOCK/8/elements)" $'0\n0' "users of the link"
		echo 1 >/sys/bus/pci/rescan
		check_equal "$(cat $MOCK/8/link_users)" 2 "users of the link"
		set_parameter add "$C1"
		wait_for has_regions 1
		event_arrives nmem0
	done
}

# A card keeps its serial number, which function 0 has, and so its namespaces.
scenario_function_0_is_unplugged_before_binding()
{
	local before
	begin_on_card
	make_labels
	namespace fsdax 64M >/dev/null
	before=$(namespaces)
	set_parameter map ""
	rmmod ocxlpmem_opencapi
	unplug_function "$(link_function)"
	modprobe ocxlpmem-opencapi
	set_parameter add "$C1"
	wait_for has_regions 1
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" $((0x0C0FFEE8)) "serial number"
	check_equal "$(namespaces)" "$before" "namespaces"
	event_arrives nmem0
}

# Events before the driver listens to them, and enables with targets that a kernel which crashed has
# left on the card: it does not interrupt at those.
scenario_card_has_events_before_its_window()
{
	local flag
	declare -A lines=([error_log]='error-log type=0 reference_code=0x1 data=8' [hw_fatal]='fatal hw' [fw_fatal]='fatal fw')
	begin_on_card
	for flag in "${!lines[@]}"; do
		unplug_function "${CARDS[0]}"
		echo 'ohp0 0xdead0000' >$MOCK/8/registers
		echo 'ohp1 0xdead0000' >$MOCK/8/registers
		# all but those that are set
		echo 'chie 0x3a0' >$MOCK/8/registers
		plug_card
		echo "${lines[$flag]}" >$MOCK/8/scenario
		set_parameter add "$C1"
		wait_for has_flag nmem0 "$flag"
		card nmem0 'error-log none' 'health chfs clear' 'health cffs clear'
		wait_for card_answers nmem0
		wait_for has_no_flag nmem0 "$flag"
	done
	event_arrives nmem0
}

scenario_two_cards()
{
	local i storm
	load "map=$W1,$W2"
	wait_for has_regions 2
	check_equal "$(windows)" "$C1,$C2" "windows"
	refused "File exists" add "64M@0x70000000/${CARDS[0]}" "names the card of"
	refused "No such device" add "64M@0x70000000/0000:00:0a.1" "names a card that does not exist"
	card nmem1 'smart 0xC2 raw=33'
	ndctl ocxl read-smart nmem1 | grep -q '"temperature_celsius":33' || die "temperature of the other card"
	begin_events
	storm=$!
	for ((i = 0; i < 10; i++)); do
		unplug_function "${CARDS[0]}"
		heartbeat nmem1
		plug_card
		set_parameter add "$C1"
	done
	kill $storm
	wait $storm 2>/dev/null || :
	event_arrives nmem1
}

scenario_modules_of_cards_are_unloaded()
{
	local i driver
	begin_on_card
	fails rmmod ocxlpmem_opencapi 2>/dev/null
	fails rmmod ocxl 2>/dev/null
	set_parameter map ""
	rmmod ocxlpmem_opencapi
	check_equal "$(cat $MOCK/8/elements)" 0 "process elements of the link"
	# the driver loads it again
	set_parameter map "$C1"
	wait_for has_regions 1
	event_arrives nmem0
	# the driver and a card leave at the same time
	for ((i = 0; i < 10; i++)); do
		unplug_function "${CARDS[0]}" &
		driver=$!
		# refused while the region that has just been created is bound
		wait_for unload
		wait $driver
		modprobe ocxlpmem
		plug_card
		set_parameter map "$C1"
	done
	event_arrives nmem0
}

# in any order; the windows on load name cards
scenario_modules_of_cards_in_any_order()
{
	local card=/sys/bus/pci/devices/${CARDS[0]}
	modprobe ocxl slots=8,9 memory=0x60000000,0x68000000
	plug_cards
	modprobe ocxlpmem "map=$C1,$C2"
	[ -d /sys/module/ocxlpmem_opencapi ] || die "the driver did not load the front end"
	wait_for has_regions 2
	heartbeat nmem1
	unload
	rmmod ocxlpmem_opencapi
	# as udev does: the front end for a PCI function, then the driver for the auxiliary device
	echo "options ocxlpmem map=$C2 card_memory=off" >/etc/modprobe.d/windows.conf
	modprobe "$(sed -n 's/^MODALIAS=//p' "$card/uevent")"
	modprobe "$(sed -n 's/^MODALIAS=//p' "$card"/ocxlpmem_opencapi.controller.*/uevent)"
	wait_for has_regions 1
	check_equal "$(windows)" "$C2" "windows"
	rm /etc/modprobe.d/windows.conf
	event_arrives nmem0
}

# generic and emulated windows do not load the front end
scenario_modules_of_cards_stay_away()
{
	ON_CARDS=
	load map=$W1
	set_parameter add $W2/unlabeled
	wait_for has_regions 2
	[ ! -d /sys/module/ocxlpmem_opencapi ] && [ ! -d /sys/module/ocxl ] || die "a module of cards is loaded"
}

# A card erases its memory without the caches of the processors.
scenario_erase_of_a_card_flushes_caches()
{
	begin_on_card
	begin_trace ocxlpmem_flush_caches
	ndctl disable-region all
	ndctl sanitize-dimm --overwrite nmem0
	wait_for log_says 'ocxlpmem\.0: erased: '
	check_equal "$(count_calls ocxlpmem_flush_caches)" 2 "times that caches were flushed"
	end_trace
}
