# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# For the shell tests of the emulator: run commands and check them. Uses files of the working
# directory.
# shellcheck source=test/tap.sh disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

# run_command WANTED TEXT COMMAND...: a test passes if COMMAND has this exit status
run_command()
{
	local wanted=$1 text=$2 got
	shift 2
	"$@" >out 2>err
	got=$?
	tap_result $((got != wanted)) "$text" "status $got, wanted $wanted: $(head -3 err)"
}

# has_text FILE TEXT: a test passes if an output of the last command (out, err) has TEXT
has_text()
{
	grep -qF -e "$2" "$1"
	tap_result $? "prints '$2'"
}

# wait_for COMMAND...: until it succeeds; only a defect reaches the limit of a minute
wait_for()
{
	local i
	for ((i = 0; i < 1200; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}
