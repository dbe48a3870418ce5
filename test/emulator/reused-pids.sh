#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# reused-pids.sh EMULATOR PROGRAM
#
# Runs PROGRAM with emulated cards, in a process namespace whose next number it chooses: it writes
# a number to $NEXT_PID, and reads a line from $NEXT_PID_SET. COMMAND has no right to do that itself.
#
# For shellcheck: a program in single quotes
# shellcheck disable=SC2016
set -eu
emulator=$(realpath "$1")
program=$(realpath "$2")
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
export CONTROL=$directory/socket NEXT_PID=$directory/next NEXT_PID_SET=$directory/set
mkfifo "$NEXT_PID" "$NEXT_PID_SET"
# Without a namespace of its own, COMMAND has the numbers that the emulator sees.
unshare --user --map-root-user --pid --fork --mount-proc --kill-child bash -c '
	echo 1 >/proc/sys/user/max_pid_namespaces || exit 77
	echo 1000 >/proc/sys/kernel/ns_last_pid || exit 77
	# The loop keeps the FIFO open: a write while nobody has it open ends with SIGPIPE.
	while read -r number; do
		echo $((number - 1)) >/proc/sys/kernel/ns_last_pid
		echo >"$NEXT_PID_SET"
	done <>"$NEXT_PID" &
	"$1" --clock=virtual --cards 2 --control "$CONTROL" -- "$2"' - "$emulator" "$program" || {
	status=$?
	[ $status -ne 77 ] || echo '1..0 # SKIP this user may not choose process numbers'
	[ $status -eq 77 ] || exit $status
}
