#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# containers.sh EMULATOR STATIC_PROGRAM FORBID_CALL POLL
#
# Everything that COMMAND shares with the machine, row by row as in "Shared with the machine" of emulator.md, and
# machines with less than everything: the emulator works, or names what it lacks. It must not start if
# ioctls or polling would fail. Rows without a test: users, keyrings and the terminal, to which the emulator adds
# nothing. System calls: interrupted-calls.c.
#
# For shellcheck: programs and variables of other shells; words of a prefix
# shellcheck disable=SC2016,SC2086
emulator=$(realpath "$1")
static=$(realpath "$2")
forbid_call=$(realpath "$3")
poll=$(realpath "$4")
control=$(dirname "$(realpath "$0")")/run-with-control
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
chmod 777 "$directory"
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
unset CDPATH
cd "$directory" || exit 1
# this number of seconds identifies our sleeping processes
nap=2$$
# LeakSanitizer needs a whole /proc. Without any, it cannot even read these options, and ends with 1 after the message.
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0
without_proc=3
! ldd "$emulator" | grep -q libasan || without_proc=1

# as_root WANTED TEXT SCRIPT: SCRIPT has this exit status, in its own mount namespace, in which it cannot harm
# the machine; $1 is the emulator, $2 a program that sends a command to a card
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		run_command "$1" "$2" unshare --mount bash -euc "$3" bash "$emulator" "$static"
	else
		tap_result 0 "$2 # SKIP only root can change nodes and mounts of a machine"
	fi
}
# says TEXT: the last command of root printed it
says()
{
	if [ "$(id -u)" = 0 ]; then
		has_text err "$1"
	else
		tap_result 0 "prints '$1' # SKIP only root can change nodes and mounts of a machine"
	fi
}

as_root 0 'nodes: the one of a card is not the one of the machine' '
	mount -t tmpfs none /mnt && mknod -m 666 /mnt/null c 1 3 && mount --bind /mnt/null /dev/null
	! "$1" -- sh -c "chgrp 100 /dev/nmem0 || chmod 660 /dev/nmem0 || touch /dev/nmem0 || chmod 660 /dev/null ||
		chmod 660 /dev/.machine/null" 2>/dev/null
	"$1" -- sh -c "echo x >/dev/nmem0 && echo x >/dev/null && cat /dev/nmem0"
	[ "$(stat -c "%a %g" /mnt/null)" = "666 0" ]'
as_root 0 'directories of nodes' '
	mount -t tmpfs none /mnt && mkdir -p /mnt/input && mknod -m 666 /mnt/input/null c 1 3
	cp -a /dev/null /dev/zero /dev/urandom /mnt && mkdir /mnt/shm && mount --bind /mnt /dev
	! "$1" -- sh -c "chmod 600 /dev/input/null || rm /dev/input/null || touch /dev/input/new" 2>/dev/null
	"$1" -- sh -c "echo x >/dev/input/null"
	[ "$(ls /dev/input)" = null ] && [ "$(stat -c %a /dev/input/null)" = 666 ]'
run_command 0 'nodes: cards share their locks' "$emulator" --cards 2 -- \
	sh -c 'exec 3</dev/nmem0 4</dev/nmem1; flock -n 3 && ! flock -n 4'
as_root 0 '/dev/shm and the files of the machine in /sys are its own; the tree of /sys is not' '
	mount -t tmpfs none /dev/shm && mount -t tmpfs none /sys/kernel && touch /sys/kernel/old
	"$1" -- sh -c "touch /dev/shm/new /sys/kernel/new /sys/new && [ -e /sys/kernel/old ]"
	[ -e /dev/shm/new ] && [ -e /sys/kernel/new ] && [ ! -e /sys/new ]'
# is_same_inside TEXT SCRIPT: SCRIPT prints the same inside and outside
is_same_inside()
{
	bash -c "$2" >outside
	run_command 0 "$1" "$emulator" -- bash -c "$2"
	passes "$1: the same inside" diff outside out
}
is_same_inside 'rights to write in /sys' 'cd /sys && find module/ kernel/mm/ -maxdepth 3 -type f -writable 2>/dev/null | sort'
is_same_inside 'network, message queues, limits' \
	'readlink /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts /proc/self/ns/cgroup; id -u; ulimit -Sa; ulimit -Ha'
as_root 0 'mounts: nothing that is mounted inside appears outside' '
	mkdir inside && "$1" -- sh -c "mount -t tmpfs none inside && touch inside/file && ls inside/file"
	[ -z "$(ls inside)" ]'
as_root 0 'mounts: one that comes later outside does not appear inside' '
	"$1" -- sh -c "touch started; until [ -e go ]; do sleep 0.05; done; [ ! -e /mnt/late ]" &
	until [ -e started ]; do sleep 0.05; done
	mount -t tmpfs none /mnt && touch /mnt/late go && wait $!'
as_root 0 'processes: one that was started before lives on' '
	mount -t tmpfs none /proc/sys
	mount -t tmpfs none /mnt
	"$BASH" -c "sleep '"$nap"' & echo \$! >/mnt/child; exec \"\$1\" -- sh -c \"sleep '"$nap"' & exit 0\"" bash "$1"
	kill "$(cat /mnt/child)"'
run_command 0 '/proc: processes inside have their own numbers' "$emulator" -- sh -c \
	'[ "$(readlink /proc/self/ns/pid)" != "$1" ] && [ "$(cat /proc/1/comm)" = ocxl-emulator ]' sh "$(readlink /proc/self/ns/pid)"
run_command 0 'the control socket is for its owner' sh -c 'umask 0; "$1" --control sock -- stat -c %a sock' sh "$emulator"
has_text out 600

user='setpriv --reuid 65534 --regid 65534 --clear-groups'
masked='mount -t tmpfs none /proc/sys; mount --bind -o ro /proc/irq /proc/irq'
read_only='mount --make-rprivate /; for point in / /tmp /run /dev/shm; do mount -o remount,ro,bind $point || :; done 2>/dev/null'
for who in root user; do
	as=; [ $who = root ] || as=$user
	as_root 0 "$who" "$as"' "$1" -- "$2" nmem0'
	as_root 0 "$who, other mounts on a part of /proc" "$masked; $as"' "$1" -- "$2" nmem0'
	as_root 0 "$who, everything read-only" "$read_only; $as"' "$1" -- "$2" nmem0'
	as_root $without_proc "$who, without /proc" "umount -l /proc; $as"' "$1" -- "$2" nmem0'
	# in a virtual machine whose root directory is the one of its host, the /proc of the host appears
	says '/proc is '
	as_root 3 "$who, the /proc of another process namespace" 'unshare --pid --fork '"$as"' "$1" -- "$2" nmem0'
	says '/proc is of another process namespace'
	as_root 0 "$who, a /dev with null only" 'mount -t tmpfs none /dev; mknod -m 666 /dev/null c 1 3; '"$as"' "$1" -- "$2" nmem0'
	as_root 3 "$who, an empty /dev" "mount -t tmpfs none /dev; $as"' "$1" -- "$2" nmem0'
	says '/dev/null does not exist'
	as_root $without_proc "$who, an empty /proc" "mount -t tmpfs none /proc; $as"' "$1" -- "$2" nmem0'
	says '/proc is not mounted here'
done
# root needs no user namespace
as_root 0 'root, a read-only /proc' 'mount -o remount,bind,ro /proc; "$1" -- "$2" nmem0'
as_root 3 'user, a read-only /proc' "mount -o remount,bind,ro /proc; $user"' "$1" -- "$2" nmem0'
says '/proc is mounted read-only'
as_root 0 'root, /dev/null with nodev' 'mount --bind /dev/null /dev/null; mount -o remount,bind,nodev /dev/null; "$1" -- "$2" nmem0'
as_root 3 'user, /dev/null with nodev' 'mount --bind /dev/null /dev/null; mount -o remount,bind,nodev /dev/null
	'"$user"' "$1" -- "$2" nmem0'
says '/dev/null is mounted with the option nodev'
as_root 0 'root of a user namespace' 'unshare --user --map-root-user "$1" -- "$2" nmem0'
as_root 0 'root with CAP_SETFCAP only' 'setpriv --bounding-set -all,+setfcap --inh-caps -all "$1" -- "$2" nmem0'
as_root 3 'root without capabilities' 'setpriv --bounding-set -all --inh-caps -all "$1" -- "$2" nmem0'
says 'this root has no capability CAP_SETFCAP'
as_root 0 'a user without capabilities' "$user"' --bounding-set -all --inh-caps -all "$1" -- "$2" nmem0'
as_root 3 'a user after chroot()' 'mount --rbind / /mnt; exec chroot /mnt '"$user"' "$1" -- true'
says 'after chroot() they do not exist'

# forbids CALL TEXT [PREFIX...]: a seccomp filter forbids a system call: the message is TEXT; "": it works
forbids()
{
	local call=$1 text=$2
	shift 2
	run_command $((${#text} ? 3 : 0)) "seccomp forbids $call" "$@" "$forbid_call" "$call" "$emulator" -- "$static" nmem0
	[ -z "$text" ] || has_text err "$text"
}
prefixes=('')
[ "$(id -u)" != 0 ] || prefixes+=("$user")
for prefix in "${prefixes[@]}"; do
	for call in mount clone; do
		forbids $call 'a seccomp filter is active' $prefix
	done
	for call in process_vm_readv pidfd_open pidfd_getfd ptrace; do
		forbids $call 'a seccomp filter or a security module forbids' $prefix
		has_text err "$call:"
	done
	forbids seccomp 'a seccomp filter forbids it' $prefix
	forbids unshare '' $prefix
done
run_command 0 'seccomp forbids kcmp: polling works' "$forbid_call" kcmp "$control" "$emulator" --cards 4 -- "$poll"

tap_plan
