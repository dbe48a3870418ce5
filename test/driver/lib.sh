# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # constants for the scenarios
# Shared by the scenarios. They run as root in a virtual machine. Each begins without the module,
# with windows without labels, and ends with the first failing command.

# Windows: the kernel does not use 512 MiB from here on.
BASE=0x60000000
W1=128M@0x60000000
W2=128M@0x68000000
W3=128M@0x70000000
PARAMETERS=/sys/module/ocxlpmem/parameters
DEVICES=/sys/bus/nd/devices
TOOLS=${TOOLS:-$PWD/build-vm/tools}

die()
{
	echo "$*" >&2
	exit 1
}

# check_equal FOUND WANTED WHAT
check_equal()
{
	[ "$1" = "$2" ] || die "$3: found '$1', wanted '$2'"
}

# An end of a pipe that nobody writes to: reading from it for some time starts no program, unlike "sleep".
exec {NEVER}<> <(:)

# pass_time SECONDS: for time that a card or a limit of the driver needs, and before something that must not have
# happened. The load of the host does not matter: time of a machine with one processor counts instructions, and with
# several a later moment is as good.
pass_time()
{
	read -r -t "$1" -u "$NEVER" || :
}

# wait_for COMMAND...: until it succeeds, at most a minute. A scenario never expects this limit to pass. Pauses between
# two calls become longer, because calls take processor time.
wait_for()
{
	local end=$((SECONDS + 60)) pauses=(0.02 0.04 0.08 0.16 0.32 0.5)
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || die "not within a minute: $*"
		pass_time "${pauses[0]}"
		[ ${#pauses[@]} -eq 1 ] || pauses=("${pauses[@]:1}")
	done
}

# is_gone PROCESS: it has ended. Bash sometimes waits for a child only when it starts the next one: until then, signals
# reach the child nevertheless, and its state is Z.
is_gone()
{
	local status
	! read -r status <"/proc/$1/stat" || [[ $status = *') Z '* ]]
}

# waits_in_driver PROCESS: it sleeps there
waits_in_driver()
{
	grep -q ocxlpmem "/proc/$1/stack"
}

# waits_in_poll PROCESS: for events
waits_in_poll()
{
	grep -qE 'poll_schedule_timeout|ep_poll|do_epoll_wait|do_sys_poll' "/proc/$1/stack"
}

# fails COMMAND...: COMMAND has to fail
fails()
{
	if "$@"; then
		die "went through: $*"
	fi
}

# read_log: reads and clears the kernel log; NEWS is its new part, /tmp/log all of it
read_log()
{
	NEWS=$(dmesg --read-clear)
	printf '%s\n' "$NEWS" >>/tmp/log
}

# log_says PATTERN: during this scenario
log_says()
{
	read_log
	grep -qE -- "$1" /tmp/log
}

# cards on the mock of the OpenCAPI bus: the memory functions of its slots, and their windows
CARDS=(0000:00:08.1 0000:00:09.1)
C1=$W1/${CARDS[0]}
C2=$W2/${CARDS[1]}
MOCK=/sys/kernel/debug/ocxl-mock
# if not empty, the address of memory in which the cards outlive the kernel
MOCK_STATE=
# "auto": cards become windows by themselves. Scenarios write their windows otherwise
CARD_MEMORY=off
# if not empty, load() and card() use these cards instead of emulated controllers
ON_CARDS=${ON_CARDS-}

# plug_cards: the kernel looks for functions in the slots of the cards again
plug_cards()
{
	local function
	for function in "${CARDS[@]}"; do
		unplug_function "$function"
		unplug_function "${function%.1}.0"
	done
	echo 1 >/sys/bus/pci/rescan
}

# unplug_function FUNCTION: as if it were pulled out
unplug_function()
{
	[ ! -e "/sys/bus/pci/devices/$1" ] || echo 1 >"/sys/bus/pci/devices/$1/remove"
}

# load_cards: the mock of the bus with its cards, and the front end
load_cards()
{
	modprobe ocxl slots=8,9 memory=0x60000000,0x68000000 ${MOCK_STATE:+"state=$MOCK_STATE"}
	plug_cards
	modprobe ocxlpmem-opencapi
	echo "options ocxlpmem card_memory=$CARD_MEMORY" >/etc/modprobe.d/cards.conf
}

# without_cards: the modules are unloaded, the slots have QEMU's functions again
without_cards()
{
	[ -d /sys/module/ocxl ] || return 0
	[ ! -d /sys/module/ocxlpmem_opencapi ] || rmmod ocxlpmem_opencapi
	rmmod ocxl
	plug_cards
}

# slot_of DIMM: the directory of its card in debugfs
slot_of()
(
	cd -P "$DEVICES/$1" && [[ $PWD =~ /0000:00:0([89])\.1/ ]] && echo "$MOCK/${BASH_REMATCH[1]}"
)

# load_on_cards [PARAMETER...]
load_on_cards()
{
	local words=("${@/$W1/$C1}")
	load_cards
	modprobe ocxlpmem "${words[@]/$W2/$C2}"
}

# load [PARAMETER...]: with emulated cards unless the parameters say otherwise
load()
{
	if [ -n "$ON_CARDS" ]; then
		load_on_cards "$@"
		return
	fi
	case " $* " in
	*" emulate="*)
		without_emulated
		modprobe ocxlpmem "$@"
		;;
	*) modprobe ocxlpmem emulate=1 "$@" ;;
	esac
}

# without_emulated: new windows have no controller
without_emulated()
{
	[ ! -d /sys/module/ocxlpmem_emulated ] || modprobe -r ocxlpmem-emulated
}

# names of existing devices, one a line
devices()
{
	local all=("$DEVICES/$1"[0-9]*)
	[ ! -e "${all[0]}" ] || printf '%s\n' "${all[@]##*/}" | sort -V
}

dimms()
{
	devices nmem
}

regions()
{
	devices region
}

# number of regions with a driver
has_regions()
{
	local all=("$DEVICES"/region[0-9]*/driver)
	[ -e "${all[0]}" ] || all=()
	[ ${#all[@]} -eq "$1" ]
}

# the debugfs directory of a DIMM's card
debug_of()
{
	# each started program takes a twentieth of a second here
	(cd -P "$DEVICES/$1/.." && echo "/sys/kernel/debug/ocxlpmem/${PWD##*/}")
}

# card DIMM LINE...: sends lines of a scenario
card()
{
	local to
	to=$(debug_of "$1")/scenario
	[ -z "$ON_CARDS" ] || to=$(slot_of "$1")/scenario
	shift
	(IFS=$'\n' && printf '%s\n' "$*" >"$to")
}

flags()
{
	cat "$DEVICES/$1/ocxlpmem/flags"
}

has_flag()
{
	flags "$1" | grep -qw -- "$2"
}

has_no_flag()
{
	! has_flag "$@"
}

TRACING=/sys/kernel/tracing

empty_trace()
{
	[ -e $TRACING/events ] || mount -t tracefs tracefs $TRACING
	: >$TRACING/trace
}

# begin_trace FUNCTION...: of the kernel
begin_trace()
{
	empty_trace
	echo "$*" >$TRACING/set_ftrace_filter
	echo function >$TRACING/current_tracer
}

# count_calls FUNCTION: since begin_trace
count_calls()
{
	grep -c " $1 " $TRACING/trace || :
}

end_trace()
{
	echo nop >$TRACING/current_tracer
	echo >$TRACING/set_ftrace_filter
}

# trace EVENT: the kernel records these trace events of the driver from now on
trace()
{
	empty_trace
	echo 1 >$TRACING/events/ocxlpmem/"$1"/enable
}

# requests OPCODE: number of these requests to cards that were answered since "trace ocxlpmem_mailbox"
requests()
{
	grep -cE "ocxlpmem_mailbox: .* opcode=$1 .* rc=0 status=0x00 " $TRACING/trace || :
}

# envelope [DIMM]
envelope()
{
	cat "$DEVICES/${1:-nmem0}/ocxlpmem/envelope"
}

# those of this kernel
envelopes()
{
	echo vendor
	[ ! -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || echo call
}

# has_node DIMM: which appears a moment after the DIMM
has_node()
{
	[ -c "/dev/$1" ] || [ ! -e "$DEVICES/$1" ]
}

# one DIMM COMMAND ROOM [WORD...]: a wire command, "rc=0 status=0x00 count=1 needed=72"
one()
{
	local dimm=$1
	shift
	wait_for has_node "$dimm"
	"$TOOLS/wire" one "/dev/$dimm" "$(envelope "$dimm")" "$@"
}

# heartbeat DIMM: the card answers
heartbeat()
{
	check_equal "$(one "$1" 3 8)" "rc=0 status=0x00 count=0 needed=8" "heartbeat of $1"
}

# set_parameter map|add|remove TEXT
set_parameter()
{
	news_are_old=
	echo "$2" >$PARAMETERS/"$1"
}

windows()
{
	cat $PARAMETERS/map
}

# add_again WINDOWS: the driver leaves them, and gets them again; their cards stay as they are
add_again()
{
	local text=$1
	[ -z "$ON_CARDS" ] || text=${text/$W1/$C1} text=${text/$W2/$C2}
	set_parameter remove "$text"
	set_parameter add "$text"
}

# find_driver_lines: lines about the driver in the new part of the kernel log, in OURS, without those that come every ten
# seconds while the driver waits
find_driver_lines()
{
	local line
	OURS=()
	while IFS= read -r line; do
		[[ $line != *"] ocxlpmem"* || $line = *": waiting until "* ]] || OURS+=("$line")
	done <<<"$NEWS"
}

# refused ERRNO-TEXT PARAMETER TEXT [LOG-PATTERN]: the write fails with this error, changes nothing,
# and logs one line
news_are_old=
refused()
{
	local before after said
	[ -n "$news_are_old" ] || read_log
	before=$(<$PARAMETERS/map)
	# shellcheck disable=SC2116 # a write, not a value
	said=$(echo "$3" 2>&1 >$PARAMETERS/"$2") && die "$2 '$3' was taken"
	[[ $said = *": $1" ]] || die "$2 '$3': '$said', wanted '$1'"
	after=$(<$PARAMETERS/map)
	check_equal "$after" "$before" "windows after the refused $2 '$3'"
	read_log
	news_are_old=1
	find_driver_lines
	check_equal ${#OURS[@]} 1 "lines in the log about $2 '$3'"
	[[ ${OURS[0]} =~ ${4-} ]] || die "$2 '$3': the log says '${OURS[0]}', wanted '$4'"
}

# find_shared_memory: the PCI device with it
find_shared_memory()
{
	local device
	for device in /sys/bus/pci/devices/*; do
		[ "$(cat "$device/vendor"):$(cat "$device/device")" != 0x1af4:0x1110 ] || echo "$device"
	done
}

# make_labels [DIMM...]: usable label areas
make_labels()
{
	[ $# -gt 0 ] || mapfile -t < <(dimms)
	ndctl disable-region all >/dev/null
	ndctl init-labels -f "${@:-${MAPFILE[@]}}" >/dev/null
	ndctl enable-region all >/dev/null
}

# namespace MODE SIZE [REGION]: makes one, prints its block or dax device
namespace()
{
	ndctl create-namespace -m "$1" -s "$2" -r "${3:-$(regions | head -n 1)}" |
		sed -n 's/.*"\(blockdev\|chardev\)":"\([^"]*\)".*/\2/p'
}

namespaces()
{
	ndctl list -N | sed -n 's/.*"uuid":"\([^"]*\)".*/\1/p' | sort
}

# users DIMM [COMMAND...]: "region region0,namespace namespace0.0,..." of 'ndctl ocxl info', which COMMAND runs
users()
{
	"${@:2}" ndctl ocxl info "$1" | grep -o '"used_by":.*' | grep -o '"type":"[^"]*","name":"[^"]*"' |
		sed 's/"type":"\([^"]*\)","name":"\([^"]*\)"/\1 \2/' | paste -sd,
}

# remount DEVICE [OPTION...]: mounts its file system on /mnt. Namespaces and their nodes appear some
# time after their region.
remount()
{
	local device=/dev/$1
	shift
	wait_for test -b "$device"
	mount "$@" "$device" /mnt
}

# mount_new DEVICE [OPTION...]: makes a file system on it, mounts it on /mnt
mount_new()
{
	local device=/dev/$1
	shift
	wait_for test -b "$device"
	# with DAX, blocks are pages
	mkfs.ext4 -q -b "$(getconf PAGESIZE)" "$device" 2>/dev/null
	mount "$@" "$device" /mnt
}

# use_file WHAT FILE: uses it in the background until $HOLDER is killed
use_file()
{
	coproc HOLD { exec "$TOOLS/use-memory" "$1" "$2"; }
	HOLDER=$HOLD_PID
	read -r -t 60 -u "${HOLD[0]}" || die "cannot hold $2"
}

let_go()
{
	kill "$HOLDER"
	wait "$HOLDER" 2>/dev/null || :
}

# removes the driver and all windows, as an administrator does
unload()
{
	ndctl disable-region all >/dev/null
	modprobe -r ocxlpmem
}

# clear_labels: of all windows, which must be unused
clear_labels()
{
	"$TOOLS/use-memory" zero 65536 0x60000000 0x68000000 0x70000000 0x78000000
}

# log_ids FILE: identifiers of complete entries in NDJSON
log_ids()
{
	sed -n 's/.*"log_id":"\(0x[0-9a-f]*\)".*}$/\1/p' "$1"
}
