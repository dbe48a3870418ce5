#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lifecycle.sh EMULATOR STATIC_PROGRAM
#
# Start and end of the emulator: options, exit statuses, scenarios, the control socket, and which
# processes are left when one of them is killed. STARTS=n: how many emulators are killed at a random moment.
#
# For shellcheck: functions that wait_for() calls, programs in single quotes, numbers without blanks
# shellcheck disable=SC2317,SC2016,SC2034,SC2046
emulator=$(realpath "$1")
static=$(realpath "$2")
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
unset CDPATH
cd "$directory" || exit 1
# this number of seconds identifies our sleeping processes
nap=1$$

# a server that is stopped: a client waits a minute for it, beside the other tests
"$emulator" --control stopped -- tail -f /dev/null &
stopped=$!
wait_for test -S stopped
kill -STOP $stopped
"$emulator" --send stopped counters 2>stopped.err &
sender=$!

# list_sleepers: process ids, oldest first
list_sleepers()
{
	local directory words
	for directory in /proc/[0-9]*; do
		mapfile -d '' words <"$directory/cmdline" && [ "${words[*]}" = "sleep $nap" ] &&
			echo "${directory#/proc/}"
	done 2>/dev/null | sort -n
}

# child_of PID
child_of()
{
	cut -d ' ' -f 1 "/proc/$1/task/$1/children"
}

no_sleeper() { [ "$(list_sleepers | wc -l)" -eq 0 ]; }
two_sleepers() { [ "$(list_sleepers | wc -l)" -eq 2 ]; }

run_command 0 'exit status of a successful COMMAND' "$emulator" -- true
run_command 7 'exit status of a failed COMMAND' "$emulator" -- sh -c 'exit 7'
run_command 143 'COMMAND ends by SIGTERM' "$emulator" -- sh -c 'kill -TERM $$'
run_command 137 'COMMAND ends by SIGKILL' "$emulator" -- sh -c 'kill -KILL $$'
run_command 0 'COMMAND can open a terminal' "$emulator" -- script -qec 'test -t 0' /dev/null
run_command 127 'COMMAND does not exist' "$emulator" -- ./nothing
has_text err "'./nothing'"
touch plain
run_command 126 'COMMAND is not executable' "$emulator" -- ./plain
run_command 129 'no COMMAND' "$emulator"
run_command 129 'invalid option' "$emulator" --bogus -- true
has_text err "invalid option '--bogus'"
run_command 129 'invalid option with an escape character' "$emulator" $'--\033[31mX' -- true
has_text err "invalid option '--\\x1b[31mX'"
run_command 129 'option without its value' "$emulator" --cards
has_text err "no value for option '--cards'"
run_command 129 '0 cards' "$emulator" --cards 0 -- true
has_text err "from 1 to 1024"
run_command 129 'malformed number' "$emulator" --cards 2x -- true
run_command 129 'unknown envelope' "$emulator" --envelope letter -- true
has_text err "'call' or 'vendor'"
run_command 129 'an option twice' "$emulator" --cards 1 --cards 2 -- true
has_text err '--cards is given twice'
run_command 129 '--deny of a missing card' "$emulator" --deny nmem1 -- true
run_command 0 '--help' "$emulator" --help
has_text out '--cards N'
has_text out 'corrupt, fw-update, reset'
run_command 0 '--version' "$emulator" --version
printf 'serial 5\ncard 0\nbogus 1\n' >bad.scenario
run_command 2 'scenario with an error' "$emulator" --scenario bad.scenario -- touch started
has_text err 'bad.scenario:3:'
passes 'COMMAND is not started' test ! -e started
head -c 1048577 /dev/zero | tr '\0' '\n' >big.scenario
run_command 2 'scenario is too large' "$emulator" --scenario big.scenario -- true
has_text err "'big.scenario' is too large; allowed: 1048576 bytes"
printf '# all\ncard 2\nserial 1\n\ncard all\nserial 2\ncard 1\nserial x\n' >cards.scenario
run_command 2 'error in a line for one of three cards' "$emulator" --cards 3 --scenario cards.scenario -- true
has_text err 'cards.scenario:8: serial:'
run_command 2 'scenario file does not exist' "$emulator" --scenario none.scenario -- true
has_text err 'none.scenario'


# stages are checked at the start
printf 'serial 5\nstage hot\nserial 6\nstage one two\n' >stage.scenario
run_command 2 'malformed name of a stage' "$emulator" --scenario stage.scenario -- touch started
has_text err "stage.scenario:4: stage: the name must be of small letters, digits and '-'"
printf 'serial 5\nstage\n' >stage.scenario
run_command 2 'stage without a name' "$emulator" --scenario stage.scenario -- touch started
has_text err 'stage.scenario:2: stage: the name'
printf 'serial 5\n\nstage hot # comment\nserial 6\nstage late\ncard 1\nbogus 1\n' >stage.scenario
run_command 2 'error in a line of a stage' "$emulator" --cards 2 --scenario stage.scenario -- touch started
has_text err 'stage.scenario:7: unknown keyword "bogus"'
passes 'COMMAND is not started' test ! -e started
run_command 2 'unknown name of a scenario' "$emulator" --scenario overheated -- true
has_text err "cannot read scenario 'overheated': No such file or directory"
run_command 2 'a path does not name an installed scenario' "$emulator" --scenario ./overheating -- true
mkdir overheating of-mine
run_command 0 'a directory does not hide an installed scenario' "$emulator" --scenario overheating -- true
run_command 2 'a directory is no scenario' "$emulator" --scenario of-mine -- true
has_text err "cannot read scenario 'of-mine': Is a directory"
run_command 2 'a path of a directory is no scenario' "$emulator" --scenario ./overheating -- true
has_text err 'Is a directory'
rmdir overheating of-mine
mkfifo ageing
timeout 60 sh -c 'echo serial 78 >ageing' &
run_command 0 'a pipe hides an installed scenario' "$emulator" --scenario ageing -- \
	cat /sys/bus/nd/devices/nmem0/ocxlpmem/serial
has_text out 78
wait $!
run_command 2 'a name with .. is no installed scenario' "$emulator" --scenario ../scenarios/overheating -- true

run_command 0 'COMMAND has the standard streams' "$emulator" -- sh -c 'cat; echo err >&2' <<<through
has_text out through
has_text err err
run_command 0 'COMMAND has the same uid and directory' "$emulator" -- sh -c "[ \$(id -u) = $(id -u) ] && [ \$PWD = $PWD ]"
run_command 0 'a statically linked program' "$emulator" -- "$static" nmem0
run_command 0 'nobody can open a denied node' "$emulator" --cards 2 --deny nmem1 -- sh -c '! cat /dev/nmem1 && cat /dev/nmem0'
run_command 0 'other files in /dev, /sys and /proc exist' "$emulator" -- sh -c '
	head -c 4 /dev/zero >/dev/null && head -c 4 /dev/urandom >/dev/null && ls /dev/fd/ /dev/shm &&
	ls /sys/class/ /sys/devices/system/cpu/ /sys/kernel && cat /proc/self/status'
run_command 0 '64 cards' "$emulator" --cards 64 -- sh -c '[ $(ls -d /sys/bus/nd/devices/nmem* | wc -l) = 64 ]'
run_command 3 'an emulator in an emulator' "$emulator" -- "$emulator" --control inner -- true
has_text err 'emulators inside of an emulator are not supported'
passes 'nothing is made' test ! -e inner
run_command 0 'two emulators at once' sh -c '
	"$1" --cards 2 -- "$2" nmem1 & "$1" --cards 3 -- "$2" nmem2 && wait $!' sh "$emulator" "$static"
run_command 0 '--envelope vendor accepts vendor' "$emulator" --envelope vendor -- "$static" nmem0 vendor
run_command 1 '--envelope vendor refuses call' "$emulator" --envelope vendor -- "$static" nmem0
has_text err 'Invalid argument'
run_command 1 '--generic refuses call' "$emulator" --generic nmem0 -- "$static" nmem0
has_text err 'Inappropriate ioctl'
run_command 0 '--driver v4 has no file flags' "$emulator" --driver v4 -- sh -c \
	'"$1" nmem0 && ! ls /sys/bus/nd/devices/nmem0/ocxlpmem/flags' sh "$static"

# signals that a process sends to the emulator, and to its process group
for signal in INT QUIT USR1 USR2 HUP TERM WINCH; do
	run_command 0 "SIG$signal is forwarded, once" timeout 60 python3 -c '
import os, signal, subprocess, sys
number = getattr(signal, "SIG" + sys.argv[2])
script = """import signal, time
count = 0
def handler(*arguments):
    global count
    count += 1
signal.signal(%d, handler)
print("ready", flush=True)
while not count:
    time.sleep(0.01)
# a second one would come at once
time.sleep(0.2)
print(count, flush=True)
""" % number
for send in os.kill, os.killpg:
    process = subprocess.Popen([sys.argv[1], "--", "python3", "-c", script], stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    process.stdout.readline()
    send(process.pid, number)
    if process.stdout.read().strip() != "1" or process.wait():
        sys.exit("%s: not once" % send)' "$emulator" $signal
done

# processes that COMMAND leaves behind end with it
run_command 0 'COMMAND leaves a process behind' "$emulator" -- sh -c "setsid sleep $nap & exit 0"
wait_for no_sleeper
tap_result $? 'the process ends with COMMAND'

for victim in launcher first command grandchild; do
	"$emulator" --control "sock.$victim" -- sh -c "setsid sleep $nap & sleep $nap; :" &
	launcher=$!
	wait_for two_sleepers
	first=$(child_of $launcher)
	command=$(child_of "$first")
	grandchild=$(list_sleepers | head -1)
	case $victim in
	grandchild) kill -KILL "$grandchild"; kill -TERM $launcher ;;
	*) kill -KILL "${!victim}" ;;
	esac
	wait $launcher 2>/dev/null
	got=$?
	case $victim in grandchild) wanted=143 ;; *) wanted=137 ;; esac
	passes "$victim killed: status $got" test $got -eq $wanted
	wait_for no_sleeper
	tap_result $? "$victim killed: no process is left"
	[ $victim = launcher ] || passes "$victim killed: no socket is left" test ! -e "sock.$victim"
done
! grep -q ocxl-emulator /proc/self/mountinfo
tap_result $? 'no mount is left'

# at any moment from the first instruction to a running COMMAND
# list_killed: processes of the emulators below
list_killed() { grep -lsa "[k]illed\.$nap" /proc/[0-9]*/cmdline; }
none_is_left() { [ -z "$(list_killed)" ] && no_sleeper; }
starts=${STARTS:-30}
mounts=$(wc -l </proc/self/mountinfo)
mkdir killed
for ((i = 0; i < starts; i++)); do
	TMPDIR=$PWD/killed "$emulator" --control "killed.$nap" -- sleep $nap 2>/dev/null &
	launcher=$!
	sleep "0.0$((RANDOM % 8))$((RANDOM % 10))"
	mapfile -t victims < <(echo $launcher; child_of $launcher 2>/dev/null; list_sleepers)
	kill -KILL "${victims[RANDOM % ${#victims[@]}]}" 2>/dev/null
	kill -KILL $launcher 2>/dev/null
	wait $launcher 2>/dev/null
done
wait_for none_is_left
tap_result $? "$starts killed at random moments: no process is left"
passes 'no mount and no file is left, except a socket' \
	[ "$(wc -l </proc/self/mountinfo) $(find killed -mindepth 1 | wc -l) $(find . -name 'killed.*' ! -type s | wc -l)" = "$mounts 0 0" ]
run_command 0 'the next emulator starts' "$emulator" --control "killed.$nap" -- true

"$emulator" --cards 2 --control sock -- sleep $nap &
launcher=$!
wait_for "$emulator" --send sock counters >/dev/null 2>&1
run_command 0 '--send a line' "$emulator" --send sock 'card 1' 'serial 77'
# without a free descriptor, an emulator cannot find out whether another one listens
for limit in 4 5 6; do
	(ulimit -n $limit && exec "$emulator" --control sock -- true) >/dev/null 2>&1
	passes "$limit descriptors: the socket of another emulator stays" "$emulator" --send sock counters
done
run_command 1 '--send a malformed line' "$emulator" --send sock 'serial 78' 'serial nonsense'
has_text err 'line 2:'
run_command 0 '--send counters' "$emulator" --send sock counters
has_text out 'nmem1 call=0 vendor=0 labels=0 refused=0'
run_command 0 '--send lines from standard input' "$emulator" --send sock - <<<'card 0'
run_command 2 'the control socket is in use' "$emulator" --control sock -- true
run_command 1 '--send a line of 3 MB' sh -c 'head -c 3000000 /dev/zero | tr "\0" x | "$1" --send sock -' sh "$emulator"
has_text err 'allowed: 1048576 bytes at once'
senders=()
for i in 1 2 3 4 5 6 7 8; do
	"$emulator" --send sock "serial $i" &
	senders+=($!)
done
wait "${senders[@]}"
run_command 0 'the emulator serves several --send at once' "$emulator" --send sock counters
kill -TERM $launcher
wait $launcher
tap_result $(($? != 143)) 'SIGTERM of the emulator ends COMMAND'
[ ! -e sock ]
tap_result $? 'the control socket is removed'
run_command 2 '--send to a missing socket' "$emulator" --send sock counters

# print_serials: of all cards, from sysfs
print_serials()
{
	cat /sys/bus/nd/devices/nmem*/ocxlpmem/serial | tr '\n' ' '
}
export -f print_serials
# the first line of stage "hot" is for all cards: a stage does not continue an earlier "card"
printf 'card 1\nserial 10\nstage hot\nserial 20\ncard 1\nserial 21\nstage cold\ncard 0\nserial 30' >one.scenario
printf '  stage \thot\t# of another file\r\ncard 2\nserial 22\nstage own\nserial 40\n' >other.scenario
run_command 0 'stages are entered one by one' "$emulator" --cards 3 --scenario one.scenario --scenario other.scenario --control sock -- \
	bash -c 'print_serials; for stage in hot cold hot "own # now"; do
	"$1" --send sock "stage $stage" && print_serials; done' bash "$emulator"
has_text out '1234567890 10 1234567892 20 21 22 30 21 22 20 21 22 40 40 40 '
run_command 1 'unknown stage' "$emulator" --cards 2 --scenario one.scenario --control sock -- \
	"$emulator" --send sock 'stage warm'
has_text err 'there is no such stage; there are: hot cold'
run_command 1 'a stage in two files is listed once' "$emulator" --cards 3 --scenario one.scenario \
	--scenario other.scenario --control sock -- "$emulator" --send sock 'stage warm'
has_text err 'there are: hot cold own'
run_command 1 'scenario without stages' "$emulator" --control sock -- "$emulator" --send sock 'stage warm'
has_text err 'the scenario has no stages'
run_command 1 'a stage in one request with other lines' "$emulator" --cards 2 --scenario one.scenario --control sock -- \
	"$emulator" --send sock 'stage hot' 'serial 1'
has_text err "line 1:"
run_command 1 'stage without a name in a request' "$emulator" --scenario overheating --control sock -- \
	"$emulator" --send sock 'stage'
has_text err 'there is no such stage; there are: near hot cooled'

"$emulator" --control sock -- sleep $nap &
launcher=$!
wait_for test -S sock
kill -KILL $launcher
wait $launcher 2>/dev/null
# the processes of the emulator die with it, a moment later
is_unused()
{
	! "$emulator" --send sock counters >/dev/null 2>&1
}
wait_for is_unused
run_command 0 'a stale socket is replaced' "$emulator" --control sock -- true
touch file
run_command 2 'another file is not replaced' "$emulator" --control file -- true
has_text err "'file': Address already in use"
run_command 2 'directory of the socket does not exist' "$emulator" --control none/sock -- true
has_text err "'none/sock': No such file or directory"

# a limit of this process is named, and is not taken for a machine that forbids namespaces
# LeakSanitizer needs descriptors at the end
ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 \
	run_command 125 'too few descriptors' bash -c 'ulimit -n 6; exec "$1" -- true' bash "$emulator"
has_text err 'Too many open files'
# limit_files BYTES: python ignores SIGXFSZ
limit_files()
{
	python3 -c 'import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.argv[2], [sys.argv[2], "--", "true"])' "$1" "$emulator"
}
run_command 125 'no file may have a byte' limit_files 0
run_command 125 'files of /sys would be cut off' limit_files 1

wait $sender
tap_result $(($? != 2)) 'a server that is stopped'
has_text stopped.err 'gave no answer within 60 seconds'
kill -CONT $stopped
kill $stopped
wait $stopped 2>/dev/null

tap_plan
