# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Memory of a window that the kernel still uses when no driver is bound to it: each needs a machine of its own, because
# the memory stays until the machine ends.

# outlives COMMAND: with it, the driver kmem leaves the memory to the kernel. Nobody can take it from the kernel then.
outlives()
{
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/driver/lib.sh
		. test/driver/scenarios/system-ram.sh
		ready_for_memory
		expected=$(whole_blocks)
		# this machine adds memory in larger blocks only
		[ "$expected" -gt 0 ] || exit 0
		daxctl reconfigure-device -m system-ram dax0.0
		ram=$(grep "System RAM (kmem)" /proc/iomem)
		mkdir -p /tmp/filled
		mount -t tmpfs -o size=90% none /tmp/filled
		{ yes 0123456789abcde || :; } | head -c 30M >/tmp/filled/file
		before=$(md5sum </tmp/filled/file)
		total=$(memory_total)
		'"$1"'
		refused "Device or resource busy" remove $WHOLE "in use: the kernel uses its memory as System RAM"
		ndctl disable-namespace all
		for text in "remove $WHOLE" "map "; do
			refused "Device or resource busy" ${text%% *} "${text#* }" "in use: the kernel uses its memory as System RAM"
		done
		ndctl disable-region all
		refused "Device or resource busy" remove $WHOLE "in use: the kernel uses its memory as System RAM"
		[[ $(one nmem0 16 8) = *" status=0x21 "* ]] || die "SHUTDOWN was not refused"
		fails ndctl sanitize-dimm --overwrite nmem0
		log_says "erase refused: the kernel uses its memory as System RAM"
		fails modprobe -r ocxlpmem
		check_equal "$(windows)" $WHOLE "windows"
		# its namespace would overwrite the memory
		ndctl enable-region all || :
		ndctl destroy-namespace -f all || :
		ndctl create-namespace -f -m sector -s 480M || :
		[ ! -e /dev/pmem0s ] || dd if=/dev/zero of=/dev/pmem0s bs=1M oflag=direct status=none || :
		check_equal "$(grep "System RAM (kmem)" /proc/iomem)" "$ram" "System RAM in /proc/iomem"
		check_equal "$(memory_total)" "$total" "memory"
		check_equal "$(md5sum </tmp/filled/file)" "$before" "contents of the memory"
		# memory that is offline is still known to the kernel, which can use it again at any time
		umount /tmp/filled
		for block in /sys/devices/system/memory/memory*; do
			[ "$(cat $block/valid_zones)" != Movable ] || echo offline >$block/state || :
		done
		refused "Device or resource busy" remove $WHOLE "in use: the kernel uses its memory as System RAM"'
}

scenario_memory_stays_without_its_driver()
{
	outlives 'echo dax0.0 >/sys/bus/dax/drivers/kmem/unbind'
}

scenario_memory_stays_without_its_module()
{
	outlives 'rmmod kmem'
}
