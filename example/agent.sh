#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# agent.sh DIRECTORY [COMMAND...]
#
# Monitors the OpenCAPI DIMMs of this machine: one round, for a timer. Needs jq and flock. Sends updates
# to standard input of COMMAND (default: cat), one JSON object per line:
#
#     {"serial":..., "state":..., "conditions":[...]}    the state of a DIMM has changed: a verdict,
#                                                     "error", or "missing"
#     {"serial":..., "entry":{...}}                   an entry of its error log
#     {"serial":..., "dump":FILE}                     a dump that was saved in DIRECTORY
#     {"unreadable":...}                              a line of the log that cannot be read as an entry
#
# "serial" is the serial number, or the name of the DIMM, such as "nmem1", if the card has no serial
# number or shares it with another card.
#
# No update is lost when the agent or COMMAND is killed, at any time. The next round sends all updates
# again that COMMAND did not accept with exit status 0: COMMAND may receive an update twice. "serial" and
# "entry.cursor" together identify an entry. An incomplete last line of the log is sent as "unreadable".
# If it is a part of an entry, the entry was not acknowledged, and a later round sends it.
#
# A round collects at most 1000 entries of each DIMM, so that a card with an endless log does not delay
# the updates of other cards. Until its log is empty, such a card has the condition "error_log_pending".
# Entries need space in DIRECTORY only until they are delivered.
#
# DIRECTORY must belong to the user who runs the agent, and only that user may write there.
#
# Exit status: 0; 1 when something could not be read or delivered; 69 when the ndctl in PATH has no
# "ndctl ocxl"; 75 when another round runs, or COMMAND of a round that was killed.
set -u
umask 077
# without standard error, awk and echo fail
[ -e /dev/fd/2 ] || exec 2>/dev/null
unset CDPATH
cd "${1:?usage: agent.sh DIRECTORY [COMMAND...]}" || exit 1
shift
[ $# -gt 0 ] || set -- cat
status=0

# The shell follows links that other users create under the names of its files.
[ -n "$(find . -prune -user "$(id -u)" ! -perm -g=w ! -perm -o=w)" ] || {
	echo "agent: DIRECTORY must belong to the user who runs this agent, and only that user may write there" >&2
	exit 1
}

# PATH of cron may lead to the ndctl of the distribution.
case $(ndctl ocxl --version 2>/dev/null) in
'ndctl-ocxl '*) ;;
*)
	if found=$(command -v ndctl); then found="$found has no command \"ocxl\""; else found="no ndctl in PATH"; fi
	echo "agent: $found: install ndctl-ocxl, or put the directory of its ndctl first in PATH" >&2
	exit 69
	;;
esac

# Children inherit the lock: when one outlives the agent, the next round starts after its end.
exec 9>lock
flock -n 9 || exit 75

# Remove the parts of dumps that killed agents left: no other command with the lock writes here.
rm -f ./.*.dump.*.tmp
# Keep SERIAL.TIME.json when the dump was delivered: somebody may have moved the dump away.
for file in *.*.json; do
	[ -e "${file%.json}.dump" ] || [ -e "${file%.json}.told" ] || rm -f "$file"
done

# Write check.json, or fail. Try again after transient errors.
check_dimms()
{
	for pause in 0 1; do
		sleep $pause
		rm -f check.json
		ndctl ocxl check --jobs=8 --output=check.json 2>messages
		jq -es 'length == 1 and (.[0].format_version | startswith("1."))' check.json \
			>/dev/null 2>&1 || return 1
		jq -e 'any(.dimms[]; .error.name == ("EAGAIN", "EBUSY", "ETIMEDOUT"))' check.json \
			>/dev/null || return 0
	done
}

# ndctl syncs each entry to the file before it acknowledges the entry. The exit status is for all
# DIMMs together; "check" reports which of them failed.
ndctl ocxl read-error-log --jobs=8 --limit=1000 --collect=log.ndjson 2>messages
case $? in 0 | 2 | 3) ;; *) status=1 ;; esac
# An older batch was not delivered: it must be delivered first.
[ -e batch.ndjson ] || [ ! -e log.ndjson ] || mv log.ndjson batch.ndjson || status=1

# the name of a card in news, from a DIMM or a line; $shared: serial numbers that several DIMMs have
# shellcheck disable=SC2016 # for jq
name='def name: .serial as $own | if ($own // "") != "" and all($shared[]; . != $own) then $own else .dev end;'
shared='[]'

if check_dimms; then
	# Variables, because jq does not report every write error.
	shared=$(jq -c '[.dimms[].serial // empty] | group_by(.) | map(select(length > 1)[0])' \
		check.json) || exit 1
	state=$(jq -c --argjson shared "$shared" "$name"'[.dimms[] | select(.status != "unsupported") | {
		key: name,
		value: {state: (.check.verdict // "error"),
			conditions: ([.check.conditions[]?.name] + [.error.name // empty])}
	}] | from_entries' check.json) || exit 1
	# On a full disk, the delivery of the batch makes space.
	printf '%s\n' "$state" >state.new || { status=1 && rm -f state.new; }
	cards=$(jq -r --argjson shared "$shared" "$name"'
		.dimms[] | select(any(.check.conditions[]?; .name == "dump_pending")) |
		name | select(test("^(nmem)?[0-9]+$"))' check.json) || status=1
else
	status=1
	cards=
	rm -f state.new
fi
for card in $cards; do
	file=$card.$(date +%s)
	while [ -e "$file.dump" ]; do file=$file.1; done
	# ndctl releases a dump that was saved. "check" reports the others again in the next round.
	ndctl ocxl read-dump "$card" --output="$file.dump" >"$file.json" 2>messages || status=1
	[ -e "$file.dump" ] || rm -f "$file.json"
done

# A file that jq cannot read counts as empty, so the agent sends all states again. When jq was
# killed, its exit status says nothing about the file.
old=/dev/null
if [ -s state.json ]; then
	jq -es 'length == 1 and (.[0] | type == "object")' state.json >/dev/null 2>&1
	case $? in
	0) old=state.json ;;
	[1-5]) echo "agent: cannot read state.json: all states are sent again" >&2 ;;
	*) exit 1 ;;
	esac
fi

# Write all news to standard output, or fail.
write_news()
{
	if [ -e state.new ]; then
		jq -cn --slurpfile old "$old" --slurpfile new state.new '
			($old[0] // {}) as $old | $new[0] as $new | ($old + $new | keys[]) |
			select($old[.] != $new[.]) |
			{serial: .} + ($new[.] // {state: "missing", conditions: []})' || return 1
	fi
	if [ -e batch.ndjson ]; then
		jq -cR --argjson shared "$shared" "$name"'
			. as $line | (fromjson? // null) |
			if type != "object" or (has("error_log") and (.error_log | type) != "object") or
				any(.serial, .dev; type != "string" and type != "null")
			then {unreadable: $line}
			else select(.error_log) | {serial: name, entry: .error_log} end' batch.ndjson ||
			return 1
	fi
	for file in *.dump; do
		if [ ! -e "$file" ] || [ -e "${file%.dump}.told" ]; then continue; fi
		jq -cn --arg file "$file" '{serial: ($file | split(".")[0]), dump: $file}' || return 1
	done
}

# Send standard input to a command, or do nothing if it is empty. Return the status of the command. A
# command that ends without reading everything may accept it nevertheless.
send_news()
{
	IFS= read -r first || { touch sent && return; }
	{ printf '%s\n' "$first" && cat && touch sent; } | { "$@" 9>&-; code=$?; cat >/dev/null; exit $code; }
}

# Without a copy, because there may be no space for one. The file "written" exists only after the last
# line was written, "sent" after it was sent: any of these processes may be killed.
rm -f written sent
{ write_news && touch written; } | send_news "$@" || exit 1
[ -e written ] && [ -e sent ] || exit 1
for file in *.dump; do
	[ ! -e "$file" ] || touch "${file%.dump}.told" || exit 1
done
# Delivered. The next round does not send this news again.
rm -f batch.ndjson written sent
[ ! -e state.new ] || { sync state.new && mv state.new state.json; } || exit 1
exit $status
