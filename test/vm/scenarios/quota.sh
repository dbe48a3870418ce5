# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A log of errors on a file system with a quota for its user, or for the project of its directory.
# Entries beyond the quota stay on the card.

GROUP=1234
COLLECTOR=65534
PROJECT_ID=7
LOG=/mnt/logs/error-log

# mount_with_quota user|project KIBIBYTES: on /mnt, with a directory of the collector
mount_with_quota()
{
	truncate -s 64M /tmp/disk
	mkfs.ext4 -q -O quota,project -E quotatype=usrquota:prjquota -I 256 /tmp/disk
	modprobe loop
	DISK=$(losetup --find --show /tmp/disk)
	mount -o usrquota,prjquota "$DISK" /mnt
	mkdir /mnt/logs
	chown $COLLECTOR /mnt/logs
	chattr -p $PROJECT_ID +P /mnt/logs
	set_limit "$@"
}

# set_limit user|project KIBIBYTES
set_limit()
{
	local number=$COLLECTOR
	[ "$1" = user ] || number=$PROJECT_ID
	"$TOOLS/set-quota" "$DISK" "$1" $number "$2"
}

# collect WANTED-STATUS [OPTION...]: the driver allows root to exceed each quota, so another user
# collects
collect()
{
	local wanted=$1 status=0
	shift
	timeout 60 setpriv --reuid $COLLECTOR --regid $COLLECTOR --groups $GROUP --inh-caps=-all \
		--bounding-set=-all ndctl ocxl read-error-log "$@" --collect=$LOG 2>/tmp/error || status=$?
	check_equal "$status ($(cat /tmp/error))" "$wanted" "exit status, and message"
}

# all_entries COUNT: from 1 on, in order, each once, complete
all_entries()
{
	check_equal "$(log_ids $LOG | while read -r id; do echo $((id)); done | paste -sd ' ')" \
		"$(seq -s ' ' "$1")" "entries in the log"
	check_equal "$(wc -l <$LOG)" "$1" "lines of the log"
}

# run_out_of_quota user|project
run_out_of_quota()
{
	local full="1 (ndctl ocxl: cannot write to $LOG: Disk quota exceeded)" saved
	load map=$W1
	within 5 has_regions 1
	chgrp $GROUP /dev/nmem0
	chmod 660 /dev/nmem0
	mount_with_quota "$1" 24
	card nmem0 'error-log type=0 id=1 data=300 count=60'
	collect "$full"
	saved=$(log_ids $LOG | wc -l)
	[ "$saved" -gt 0 ] && [ "$saved" -lt 60 ] || die "$saved entries are in the log"
	has_flag nmem0 error_log || die "the card has no entries"
	# again, and by a follower: it ends, and its service manager starts it again
	collect "$full"
	collect "$full" --follow
	set_limit "$1" $((1 << 20))
	collect '0 ()'
	has_no_flag nmem0 error_log
	all_entries 60
	losetup -d "$DISK"
	umount /mnt
}

scenario_quota_of_a_user()
{
	run_out_of_quota user
}

scenario_quota_of_a_project()
{
	run_out_of_quota project
}
