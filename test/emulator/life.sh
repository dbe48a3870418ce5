#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Start and end of the emulator: exit statuses, remaining processes after a process was killed, the
# control socket, options. life.sh EMULATOR STATIC_PROGRAM
#
# For shellcheck: await() runs functions, programs are in single quotes, numbers have no blanks.
# shellcheck disable=SC2317,SC2016,SC2034,SC2046
emulator=$(realpath "$1")
static=$(realpath "$2")
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
cd "$directory" || exit 1
count=0
failures=0
# Seconds that no other process sleeps, so that the test recognises its own children.
nap=1$$

ok() # STATUS TEXT
{
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failures=$((failures + 1))
	fi
}

status() # WANTED TEXT COMMAND...
{
	local wanted=$1 text=$2 got
	shift 2
	"$@" >out 2>err
	got=$?
	[ "$got" -eq "$wanted" ]
	ok $? "$text"
	[ "$got" -eq "$wanted" ] || echo "# status $got, wanted $wanted: $(head -3 err)"
}

says() # FILE TEXT: FILE has the output of the last command
{
	grep -qF -e "$2" "$1"
	ok $? "says '$2'"
}

sleepers() # prints their process numbers, oldest first
{
	local directory words
	for directory in /proc/[0-9]*; do
		mapfile -d '' words <"$directory/cmdline" && [ "${words[*]}" = "sleep $nap" ] &&
			echo "${directory#/proc/}"
	done 2>/dev/null | sort -n
}

child() # PID: prints its first child
{
	cut -d ' ' -f 1 "/proc/$1/task/$1/children"
}

await() # COMMAND...: runs it until it succeeds, up to five seconds
{
	local i
	for ((i = 0; i < 100; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}

nobody() { [ "$(sleepers | wc -l)" -eq 0 ]; }
two() { [ "$(sleepers | wc -l)" -eq 2 ]; }

status 0 'a command that works' "$emulator" -- true
status 7 'its status' "$emulator" -- sh -c 'exit 7'
status 143 'a command that is killed' "$emulator" -- sh -c 'kill -TERM $$'
status 137 'a command that is killed for good' "$emulator" -- sh -c 'kill -KILL $$'
status 0 'a terminal of its own' "$emulator" -- script -qec 'test -t 0' /dev/null
status 127 'a command that does not exist' "$emulator" -- ./nothing
says err "'./nothing'"
touch plain
status 126 'a command that cannot be run' "$emulator" -- ./plain
status 129 'no command' "$emulator"
status 129 'an unknown option' "$emulator" --bogus -- true
status 129 'no cards' "$emulator" --cards 0 -- true
says err "from 1 to 1024"
status 129 'a value that is not a number' "$emulator" --cards 2x -- true
status 129 'an unknown envelope' "$emulator" --envelope letter -- true
says err "'call' or 'vendor'"
status 129 'a card that does not exist' "$emulator" --deny nmem1 -- true
status 0 'help' "$emulator" --help
says out '--cards N'
status 0 'version' "$emulator" --version
printf 'serial 5\ncard 0\nbogus 1\n' >bad.scenario
status 2 'a bad scenario' "$emulator" --scenario bad.scenario -- touch started
says err 'bad.scenario:3:'
[ ! -e started ]
ok $? 'nothing is started'
head -c 1048577 /dev/zero | tr '\0' '\n' >big.scenario
status 2 'a scenario that is too large' "$emulator" --scenario big.scenario -- true
says err "'big.scenario' is too large; allowed: 1048576 bytes"
printf '# all\ncard 2\nserial 1\n\ncard all\nserial 2\ncard 1\nserial x\n' >cards.scenario
status 2 'a bad line for one of many' "$emulator" --cards 3 --scenario cards.scenario -- true
says err 'cards.scenario:8: serial:'
status 2 'a scenario that does not exist' "$emulator" --scenario none.scenario -- true
says err 'none.scenario'

# stages: checked at the start, entered one by one
printf 'serial 5\nstage hot\nserial 6\nstage one two\n' >stage.scenario
status 2 'a stage with a bad name' "$emulator" --scenario stage.scenario -- touch started
says err "stage.scenario:4: stage: the name must be of small letters, digits and '-'"
printf 'serial 5\nstage\n' >stage.scenario
status 2 'a stage without a name' "$emulator" --scenario stage.scenario -- touch started
says err 'stage.scenario:2: stage: the name'
printf 'serial 5\n\nstage hot # comment\nserial 6\nstage late\ncard 1\nbogus 1\n' >stage.scenario
status 2 'a bad line in a stage' "$emulator" --cards 2 --scenario stage.scenario -- touch started
says err 'stage.scenario:7: unknown keyword "bogus"'
[ ! -e started ]
ok $? 'nothing is started'
status 2 'a name that is no scenario' "$emulator" --scenario overheated -- true
says err "cannot read scenario 'overheated': No such file or directory"
status 2 'a path is not searched elsewhere' "$emulator" --scenario ./overheating -- true
mkdir overheating of-mine
status 0 'a directory hides no scenario' "$emulator" --scenario overheating -- true
status 2 'it is not a scenario itself' "$emulator" --scenario of-mine -- true
says err "cannot read scenario 'of-mine': Is a directory"
status 2 'nor by its path' "$emulator" --scenario ./overheating -- true
says err 'Is a directory'
rmdir overheating of-mine
mkfifo ageing
timeout 60 sh -c 'echo serial 78 >ageing' &
status 0 'a pipe comes before an installed one' "$emulator" --scenario ageing -- \
	cat /sys/bus/nd/devices/nmem0/ocxlpmem/serial
says out 78
wait $!
status 2 'no way out of the directory' "$emulator" --scenario ../scenarios/overheating -- true

status 0 'standard streams pass' "$emulator" -- sh -c 'cat; echo err >&2' <<<through
says out through
says err err
status 0 'uid and directory stay' "$emulator" -- sh -c "[ \$(id -u) = $(id -u) ] && [ \$PWD = $PWD ]"
status 0 'a static program' "$emulator" -- "$static" nmem0
status 0 'denied to everybody' "$emulator" --cards 2 --deny nmem1 -- sh -c '! cat /dev/nmem1 && cat /dev/nmem0'
status 0 'the rest of /dev and /sys' "$emulator" -- sh -c '
	head -c 4 /dev/zero >/dev/null && head -c 4 /dev/urandom >/dev/null && ls /dev/fd/ /dev/shm &&
	ls /sys/class/ /sys/devices/system/cpu/ /sys/kernel && cat /proc/self/status'
status 0 '64 cards' "$emulator" --cards 64 -- sh -c '[ $(ls -d /sys/bus/nd/devices/nmem* | wc -l) = 64 ]'
status 0 'inside of itself' "$emulator" --cards 2 -- "$emulator" --cards 3 -- "$static" nmem2
status 0 'twice' "$emulator" -- "$emulator" -- "$emulator" --cards 4 -- "$static" nmem3
# Buses of the outer emulator must not be found by their numbers.
status 0 'buses of its own' "$emulator" -- "$emulator" --cards 2 -- sh -c '
	for n in 0 1; do readlink -f /sys/dev/char/4000:$n; done'
says out /sys/devices/ocxlpmem.0/ndbus0/nd/ndctl0
says out /sys/devices/ocxlpmem.1/ndbus1/nd/ndctl1
status 0 'two side by side' sh -c '
	"$1" --cards 2 -- "$2" nmem1 & "$1" --cards 3 -- "$2" nmem2 && wait $!' sh "$emulator" "$static"
status 0 'vendor alone' "$emulator" --envelope vendor -- "$static" nmem0 vendor
status 1 'then call is refused' "$emulator" --envelope vendor -- "$static" nmem0
says err 'Invalid argument'
status 1 'a generic window takes no call' "$emulator" --generic nmem0 -- "$static" nmem0
says err 'Inappropriate ioctl'
status 0 'the posted driver' "$emulator" --driver v4 -- sh -c \
	'"$1" nmem0 && ! ls /sys/bus/nd/devices/nmem0/ocxlpmem/flags' sh "$static"

# The emulator ends children that COMMAND leaves behind.
status 0 'a child in the background' "$emulator" -- sh -c "setsid sleep $nap & exit 0"
await nobody
ok $? 'ends with COMMAND'

for victim in launcher first command grandchild; do
	"$emulator" --control "sock.$victim" -- sh -c "setsid sleep $nap & sleep $nap; :" &
	launcher=$!
	await two
	first=$(child $launcher)
	command=$(child "$first")
	grandchild=$(sleepers | head -1)
	case $victim in
	grandchild) kill -KILL "$grandchild"; kill -TERM $launcher ;;
	*) kill -KILL "${!victim}" ;;
	esac
	wait $launcher 2>/dev/null
	got=$?
	case $victim in grandchild) wanted=143 ;; *) wanted=137 ;; esac
	[ $got -eq $wanted ]
	ok $? "$victim killed: status $got"
	await nobody
	ok $? "$victim killed: no process is left"
	[ $victim = launcher ] || [ ! -e "sock.$victim" ]
	ok $? "$victim killed: no socket is left"
done
! grep -q ocxl-emulator /proc/self/mountinfo
ok $? 'no mounts are left'

"$emulator" --cards 2 --control sock -- sleep $nap &
launcher=$!
await test -S sock
status 0 'a line' "$emulator" --send sock 'card 1' 'serial 77'
status 1 'a bad line' "$emulator" --send sock 'serial 78' 'serial nonsense'
says err 'line 2:'
status 0 'counters' "$emulator" --send sock counters
says out 'nmem1 call=0 vendor=0 labels=0 refused=0'
status 0 'lines of standard input' "$emulator" --send sock - <<<'card 0'
status 2 'the socket is taken' "$emulator" --control sock -- true
status 1 'a line without end' sh -c 'head -c 3000000 /dev/zero | tr "\0" x | "$1" --send sock -' sh "$emulator"
says err 'allowed: 1048576 bytes at once'
for i in 1 2 3 4 5 6 7 8; do "$emulator" --send sock "serial $i" & done
wait $(jobs -p | grep -v "^$launcher\$")
status 0 'still there after many at once' "$emulator" --send sock counters
kill -TERM $launcher
wait $launcher
ok $(($? != 143)) 'SIGTERM reaches COMMAND'
[ ! -e sock ]
ok $? 'the socket is removed'
status 2 'no emulator listens' "$emulator" --send sock counters

# serials: prints all serial numbers in sysfs
serials()
{
	cat /sys/bus/nd/devices/nmem*/ocxlpmem/serial | tr '\n' ' '
}
export -f serials
# The first line of stage "hot" is for all cards, although a card is selected above it.
printf 'card 1\nserial 10\nstage hot\nserial 20\ncard 1\nserial 21\nstage cold\ncard 0\nserial 30' >one.scenario
printf '  stage \thot\t# of another file\r\ncard 2\nserial 22\nstage own\nserial 40\n' >other.scenario
status 0 'stages' "$emulator" --cards 3 --scenario one.scenario --scenario other.scenario --control sock -- \
	bash -c 'serials; for stage in hot cold hot "own # now"; do
	"$1" --send sock "stage $stage" && serials; done' bash "$emulator"
says out '1234567890 10 1234567892 20 21 22 30 21 22 20 21 22 40 40 40 '
status 1 'a stage that does not exist' "$emulator" --cards 2 --scenario one.scenario --control sock -- \
	"$emulator" --send sock 'stage warm'
says err 'there is no such stage; there are: hot cold'
status 1 'a stage of two files is listed once' "$emulator" --cards 3 --scenario one.scenario \
	--scenario other.scenario --control sock -- "$emulator" --send sock 'stage warm'
says err 'there are: hot cold own'
status 1 'no stages at all' "$emulator" --control sock -- "$emulator" --send sock 'stage warm'
says err 'the scenario has no stages'
status 1 'a stage goes alone' "$emulator" --cards 2 --scenario one.scenario --control sock -- \
	"$emulator" --send sock 'stage hot' 'serial 1'
says err "line 1:"
status 1 'a stage that cannot be entered' "$emulator" --scenario overheating --control sock -- \
	"$emulator" --send sock 'stage'
says err 'there is no such stage; there are: near hot cooled'

"$emulator" --control sock -- sleep $nap &
launcher=$!
await test -S sock
kill -KILL $launcher
wait $launcher 2>/dev/null
status 0 'a stale socket is replaced' "$emulator" --control sock -- true
touch file
status 2 'another file is not' "$emulator" --control file -- true
says err "'file': Address already in use"
status 2 'a socket in no directory' "$emulator" --control none/sock -- true
says err "'none/sock': No such file or directory"

echo "1..$count"
exit $((failures > 0))
