# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Cards that become windows by themselves, with a mock of OPAL. The mock writes a warning into the kernel log if memory is
# mapped or unmapped twice; so the scenario fails.
# shellcheck source=test/driver/opencapi.sh disable=SC1091
. test/driver/opencapi.sh
CARD_MEMORY=auto

# load_first: the windows of both cards, then only that of the first one
load_first()
{
	load "$@"
	wait_for has_regions 2
	set_parameter remove "@${CARDS[1]}"
}

windows_are()
{
	[ "$(windows)" = "$1" ]
}

mapped()
{
	cat $CARD/mapped_size
}

# nobody_refers_to_its_functions: to those that were unplugged
nobody_refers_to_its_functions()
{
	[ "$(cat $CARD/unplugged)" = 0 ]
}

is_unmapped()
{
	[ "$(mapped)" = 0 ]
}

# check_mapped BYTES
check_mapped()
{
	check_equal "$(mapped)" "$1" "mapped bytes"
}

# The gate has this one.
scenario_card_becomes_a_window()
{
	local text data
	load_cards
	# the default
	rm /etc/modprobe.d/cards.conf
	modprobe ocxlpmem
	wait_for has_regions 2
	check_equal "$(cat $PARAMETERS/card_memory)" auto "parameter"
	check_equal "$(windows)" "$C1,$C2" "windows"
	check_mapped $((128 << 20))
	ndctl list -BDRN | grep -q '"provider":"ocxlpmem"' || die "$(ndctl list -BDRN)"
	heartbeat nmem0
	# nothing is written before somebody asks for it
	unload
	! log_says 'has disappeared' || die "the log says that a card has disappeared"
	check_equal "$("$TOOLS/use-memory" count $((16 << 20)) $BASE)" 0 "bytes of labels"
	modprobe ocxlpmem
	wait_for has_regions 2
	make_labels "$(dimms | head -n 1)"
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	refused "Device or resource busy" remove "$C1" "$C1 is in use: "
	umount /mnt
	data=$(namespaces)
	# with the text that "map" shows, and with the address alone
	for text in "$C1" "@${CARDS[0]}"; do
		set_parameter remove "$text"
		check_equal "$(windows)" "$C2" "windows"
		check_mapped 0
		set_parameter add "$text"
		wait_for has_regions 2
		check_equal "$(windows)" "$C1,$C2" "windows"
		check_equal "$(namespaces)" "$data" "namespaces"
	done
	unplug_card
	check_mapped 0
	plug_card
	wait_for windows_are "$C1,$C2"
	wait_for has_regions 2
	check_equal "$(namespaces)" "$data" "namespaces"
	remount "$(ndctl list -N | sed -n 's/.*"blockdev":"\([^"]*\)".*/\1/p')"
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
}

scenario_parameter_map_keeps_cards()
{
	load map=$W3
	wait_for has_regions 3
	check_equal "$(windows)" "$C1,$C2,$W3" "windows"
	unload
	# a card that "map" names has the size that "map" names
	modprobe ocxlpmem "map=64M@0x60000000/${CARDS[0]}"
	wait_for has_regions 2
	check_equal "$(windows)" "64M@0x60000000/${CARDS[0]},$C2" "windows"
	set_parameter remove "@${CARDS[0]}"
	check_equal "$(windows)" "$C2" "windows"
	set_parameter add "64M@0x60000000/${CARDS[0]}"
	set_parameter add "@${CARDS[0]}"
	wait_for has_regions 2
	check_equal "$(windows)" "$C1,$C2" "windows"
	# what is removed stays away
	set_parameter map ""
	check_equal "$(windows)" "" "windows"
	unload
	fails modprobe -q ocxlpmem card_memory=on
	modprobe ocxlpmem card_memory=off
	check_equal "$(windows)" "" "windows"
	log_says "card_memory: 'on' is neither auto nor off" || die "not in the log"
	unplug_card
	plug_card
	set_parameter add "@${CARDS[0]}"
	check_equal "$(windows)" "$C1" "windows"
}

# comes_without_window LOG-PATTERN [OFFSET LPC SPECIAL]: the card is plugged, and the log says why it has no window
comes_without_window()
{
	: >/tmp/log
	describe_memory "${2-0}" "${3-$((64 << 20))}" "${4-0}"
	wait_for log_says "$1"
	check_equal "$(windows)" "" "windows"
	check_mapped 0
}

# Each answer of OPAL, and each kind of memory that cannot be a window
scenario_card_windows_are_refused()
{
	local name=${CARDS[0]} errno
	load_first
	set_parameter remove "$C1"
	refused "No such device" add @0000:00:0a.1 "@0000:00:0a.1 names a card that does not exist"
	for errno in 16 34 5 12 22; do
		echo $errno >$CARD/refusal
		comes_without_window "add: @$name names a card whose memory cannot be mapped .-$errno"
	done
	refused "Invalid argument" add "@$name" "cannot be mapped .-22"
	# the administrator may know where firmware has mapped it
	echo 95 >$CARD/refusal
	comes_without_window "add: @$name needs a kernel and firmware .* add SIZE@START"
	refused "Operation not supported" add "@$name" "needs a kernel"
	set_parameter add "$C1"
	check_mapped 0
	set_parameter remove "@$name"
	check_equal "$(windows)" "" "windows"
	refused "No such file or directory" remove "@$name" "@$name has no window"
	echo 0 >$CARD/refusal
	comes_without_window "names a card without memory" 0 0 0
	refused "No data available" add "@$name" "without memory"
	comes_without_window "names a card without memory" 0 0 $((64 << 20))
	comes_without_window "cannot be mapped .-22" 0 $((256 << 20))
	comes_without_window "is not larger than 32M" 0 $((32 << 20))
	comes_without_window "does not start and end at a multiple of 16M" 0 $((100000 << 10))
	comes_without_window "does not start and end at a multiple of 16M" $((1 << 20))
	comes_without_window "AFU 0 has memory beyond the end" 0xffffffffffff0000
	echo $((1 << 62)) >$CARD/start
	comes_without_window "is beyond what the kernel can address"
	echo $((0x60000000)) >$CARD/start
	describe_memory $((16 << 20)) $((64 << 20)) $((16 << 20))
	wait_for windows_are "64M@0x61000000/$name"
	check_mapped $((96 << 20))
	log_says "16777216 bytes of special purpose memory are not used" || die "not in the log"
	set_parameter remove "@$name"
	refused "No such device or address" add "80M@0x61000000/$name" "is not in the memory of the card: 64M@0x61000000"
	refused "No such device or address" add "64M@0x60000000/$name" "is not in the memory of the card: 64M@0x61000000"
	check_mapped 0
}

# A function whose own map fails does not take the memory of the other one away.
scenario_two_functions_share_the_memory_of_a_link()
{
	local size=$((32 << 20))
	load_first
	make_labels nmem0
	unplug_card
	echo $((64 << 20)) >$CARD/other_offset
	echo $size >$CARD/other_size
	echo $((48 << 20)) >$CARD/lpc_size
	plug_card
	wait_for windows_are "48M@0x60000000/${CARDS[0]}"
	check_mapped $((96 << 20))
	map_memory 2
	set_parameter remove "@${CARDS[0]}"
	check_memory "$size@0x64000000 0@0x0 $size@0x64000000 0@0x0 " $((96 << 20))
	set_parameter add "@${CARDS[0]}"
	map_memory 0
	check_mapped $((96 << 20))
	# too large for the range that is mapped
	unplug_function "${CARDS[0]}"
	is_unmapped
	map_memory 1
	echo $((112 << 20)) >$CARD/lpc_size
	echo 1 >/sys/bus/pci/rescan
	wait_for log_says 'cannot be mapped .-28'
	check_memory "$size@0x64000000 0@0x0 " $((96 << 20))
	map_memory 0
	check_mapped 0
	set_parameter add "@${CARDS[0]}"
	check_mapped $((112 << 20))
	# the other function has more than OPAL can map, and is closed before the memory is mapped again
	unplug_card
	echo $((1 << 30)) >$CARD/other_size
	plug_card
	wait_for log_says 'cannot be mapped .-22'
	unplug_function "$(link_function)"
	set_parameter add "@${CARDS[0]}"
	check_mapped $((112 << 20))
}

# begin_with_a_file: mounted
begin_with_a_file()
{
	load_first
	make_labels
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	truncate -s 2M /mnt/mapped
}

# The memory stays mapped until its last user has gone. Then the card, which has been back for long, is a window again.
scenario_memory_of_a_card_outlives_it()
{
	local how
	begin_with_a_file
	for how in unplug error; do
		use_file map /mnt/mapped
		card_leaves $how
		check_equal "$(windows)" "" "windows"
		wait_for nobody_refers_to_its_functions
		ndctl ocxl check >/tmp/verdict || check_equal $? 5 "exit status of check"
		grep -q '"name":"gone"' /tmp/verdict || die "$(cat /tmp/verdict)"
		check_mapped $((128 << 20))
		fails rmmod ocxlpmem_opencapi 2>/dev/null
		card_rebinds $how
		wait_for log_says "add: $C1 overlaps a window that is being removed"
		check_equal "$(cat /mnt/file)" treasure "data"
		! is_gone "$HOLDER" || die "the mapping has failed"
		let_go
		umount /mnt
		wait_for windows_are "$C1"
		wait_for has_regions 1
		check_mapped $((128 << 20))
		remount "$(ndctl list -N | sed -n 's/.*"blockdev":"\([^"]*\)".*/\1/p')" -o dax
		check_equal "$(cat /mnt/file)" treasure "data"
		: >/tmp/log
	done
	umount /mnt
}

# The file system of a card must not be written into the next card in its slot.
scenario_another_card_in_the_slot_is_refused()
{
	local serial
	begin_with_a_file
	serial=$(cat $DEVICES/nmem0/ocxlpmem/serial)
	card_leaves unplug
	wait_for log_says "it is removed when it is not in use, plug no other card before that: pmem0 is mounted"
	echo 'serial 4711' >$CARD/scenario
	card_rebinds unplug
	wait_for log_says "0000:00:08.1: the memory of another card of this slot is still in use"
	[ ! -e "$PCI_DRIVER/${CARDS[0]}" ] || die "the driver is bound to another card"
	# the first one is back
	unplug_function "${CARDS[0]}"
	echo "serial $serial" >$CARD/scenario
	card_rebinds unplug
	[ -e "$PCI_DRIVER/${CARDS[0]}" ] || die "the driver is not bound to the same card"
	unplug_function "${CARDS[0]}"
	echo 'serial 4711' >$CARD/scenario
	card_rebinds unplug
	umount /mnt
	wait_for is_unmapped
	echo "${CARDS[0]}" >/sys/bus/pci/drivers_probe
	wait_for windows_are "$C1"
	check_equal "$(cat $DEVICES/"$(dimms)"/ocxlpmem/serial)" 4711 "serial number"
}

# is_flushed_and_unmapped ORDER: calls of the two functions since begin_trace
is_flushed_and_unmapped()
{
	[ "$(grep -oE '(ocxlpmem_flush_caches|pnv_ocxl_unmap_lpc_mem) <-' $TRACING/trace | xargs)" = "$1" ]
}

# A dirty line of a cache must not be written back after the memory was unmapped: its address is nobody's then.
scenario_caches_are_flushed_before_memory_is_unmapped()
{
	local flush='ocxlpmem_flush_caches <-' unmap='pnv_ocxl_unmap_lpc_mem <-'
	begin_with_a_file
	umount /mnt
	begin_trace ocxlpmem_flush_caches pnv_ocxl_unmap_lpc_mem
	set_parameter remove "$C1"
	is_flushed_and_unmapped "$flush $unmap" || die "remove: $(cat $TRACING/trace)"
	set_parameter add "$C1"
	wait_for has_regions 1
	empty_trace
	card_leaves unplug
	wait_for is_flushed_and_unmapped "$flush $unmap"
	card_returns unplug
	# without the card, and when it may have been switched off
	empty_trace
	card_leaves error
	wait_for is_flushed_and_unmapped "$unmap"
	card_returns error
	remount "$(ndctl list -N | sed -n 's/.*"blockdev":"\([^"]*\)".*/\1/p')" -o dax
	empty_trace
	card_leaves unplug
	umount /mnt
	wait_for is_flushed_and_unmapped "$unmap"
	end_trace
}

# The PCI core waits for the driver, and the card may be switched off when it is unplugged.
scenario_unplugging_ends_a_long_flush()
{
	# the mock delays the flush in a function of this architecture
	[ "$(uname -m)" = x86_64 ] || return 0
	load_first
	echo 6000 >$MOCK/flush_delay_ms
	card_leaves unplug
	wait_for log_says 'cannot flush the caches of the processors: -19'
	wait_for is_unmapped
	echo 0 >$MOCK/flush_delay_ms
	card_returns unplug
	# what only unloads the driver waits for the flush
	echo 3000 >$MOCK/flush_delay_ms
	begin_trace clflush_cache_range
	unload
	check_equal "$(count_calls clflush_cache_range)" 2 "pieces that were flushed"
	end_trace
	echo 0 >$MOCK/flush_delay_ms
}

# as device-dax
scenario_memory_of_a_card_outlives_it_for_a_mapped_device()
{
	load_first
	make_labels
	local device
	device=$(namespace devdax 64M)
	wait_for test -c "/dev/$device"
	use_file map "/dev/$device"
	unplug_function "${CARDS[0]}"
	wait_for log_says 'is removed when it is not in use.*: .*device-dax'
	check_mapped $((128 << 20))
	let_go
	check_mapped $((128 << 20))
	ndctl disable-namespace all
	wait_for is_unmapped
	wait_for no_dimms
}

# as System RAM
scenario_memory_of_a_card_outlives_it_as_system_ram()
{
	local window=512M@0x60000000/${CARDS[0]}
	load_cards
	modprobe ocxlpmem card_memory=off
	echo $((512 << 20)) >$CARD/limit
	describe_memory 0 $((512 << 20)) 0
	set_parameter add "@${CARDS[0]}"
	wait_for has_regions 1
	check_equal "$(windows)" "$window" "windows"
	make_labels
	namespace devdax 496M >/dev/null
	echo offline >/sys/devices/system/memory/auto_online_blocks
	if ! daxctl reconfigure-device -m system-ram dax0.0; then
		# a machine with larger memory blocks
		log_says 'kmem dax0.0: .* too small after alignment'
		return
	fi
	unplug_function "${CARDS[0]}"
	wait_for log_says 'the kernel uses its memory as System RAM'
	check_mapped $((512 << 20))
	wait_for daxctl offline-memory dax0.0
	daxctl reconfigure-device -m devdax dax0.0
	check_mapped $((512 << 20))
	ndctl disable-namespace all
	wait_for is_unmapped
	wait_for no_dimms
}

# The driver is about to make windows of two cards, and waits for the lock of the PCI bus. The first card is unplugged
# before it gets the lock. The second one is not left out.
scenario_first_of_two_new_cards_is_unplugged()
{
	local holder first
	load_cards
	echo 1 >$MOCK/hold_bus &
	holder=$!
	wait_for grep -q hold_bus_write "/proc/$holder/stack"
	echo 1 >"/sys/bus/pci/devices/${CARDS[0]}/remove" &
	first=$!
	wait_for grep -q remove_store "/proc/$first/stack"
	modprobe ocxlpmem
	wait_for grep -q ocxlpmem_windows_write /proc/[0-9]*/stack
	echo 0 >$MOCK/hold_bus
	wait $holder $first
	wait_for windows_are "$C2"
}

# The labels of a card have addresses of the host. Elsewhere they are kept until somebody discards them.
scenario_labels_of_another_position_are_kept()
{
	local data
	load_first
	make_labels
	namespace fsdax 64M >/dev/null
	data=$(namespaces)
	unplug_function "${CARDS[0]}"
	"$TOOLS/use-memory" copy 65536 0x60000000 0x70000000
	echo $((0x70000000)) >$CARD/start
	echo 1 >/sys/bus/pci/rescan
	wait_for windows_are "$W3/${CARDS[0]}"
	wait_for has_regions 1
	wait_for log_says 'labels describe memory from 0x61000000 to 0x65000000, and the card is at 0x70000000'
	check_equal "$(namespaces)" "" "namespaces"
	fails ndctl create-namespace -m raw 2>/dev/null
	ndctl disable-region all
	fails ndctl init-labels -f "$(dimms)" 2>/dev/null
	set_parameter remove "@${CARDS[0]}"
	echo $((0x60000000)) >$CARD/start
	set_parameter add "@${CARDS[0]}"
	wait_for has_regions 1
	check_equal "$(namespaces)" "$data" "namespaces"
	# elsewhere again, on purpose
	set_parameter remove "@${CARDS[0]}"
	echo $((0x70000000)) >$CARD/start
	set_parameter add "@${CARDS[0]}"
	wait_for has_regions 1
	ndctl disable-region all
	ndctl zero-labels "$(dimms)"
	ndctl enable-region all
	make_labels
	namespace fsdax 64M >/dev/null
}

# Windows are created in the background, while the card leaves again.
scenario_cards_come_and_go()
{
	local i
	load
	for ((i = 0; i < 20; i++)); do
		unplug_function "${CARDS[$((i % 2))]}"
		echo 1 >/sys/bus/pci/rescan
	done
	wait_for windows_are "$C1,$C2"
	for ((i = 0; i < 5; i++)); do
		unload_while_cards_come
		modprobe ocxlpmem
	done
	wait_for windows_are "$C1,$C2"
	wait_for has_regions 2
	heartbeat nmem0
}

unload_while_cards_come()
{
	wait_for unload
	modprobe ocxlpmem
	rmmod ocxlpmem_opencapi 2>/dev/null || :
	wait_for unload
	modprobe ocxlpmem-opencapi
}

region_is_enabled()
{
	ndctl enable-region all && has_regions 1
}

# What is above a window does not see that the card has told its place.
scenario_window_of_a_card_is_like_any_other()
{
	local name=${CARDS[0]} device
	load_first
	make_labels
	ndctl ocxl info nmem0 >/tmp/answer
	grep -qF "$name" /tmp/answer || die "$(cat /tmp/answer)"
	grep -q "\"capacity_bytes\":$((112 << 20))," /tmp/answer || die "$(cat /tmp/answer)"
	device=$(namespace fsdax 32M)
	mount_new "$device" -o dax
	check_equal "$(users nmem0)" "region region0,namespace namespace0.0,block_device $device,mount_point /mnt" "users"
	device=$(namespace devdax 32M)
	wait_for test -c "/dev/$device"
	umount /mnt
	ndctl disable-region all
	ndctl sanitize-dimm --overwrite nmem0
	ndctl wait-overwrite nmem0
	wait_for log_says 'erased: '
	wait_for region_is_enabled
	check_equal "$(namespaces)" "" "namespaces"
	check_equal "$(windows)" "$C1" "windows"
	make_labels
	mount_new "$(namespace fsdax 64M)" -o dax
	umount /mnt
}

scenario_xfs_on_the_window_of_a_card()
{
	local device
	load_first
	make_labels
	# 64 MiB are too few for XFS without this word
	device=$(namespace fsdax 64M)
	mkfs.xfs -q -f --unsupported -m reflink=0 "/dev/$device" 2>/dev/null
	remount "$device" -o dax=always
	cp /proc/cmdline /mnt/file
	card_leaves unplug
	umount /mnt
	wait_for is_unmapped
}
