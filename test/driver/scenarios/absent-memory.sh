# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# An ioctl waits for memory of its caller, which does not come, while its window is removed: the
# removal waits and logs that, other windows work, and it continues when the page comes or the
# process is killed.

# start_absent_call NAME read|write DIMM [labels]: in the background, until the kernel waits for a page; its process is
# CALLER, its output goes to the file NAME
start_absent_call()
{
	local envelope=${4-}
	[ -n "$envelope" ] || envelope=$(envelope "$3")
	wait_for test -c "/dev/$3"
	# output of an earlier call
	rm -f "/tmp/$1" "/tmp/$1.in"
	mkfifo "/tmp/$1.in"
	exec {CALLER_IN}<>"/tmp/$1.in"
	"$TOOLS/absent-memory" "$2" "/dev/$3" "$envelope" <&"$CALLER_IN" >"/tmp/$1" &
	CALLER=$!
	wait_for grep -qs waiting "/tmp/$1"
}

give_page()
{
	echo >&"$CALLER_IN"
	wait "$CALLER"
}

# says_that_it_waits DEVICE
says_that_it_waits()
{
	log_says "$1: waiting until nobody refers to the DIMM"
}

scenario_absent_memory_while_windows_are_removed()
{
	local second remover
	load map=$W1,$W2,$W3
	wait_for has_regions 3
	start_absent_call second read nmem1
	second=$CALLER
	start_absent_call first read nmem0
	echo $W1,$W2 >$PARAMETERS/remove &
	remover=$!
	wait_for says_that_it_waits ocxlpmem.0
	wait_for says_that_it_waits ocxlpmem.1
	heartbeat nmem2
	ndctl ocxl check nmem2 >/dev/null
	card nmem2 'smart 0xC2 raw=41'
	ndctl list -DH -d nmem2 | grep -q '"temperature_celsius":41'
	windows_are $W3
	ends set_parameter add $W3
	! is_gone $remover || die "removing did not wait"
	give_page
	check_equal "$(tail -n 1 /tmp/first)" rc=ENXIO "the command whose page came"
	kill -KILL "$second"
	wait_for is_gone $remover
	check_equal "$(windows)" $W3 "windows"
	wait_for check_equal "$(dimms)" nmem2 "DIMMs"
	wait_for_free_windows $W1,$W2
	wait_for has_regions 3
	heartbeat nmem2
}

# wait_for_free_windows WINDOWS: adds them as soon as nobody has their memory
wait_for_free_windows()
{
	wait_for set_parameter add "$1"
}

# killed_removal: of W1, whose DIMM an ioctl uses. SIGTERM ends the wait.
killed_removal()
{
	local remover
	load map=$W1,$W2
	wait_for has_regions 2
	start_absent_call caller read nmem0
	(echo $W1 >$PARAMETERS/remove) &
	remover=$!
	wait_for says_that_it_waits ocxlpmem.0
	kill -TERM $remover
	wait_for is_gone $remover
	check_equal "$(windows)" $W2 "windows"
}

scenario_killed_removal_goes_on()
{
	killed_removal
	refused "Device or resource busy" add $W1 "overlaps a window that is being removed"
	# nor a part of it, which nobody has
	refused "Device or resource busy" add 64M@0x64000000 "overlaps a window that is being removed"
	give_page
	wait_for_free_windows $W1
	wait_for has_regions 2
	heartbeat nmem1
}

# Another write does not wait for the ioctl.
scenario_removal_after_a_killed_one()
{
	killed_removal
	ends set_parameter remove $W2
	windows_are ""
	check_equal "$(dimms)" "" "DIMMs"
	set_parameter add $W2
	give_page
	wait_for_free_windows $W1
}

# The driver stays bound to a window that it has to remove yet.
scenario_unload_after_a_killed_removal()
{
	local unloader
	killed_removal
	ndctl disable-region all
	rmmod ocxlpmem &
	unloader=$!
	wait_for test ! -e $DEVICES/nmem1
	wait_for waits_in_driver $unloader
	[ -e /sys/bus/platform/devices/ocxlpmem.0/driver ] || die "the driver left the window"
	give_page
	wait_for is_gone $unloader
	[ ! -d $PARAMETERS ]
}

# The kernel removes the module, even if rmmod is killed: the second window, too.
scenario_killed_unload_goes_on()
{
	local unloader
	load map=$W1,$W2
	wait_for has_regions 2
	ndctl disable-region all
	start_absent_call caller read nmem0
	rmmod ocxlpmem &
	unloader=$!
	wait_for says_that_it_waits ocxlpmem.0
	kill -KILL $unloader
	give_page
	wait_for is_gone $unloader
	[ ! -d $PARAMETERS ]
}

scenario_absent_memory_while_the_module_is_unloaded()
{
	local unloader
	load map=$W1,$W2
	wait_for has_regions 2
	ndctl disable-region all
	start_absent_call caller read nmem0
	modprobe -r ocxlpmem &
	unloader=$!
	wait_for waits_in_driver $unloader
	pass_time 2
	! is_gone $unloader || die "it did not wait"
	[ -d $PARAMETERS ] || die "the module is gone"
	kill -KILL "$CALLER"
	wait_for is_gone $unloader
	[ ! -d $PARAMETERS ]
}

# The answer cannot be delivered: libnvdimm holds the lock of this bus, not those of the others.
scenario_absent_memory_for_the_answer()
{
	local remover
	# other architectures cannot protect a page against writes alone
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1,$W2
	wait_for has_regions 2
	ndctl disable-region all
	start_absent_call caller write nmem0
	echo $W1 >$PARAMETERS/remove &
	remover=$!
	wait_for waits_in_driver $remover
	heartbeat nmem1
	pass_time 1
	! is_gone $remover || die "it did not wait"
	give_page
	wait_for is_gone $remover
	check_equal "$(tail -n 1 /tmp/caller)" rc=0 "the command whose page came"
	set_parameter add $W1
	wait_for test -e $DEVICES/nmem0
	start_absent_call killed write nmem0
	echo $W1 >$PARAMETERS/remove &
	remover=$!
	kill -KILL "$CALLER"
	wait_for is_gone $remover
	heartbeat nmem1
}

# After an erase, kernels from 6.2 on get a new DIMM.
scenario_erase_waits_for_ioctls_on_the_dimm()
{
	[[ $(uname -r) != 6.1.* ]] || return 0
	load map=$W1
	wait_for has_regions 1
	ndctl disable-region all
	# ndctl enables the DIMM again before the erase ends
	card nmem0 'latency op=erase us=3000000'
	start_absent_call first read nmem0
	ndctl sanitize-dimm --overwrite nmem0
	# the old DIMM is deleted, and no new one appears
	wait_for test ! -e $DEVICES/nmem0
	pass_time 1
	check_equal "$(dimms)" "" "DIMMs"
	give_page
	wait_for has_regions 1
	unload
}

# has_new_disabled_dimm INODE: libnvdimm has read no labels of the only DIMM, which is another one than that, and may
# have its name
has_new_disabled_dimm()
{
	local dimm
	dimm=$(dimms)
	[ -n "$dimm" ] && [ "$(stat -L -c %i "$DEVICES/$dimm")" != "$1" ] && [ ! -e "$DEVICES/$dimm/driver" ]
}

# the region waits for the memory, as after loading
scenario_memory_is_late_after_an_erase()
{
	[[ $(uname -r) != 6.1.* ]] || return 0
	local old
	load map=$W1
	wait_for has_regions 1
	old=$(stat -L -c %i $DEVICES/nmem0)
	ndctl disable-region all
	card nmem0 'latency op=erase us=600000000'
	ndctl sanitize-dimm --overwrite nmem0
	card nmem0 'memory never' 'latency op=erase us=0'
	ndctl wait-overwrite nmem0
	wait_for has_new_disabled_dimm "$old"
	check_equal "$(regions)" "" "regions"
	card "$(dimms)" 'memory now'
	wait_for has_regions 1
	make_labels
	[ -n "$(namespace fsdax 64M)" ] || die "the region cannot be used"
	unload
}

# ends COMMAND...: although an ioctl waits
ends()
{
	local process
	"$@" &
	process=$!
	wait_for is_gone $process
	wait $process
}

# windows_are WINDOWS: and can be read
windows_are()
{
	check_equal "$(timeout 60 cat $PARAMETERS/map)" "$1" "windows"
}

# The report of a machine check waits for the region, and no window waits for the report.
scenario_absent_memory_for_the_answer_while_a_machine_check_is_reported()
{
	local process
	[ "$(uname -m)" = x86_64 ] || return 0
	# shellcheck source=test/driver/scenarios/machine-checks.sh disable=SC1091
	. test/driver/scenarios/machine-checks.sh
	modprobe -qn mce-inject || return 0
	load map=$W1,$W2
	wait_for has_regions 2
	start_absent_call caller write nmem0
	echo region0 >/sys/bus/nd/drivers/nd_region/unbind &
	process=$!
	wait_for grep -q nvdimm_bus_remove "/proc/$process/stack"
	report_error $((BASE + (64 << 20)))
	wait_for log_says "uncorrectable memory error at 0x64000000"
	ends set_parameter add $W3
	ends set_parameter remove $W2
	give_page
	wait_for is_gone $process
	set_parameter map ""
}

# Unplugging a card does not wait for an ioctl. "write" has libnvdimm's lock of the bus, which the removal of the
# region needs; other architectures cannot protect a page against writes alone.
scenario_absent_memory_while_a_card_is_unplugged()
{
	local kind kinds=read
	# shellcheck source=test/driver/opencapi.sh disable=SC1091
	. test/driver/opencapi.sh
	[ "$(uname -m)" != x86_64 ] || kinds+=' write'
	load "map=$W1,$W2"
	wait_for has_regions 2
	for kind in $kinds; do
		start_absent_call caller "$kind" nmem0
		ends card_leaves unplug
		windows_are "$C2"
		heartbeat nmem1
		ends unplug_function "${CARDS[1]}"
		windows_are ""
		! is_gone "$CALLER" || die "the command did not wait"
		check_equal "$(windows)" "" "windows"
		give_page
		wait_for no_dimms
		echo 1 >/sys/bus/pci/rescan
		wait_for_free_windows "$C1,$C2"
		wait_for has_regions 2
	done
}

scan_bus()
{
	echo 1 >/sys/bus/pci/rescan
}

# start_waiting_expansion: of the first window to 192M, while an answer cannot be delivered; its process is ADDER
start_waiting_expansion()
{
	start_absent_call caller write nmem0
	(set_parameter add 192M@0x60000000) &
	ADDER=$!
	wait_for waits_in_driver $ADDER
}

# has_capacity SIZE: the only region, in MiB
has_capacity()
{
	has_regions 1 && [ "$(cat $DEVICES/"$(regions)"/size)" = $(($1 << 20)) ]
}

# An expansion waits for it, and nobody waits for the expansion.
scenario_absent_memory_for_the_answer_while_a_window_expands()
{
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1,$W3
	wait_for has_regions 2
	start_waiting_expansion
	windows_are "192M@0x60000000,$W3"
	heartbeat nmem1
	ends scan_bus
	refused "Device or resource busy" remove 192M@0x60000000 "another write expands it"
	refused "Device or resource busy" add 256M@0x60000000 "another write expands it"
	ends set_parameter add 192M@0x70000000
	ends set_parameter remove 192M@0x70000000
	windows_are 192M@0x60000000
	! is_gone $ADDER || die "it did not wait"
	give_page
	wait_for is_gone $ADDER
	wait_for has_capacity 176
	set_parameter remove 192M@0x60000000
}

scenario_killed_expansion_goes_on()
{
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1
	wait_for has_regions 1
	start_waiting_expansion
	kill -TERM $ADDER
	wait_for is_gone $ADDER
	windows_are 192M@0x60000000
	give_page
	wait_for has_capacity 176
	heartbeat nmem0
}

scenario_card_leaves_while_its_window_expands()
{
	[ "$(uname -m)" = x86_64 ] || return 0
	# shellcheck source=test/driver/opencapi.sh disable=SC1091
	. test/driver/opencapi.sh
	# a kernel that does not know the size of the card's memory
	load_cards
	echo 95 >"$MOCK/8/refusal"
	load "map=$W1"
	wait_for has_regions 1
	start_waiting_expansion
	ends card_leaves unplug
	windows_are ""
	wait_for is_gone $ADDER
	give_page
	wait_for no_dimms
	echo 1 >/sys/bus/pci/rescan
	wait_for_free_windows "$C1"
	wait_for has_capacity 112
}

# The memory of the first window comes while libnvdimm's lock of its bus is taken. Its DIMM cannot be attached.
scenario_absent_memory_for_the_answer_while_a_dimm_is_attached()
{
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1,$W3
	wait_for has_regions 2
	card nmem0 'memory never'
	add_again $W1
	wait_for has_regions 1
	start_absent_call caller write nmem0
	card nmem0 'memory now'
	wait_for work_attaches_dimm
	ends refused "Device or resource busy" add 192M@0x60000000 "$W1 is in use: its region is being registered"
	ends set_parameter remove $W3
	windows_are $W1
	give_page
	wait_for has_capacity 112
}

# A write that has to wait for another one does not prevent that devices are plugged.
scenario_absent_memory_for_the_answer_while_two_windows_are_added()
{
	local first second
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1
	wait_for has_regions 1
	card nmem0 'memory never'
	add_again $W1
	wait_for has_regions 0
	start_absent_call caller write nmem0
	card nmem0 'memory now'
	wait_for work_attaches_dimm
	(! set_parameter add 192M@0x60000000) &
	first=$!
	wait_for grep -q ocxlpmem_claims_wait "/proc/$first/stack"
	(set_parameter add $W3) &
	second=$!
	wait_for waits_in_driver $second
	scan_bus
	# up to five seconds
	! is_gone $first || die "the scan has waited for it"
	wait $first
	wait $second
	windows_are "$W1,$W3"
	give_page
	wait_for has_regions 2
}

work_attaches_dimm()
{
	grep -q ocxlpmem_dimm_attach /proc/[0-9]*/stack
}

# The DIMM is attached, and its region cannot be registered.
scenario_absent_memory_for_the_answer_while_a_region_is_registered()
{
	local remover
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1,$W3
	wait_for has_regions 2
	card nmem0 'memory never'
	set_parameter add 144M@0x60000000
	wait_for has_regions 1
	start_absent_call caller write nmem0
	card nmem0 'memory now'
	wait_for work_registers_device
	# libnvdimm waits for all regions before it deletes one, and nobody waits for it
	(set_parameter remove $W3) &
	remover=$!
	wait_for waits_in_driver $remover
	windows_are 144M@0x60000000
	ends set_parameter add 64M@0x6c000000
	kill -TERM $remover
	wait_for is_gone $remover
	give_page
	wait_for_free_windows $W3
	wait_for has_regions 3
}

work_registers_device()
{
	grep -q nd_async_device_register /proc/[0-9]*/stack
}

# An answer that cannot be delivered delays the removal of its window alone. Its card can be unplugged meanwhile.
scenario_absent_memory_for_the_answer_while_a_window_is_removed()
{
	local remover
	[ "$(uname -m)" = x86_64 ] || return 0
	. test/driver/opencapi.sh
	load map=$W1,$W2
	wait_for has_regions 2
	start_absent_call caller write nmem0
	echo "$C1" >$PARAMETERS/remove &
	remover=$!
	wait_for waits_in_driver $remover
	heartbeat nmem1
	ends unplug_function "${CARDS[1]}"
	ends card_leaves unplug
	! is_gone $remover || die "it did not wait"
	give_page
	wait_for is_gone $remover
	windows_are ""
}

# Neither does a card wait whose window is destroyed because the module is unloaded.
scenario_absent_memory_while_the_module_is_unloaded_and_a_card_unplugged()
{
	local unloader
	# shellcheck source=test/driver/opencapi.sh disable=SC1091
	. test/driver/opencapi.sh
	load "map=$W1,$W2"
	wait_for has_regions 2
	ndctl disable-region all
	start_absent_call caller read nmem0
	rmmod ocxlpmem &
	unloader=$!
	wait_for grep -q '^ocxlpmem .* Unloading ' /proc/modules
	wait_for waits_in_driver $unloader
	ends card_leaves unplug
	ends unplug_function "${CARDS[1]}"
	! is_gone $unloader || die "it did not wait"
	give_page
	wait_for is_gone $unloader
	[ ! -d $PARAMETERS ]
}
