# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Windows of memory that outlives the kernel. Runs on the host; "machine" is an array, the command that starts one; work is a
# directory of the scenario.

# The first kernel ends without a removal or an unmount: with a mounted file system, and with a process that has mapped
# its file. The second one has the same windows.
scenario_kexec_keeps_namespaces()
{
	# shellcheck disable=SC2154 # machine and work are test/vm/run's
	"${machine[@]}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. /x/settings
		. test/vm/lib.sh
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
