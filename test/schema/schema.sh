#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The schema and its validator: everything in good/ passes; everything in bad/ fails, with the
# element and the reason in bad/expected.
cd "${OCXL_SOURCE:-$(dirname "$0")/../..}/test/schema" || exit 1
# shellcheck source=test/tap.sh disable=SC1091
. ../tap.sh

# messages_about FILE: of the validator
messages=$(./validate.py good/* bad/*.json bad/*.ndjson)
messages_about()
{
	printf '%s\n' "$messages" | grep "^$1:"
}

for file in good/*; do
	message=$(messages_about "$file")
	[ -z "$message" ]
	tap_result $? "$file passes" "$message"
done

while read -r file path reason; do
	case $file in '#'*) continue ;; esac
	# Only one problem each, without others that follow from it.
	message=$(messages_about "bad/$file")
	[[ $message == *": $path: "*"$reason"* && $message != *$'\n'* ]]
	tap_result $? "bad/$file: $reason" "$message"
done <bad/expected

for file in good/heartbeat.json bad/empty.json; do
	./validate.py "$file" >/dev/null
	status=$?
	[[ $file$status == good*0 || $file$status == bad*1 ]]
	tap_result $? "exit status $status for $file"
done

listed=$(awk '!/^#/ { print $1 }' bad/expected | sort)
present=$(cd bad && printf '%s\n' *.json *.ndjson | sort)
[ "$listed" = "$present" ]
tap_result $? "bad/expected lists the files of bad/"

# A log of some thousand entries must not take long.
entry=$(head -n 1 good/read-error-log.ndjson)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
yes "$entry" | head -n 5000 >"$log"
passes "5000 lines in a run" timeout 120 ./validate.py --format=ndjson "$log"

tap_plan
