# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A window as system memory, through device-dax.

memory_total()
{
	sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo
}

# all memory for windows: memory is added in blocks of 128 MiB, elsewhere of up to 1 GiB
WHOLE=512M@0x60000000

ready_for_memory()
{
	load map=$WHOLE
	wait_for has_regions 1
	make_labels
	namespace devdax 496M >/dev/null
	check_equal "$(cat /sys/bus/dax/devices/dax0.0/target_node)" 0 "a real node"
	# daxctl chooses itself where new memory goes, and 6.12 would do so before
	echo offline >/sys/devices/system/memory/auto_online_blocks
}

# kB of the complete memory blocks in the dax device
whole_blocks()
{
	local device=/sys/bus/dax/devices/dax0.0 block start
	block=$((0x$(cat /sys/devices/system/memory/block_size_bytes)))
	start=$(cat $device/resource)
	echo $((((start + $(cat $device/size)) / block - (start + block - 1) / block) * (block >> 10)))
}

scenario_devdax_as_system_memory()
{
	local before expected
	before=$(memory_total)
	ready_for_memory
	expected=$(whole_blocks)
	if [ "$expected" -eq 0 ]; then
		# this machine adds memory in larger blocks only, which the kernel reports
		fails daxctl reconfigure-device -m system-ram dax0.0
		log_says 'kmem dax0.0: .* too small after alignment'
		return
	fi
	daxctl reconfigure-device -m system-ram dax0.0
	# without page tables and similar memory
	[ $(($(memory_total) - before)) -gt $((expected * 9 / 10)) ] ||
		die "$before kB of memory became $(memory_total), wanted $expected more"
	grep -q 'System RAM (kmem)' /proc/iomem
	check_equal "$(users nmem0)" "region region0,namespace namespace0.0,system_ram dax0.0" "users"
	# memory of the system is in use, and its window cannot change
	refused "Device or resource busy" remove $WHOLE "the kernel uses its memory as System RAM"
	set_parameter map $WHOLE
	set_parameter add $WHOLE
	check_equal "$(windows)" $WHOLE "windows"
	# its contents have to be moved first
	wait_for daxctl offline-memory dax0.0
	daxctl reconfigure-device -m devdax dax0.0
	[ $(($(memory_total) - before)) -lt 1024 ] || die "$(memory_total) kB stayed, $before were there"
	ndctl disable-namespace all
	set_parameter remove $WHOLE
	check_equal "$(dimms)" "" "DIMMs"
}
