# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# What takes a minute, in a machine beside the others: it waits, and costs nothing meanwhile.

# The card owes an answer for more than a minute. Its commands end in their time, without being
# sent; what needs no mailbox is there, and so is the other card. The module can be unloaded.
scenario_mailbox_that_stays_stuck()
{
	# shellcheck disable=SC2154 # machine and work are test/vm/run's
	"${machine[@]}" -c 1 -t 400 -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/vm/lib.sh
		load map=$W1,$W2
		within 5 has_regions 2
		held poll $DEVICES/nmem0/ocxlpmem/flags
		card nmem0 "timeout op=smart ms=200" "timeout op=heartbeat ms=200" "fault op=smart timeout"
		same "$(one nmem0 1 4088)" "rc=0 status=0x80 count=0 needed=8" "the command without an answer"
		# nobody asks: the driver looks by itself, and wakes who waits
		line=
		until [ "$line" = mailbox_stuck ]; do
			read -r -t 240 -u "${HOLD[0]}" line || die "nobody was woken"
		done
		for command in 1 3; do
			same "$(one nmem0 $command 4088)" "rc=0 status=0x80 count=0 needed=8" "command $command"
		done
		same "$(one nmem0 5 80)" "rc=0 status=0x00 count=1 needed=80" "capabilities"
		one nmem0 17 200 | grep -q "status=0x00 count=1" || die "events: $(one nmem0 17 200)"
		fails ndctl ocxl heartbeat nmem0
		ndctl list -BDRH >/x/list
		same "$(grep -c "\"dev\":\"nmem" /x/list)" 2 "DIMMs that are listed"
		# the other card, and memory and labels of this one
		heartbeat nmem1
		same "$(one nmem1 1 4088)" "rc=0 status=0x00 count=3 needed=56" "SMART of the other card"
		same "$(flags nmem1)" "" "flags of the other card"
		labelled
		[ -n "$(namespace fsdax 64M region0)" ] || die "no namespace"
		has_flag nmem0 mailbox_stuck || die "flags: $(flags nmem0)"
		let_go
		unload
		[ ! -d $PARAMETERS ]'
}
