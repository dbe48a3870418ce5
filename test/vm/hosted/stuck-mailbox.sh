# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# A scenario that waits for a minute, in its own machine beside the others.

# A card does not answer for more than a minute. Its commands end in time, without being sent; data
# that needs no mailbox is available, and so is the other card. The module can be unloaded.
scenario_stuck_mailbox()
{
	# shellcheck disable=SC2154 # machine and work are test/vm/run's
	"${machine[@]}" -c 1 -t 400 -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/vm/lib.sh
		load map=$W1,$W2
		within 5 has_regions 2
		use_file poll $DEVICES/nmem0/ocxlpmem/flags
		card nmem0 "timeout op=smart ms=200" "timeout op=heartbeat ms=200" "fault op=smart timeout"
		check_equal "$(one nmem0 1 4088)" "rc=0 status=0x80 count=0 needed=8" "the command without an answer"
		# without a command: the driver polls the card, and wakes waiting readers
		line=
		until [ "$line" = mailbox_stuck ]; do
			read -r -t 240 -u "${HOLD[0]}" line || die "nobody was woken"
		done
		for command in 1 3; do
			check_equal "$(one nmem0 $command 4088)" "rc=0 status=0x80 count=0 needed=8" "command $command"
		done
		check_equal "$(one nmem0 5 80)" "rc=0 status=0x00 count=1 needed=80" "capabilities"
		one nmem0 17 200 | grep -q "status=0x00 count=1" || die "events: $(one nmem0 17 200)"
		fails ndctl ocxl heartbeat nmem0
		ndctl list -BDRH >/x/list
		check_equal "$(grep -c "\"dev\":\"nmem" /x/list)" 2 "DIMMs that are listed"
		# the other card, and memory and labels of this one
		heartbeat nmem1
		check_equal "$(one nmem1 1 4088)" "rc=0 status=0x00 count=3 needed=56" "SMART of the other card"
		check_equal "$(flags nmem1)" "" "flags of the other card"
		make_labels
		[ -n "$(namespace fsdax 64M region0)" ] || die "no namespace"
		has_flag nmem0 mailbox_stuck || die "flags: $(flags nmem0)"
		let_go
		unload
		[ ! -d $PARAMETERS ]'
}
