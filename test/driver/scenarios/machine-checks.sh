# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Uncorrectable errors of a window's memory: the kernel injects machine checks.

INJECT=/sys/kernel/debug/mce-inject

# report_error ADDRESS: an uncorrectable memory error, which no processor has consumed, in 64 bytes
report_error()
{
	[ -d $INJECT ] || modprobe mce-inject
	echo sw >$INJECT/flags
	echo 0 >$INJECT/cpu
	echo 0xbd000000000000c0 >$INJECT/status
	echo 0x86 >$INJECT/misc
	echo "$1" >$INJECT/addr
	echo 9 >$INJECT/bank
}

# namespace_of DISK: its name
namespace_of()
{
	basename "$(realpath "/sys/block/$1/device")"
}

# has_bad_block DISK SECTOR
has_bad_block()
{
	grep -qx "$2 1" /sys/block/"$1"/badblocks
}

# read_sector DISK SECTOR
read_sector()
{
	dd if=/dev/"$1" of=/tmp/sector bs=512 count=1 skip="$2" iflag=direct
}

scenario_machine_check_makes_a_bad_block()
{
	local disk start sector=4096
	load map=$W1,$W2
	wait_for has_regions 2
	make_labels
	disk=$(namespace raw 64M region1)
	start=$(cat "/sys/block/$disk/device/resource")
	read_sector "$disk" $sector
	report_error $((start + 512 * sector))
	wait_for has_bad_block "$disk" $sector
	wait_for log_says "ocxlpmem.1: nmem1: uncorrectable memory error at $(printf 0x%x $((start + 512 * sector)))"
	fails read_sector "$disk" $sector
	read_sector "$disk" $((sector - 1))
	ndctl list -N -n "$(namespace_of "$disk")" --media-errors >/tmp/list
	grep -q '"offset":4096' /tmp/list || die "ndctl list: $(cat /tmp/list)"
	# known when the namespace starts again
	ndctl disable-namespace all
	ndctl enable-namespace all
	has_bad_block "$disk" $sector
	fails read_sector "$disk" $sector
	# writing the sector clears it
	dd if=/dev/urandom of=/tmp/new bs=512 count=1
	dd if=/tmp/new of=/dev/"$disk" bs=512 seek=$sector oflag=direct
	fails has_bad_block "$disk" $sector
	read_sector "$disk" $sector
	cmp /tmp/new /tmp/sector
}

scenario_machine_check_outside_of_regions()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	# other memory, the label area, and the end of the window
	report_error $((0x70000000))
	report_error $((BASE + 4096))
	wait_for log_says "uncorrectable memory error at 0x60001000"
	report_error $((BASE + (128 << 20) - 64))
	wait_for log_says "uncorrectable memory error at 0x67ffffc0"
	fails log_says "error at 0x70000000"
	ndctl list -BDRN
	unload
}
