# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Each verb for each kind of user, with nodes of a real kernel; files of another user in directories
# for everybody; files that are the memory itself.

GROUP=1234

# as USER COMMAND...
as()
{
	local who=$1 user=(--reuid 65534 --regid 65534)
	shift
	case $who in
	root) "$@" ;;
	# like a service of contrib/systemd
	service) setpriv --inh-caps=-all --bounding-set=-all "$@" ;;
	member) setpriv "${user[@]}" --groups $GROUP --inh-caps=-all --bounding-set=-all "$@" ;;
	nobody) setpriv "${user[@]}" --clear-groups --inh-caps=-all --bounding-set=-all "$@" ;;
	esac
}

# exits STATUS MESSAGE USER VERB...: its exit status, and its message
exits()
{
	local wanted=$1 message=$2 status=0
	shift 2
	as "$1" ndctl ocxl "${@:2}" >/tmp/said 2>/tmp/error || status=$?
	check_equal $status "$wanted" "$* ($(cat /tmp/error))"
	grep -qF -- "$message" /tmp/error || [ -z "$message" ] || die "$*: $(cat /tmp/error)"
}

scenario_each_verb_for_each_user()
{
	local verb denied='permission denied on /dev/nmem0: run as root or join the group that owns it'
	load map=$W1
	within 5 has_regions 1
	chgrp $GROUP /dev/nmem0
	chmod 660 /dev/nmem0
	rm -rf /tmp/everybody
	mkdir -m 1777 /tmp/everybody
	cd /tmp/everybody || return 1
	for verb in $(ndctl ocxl --list-cmds | grep -vxE 'clear-conditions|read-dump|shutdown') \
		'read-dump --new --force -o dump'; do
		# shellcheck disable=SC2086 # a verb and its options
		{
			exits 4 "$denied" nobody $verb
			exits 0 '' member $verb
			rm -f dump
		}
	done
	exits 0 '' service read-dump --new --force -o dump
	check_equal "$(stat -c '%u %a' dump)" '0 600' dump
	# the driver requires CAP_SYS_ADMIN, and then a disabled region
	exits 4 "$denied" nobody shutdown nmem0
	exits 4 'run as root' member shutdown nmem0
	exits 4 'run as root' service shutdown nmem0
	exits 1 'its region is enabled' root shutdown nmem0
}

# a file of another user in /tmp; the kernel's own protection is off
scenario_files_of_another_user()
{
	local trap reason foreign='another user owns it, in' placed='another user may have placed it'
	for trap in symlinks fifos hardlinks regular; do
		echo 0 >/proc/sys/fs/protected_$trap
	done
	load map=$W1
	within 5 has_regions 1
	rm -rf /tmp/everybody
	mkdir -m 1777 /tmp/everybody
	echo victim >/tmp/victim
	chmod 600 /tmp/victim
	cd /tmp/everybody || return 1
	for trap in 'ln -s ../victim' 'ln -s ../made' mkfifo touch 'ln ../victim'; do
		# shellcheck disable=SC2086 # a command and its arguments
		as nobody $trap name
		case $trap in
		*-s* | mkfifo) reason=$placed ;;
		'ln ../'*) reason='it has several hard links, in a directory that other users may write to' ;;
		*) reason=$foreign ;;
		esac
		exits 1 "$reason" root read-error-log --collect=name
		# this verb replaces a file, and writes through no link
		if [ "$reason" = "$placed" ]; then
			exits 1 "$placed" root check -o name
		fi
		rm -f name
	done
	check_equal "$(cat /tmp/victim)" victim "what nobody may change"
	[ ! -e /tmp/made ] || die "made through a link"
	# a user's own link is followed, and so is root's, by everybody
	ln -s ../own name
	exits 0 '' root check -o name
	grep -q '"exit_status":0' /tmp/own
}

# a block device is no log
scenario_block_devices_are_refused()
{
	local verb before device
	load map=$W1
	within 5 has_regions 1
	make_labels
	device=/dev/$(namespace raw 64M)
	within 10 test -b "$device"
	before=$(head -c 65536 "$device" | sha256sum)
	ln -sf "$device" /tmp/disk
	for verb in 'check -o' 'read-error-log --collect' 'read-dump --new -o' 'metrics -o'; do
		# shellcheck disable=SC2086 # a verb and its options
		exits 1 'it is a block device' root $verb /tmp/disk
	done
	check_equal "$(head -c 65536 "$device" | sha256sum)" "$before" "the memory"
}
