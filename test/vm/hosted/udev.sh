# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # programs for the machine
# Windows from user space: a real udevd with the rule and the program of contrib/udev. Runs on the
# host; "machine" is an array, the command that starts one; work is a directory of the scenario.

# start_udev RULES: with these rules only
functions='
	set -eu -o pipefail
	. test/vm/lib.sh
	start_udev()
	{
		local directory
		mkdir -p /run/udev/rules.d
		cp "$1" /run/udev/rules.d/
		for directory in /usr/lib/udev/rules.d /etc/udev/rules.d; do
			[ ! -d $directory ] || mount -t tmpfs empty $directory
		done
		/usr/lib/systemd/systemd-udevd --daemon
	}'

# The module of a card, and the driver, whose configuration has the window.
# shellcheck disable=SC2154 # machine and work are test/vm/run's
scenario_udev_loads_the_modules_of_a_card()
{
	"${machine[@]}" -x "$work" "$functions"'
		echo "options ocxlpmem map=$C1" >/etc/modprobe.d/windows.conf
		modprobe ocxl slots=8,9 memory=0x60000000,0x68000000
		start_udev /usr/lib/udev/rules.d/80-drivers.rules
		plug_cards
		udevadm settle --timeout=60
		check_equal "$(windows)" "$C1" "windows"
		wait_for has_regions 1
		heartbeat nmem0'
}

# Shared memory of a virtual machine is removed and added, like a card that is plugged.
scenario_udev_adds_a_window()
{
	truncate -s 128M "$work/shared"
	"${machine[@]}" -s "$work/shared" -x "$work" "$functions"'
		ivshmem=$(find_shared_memory)
		install -m 755 contrib/udev/ocxlpmem-window /usr/lib/udev/
		start_udev contrib/udev/90-ocxlpmem.rules
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
