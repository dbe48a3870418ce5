#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# scenarios.sh EMULATOR
#
# The list of scenarios, and the number of cards that a scenario needs. lifecycle.sh tests stages,
# test/emulator the installed scenarios.
#
# For shellcheck: programs in single quotes
# shellcheck disable=SC2016
emulator=$(realpath "$1")
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
unset CDPATH
cd "$directory" || exit 1

# has_line FILE LINE: a test passes if an output of the last command (out, err) has this line
has_line()
{
	grep -qxF -e "$2" "$1"
	tap_result $? "prints the line '$2'"
}

# count_cards OPTION...: prints the number of cards
count_cards()
{
	"$emulator" "$@" -- sh -c 'ls -d /sys/bus/nd/devices/nmem* | wc -l'
}

run_command 0 '--list-scenarios' "$emulator" --list-scenarios
cp out installed
has_line out 'NAME              CARDS  SUMMARY'
has_line out 'overheating           1  A card gets too warm and cools down again.'
has_line out '                         stages: near, hot, cooled'
has_line out 'demo                  2  Two cards: nmem0 is good, nmem1 is too warm.'
run_command 0 '--list-scenarios ignores COMMAND' "$emulator" --list-scenarios -- false
cmp -s out installed
tap_result $? 'the same list'
run_command 125 'the list cannot be written' sh -c '"$1" --list-scenarios >/dev/full' sh "$emulator"
has_text err 'cannot write the list: No space left on device'

# files of the working directory; only regular files whose name can be printed
printf '# SPDX-License-Identifier: GPL-2.0-only\n#\n\n  # not a comment above all lines\n' >empty.scenario
printf '#\n#\tMine. \r\n# More.\ncards 12\nserial 1\nstage one\nstage two # x\n' >mine.scenario
printf '# \033[31m red' >red.scenario
printf 'serial 1\n# late\n' >late.scenario
: >.scenario
: >$'escape\033.scenario'
mkdir directory.scenario
mkfifo fifo.scenario
run_command 0 '--list-scenarios with own files' "$emulator" --list-scenarios
has_line out 'mine.scenario        12  Mine.'
has_line out '                         stages: one, two'
has_line out 'empty.scenario        1'
has_line out 'late.scenario         1'
has_line out 'red.scenario          1  \x1b[31m red'
[ "$(wc -l <out)" -eq $(($(wc -l <installed) + 5)) ]
tap_result $? 'no other file is listed'
printf 'stage Bad\n' >bad.scenario
run_command 2 '--list-scenarios with a bad file' "$emulator" --list-scenarios
has_text err "./bad.scenario:1: stage: the name must be"
has_line out 'mine.scenario        12  Mine.'
rm bad.scenario

run_command 2 'unknown name of a scenario' "$emulator" --scenario overheated -- true
has_text err "cannot read scenario 'overheated': No such file or directory; there are: ageing, "
has_text err ', overheating, '
has_text err ', mine.scenario'
run_command 2 'unknown path of a scenario' "$emulator" --scenario ./overheated -- true
has_line err "ocxl-emulator: cannot read scenario './overheated': No such file or directory"

# number of cards
run_command 0 'a scenario brings its cards' count_cards --scenario mine.scenario
has_line out 12
run_command 0 'an installed one, too' count_cards --scenario demo
has_line out 2
run_command 0 'the largest number of several' count_cards --scenario mine.scenario --scenario demo
has_line out 12
run_command 0 'more cards than needed' count_cards --cards 13 --scenario mine.scenario
has_line out 13
run_command 129 'fewer cards than needed' "$emulator" --cards 11 --scenario demo --scenario mine.scenario -- touch started
has_line err "ocxl-emulator: --cards '11': scenario 'mine.scenario' needs 12 or more"
[ ! -e started ]
tap_result $? 'COMMAND is not started'
run_command 0 '--deny of a card of the scenario' "$emulator" --deny nmem1 --scenario demo -- true
run_command 129 '--deny of a missing card' "$emulator" --deny nmem2 --scenario demo -- true
has_text err 'must be nmem0 to nmem1'
printf 'cards 3\n  cards  5 # five\ncards 4\r\ncard 4\nserial 7\n' >several.scenario
run_command 0 'several lines cards' count_cards --scenario several.scenario
has_line out 5
printf 'cards 2\n\ncard 2\nserial 1\n' >third.scenario
run_command 2 'a card that the scenario does not need' "$emulator" --scenario third.scenario -- true
has_text err "third.scenario:3: card '2': must be 'all' or a number from 0 to 1; the emulator has 2 cards"
run_command 0 'it can be there' count_cards --cards 3 --scenario third.scenario
printf 'cards 2\ncard 1\nserial x\n' >third.scenario
run_command 2 'line numbers below a line cards' "$emulator" --scenario third.scenario -- true
has_text err 'third.scenario:3: serial:'
for number in 0 1025 -1 x 1x '1 2' '' 4294967297; do
	printf 'serial 1\ncards %s\n' "$number" >wrong.scenario
	run_command 2 "cards '$number'" "$emulator" --scenario wrong.scenario -- true
	has_text err "wrong.scenario:2: cards '$number': must be a number from 1 to 1024"
done
printf 'stage hot\ncards 2\n' >wrong.scenario
run_command 2 'cards in a stage' "$emulator" --scenario wrong.scenario -- true
has_text err 'wrong.scenario:2: cards: must be in a scenario file, above its first stage'
run_command 1 'cards from the control socket' "$emulator" --control sock -- "$emulator" --send sock 'serial 1' 'cards 2'
has_text err 'line 2: cards: must be in a scenario file'

tap_plan
