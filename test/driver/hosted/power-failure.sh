# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# The power of a machine fails while it writes the error log to its disk: the file has every
# acknowledged entry. This runs on the host; "machine" is an array, the command that starts one;
# work is a directory of the scenario. POWER_CUTS=n is the number of failures (2); SEED=n repeats
# their times.

# The card's answers take time, so most failures are between a write and the acknowledgement, which
# comes with the next request. The number of finished requests is sent to the host at once: all
# entries except the last of these are acknowledged, and maybe more. /x/first is the first entry
# that the card still has: acknowledged entries stay forgotten.
# shellcheck disable=SC2154 # machine and work are test/driver/run's
draining='
	set -eu -o pipefail
	. test/driver/lib.sh
	modprobe virtio_blk
	wait_for test -b /dev/vda
	# replays its journal
	mount /dev/vda /mnt
	load map=$W1
	wait_for has_regions 1
	trace ocxlpmem_mailbox
	card nmem0 "latency op=error-log us=40000" \
		"error-log type=0 id=$(cat /x/first) count=$(cat /x/count) data=300"
	drain()
	{
		ndctl ocxl read-error-log --collect=/mnt/log.ndjson >/dev/null
	}'
watched='
	drain &
	while kill -0 $! 2>/dev/null; do
		requests error-log >&3
	done 3>>/x/requests
	wait $!'

# boot_with_disk DIRECTORY COMMAND
boot_with_disk()
{
	"${machine[@]}" -b "$work/disk" -x "$1" "$2"
}

# fail_power NUMBER: one machine until its power fails, and the contents of its disk
fail_power()
{
	local directory=$work/cut-$1 seconds=0 script requests saved
	mkdir -p "$directory"
	echo $((acknowledged + 1)) >"$directory/first"
	echo 5000 >"$directory/count"
	cp "$work/disk" "$work/disk.before"
	boot_with_disk "$directory" "$draining$watched" >"$directory.output" 2>&1 &
	script=$!
	# right after an acknowledgement, or at any time
	[ $((RANDOM % 2)) -eq 0 ] || seconds=0.$((RANDOM % 10))$((RANDOM % 10))
	requests=$(test/driver/power-failure cut "$directory" $((RANDOM % 12 + 3)) $seconds) ||
		{ cat "$directory.output"; return 1; }
	wait $script || :
	acknowledged=$((acknowledged + requests - 1))
	mv "$work/disk.before" "$work/disk"
	saved=$(test/driver/power-failure lose "$work/disk")
	read_disk "$directory"
	echo "cut $1: $acknowledged acknowledged, $there in the file, $saved writes saved"
	rm -rf "$directory"
}

# read_disk DIRECTORY: reads a copy of a disk; the machine replays its journal
read_disk()
{
	local status=0
	cp --sparse=always "$work/disk" "$work/copy"
	e2fsck -p "$work/copy" >"$1.e2fsck" 2>&1 || [ $? -eq 1 ] || { cat "$1.e2fsck"; return 1; }
	debugfs -R "dump /log.ndjson $work/log.now" "$work/copy" 2>"$1.e2fsck"
	test/driver/power-failure judge "$work/log.now" "$acknowledged" "$work/log" >"$1.found" || status=$?
	there=$(<"$1.found")
	[ $status -eq 0 ] || return 1
	mv "$work/log.now" "$work/log"
}

scenario_power_fails_while_draining()
{
	local cuts=${POWER_CUTS:-2} number acknowledged=0 there=0
	PATH=$PATH:/usr/sbin:/sbin
	RANDOM=${SEED:-$$}
	echo "seed ${SEED:-$$}"
	truncate -s 32M "$work/disk"
	mkfs.ext4 -q -b 4096 "$work/disk"
	: >"$work/log"
	for ((number = 1; number <= cuts; number++)); do
		fail_power "$number"
	done
	# and a machine without a power failure; it removes an unfinished line
	mkdir "$work/last"
	echo $((acknowledged + 1)) >"$work/last/first"
	echo 5 >"$work/last/count"
	boot_with_disk "$work/last" "$draining"'
		drain
		umount /mnt'
	test/driver/power-failure lose "$work/disk"
	acknowledged=$((acknowledged + 5))
	read_disk "$work/last"
	[ "$(tail -c 1 "$work/log" | xxd -p)" = 0a ]
	e2fsck -fn "$work/disk"
}
