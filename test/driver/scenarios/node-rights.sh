# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Users other than root, with and without access to a node.

as_user()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all "$@"
}

# denied COMMAND...: it fails for want of rights
denied()
{
	local said
	said=$(as_user "$@" 2>&1) && die "went through: $*"
	[[ $said = *"Permission denied"* ]] || die "$*: $said"
}

# with the node's default mode
scenario_rights_without_a_node()
{
	local debug file
	load map=$W1
	wait_for has_regions 1
	denied "$TOOLS/wire" one /dev/nmem0 vendor 3 8
	denied "$TOOLS/wire" label-write /dev/nmem0
	denied "$TOOLS/readonly" /dev/nmem0
	# everybody can read whether a card is healthy
	for file in serial fw_version cmd_mask envelope flags; do
		as_user cat $DEVICES/nmem0/ocxlpmem/$file >/tmp/said
		check_equal "$(wc -l </tmp/said)" 1 "lines of $file"
		denied sh -c "echo 1 >$DEVICES/nmem0/ocxlpmem/$file"
	done
	# as /proc/iomem, it has physical addresses
	denied cat $PARAMETERS/map
	for file in map add remove emulate; do
		denied sh -c "echo >$PARAMETERS/$file"
	done
	denied sh -c "echo 'overwrite 0' >$DEVICES/nmem0/security"
	# debugfs belongs to root; so do these files in case it does not
	debug=$(debug_of nmem0)
	denied cat "$debug/scenario"
	chmod 755 /sys/kernel/debug
	for file in first-contact scenario; do
		as_user test -e "$debug/$file"
		denied cat "$debug/$file"
	done
	denied sh -c "echo dead >$debug/scenario"
	chmod 700 /sys/kernel/debug
	check_equal "$(windows)" $W1 "windows"
	heartbeat nmem0
}

# commands that need CAP_SYS_ADMIN whatever the node's mode is
PRIVILEGED=" $(sed -n 's/^| \([0-9]*\) | [A-Z_]* (admin) |.*/\1/p' Documentation/protocol/wire.md | paste -sd ' ') "

# A user who may read and write the node may send all other commands, also those that change
# something: acknowledging the error log, requesting a health report.
scenario_rights_of_a_given_node()
{
	local n mask answer
	load map=$W1
	wait_for has_regions 1
	chmod 666 /dev/nmem0
	[[ $PRIVILEGED = *[0-9]* ]] || die "wire.md has no command for administrators"
	mask=$(cat $DEVICES/nmem0/ocxlpmem/cmd_mask)
	for n in {1..63}; do
		[ $((mask >> n & 1)) -eq 1 ] || continue
		answer=$(as_user "$TOOLS/wire" one /dev/nmem0 "$(envelope)" "$n" 4096)
		if [[ $PRIVILEGED = *" $n "* ]]; then
			[[ $answer = "rc=0 status=0x85 "* ]] || die "command $n is for everybody: $answer"
		else
			# the status does not matter, only that it is no refusal for want of rights
			[[ $answer = "rc=0 status="* && $answer != *status=0x85* ]] ||
				die "command $n: $answer"
		fi
	done
	card nmem0 'error-log type=1 reference_code=0x1 data=8'
	as_user ndctl ocxl read-error-log --acknowledge >/tmp/said
	grep -q '"reference_code":"0x1"' /tmp/said
	check_equal "$(one nmem0 2 4096)" "rc=0 status=0x00 count=0 needed=8" "the log that the user drained"
	ndctl disable-region all
	check_equal "$(as_user "$TOOLS/wire" label-write /dev/nmem0)" rc=0 "a label write"
}

# A read-only descriptor allows reading labels, and no command: libnvdimm checks that. For a call it
# looks at the family first, and takes the command for the size of the labels for another one of
# that number, which writes.
scenario_rights_of_a_reader()
{
	local call=EPERM
	load map=$W1
	wait_for has_regions 1
	ndctl disable-region all
	[ -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || call=EINVAL
	chmod 444 /dev/nmem0
	denied "$TOOLS/wire" one /dev/nmem0 vendor 3 8
	as_user "$TOOLS/readonly" /dev/nmem0 >/tmp/user
	"$TOOLS/readonly" /dev/nmem0 >/tmp/root
	cmp /tmp/user /tmp/root
	check_equal "$(paste -sd ' ' /tmp/user)" \
		"label-size EPERM label-read 0 label-write EPERM vendor EPERM call $call" "what went through"
}

# an unprivileged "ndctl ocxl" prints the missing right, and has its own exit status
scenario_rights_of_ndctl()
{
	local status=0
	load map=$W1
	wait_for has_regions 1
	as_user ndctl ocxl read-smart >/tmp/said 2>/tmp/error || status=$?
	check_equal $status 4 "status of ndctl ocxl read-smart"
	grep -q 'permission denied on /dev/nmem0' /tmp/error
	as_user ndctl list -D | grep -q '"dev":"nmem0"'
	as_user ndctl disable-region region0 >/dev/null 2>&1 || :
	has_regions 1
}
