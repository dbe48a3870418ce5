# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # for those who source this
# For scenarios with cards on the mock of the OpenCAPI bus.
ON_CARDS=1
PCI_DRIVER=/sys/bus/pci/drivers/ocxlpmem-opencapi

unbind_card()
{
	echo "${CARDS[0]}" >$PCI_DRIVER/unbind
}

bind_card()
{
	echo "${CARDS[0]}" >$PCI_DRIVER/bind
}

# begin_on_card: one window, with a region
begin_on_card()
{
	load map=$W1
	within 5 has_regions 1
}

# register NAME: of the first card
register()
{
	sed -n "s/^$1 //p" $MOCK/8/registers
}

# card_answers DIMM: as heartbeat(), for within()
card_answers()
{
	[ "$(one "$1" 3 8)" = "rc=0 status=0x00 count=0 needed=8" ]
}

# event_arrives DIMM: a new error-log entry is reported without a command
event_arrives()
{
	card "$1" 'error-log type=0 prc=0x1 data=8'
	within 2 has_flag "$1" error_log
	ndctl ocxl read-error-log --acknowledge "$1" >/dev/null
	within 5 has_no_flag "$1" error_log
}

no_dimms()
{
	[ -z "$(dimms)" ]
}

# begin_events: the first card has new events all the time, in the background
begin_events()
{
	while :; do
		printf '%s\n' 'error-log type=0 prc=0x1 data=8 count=2' 'fatal hw'
		printf '%s\n' 'error-log none' 'health chfs clear'
	done >$MOCK/8/scenario &
}

# card_leaves unbind|unplug|error: error is the way of EEH
card_leaves()
{
	case $1 in
	unbind) unbind_card ;;
	unplug) unplug_function "${CARDS[0]}" ;;
	error)
		echo 1 >$MOCK/8/gone
		unplug_function "${CARDS[0]}"
		;;
	esac
}

# card_returns unbind|unplug|error: with its window
card_returns()
{
	case $1 in
	unbind) bind_card ;;
	unplug) echo 1 >/sys/bus/pci/rescan ;;
	error)
		echo 'reset ms=1' >$MOCK/8/scenario
		echo 0 >$MOCK/8/gone
		echo 1 >/sys/bus/pci/rescan
		;;
	esac
	set_parameter add "$C1"
	within 5 has_regions 1
}
