# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Cards of the mock on a POWER9 machine without a hypervisor, whose memory comes from its firmware,
# OPAL. Only on machine 6.12-powernv-stock: test/driver/powernv makes this firmware, with the
# links PHB 3, 4 and 5.

on_links='
set -euE -o pipefail
trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
. /x/settings
. test/driver/lib.sh

# plug_link PHB: the card of this link, and the driver
plug_link()
{
	CARD=000$1:01:00.1
	modprobe ocxl domain="$1" bus=1 slots=0 memory=0x80000000
	plug_again
	modprobe ocxlpmem-opencapi
	modprobe ocxlpmem
}

plug_again()
{
	unplug_function "$CARD"
	unplug_function "${CARD%.1}.0"
	echo 1 >/sys/bus/pci/rescan
}

# leave_link: its slot has the functions of QEMU again, to which the driver is not bound
leave_link()
{
	unload
	rmmod ocxlpmem_opencapi ocxl
	plug_again
}

# card_is_refused ERRNO ERRNO-TEXT REASON: there is no window, because of an answer of the firmware
card_is_refused()
{
	local said
	wait_for log_says "add: @$CARD names a card whose memory cannot be mapped .-$1"
	said=$(echo "@$CARD" 2>&1 >$PARAMETERS/add) && die "the card was taken"
	[[ $said = *": $2" ]] || die "add: $said, wanted $2"
	check_equal "$(windows)" "" "windows"
	# the second answer is the same: nothing remains of the first one
	read_log
	check_equal "$(grep -cF "$CARD: $3" /tmp/log)" 2 "lines with the reason"
}

card_is_window()
{
	wait_for has_regions 1
	check_equal "$(windows)" "128M@0x80000000/$CARD" "windows"
}

# takes_over: the firmware has a range that was not released
takes_over()
{
	log_says "Released the memory range of an earlier kernel"
}

check_file()
{
	remount pmem0 -o dax
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
}

# keep_log NAME: where the host looks for errors
keep_log()
{
	read_log
	mkdir "/x/$1"
	cp /tmp/log "/x/$1/dmesg"
}
'

# Memory is mapped. It is mapped again, with the same data, after the modules were unloaded, and by
# a kernel that kexec has started: the first one has not released it. There, the other link cannot
# have the range of the chip.
scenario_opal_maps_the_memory_of_a_card()
{
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" -x "$work" "$on_links"'
		if [ -e /x/first ]; then
			plug_link 3
			card_is_refused 16 "Device or resource busy" \
				"Another link has the memory range of the chip"
			leave_link
			fails takes_over
			plug_link 5
			card_is_window
			takes_over
			check_file
			leave_link
			keep_log second
			exit
		fi
		plug_link 5
		card_is_window
		make_labels
		mount_new "$(namespace fsdax 64M)" -o dax
		echo treasure >/mnt/file
		umount /mnt
		heartbeat nmem0
		leave_link
		plug_link 5
		card_is_window
		check_file
		fails takes_over
		keep_log first
		"$TOOLS/start-kernel" "$STAGE/image" "$STAGE/initramfs" "$(cat /proc/cmdline)"'
	[ -e "$work/second" ]
}

# Nothing remains mapped of what the kernel refuses.
scenario_memory_that_opal_maps_or_refuses_is_refused()
{
	"${machine[@]}" -x "$work" "$on_links"'
		plug_link 4
		card_is_refused 34 "Numerical result out of range" \
			"Firmware maps memory to 0x8000000000000, beyond the 51 bits"
		leave_link
		fails takes_over
		plug_link 5
		card_is_window
		set_parameter remove "@$CARD"
		echo $((2 << 30)) >$MOCK/0/lpc_size
		plug_again
		card_is_refused 22 "Invalid argument" "Firmware has no range of 0x80000000 bytes"
		echo $((128 << 20)) >$MOCK/0/lpc_size
		plug_again
		card_is_window
		fails takes_over
		leave_link
		keep_log log'
}
