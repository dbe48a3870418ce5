# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # constants for the scenarios
# What the scenarios share. They run as root in a virtual machine; each begins without the
# module, with windows that hold no labels, and whatever fails ends it.

# Windows: 512 MiB from here on are not the kernel's.
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

# same FOUND WANTED WHAT
same()
{
	[ "$1" = "$2" ] || die "$3: found '$1', wanted '$2'"
}

# within SECONDS COMMAND...: true before that on a machine of its own; beside others, which
# take its processors away, all of that takes longer
within()
{
	local end=$((SECONDS + 3 * $1 + 1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || die "not within its time: $*"
		sleep 0.05
	done
}

# fails COMMAND...: it has to
fails()
{
	if "$@"; then
		die "went through: $*"
	fi
}

# The kernel log is read and cleared piece by piece: NEWS is the last one, /tmp/log all.
news()
{
	NEWS=$(dmesg --read-clear)
	printf '%s\n' "$NEWS" >>/tmp/log
}

# log_says PATTERN: in the course of this scenario
log_says()
{
	news
	grep -qE -- "$1" /tmp/log
}

# load [PARAMETER...]: with emulated cards unless the parameters say otherwise
load()
{
	case " $* " in
	*" emulate="*)
		without_emulated
		modprobe ocxlpmem "$@"
		;;
	*) modprobe ocxlpmem emulate=1 "$@" ;;
	esac
}

# without_emulated: windows that are created from now on have no controller
without_emulated()
{
	[ ! -d /sys/module/ocxlpmem_emulated ] || modprobe -r ocxlpmem-emulated
}

# names of what is there, one a line
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

# every one of them with its driver
has_regions()
{
	local all=("$DEVICES"/region[0-9]*/driver)
	[ -e "${all[0]}" ] || all=()
	[ ${#all[@]} -eq "$1" ]
}

# the debugfs files of a DIMM's card
debug_of()
{
	# each program that is started costs a twentieth of a second here
	(cd -P "$DEVICES/$1/.." && echo "/sys/kernel/debug/ocxlpmem/${PWD##*/}")
}

# card DIMM LINE...: lines of a scenario
card()
{
	local to
	to=$(debug_of "$1")/scenario
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

# envelope [DIMM]
envelope()
{
	cat "$DEVICES/${1:-nmem0}/ocxlpmem/envelope"
}

# those that this kernel has
envelopes()
{
	echo vendor
	[ ! -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || echo call
}

# one DIMM COMMAND ROOM [WORD...]: a wire command, "rc=0 status=0x00 count=1 needed=72"
one()
{
	local dimm=$1 i
	shift
	# its node comes a moment after the DIMM, if it comes
	for ((i = 0; i < 40; i++)); do
		[ ! -c "/dev/$dimm" ] || break
		sleep 0.05
	done
	"$TOOLS/wire" one "/dev/$dimm" "$(envelope "$dimm")" "$@"
}

# heartbeat DIMM: the card answers
heartbeat()
{
	same "$(one "$1" 3 8)" "rc=0 status=0x00 count=0 needed=8" "heartbeat of $1"
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

# ours: lines about the driver in the last piece of the kernel log, in OURS
ours()
{
	local line
	OURS=()
	while IFS= read -r line; do
		[[ $line != *"] ocxlpmem"* ]] || OURS+=("$line")
	done <<<"$NEWS"
}

# refused ERRNO-TEXT PARAMETER TEXT [LOG-PATTERN]: the write fails so, changes nothing, and
# the kernel log has one line about it
news_are_old=
refused()
{
	local before after said
	[ -n "$news_are_old" ] || news
	before=$(<$PARAMETERS/map)
	# shellcheck disable=SC2116 # a write, not a value
	said=$(echo "$3" 2>&1 >$PARAMETERS/"$2") && die "$2 '$3' was taken"
	[[ $said = *": $1" ]] || die "$2 '$3': '$said', wanted '$1'"
	after=$(<$PARAMETERS/map)
	same "$after" "$before" "windows after the refused $2 '$3'"
	news
	news_are_old=1
	ours
	same ${#OURS[@]} 1 "lines in the log about $2 '$3'"
	[[ ${OURS[0]} =~ ${4-} ]] || die "$2 '$3': the log says '${OURS[0]}', wanted '$4'"
}

# labelled [DIMM...]: label areas that can be used
labelled()
{
	[ $# -gt 0 ] || mapfile -t < <(dimms)
	ndctl disable-region all >/dev/null
	ndctl init-labels -f "${@:-${MAPFILE[@]}}" >/dev/null
	ndctl enable-region all >/dev/null
}

# namespace MODE SIZE [REGION]: prints its block device or dax device
namespace()
{
	ndctl create-namespace -m "$1" -s "$2" -r "${3:-$(regions | head -n 1)}" |
		sed -n 's/.*"\(blockdev\|chardev\)":"\([^"]*\)".*/\2/p'
}

namespaces()
{
	ndctl list -N | sed -n 's/.*"uuid":"\([^"]*\)".*/\1/p' | sort
}

# remounted DEVICE [OPTION...]: what is on it, on /mnt. Namespaces and their nodes come a while
# after their region.
remounted()
{
	local device=/dev/$1
	shift
	within 10 test -b "$device"
	mount "$@" "$device" /mnt
}

# mounted DEVICE [OPTION...]: ext4 on it, on /mnt
mounted()
{
	local device=/dev/$1
	shift
	within 10 test -b "$device"
	# with DAX blocks are pages
	mkfs.ext4 -q -b "$(getconf PAGESIZE)" "$device" 2>/dev/null
	mount "$@" "$device" /mnt
}

# held WHAT FILE: uses it in the background until $HOLDER is killed
held()
{
	coproc HOLD { exec "$TOOLS/hold" "$1" "$2"; }
	HOLDER=$HOLD_PID
	read -r -t 10 -u "${HOLD[0]}" || die "cannot hold $2"
}

let_go()
{
	kill "$HOLDER"
	wait "$HOLDER" 2>/dev/null || :
}

# removes the driver and all windows, as an administrator would do it
unload()
{
	ndctl disable-region all >/dev/null
	modprobe -r ocxlpmem
}

# blank: no labels in any window; nobody may use them
blank()
{
	"$TOOLS/hold" zero 65536 0x60000000 0x68000000 0x70000000 0x78000000
}

# log_ids FILE: of the entries in NDJSON that are whole
log_ids()
{
	sed -n 's/.*"log_id":"\(0x[0-9a-f]*\)".*}$/\1/p' "$1"
}

# counted NAME NUMBER: for the table of scripts/test-figures
counted()
{
	echo "$1 $2" >>/x/counted
}
