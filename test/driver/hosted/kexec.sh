# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Windows of memory that outlives the kernel. Runs on the host; "machine" is an array, the command that starts one; work is a
# directory of the scenario.

# The first kernel ends without a removal or an unmount: with a mounted file system, and with a process that has mapped
# its file. The second one has the same windows.
scenario_kexec_keeps_namespaces()
{
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. /x/settings
		. test/driver/lib.sh
		load map=$W1,$W2
		wait_for has_regions 2
		if [ ! -e /x/labels ]; then
			head -c 2M /dev/urandom >/x/random
			make_labels
			mount_new "$(namespace fsdax 64M region0)" -o dax=always
			cp /x/random /mnt/random
			dd if=/x/random of=/dev/"$(namespace sector 32M region0)" bs=1M oflag=direct status=none
			dd if=/x/random of=/dev/"$(namespace raw 16M region1)" bs=1M oflag=direct status=none
			"$TOOLS/use-memory" write /dev/"$(namespace devdax 64M region1)" </x/random
			truncate -s 2M /mnt/mapped
			sync
			use_file map /mnt/mapped
			ndctl list -N >/x/namespaces
			ndctl read-labels -s 65536 nmem0 nmem1 >/x/labels
			kernel=$(dirname "$(readlink -f "$STAGE/image")")/vmlinuz
			"$TOOLS/start-kernel" "$kernel" "$STAGE/initramfs" "$(cat /proc/cmdline)"
		fi
		ndctl list -N | diff /x/namespaces -
		ndctl read-labels -s 65536 nmem0 nmem1 | cmp /x/labels -
		for disk in /dev/pmem0.1s /dev/pmem1; do
			wait_for test -b $disk
			cmp -n $((2 << 20)) /x/random $disk
		done
		wait_for test -c /dev/dax1.1
		"$TOOLS/use-memory" read /dev/dax1.1 | cmp /x/random -
		remount pmem0 -o dax=always
		cmp /x/random /mnt/random'
	# from the first kernel
	[ -e "$work/labels" ]
}

# As a machine with persistent memory, which outlives the power-off. The image has no memory of windows. After resuming,
# the root directory (9p) is lost: a shell in memory does the rest, and reports on the console.
scenario_hibernation_keeps_mounted_windows()
{
	local memory=$work/memory disk=$work/disk
	truncate -s 2176M "$memory"
	truncate -s 1G "$disk"
	# its end leaves no status
	"${machine[@]}" -r "$memory" -b "$disk" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/driver/lib.sh
		load map=$W1
		wait_for has_regions 1
		make_labels
		mount_new "$(namespace fsdax 64M)" -o dax=always
		head -c 2M /dev/urandom >/mnt/random
		truncate -s 2M /mnt/mapped
		modprobe virtio_blk
		wait_for test -b /dev/vda
		mkswap /dev/vda >/dev/null
		swapon /dev/vda
		cp "$TOOLS/use-memory" /run/
		cat >/run/hibernate <<-"END"
			set -e
			trap "echo o >/proc/sysrq-trigger" EXIT
			/run/use-memory map /mnt/mapped &
			before=$($busybox md5sum </mnt/random)
			echo shutdown >/sys/power/disk
			echo disk >/sys/power/state
			[ "$($busybox md5sum </mnt/random)" = "$before" ]
			echo "same data in a mounted file system"
			kill $!
			echo "the mapping was alive"
			wait $! || :
			$busybox umount /mnt
			echo "$1" >$PARAMETERS/remove
			echo "$1" >$PARAMETERS/add
			$busybox timeout 60 $busybox sh -c "until [ -b /dev/pmem0 ]; do $busybox sleep 0.1; done"
			$busybox mount -t ext4 /dev/pmem0 /mnt
			[ "$($busybox md5sum </mnt/random)" = "$before" ]
			echo "same data in the window that was added again"
		END
		cd /
		export PARAMETERS busybox=/run/busybox
		exec $busybox sh /run/hibernate $W1 </dev/null >/dev/ttyS0 2>&1' >"$work/output-1" 2>&1 || :
	grep -q "reboot: Power down" "$work/console"
	"${machine[@]}" -r "$memory" -b "$disk" -x "$work" '
		modprobe virtio_blk
		until [ -b /dev/vda ]; do sleep 0.1; done
		cat /sys/class/block/vda/dev >/sys/power/resume
		echo "the kernel did not resume" >/dev/ttyS0' >"$work/output-2" 2>&1 || :
	tail -n 5 "$work/console"
	[ "$(grep -cE "^(same data in|the mapping was alive)" "$work/console")" -eq 3 ]
}
