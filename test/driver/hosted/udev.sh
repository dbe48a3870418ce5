# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # programs for the machine
# Windows from user space: a real udevd with the rule and the program of contrib/udev. Runs on the
# host; "machine" is an array, the command that starts one; work is a directory of the scenario.

# start_udev RULES...: with these rules only
with_udev='
	set -euE -o pipefail
	trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
	. test/driver/lib.sh
	start_udev()
	{
		local directory
		mkdir -p /run/udev/rules.d
		cp "$@" /run/udev/rules.d/
		for directory in /usr/lib/udev/rules.d /etc/udev/rules.d; do
			[ ! -d $directory ] || mount -t tmpfs empty $directory
		done
		/usr/lib/systemd/systemd-udevd --daemon
	}'

# for windows of shared memory; the first rules make links by the uuid of a namespace
with_window_rule=$with_udev'
	mapfile -t shared < <(find_shared_memory)
	install -m 755 contrib/udev/ocxlpmem-window /usr/lib/udev/
	start_udev /usr/lib/udev/rules.d/60-persistent-storage.rules contrib/udev/90-ocxlpmem.rules
	# name_devices DEVICE...: in the rule
	name_devices()
	{
		local device
		for device; do
			sed "/^ACTION/!d; s/0000:00:00\.0/${device##*/}/" contrib/udev/90-ocxlpmem.rules
		done >/run/udev/rules.d/90-ocxlpmem.rules
		udevadm control --reload
	}'

# The module of a card, and the driver, to which the card tells its window.
# shellcheck disable=SC2154 # machine and work are test/driver/run's
scenario_udev_loads_the_modules_of_a_card()
{
	"${machine[@]}" -x "$work" "$with_udev"'
		modprobe ocxl slots=8,9 memory=0x60000000,0x68000000
		start_udev /usr/lib/udev/rules.d/80-drivers.rules
		plug_cards
		udevadm settle --timeout=60
		wait_for has_regions 2
		check_equal "$(windows)" "$C1,$C2" "windows"
		heartbeat nmem0'
}

# Shared memory of a virtual machine is removed and added, like a card that is plugged.
scenario_udev_adds_a_window()
{
	truncate -s 128M "$work/shared"
	"${machine[@]}" -s "$work/shared" -x "$work" "$with_window_rule"'
		ivshmem=${shared[0]}
		# a device that the administrator has not named
		udevadm trigger --settle --action=add $ivshmem
		[ ! -d $PARAMETERS ] || die "a device that the rule does not name became a window"
		name_devices $ivshmem
		echo 1 >$ivshmem/remove
		echo 1 >/sys/bus/pci/rescan
		udevadm settle --timeout=60
		wait_for test -d $PARAMETERS
		read -r start end flags < <(sed -n 3p $ivshmem/resource)
		window=128M@$(printf 0x%x $start)
		# it may belong to another program
		wait_for log_says "$window: no labels describe this memory of a PCI device.* add $window/unlabeled"
		check_equal "$(windows)" "" "windows of memory without labels"
		refused "No data available" add $window "$window: no labels describe this memory of a PCI device"
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

# Two windows in any order: the kernel's names depend on it, those by the uuid of a namespace do not.
scenario_udev_names_by_uuid()
{
	truncate -s 128M "$work/first" "$work/second"
	"${machine[@]}" -s "$work/first" -s "$work/second" -x "$work" "$with_window_rule"'
		name_devices "${shared[@]}"
		# while they have no labels
		modprobe ocxlpmem
		for device in "${shared[@]}"; do
			echo 1 >$device/enable
			read -r start end flags < <(sed -n 3p $device/resource)
			set_parameter add 128M@$start/unlabeled
		done
		wait_for has_regions 2
		make_labels
		# add_windows NUMBER...: of the devices, in this order
		add_windows()
		{
			for number; do
				udevadm trigger --settle --action=add "${shared[number]}"
			done
			wait_for has_regions $#
		}
		links=()
		for number in 0 1; do
			mount_new "$(namespace fsdax 64M region$number)"
			echo "treasure $number" >/mnt/file
			umount /mnt
			links+=("/dev/disk/by-id/pmem-$(ndctl list -N -r region$number | sed -n "s/.*\"uuid\":\"\([^\"]*\)\".*/\1/p")")
		done
		for order in "0 1" "1 0" "0 1"; do
			unload
			add_windows $order
			for number in 0 1; do
				wait_for test -b "${links[number]}"
				mount "${links[number]}" /mnt
				check_equal "$(cat /mnt/file)" "treasure $number" "data"
				umount /mnt
			done
			check_equal "$(readlink -f "${links[${order%% *}]}")" /dev/pmem0 "the first one in the order $order"
		done'
}
