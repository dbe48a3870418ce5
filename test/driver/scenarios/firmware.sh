# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Firmware updates, and resets after them.

version()
{
	cat "$DEVICES/$1/ocxlpmem/fw_version"
}

is_ready()
{
	[ -z "$(cat "$DEVICES/$1/ocxlpmem/flags")" ]
}

make_image()
{
	{ printf 'V1.03\0\0\0' && head -c 99992 /dev/zero; } >/tmp/image
}

scenario_update_and_reset()
{
	load map=$W1,$W2
	wait_for has_regions 2
	make_image
	check_equal "$(version nmem0)" V1.00 "firmware"
	ndctl update-firmware -f /tmp/image nmem0
	check_equal "$(version nmem0)" V1.00 "firmware before the reset"
	card nmem0 reset
	check_equal "$(version nmem0)" V1.03 "firmware after the reset"
	wait_for is_ready nmem0
	heartbeat nmem0
	check_equal "$(version nmem1)" V1.00 "firmware of the other card"
	# its interrupts work again: flags shows the event without a command
	card nmem0 'error-log type=0 data=8'
	wait_for grep -q error_log "$DEVICES/nmem0/ocxlpmem/flags"
}

# memory in use survives a reset
scenario_reset_under_a_mounted_namespace()
{
	load map=$W1
	wait_for has_regions 1
	mount_new "$(namespace fsdax 64M)"
	make_image
	cp /tmp/image /mnt/image
	ndctl update-firmware -f /mnt/image nmem0
	card nmem0 'reset ms=500'
	cmp /tmp/image /mnt/image
	wait_for is_ready nmem0
	umount /mnt
	check_equal "$(version nmem0)" V1.03 "firmware after the reset"
}
