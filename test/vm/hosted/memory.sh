# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What outlives a machine, and what two of them share. These run on the host; "machine" is
# an array: the command that starts one. work is a directory of this scenario's own.

# shellcheck disable=SC2154 # machine and work are test/vm/run's
boot()
{
	"${machine[@]}" "$@"
}

scenario_reboot_keeps_everything()
{
	truncate -s 2176M "$work/ram"
	boot -t 150 -r "$work/ram" -x "$work" '
		set -eu -o pipefail
		. test/vm/lib.sh
		blank
		load map=$W1,$W2
		within 5 has_regions 2
		labelled
		namespace fsdax 64M region0 >/tmp/name
		mounted "$(cat /tmp/name)" -o dax
		head -c 2M /dev/urandom >/mnt/random
		md5sum /mnt/random >/x/sum
		umount /mnt
		namespace sector 32M region0
		namespace devdax 64M region1
		namespace raw 16M region1
		namespaces >/x/before
		[ $(wc -l </x/before) -eq 4 ]
		sync'
	boot -t 150 -r "$work/ram" -x "$work" '
		set -eu -o pipefail
		. test/vm/lib.sh
		load map=$W1,$W2
		within 5 has_regions 2
		same "$(namespaces)" "$(cat /x/before)" namespaces
		mount -o dax /dev/pmem0 /mnt
		md5sum -c /x/sum'
	# the machine lost power: a driver without emulated cards finds the same
	boot -t 150 -r "$work/ram" -x "$work" '
		set -eu -o pipefail
		. test/vm/lib.sh
		load emulate=0 map=$W1,$W2
		within 5 has_regions 2
		same "$(namespaces)" "$(cat /x/before)" namespaces
		mount -o dax /dev/pmem0 /mnt
		md5sum -c /x/sum'
}

# a machine's shared-memory BAR as a window, found by what the PCI device says of it
# shellcheck disable=SC2016 # for the machine
shared_window='
	set -eu -o pipefail
	. test/vm/lib.sh
	for device in /sys/bus/pci/devices/*; do
		[ "$(cat $device/vendor):$(cat $device/device)" != 0x1af4:0x1110 ] || ivshmem=$device
	done
	read -r start end flags < <(sed -n 3p $ivshmem/resource)
	echo 1 >$ivshmem/enable
	load emulate=0 map=$((end - start + 1))@$start
	within 5 has_regions 1'

scenario_two_machines_share_a_window()
{
	local other
	truncate -s 128M "$work/shared"
	mkdir -p "$work/a" "$work/b"
	boot -t 240 -s "$work/shared" -x "$work/a" "$shared_window"'
		labelled
		namespace raw 32M >/tmp/name
		namespaces >/x/namespaces
		touch /x/ready
		# the other machine writes now, and this one sees it
		within 150 grep -q . /x/go
		dd if=/dev/$(cat /tmp/name) iflag=direct bs=4096 count=1 status=none | head -c 5 >/x/seen' \
		>"$work/a.output" 2>&1 &
	other=$!
	for _ in {1..1500}; do
		[ ! -e "$work/a/ready" ] || break
		sleep 0.1
	done
	boot -t 150 -s "$work/shared" -x "$work/b" "$shared_window"'
		namespaces >/x/namespaces
		echo hello | dd of=/dev/pmem0 bs=4096 count=1 conv=sync oflag=direct status=none'
	echo >"$work/a/go"
	echo go >"$work/a/go"
	wait $other || {
		cat "$work/a.output"
		return 1
	}
	cmp "$work/a/namespaces" "$work/b/namespaces"
	[ "$(cat "$work/a/seen")" = hello ]
}
