# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # for those who source this
# States of cards that the emulator and the driver have to report alike, with two cards in each
# state, and the commands: every verb that changes nothing. test/driver/run asks the emulator, scenarios/parity.sh
# the driver; test/driver/parity-compare compares both.

# first lines of the scenario of both cards
declare -A STATES=(
	[well]='serial 4711;fw V1.02;stats frozen;stats host_load_count=1000;smart 0x09 raw=17'
	[hot]='serial 4711;stats frozen;smart 0xC2 current=74 threshold=70 worst=76 raw=74;smart 0x09 raw=17'
	[worn]='serial 4711;stats frozen;smart 0xCA raw=3 threshold=10;smart 0x09 raw=17'
	[crowded]='serial 4711;stats frozen;smart fill count=100;smart 0x09 raw=17'
	[logged]='serial 4711;stats frozen;error-log type=0 reference_code=0x1234 id=0x11 actions=0x800001 seconds=86400 timestamp=42 data=16;error-log type=4 reference_code=0x5 id=0x12 seconds=1 timestamp=43 data=2000'
	[fatal]='serial 4711;stats frozen;error-log type=1 reference_code=0x1004DEAD id=1 seconds=1 timestamp=1 data=64;fatal hw'
	[firmware_fatal]='serial 4711;stats frozen;fatal fw'
	[refused]='serial 4711;stats frozen;fault op=smart status=0x70 times=always;fault op=stats status=0x21 times=always'
	[silent]='serial 4711;stats frozen;timeout op=heartbeat ms=50;timeout op=error-log ms=100;fault op=heartbeat timeout times=always'
	[corrupt]='serial 4711;stats frozen;corrupt op=stats length times=always;corrupt op=smart identifier times=always'
	[not_ready]='serial 4711;stats frozen;ready never'
)

lines_of()
{
	printf '%s\n' "${STATES[$1]//;/$'\n'}"
}

# ask DIRECTORY: standard output, and standard error with the status at its end, of each verb
ask()
{
	local verb words to status
	# the driver asks a controller when it is bound, and knows from then on that it does not answer
	ndctl ocxl heartbeat >/dev/null 2>&1 || :
	for verb in $(ndctl ocxl --list-cmds) list; do
		to=$1/$verb
		status=0
		case $verb in
		# change the card
		clear-conditions | read-dump | request-health | shutdown) continue ;;
		list) words=(list -DH) ;;
		metrics) words=(ocxl metrics) ;;
		*) words=(ocxl "$verb" -f json) ;;
		esac
		ndctl "${words[@]}" >"$to.out" 2>"$to.err" || status=$?
		echo "status $status" >>"$to.err"
	done
}

# is_settled STATE: both cards can be asked. A controller that never gets ready is asked when that is overdue: the card
# allows 5 s. Every other one has its flags at once.
is_settled()
{
	[ "$1" != not_ready ] || [ "$(grep -l not_ready_overdue /sys/bus/nd/devices/nmem[01]/ocxlpmem/flags | wc -l)" = 2 ]
}

# ask_emulator STATE DIRECTORY
ask_emulator()
{
	mkdir -p "$2"
	lines_of "$1" >"$2.lines"
	# shellcheck disable=SC2016 # for the inner shell
	"${OCXL_BUILD:-$PWD/build}/bin/ocxl-emulator" --cards 2 --capacity 112M --scenario "$2.lines" -- \
		bash -c "$(declare -f ask is_settled)"'; until is_settled "$1" || [ $SECONDS -ge 60 ]; do sleep 0.1; done; ask "$2"' - "$1" "$2"
}

# ask_driver STATE DIRECTORY: the driver gets the cards when they have their scenario, as the
# emulator's cards have theirs from the start
ask_driver()
{
	local n lines
	mkdir -p "$2"
	mapfile -t lines < <(lines_of "$1")
	load "map=$W1,$W2"
	wait_for has_regions 2
	for n in 0 1; do
		card nmem$n "${lines[@]}"
	done
	add_again $W1,$W2
	for n in 0 1; do
		wait_for test -e "$DEVICES/nmem$n"
	done
	wait_for is_settled "$1"
	ask "$2"
}
