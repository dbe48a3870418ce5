#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# environment.sh EMULATOR
#
# The signs that a process is inside of the emulator: variables, and the prompt of a shell.
#
# For shellcheck: variables of other shells in single quotes
# shellcheck disable=SC2016
emulator=$(realpath "$1")
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
unset CDPATH
cd "$directory" || exit 1
unset OCXL_EMULATOR OCXL_EMULATOR_CONTROL ENV PS1 PROMPT_COMMAND
export HOME=$directory TERM=dumb

# has_line FILE LINE: a test passes if an output of the last command (out, err) has this line
has_line()
{
	grep -qxF -e "$2" "$1"
	tap_result $? "prints the line '$2'"
}

print_variables='echo "${OCXL_EMULATOR-none} ${OCXL_EMULATOR_CONTROL-none}"'
run_command 0 'variables' "$emulator" --cards 3 -- sh -c "$print_variables"
has_line out '3 none'
run_command 0 'variables with a control socket' "$emulator" --control sock -- sh -c "$print_variables"
has_line out "1 $directory/sock"
run_command 0 'variables that are left over' env OCXL_EMULATOR=9 OCXL_EMULATOR_CONTROL=/none \
	"$emulator" -- sh -c "$print_variables"
has_line out '1 none'

# COMMAND finds ndctl beside the emulator, and nothing else there
mkdir beside venv
ln -s "$emulator" beside/ocxl-emulator
for program in beside/ndctl beside/tool venv/tool venv/ndctl; do
	printf '#!/bin/sh\necho %s\n' $program >$program
	chmod +x $program
done
for path in "$directory/venv:$directory/beside:$PATH" "$directory/venv:$PATH:$directory/beside"; do
	PATH=$path run_command 0 'PATH' beside/ocxl-emulator -- sh -c 'ndctl; tool'
	has_line out beside/ndctl
	has_line out venv/tool
done

# The variable can be longer than the address of a socket.
deep=$(printf '%0100d' 0)
mkdir -p "$deep/$deep"
cd "$deep/$deep" || exit 1
run_command 0 'a long path of the control socket' "$emulator" --control sock -- \
	sh -c 'cd / && "$1" --send "$OCXL_EMULATOR_CONTROL" counters' sh "$emulator"
has_text out 'nmem0 call=0'
cd "$directory" || exit 1

# run_shell WANTED TEXT BASHRC INPUT COMMAND...: runs COMMAND on a terminal, types INPUT; a test
# passes if COMMAND has this exit status
run_shell()
{
	local wanted=$1 text=$2 input=$4
	printf '%s\n' "$3" >.bashrc
	shift 4
	printf '%s\n' "$input" >typed
	run_command "$wanted" "$text" sh -c 'script -qec "$1" /dev/null <typed' sh "$*"
}

mark='(ocxl) '
run_shell 3 'bash without a prompt of the user' '' 'exit 3' "$emulator" -- bash
has_text out "$mark"
run_shell 3 'bash with a prompt in .bashrc' 'PS1="mine> "' 'exit 3' "$emulator" -- bash
has_text out "${mark}mine> "
run_shell 3 'a path of bash' 'PS1="mine> "' 'exit 3' "$emulator" -- /bin/bash
has_text out "${mark}mine> "
run_shell 0 'a prompt that a program sets' 'PROMPT_COMMAND="PS1=\"status \$? \";"' \
	"false
exit 0" "$emulator" -- bash
has_text out "${mark}status 1 "
run_shell 3 'a .bashrc that returns early' 'PS1="mine> "; return' 'exit 3' "$emulator" -- bash
has_text out "${mark}mine> "
run_shell 0 'the mark is there once' 'PS1="mine> "' ':
:
exit 0' "$emulator" -- bash
! grep -qF "$mark$mark" out
tap_result $? 'it is'
run_shell 3 'sh' '' 'exit 3' "$emulator" -- sh
has_text out "$mark"
run_shell 3 'a prompt of sh in the environment' '' 'exit 3' env PS1='"mine> "' "$emulator" -- sh
has_text out "${mark}mine> "
run_shell 3 'bash with arguments' 'PS1="mine> "' 'exit 3' "$emulator" -- bash -i
! grep -qF "$mark" out
tap_result $? 'has no mark'
run_command 0 'bash without a terminal' "$emulator" -- bash <<<'echo "<${PS1-none}> $-"'
has_text out '<none>'
printf '%s\n' 'PS1="mine> "' >.bashrc
cp .bashrc before
run_shell 0 "the user's file" 'PS1="mine> "' 'exit 0' "$emulator" -- bash
cmp -s .bashrc before
tap_result $? 'is unchanged'

# After the shell, the terminal belongs to the script that started the emulator.
for shell in sh bash; do
	printf '%s -- %s\necho "status $?"\nread -r word\necho "<$word>"\n' "$emulator" "$shell" >script
	run_shell 0 "a script that starts $shell" '' 'exit 3
word' sh ./script
	has_text out 'status 3'
	has_text out '<word>'
done

tap_plan
