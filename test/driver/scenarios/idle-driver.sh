# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The driver sleeps while it has no work, and while a card takes its time. The kernel's watchdog
# reports loops without sleep in every scenario (test/driver/machine).

# number of voluntary context switches of a process
sleeps_of()
{
	sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "/proc/$1/status"
}

# slept_since COUNT PROCESS: several times more, because it polls the card
slept_since()
{
	[ "$(sleeps_of "$2")" -ge $(($1 + 20)) ]
}

scenario_waiting_command_sleeps()
{
	local process
	load map=$W1
	wait_for has_regions 1
	card nmem0 'timeout op=smart ms=60000' 'fault op=smart timeout'
	"$TOOLS/wire" one /dev/nmem0 "$(envelope)" 1 4088 >/tmp/answer &
	process=$!
	wait_for grep -q ocxlpmem /proc/$process/stack
	wait_for slept_since "$(sleeps_of $process)" $process
	# SIGKILL ends it
	kill -KILL $process
	fails wait $process
	one nmem0 5 80 | grep -q status=0x00 || die "the card is still held"
}

# CPU time of the kernel's background workers, in hundredths of a second
work_done()
{
	awk '$2 ~ /^\(kworker/ { sum += $14 + $15 } END { print sum + 0 }' /proc/[0-9]*/stat 2>/dev/null
}

# three cards that the driver polls: one is not ready, one has not answered, one has events that
# nobody reads
scenario_idle_cards_cost_no_cpu_time()
{
	local before used began
	load map=$W1,$W2,$W3
	wait_for has_regions 3
	card nmem0 'ready never'
	card nmem1 'timeout op=smart ms=100' 'fault op=smart timeout'
	check_equal "$(one nmem1 1 4088)" "rc=0 status=0x80 count=0 needed=8" "a command without an answer"
	card nmem2 'error-log type=0 reference_code=0x1 data=64 count=10' 'smart 0xC2 raw=80'
	add_again $W1
	# the work after loading is done
	pass_time 1
	before=$(work_done)
	began=${EPOCHREALTIME//[!0-9]/}
	pass_time 4
	used=$(($(work_done) - before))
	began=$(((${EPOCHREALTIME//[!0-9]/} - began) / 10000))
	echo "$used of $began hundredths of a second"
	# a loop would take a whole processor
	[ $((2 * used)) -lt $began ] || die "kworkers used $used of $began hundredths of a second"
}
