# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Windows from user space: a real udevd with the rule and the program of contrib/udev. Runs on the
# host; "machine" is an array, the command that starts one; work is a directory of the scenario.

# Shared memory of a virtual machine is removed and added, like a card that is plugged.
# shellcheck disable=SC2154 # machine and work are test/vm/run's
scenario_udev_adds_a_window()
{
	truncate -s 128M "$work/shared"
	# shellcheck disable=SC2016 # for the machine
	"${machine[@]}" -s "$work/shared" -x "$work" '
		set -eu -o pipefail
		. test/vm/lib.sh
		ivshmem=$(find_shared_memory)
		install -m 755 contrib/udev/ocxlpmem-window /usr/lib/udev/
		# hides the rules of this machine except ours
		for directory in /usr/lib/udev/rules.d /etc/udev/rules.d; do
			[ ! -d $directory ] || mount -t tmpfs empty $directory
		done
		mkdir -p /run/udev/rules.d
		cp contrib/udev/90-ocxlpmem.rules /run/udev/rules.d/
		/usr/lib/systemd/systemd-udevd --daemon
		# a device that the administrator has not named
		udevadm trigger --settle --action=add $ivshmem
		[ ! -d $PARAMETERS ] || die "a device that the rule does not name became a window"
		sed -i "s/0000:00:00\.0/${ivshmem##*/}/" /run/udev/rules.d/90-ocxlpmem.rules
		udevadm control --reload
		echo 1 >$ivshmem/remove
		echo 1 >/sys/bus/pci/rescan
		udevadm settle --timeout=60
		wait_for test -d $PARAMETERS
		read -r start end flags < <(sed -n 3p $ivshmem/resource)
		window=128M@$(printf 0x%x $start)
		# it may belong to another program
		wait_for log_says "$window: memory of a PCI device has no labels.* add $window/unlabeled"
		check_equal "$(windows)" "" "windows of memory without labels"
		refused "No data available" add $window "$window: memory of a PCI device has no labels"
		set_parameter add $window/unlabeled
		check_equal "$(windows)" "$window" "the window of the BAR"
		wait_for has_regions 1
		make_labels
		mount_new "$(namespace fsdax 64M)" -o dax
		echo treasure >/mnt/file
		umount /mnt
		# again, by hand: the same size changes nothing
		before=$(readlink -f $DEVICES/nmem0)
		udevadm trigger --settle --action=add $ivshmem
		check_equal "$(readlink -f $DEVICES/nmem0)" "$before" "the DIMM"
		# and with the program alone
		/usr/lib/udev/ocxlpmem-window remove $ivshmem/resource 3
		check_equal "$(windows)" "" "windows"
		udevadm trigger --settle --action=add $ivshmem
		wait_for has_regions 1
		remount pmem0
		check_equal "$(cat /mnt/file)" treasure "data"
		umount /mnt
		# no rule is needed for the removal of the device
		echo 1 >$ivshmem/remove
		check_equal "$(windows)" "" "windows"
		check_equal "$(dimms)" "" "DIMMs"
		echo 1 >/sys/bus/pci/rescan
		udevadm settle --timeout=60
		wait_for has_regions 1
		remount pmem0
		check_equal "$(cat /mnt/file)" treasure "data"
		umount /mnt'
}
