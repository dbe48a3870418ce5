#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# hostile.sh EMULATOR
#
# A hostile COMMAND, which puts links into its /sys, and a hostile owner of a control socket.
#
# For shellcheck: variables of another shell in single quotes
# shellcheck disable=SC2016
emulator=$(realpath "$1")
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
unset CDPATH
cd "$directory" || exit 1

has_no_change()
{
	cat victim
	ls -la victims
	[ "$(cat victim)" = secret ] && [ -z "$(ls victims)" ]
}

# is_intact: a test passes if nothing was written outside of the emulator
is_intact()
{
	passes "$1: nothing outside of the emulator has changed" has_no_change
}

# "ready never": the driver is bound later, which creates a link in the directory of the DIMM
start='serial 7
ready never'
echo "$start" >start.scenario
echo secret >victim
mkdir victims
cd_to_dimm='cd /sys/devices/ocxlpmem.0/ndbus0/nmem0 && '
change='"$1" --send "$2/sock" "serial 8" "fw V9.99" "ready now" && cat ocxlpmem*/serial'

run_command 0 'links for the next contents' "$emulator" --scenario start.scenario --control sock -- sh -c \
	"$cd_to_dimm"'ln -s "$2/victim" ocxlpmem/.serial && ln -s "$2/victim" ocxlpmem/.fw_version &&
	ln -s "$2/victim" ocxlpmem/.flags; '"$change" sh "$emulator" "$directory"
has_text out 8
is_intact 'links for the next contents'
run_command 0 'links in place of the files' "$emulator" --scenario start.scenario --control sock -- sh -c \
	"$cd_to_dimm"'ln -sf "$2/victim" ocxlpmem/serial && ln -sf "$2/victim" ocxlpmem/fw_version &&
	ln -sf "$2/victim" ocxlpmem/flags; '"$change" sh "$emulator" "$directory"
has_text out 8
is_intact 'links in place of the files'
run_command 0 'a link in place of the directory' "$emulator" --scenario start.scenario --control sock -- sh -c \
	"$cd_to_dimm"'mv ocxlpmem ocxlpmem.moved && ln -s "$2/victims" ocxlpmem; '"$change" sh "$emulator" "$directory"
is_intact 'a link in place of the directory'
run_command 0 'a link in place of the DIMM' "$emulator" --scenario start.scenario --control sock -- sh -c \
	"$cd_to_dimm"'cd .. && mv nmem0 moved && ln -s "$2/victims" nmem0 && cd moved && '"$change" sh "$emulator" "$directory"
is_intact 'a link in place of the DIMM'

# reply TEXT: answers one client of the socket "hostile"
reply()
{
	rm -f hostile
	python3 -c 'import os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind("hostile.new")
server.listen()
os.rename("hostile.new", "hostile")
client = server.accept()[0]
while client.recv(4096):
    pass
client.sendall(sys.argv[1].encode().decode("unicode_escape").encode("latin-1"))' "$1" &
	wait_for test -S hostile
}

reply 'nmem0 \x1b]0;title\x07 \xff\x7f\nok\n'
run_command 0 'a reply with bytes that a terminal obeys' "$emulator" --send hostile counters
passes 'they are shown as text' diff out - <<<'nmem0 \x1b]0;title\x07 \xff\x7f'
reply 'error \x1b[2J\n'
run_command 1 'an error with such bytes' "$emulator" --send hostile counters
passes 'it is shown as text' diff err - <<<'ocxl-emulator: \x1b[2J'
wait
tap_plan
