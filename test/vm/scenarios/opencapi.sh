# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The front end ocxlpmem-opencapi, with cards on the mock of the OpenCAPI bus (test/vm/opencapi), whose
# ocxl core is the kernel's own. The mock writes a warning into the kernel log if a card interrupts
# without a target or a register is accessed too late; so the scenario fails.
# shellcheck source=test/vm/opencapi.sh disable=SC1091
. test/vm/opencapi.sh

scenario_card_serves_commands()
{
	begin_on_card
	heartbeat nmem0
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" $((0x0C0FFEE8)) "serial number"
	card nmem0 'smart 0xC2 raw=42'
	ndctl list -DH | grep -q '"temperature_celsius":42.0' || die "$(ndctl list -DH)"
	event_arrives nmem0
	[[ $(readlink -f $DEVICES/nmem0) = */${CARDS[0]}/* ]] || die "the DIMM is not below its card"
}

# OCXL_STORM: number of times
scenario_card_is_bound_and_unbound_under_events()
{
	local i storm before
	begin_on_card
	begin_events
	storm=$!
	before=$(cat $MOCK/8/interrupts)
	for ((i = 0; i < ${OCXL_STORM:-25}; i++)); do
		unbind_card
		check_equal "$(dimms)" "" "DIMMs"
		check_equal "$(windows)" "" "windows"
		bind_card
		set_parameter add "$C1"
	done
	within 5 has_flag nmem0 error_log
	[ "$(cat $MOCK/8/interrupts)" -gt "$before" ] || die "no interrupt arrived"
	kill $storm
	wait $storm 2>/dev/null || :
	count_figure rebinds "$i"
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
		within 5 card_answers nmem0
		within 5 has_no_flag nmem0 not_ready
		event_arrives nmem0
		# fatal failures have the other interrupt
		card nmem0 'fatal hw'
		within 2 has_flag nmem0 hw_fatal
		card nmem0 'health chfs clear'
		within 5 card_answers nmem0
	done
}

# A card that does not let go of its context keeps it until its link is reset.
scenario_context_is_busy()
{
	begin_on_card
	echo 1 >$MOCK/8/busy
	unbind_card
	log_says "${CARDS[0]}: the card uses its context until the link is reset" || die "not in the log"
	check_equal "$(cat $MOCK/8/elements)" 1 "process elements of the link"
	fails bind_card 2>/dev/null
	# the last function of the link
	echo "${CARDS[0]%.1}.0" >$PCI_DRIVER/unbind
	echo 0 >$MOCK/8/busy
	echo "${CARDS[0]%.1}.0" >$PCI_DRIVER/bind
	bind_card
	set_parameter add "$C1"
	heartbeat nmem0
}

# each step of binding the driver and of adding the window fails once
scenario_each_step_fails()
{
	local step failed=0
	begin_on_card
	for ((step = 1; ; step++)); do
		unbind_card
		echo $step >$MOCK/8/fail
		if bind_card 2>/dev/null; then
			echo "$C1" 2>/dev/null >$PARAMETERS/add || { failed=$((failed + 1)) && unbind_card; }
		else
			failed=$((failed + 1))
		fi
		if [ "$(cat $MOCK/8/fail)" != 0 ]; then
			break
		fi
		check_equal "$(windows)" "" "windows after step $step failed"
		check_equal "$(cat $MOCK/8/elements)" 0 "process elements after step $step failed"
		check_equal "$(register chie)" 0x0 "enabled interrupts after step $step failed"
		echo 0 >$MOCK/8/fail
		[ -e $PCI_DRIVER/"${CARDS[0]}" ] || bind_card
	done
	echo 0 >$MOCK/8/fail
	[ $failed -ge 12 ] || die "only $failed steps failed"
	check_equal "$failed" $((step - 1)) "failures"
	event_arrives nmem0
	count_figure failing_steps "$failed"
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
	within 5 card_answers nmem0
	within 5 has_no_flag nmem0 gone
	event_arrives nmem0
	# unbinding works while it is gone
	echo 1 >$MOCK/8/gone
	unbind_card
	fails ls $DEVICES/nmem0 2>/dev/null
}

# unbinding, unplugging, and the way of EEH (error handling of POWER): all ones, unplugging, a reset
scenario_card_leaves_while_idle()
{
	local how
	begin_on_card
	for how in unbind unplug error; do
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
	for how in unbind unplug error; do
		card nmem0 'error-log type=0 prc=0x1 data=8' 'fault op=error-log timeout late-ms=1500'
		ndctl ocxl read-error-log nmem0 >/tmp/answer 2>&1 &
		command=$!
		sleep 0.5
		card_leaves $how
		wait $command || :
		check_equal "$(dimms)" "" "DIMMs after: $how"
		card_returns $how
		within 5 card_answers nmem0
		ndctl ocxl read-error-log nmem0 | grep -q '"log_id"' || die "the entry is lost after: $how"
		ndctl ocxl read-error-log --acknowledge nmem0 >/dev/null
	done
}

# ids_of_entries: of those in the files, and of those that the driver wrote into the kernel log
ids_of_entries()
{
	read_log
	log_ids /tmp/entries
	log_ids /tmp/entries.after
	sed -n 's/.*error log \(0x[0-9a-f]*\): prc.*/\1/p' /tmp/log
}

# Each entry is in a file, or in the kernel log: unbinding the driver writes those there that the drain
# has not acknowledged.
scenario_card_leaves_during_a_drain()
{
	local how drain
	begin_on_card
	for how in unbind unplug error; do
		card nmem0 'latency op=error-log us=20000' 'error-log type=0 prc=0x1 data=8 count=60'
		rm -f /tmp/entries
		ndctl ocxl read-error-log --format=ndjson --output=/tmp/entries nmem0 2>/tmp/said &
		drain=$!
		within 5 test -s /tmp/entries
		card_leaves $how
		wait $drain || :
		card_returns $how
		card nmem0 'latency op=error-log us=0'
		rm -f /tmp/entries.after
		ndctl ocxl read-error-log --format=ndjson --output=/tmp/entries.after nmem0
		check_equal "$(ids_of_entries | sort -u | wc -l)" 60 "entries after: $how"
		: >/tmp/log
	done
}

# The window stays until the file system is unmounted, with a card that is gone.
scenario_card_leaves_while_mounted()
{
	begin_on_card
	make_labels
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	unplug_function "${CARDS[0]}"
	check_equal "$(windows)" "" "windows"
	check_equal "$(flags nmem0)" gone "flags"
	check_equal "$(cat /mnt/file)" treasure "data"
	fails ndctl ocxl heartbeat nmem0 2>/dev/null
	within 5 log_says 'it is removed when it is not in use'
	umount /mnt
	within 5 no_dimms
	card_returns unplug
	within 5 has_regions 1
	remount pmem0
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
}

scenario_two_cards()
{
	local i storm
	load "map=$W1,$W2"
	within 5 has_regions 2
	check_equal "$(windows)" "$C1,$C2" "windows"
	refused "File exists" add "64M@0x70000000/${CARDS[0]}" "names the card of"
	refused "No such device" add "64M@0x70000000/0000:00:0a.1" "names a card that does not exist"
	card nmem1 'smart 0xC2 raw=33'
	ndctl ocxl read-smart nmem1 | grep -q '"temperature_celsius":33' || die "temperature of the other card"
	begin_events
	storm=$!
	for ((i = 0; i < 10; i++)); do
		unbind_card
		heartbeat nmem1
		bind_card
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
	within 5 has_regions 1
	event_arrives nmem0
	# the driver and a card leave at the same time
	for ((i = 0; i < 10; i++)); do
		unbind_card &
		driver=$!
		unload
		wait $driver
		modprobe ocxlpmem
		bind_card
		set_parameter map "$C1"
	done
	event_arrives nmem0
}

# in any order; the windows on load name cards
scenario_modules_of_cards_in_any_order()
{
	modprobe ocxl slots=8,9
	plug_cards
	modprobe ocxlpmem "map=$C1,$C2"
	[ -d /sys/module/ocxlpmem_opencapi ] || die "the driver did not load the front end"
	within 5 has_regions 2
	heartbeat nmem1
	unload
	rmmod ocxlpmem_opencapi
	# a machine with a card: udev loads the front end, which loads the driver
	echo "options ocxlpmem map=$C2" >/etc/modprobe.d/windows.conf
	modprobe "$(cat "/sys/bus/pci/devices/${CARDS[0]}/modalias")"
	within 10 test -d $PARAMETERS
	within 10 has_regions 1
	check_equal "$(windows)" "$C2" "windows"
	rm /etc/modprobe.d/windows.conf
	event_arrives nmem0
}

# generic and emulated windows do not load the front end
scenario_modules_of_cards_stay_away()
{
	ON_CARDS=
	load map=$W1
	set_parameter add $W2
	within 5 has_regions 2
	[ ! -d /sys/module/ocxlpmem_opencapi ] && [ ! -d /sys/module/ocxl ] || die "a module of cards is loaded"
}

# A card erases its memory without the caches of the processors.
scenario_erase_of_a_card_flushes_caches()
{
	local tracing=/sys/kernel/tracing
	begin_on_card
	[ -e $tracing/events ] || mount -t tracefs tracefs $tracing
	echo ocxlpmem_flush_caches >$tracing/set_ftrace_filter
	echo function >$tracing/current_tracer
	ndctl disable-region all
	ndctl sanitize-dimm --overwrite nmem0
	ndctl wait-overwrite "$(dimms)"
	within 20 has_no_flag "$(dimms)" mem_unavailable
	check_equal "$(grep -c ' ocxlpmem_flush_caches ' $tracing/trace)" 2 "times that caches were flushed"
	echo nop >$tracing/current_tracer
	echo >$tracing/set_ftrace_filter
}
