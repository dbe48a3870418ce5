# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Cards of the mock on a POWER9 machine without a hypervisor (test/vm/powernv), whose memory comes from its firmware, OPAL: only on
# machine 6.12-powernv-stock. The links of PHB 4 and PHB 5 are those of test/vm/powernv/skiboot-links.patch.

# OPAL maps the memory, refuses it, and maps it again for a kernel that kexec has started.
scenario_opal_maps_the_memory_of_a_card()
{
	# shellcheck disable=SC2154 # machine and work are test/vm/run's
	"${machine[@]}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. /x/settings
		. test/vm/lib.sh
		# plug_link PHB: the card of its link, and the driver
		plug_link()
		{
			CARD=000$1:01:00.1
			modprobe ocxl domain="$1" bus=1 slots=0 memory=0x80000000
			unplug_function "$CARD"
			unplug_function "${CARD%.1}.0"
			echo 1 >/sys/bus/pci/rescan
			modprobe ocxlpmem-opencapi
			modprobe ocxlpmem
		}
		leave_link()
		{
			unload
			rmmod ocxlpmem_opencapi
			rmmod ocxl
		}
		begin()
		{
			plug_link 5
			wait_for has_regions 1
			check_equal "$(windows)" "128M@0x80000000/$CARD" "windows"
		}
		check_file()
		{
			remount pmem0
			check_equal "$(cat /mnt/file)" treasure "data"
		}
		if [ -e /x/second ]; then
			begin
			log_says "Released the memory range of an earlier kernel"
			check_file
			umount /mnt
			exit
		fi
		# each answer releases what it got, or the second one would be another
		plug_link 4
		wait_for log_says "names a card whose memory cannot be mapped .-34"
		log_says "Firmware maps memory to 0x8000000000000, beyond the 51 bits"
		refused "Numerical result out of range" add "@$CARD" "cannot be mapped .-34" || :
		echo $((2 << 30)) >$MOCK/0/lpc_size
		leave_link
		begin
		make_labels
		mount_new "$(namespace fsdax 64M)" -o dax
		echo treasure >/mnt/file
		umount /mnt
		heartbeat nmem0
		leave_link
		begin
		check_file
		sync
		touch /x/second
		"$TOOLS/start-kernel" "$STAGE/image" "$STAGE/initramfs" "$(cat /proc/cmdline)"'
	[ -e "$work/second" ]
}
