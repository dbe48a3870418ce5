# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # for those who source this
# For scenarios with cards on the mock of the OpenCAPI bus.
ON_CARDS=1
PCI_DRIVER=/sys/bus/pci/drivers/ocxlpmem-opencapi
CARD=$MOCK/8

# begin_on_card: one window, with a region
begin_on_card()
{
	load map=$W1
	wait_for has_regions 1
}

# register NAME: of the first card
register()
{
	sed -n "s/^$1 //p" $MOCK/8/registers
}

# card_answers DIMM: as heartbeat(), for wait_for()
card_answers()
{
	[ "$(one "$1" 3 8)" = "rc=0 status=0x00 count=0 needed=8" ]
}

# event_arrives DIMM: a new error-log entry is reported without a command
event_arrives()
{
	card "$1" 'error-log type=0 reference_code=0x1 data=8'
	wait_for has_flag "$1" error_log
	ndctl ocxl read-error-log --acknowledge "$1" >/dev/null
	wait_for has_no_flag "$1" error_log
}

no_dimms()
{
	[ -z "$(dimms)" ]
}

# begin_events: the first card has new events all the time, in the background
begin_events()
{
	while :; do
		printf '%s\n' 'error-log type=0 reference_code=0x1 data=8 count=2' 'fatal hw'
		printf '%s\n' 'error-log none' 'health chfs clear'
	done >$MOCK/8/scenario &
}

# link_function: of the first card
link_function()
{
	echo "${CARDS[0]%.1}.0"
}

# describe_memory OFFSET LPC SPECIAL: bytes, of the first card, which is plugged again
describe_memory()
{
	unplug_function "${CARDS[0]}"
	echo "$1" >$CARD/lpc_offset
	echo "$2" >$CARD/lpc_size
	echo "$3" >$CARD/special_size
	echo 1 >/sys/bus/pci/rescan
}

# map_memory COUNT: so many mappings
map_memory()
{
	echo "$1" >$CARD/mappings
}

# check_memory MAPPINGS BYTES: what the mappings are, and how many bytes OPAL has mapped
check_memory()
{
	check_equal "$(cat $CARD/mappings)" "$1" "mappings"
	check_equal "$(cat $CARD/mapped_size)" "$2" "mapped bytes"
}

# unplug_card: the first one, with both functions
unplug_card()
{
	unplug_function "${CARDS[0]}"
	unplug_function "$(link_function)"
}

# plug_card: fails unless the driver is bound to both functions
plug_card()
{
	echo 1 >/sys/bus/pci/rescan
	[ -e "$PCI_DRIVER/${CARDS[0]}" ] && [ -e "$PCI_DRIVER/$(link_function)" ]
}

# card_leaves unplug|error: error is the way of EEH (error handling of POWER): all registers
# read as ones, and all functions of the card are unplugged
card_leaves()
{
	case $1 in
	unplug) unplug_function "${CARDS[0]}" ;;
	error)
		echo 1 >$MOCK/8/gone
		unplug_card
		;;
	esac
}

# card_rebinds unplug|error: without its window
card_rebinds()
{
	case $1 in
	unplug) echo 1 >/sys/bus/pci/rescan ;;
	error)
		echo 'reset ms=1' >$MOCK/8/scenario
		echo 0 >$MOCK/8/gone
		echo 1 >/sys/bus/pci/rescan
		;;
	esac
}

# card_returns unplug|error: with its window
card_returns()
{
	card_rebinds "$1"
	set_parameter add "$C1"
	wait_for has_regions 1
}

# resources: resources of modules, card and kernel at this moment, for comparison; one program, because
# each that starts takes time. Without addresses, which differ each time.
resources()
{
	shopt -s nullglob
	printf '%s\n' /sys/bus/pci/devices/"${CARDS[0]%.1}".*/* /sys/bus/platform/devices/ocxlpmem* \
		/sys/bus/nd/devices/* /dev/nmem* /dev/ndctl* /sys/class/{nd,block}/* \
		/sys/kernel/debug/ocxlpmem/*
	awk 'FILENAME == "/proc/vmallocinfo" { if (/ocxl/) { mappings++; bytes += $2 } next }
		FILENAME == "/proc/interrupts" { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+$/) $i = "" }
		/chie/ || FILENAME !~ /registers/ { print FILENAME, $0 }
		END { print "mappings", mappings, bytes }' \
		/proc/vmallocinfo /proc/interrupts /proc/iomem /sys/module/ocxl*/refcnt \
		$MOCK/8/{elements,link_users,targets,registers,mapped_size}
}

# check_resources BEFORE WHAT
check_resources()
{
	local now
	now=$(resources)
	[ "$now" = "$1" ] || die "left behind after $2: $(diff <(echo "$1") <(echo "$now"))"
}
