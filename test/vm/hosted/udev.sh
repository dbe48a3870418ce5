# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Windows from user space: a real udevd with the rule and the program of contrib/udev. Runs on
# the host; "machine" is an array: the command that starts one. work is a directory of its own.

# A virtual machine's shared memory goes and comes back, as when somebody plugs it in.
# shellcheck disable=SC2154 # machine and work are test/vm/run's
scenario_udev_adds_a_window()
{
	truncate -s 128M "$work/shared"
	# shellcheck disable=SC2016 # for the machine
	"${machine[@]}" -t 120 -s "$work/shared" -x "$work" '
		set -eu -o pipefail
		. test/vm/lib.sh
		for device in /sys/bus/pci/devices/*; do
			[ "$(cat $device/vendor):$(cat $device/device)" != 0x1af4:0x1110 ] || ivshmem=$device
		done
		install -m 755 contrib/udev/ocxlpmem-window /usr/lib/udev/
		# none of the rules of this machine but ours
		for directory in /usr/lib/udev/rules.d /etc/udev/rules.d; do
			[ ! -d $directory ] || mount -t tmpfs empty $directory
		done
		mkdir -p /run/udev/rules.d
		cp contrib/udev/90-ocxlpmem.rules /run/udev/rules.d/
		/usr/lib/systemd/systemd-udevd --daemon
		[ ! -d $PARAMETERS ]
		echo 1 >$ivshmem/remove
		echo 1 >/sys/bus/pci/rescan
		udevadm settle --timeout=20
		within 10 test -d $PARAMETERS
		read -r start end flags < <(sed -n 3p $ivshmem/resource)
		same "$(windows)" "128M@$(printf 0x%x $start)" "the window of the BAR"
		within 5 has_regions 1
		labelled
		mounted "$(namespace fsdax 64M)" -o dax
		echo treasure >/mnt/file
		umount /mnt
		# once more, by hand: the same size, so nothing happens to it
		before=$(readlink -f $DEVICES/nmem0)
		udevadm trigger --settle --action=add $ivshmem
		same "$(readlink -f $DEVICES/nmem0)" "$before" "the DIMM"
		# and with the program alone
		/usr/lib/udev/ocxlpmem-window remove $ivshmem/resource 3
		same "$(windows)" "" "windows"
		udevadm trigger --settle --action=add $ivshmem
		within 5 has_regions 1
		remounted pmem0
		same "$(cat /mnt/file)" treasure "data"
		umount /mnt'
}
