#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# agent.sh DIRECTORY [COMMAND...]
#
# One round of looking after the OpenCAPI DIMMs of this machine, for a timer; needs jq and flock.
# News go to standard input of COMMAND ("cat" without one), one JSON object a line:
#
#     {"serial":..., "state":..., "reasons":[...]}    the state of a DIMM is another one than before:
#                                                     a verdict, "error" or "missing"
#     {"serial":..., "entry":{...}}                   an entry of its error log
#     {"serial":..., "dump":FILE, "sha256":...}       a dump that was saved in DIRECTORY
#
# Whatever kills this, or COMMAND, and whenever: no news are lost. What COMMAND did not accept with
# exit status 0 it gets again in the next round, so it may get some of them twice; serial and
# entry.cursor tell an entry from all others.
#
# Exit status: 0; 1 when something could not be read or delivered, 75 when another round runs.
set -u
umask 077
cd "$1" || exit 1
shift
[ $# -gt 0 ] || set -- cat
status=0

# A child that outlives us still has the lock, so the next round begins when it has ended.
exec 9>lock
flock -n 9 || exit 75

# check: the document check.json, or failure; what is busy gets a second chance
check()
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

# Each entry is in the file, and synced, before ndctl takes it off the log. Exit statuses are for
# all DIMMs together; "check" says which of them are in trouble.
ndctl ocxl read-error-log --jobs=8 --output=log.ndjson 2>messages
case $? in 0 | 2 | 3) ;; *) status=1 ;; esac
# Nobody writes now. A batch that is still there was not delivered: it goes first.
[ -e batch.ndjson ] || [ ! -e log.ndjson ] || mv log.ndjson batch.ndjson || status=1

if check; then
	# through a variable: jq does not notice each write that fails
	state=$(jq -c '[.dimms[] | select(.serial and .status != "unsupported") | {
		key: .serial,
		value: {state: (.check.verdict // "error"),
			reasons: ([.check.reasons[]?.name] + [.error.name // empty])}
	}] | from_entries' check.json) || exit 1
	printf '%s\n' "$state" >state.new || exit 1
	serials=$(jq -r '.dimms[] | select(any(.check.reasons[]?; .name == "dump")) |
		.serial | select(test("^[0-9]+$"))' check.json) || status=1
else
	status=1
	serials=
	rm -f state.new
fi
for serial in $serials; do
	name=$serial.$(date +%s)
	while [ -e "$name.dump" ]; do name=$name.1; done
	# what was saved is released; of the rest the next round is told again
	ndctl ocxl read-dump "$serial" --output="$name.dump" >"$name.json" 2>messages || status=1
	[ -e "$name.dump" ] || rm -f "$name.json"
done

# What cannot be read is no state, so all is told again. A jq that was killed says nothing about it.
if [ -s state.json ]; then
	jq -es 'length == 1 and (.[0] | type == "object")' state.json >/dev/null 2>&1
	case $? in
	0) ;;
	[1-5]) echo "agent: state.json cannot be read, all is told again" >&2 && rm -f state.json ;;
	*) exit 1 ;;
	esac
fi
[ -s state.json ] || echo '{}' >state.json || exit 1

# news: all of it, or failure
news()
{
	if [ -e state.new ]; then
		jq -cn --slurpfile old state.json --slurpfile new state.new '
			$old[0] as $old | $new[0] as $new | ($old + $new | keys[]) |
			select($old[.] != $new[.]) |
			{serial: .} + ($new[.] // {state: "missing", reasons: []})' || return 1
	fi
	# a last line without its end was never acknowledged: the entry comes again
	if [ -e batch.ndjson ]; then
		jq -cR 'fromjson? | select(.error_log) | {serial, entry: .error_log}' batch.ndjson ||
			return 1
	fi
	for file in *.dump; do
		if [ ! -e "$file" ] || [ -e "${file%.dump}.told" ]; then continue; fi
		sum=$(jq -ce '.dimms[0].dump.sha256' "${file%.dump}.json" 2>/dev/null)
		case $? in 0) ;; [1-5]) sum=null ;; *) return 1 ;; esac
		jq -cn --arg file "$file" --argjson sum "$sum" '
			{serial: ($file | split(".")[0]), dump: $file, sha256: $sum}' || return 1
	done
}

# cat notices each write that fails, and "whole" is there only after the last of the news.
rm -f whole
{ news && touch whole; } | cat >news.ndjson || exit 1
[ -e whole ] || exit 1
if [ -s news.ndjson ]; then
	"$@" <news.ndjson 9>&- || exit 1
	for file in *.dump; do
		[ ! -e "$file" ] || touch "${file%.dump}.told" || exit 1
	done
fi
# Delivered: from here on it is not said again.
[ ! -e state.new ] || { sync state.new && mv state.new state.json; } || exit 1
rm -f batch.ndjson news.ndjson whole
exit $status
