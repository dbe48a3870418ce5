# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# For the shell tests of the emulator: run commands, print TAP. Uses files of the working directory.
count=0
failures=0

# check_status STATUS TEXT: a test passes if STATUS is 0
check_status()
{
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failures=$((failures + 1))
	fi
}

# run_command WANTED TEXT COMMAND...: a test passes if COMMAND has this exit status
run_command()
{
	local wanted=$1 text=$2 got
	shift 2
	"$@" >out 2>err
	got=$?
	[ "$got" -eq "$wanted" ]
	check_status $? "$text"
	[ "$got" -eq "$wanted" ] || echo "# status $got, wanted $wanted: $(head -3 err)"
}

# has_text FILE TEXT: a test passes if an output of the last command (out, err) has TEXT
has_text()
{
	grep -qF -e "$2" "$1"
	check_status $? "prints '$2'"
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

# end_tests: exits
end_tests()
{
	echo "1..$count"
	exit $((failures > 0))
}
