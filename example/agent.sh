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
[ -e batch.ndjson ] || [ ! -e log.ndjson ] || mv log.ndjson batch.ndjson

if check; then
	jq '[.dimms[] | select(.serial and .status != "unsupported") | {
		key: .serial,
		value: {state: (.check.verdict // "error"),
			reasons: ([.check.reasons[]?.name] + [.error.name // empty])}
	}] | from_entries' check.json >state.new || exit 1
	serials=$(jq -r '.dimms[] | select(any(.check.reasons[]?; .name == "dump")) |
		.serial | select(test("^[0-9]+$"))' check.json)
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

news()
{
	[ -s state.json ] || echo '{}' >state.json
	[ ! -e state.new ] || jq -cn --slurpfile old state.json --slurpfile new state.new '
		$old[0] as $old | $new[0] as $new | ($old + $new | keys[]) |
		select($old[.] != $new[.]) |
		{serial: .} + ($new[.] // {state: "missing", reasons: []})'
	# a last line without its end was never acknowledged: the entry comes again
	[ ! -e batch.ndjson ] ||
		jq -cR 'fromjson? | select(.error_log) | {serial, entry: .error_log}' batch.ndjson
	for file in *.dump; do
		[ ! -e "$file" ] || [ -e "${file%.dump}.told" ] || jq -ce --arg file "$file" '
			.dimms[] | {serial, dump: $file, sha256: .dump.sha256}' \
			"${file%.dump}.json" 2>/dev/null || jq -cn --arg file "$file" '
			{serial: ($file | split(".")[0]), dump: $file, sha256: null}'
	done
}

news >news.ndjson || exit 1
if [ -s news.ndjson ]; then
	"$@" <news.ndjson 9>&- || exit 1
	for file in *.dump; do
		[ ! -e "$file" ] || : >"${file%.dump}.told"
	done
fi
# Delivered: from here on it is not said again.
[ ! -e state.new ] || mv state.new state.json
rm -f batch.ndjson news.ndjson
exit $status
