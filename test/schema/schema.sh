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

has_no_message()
{
	! messages_about "$1"
}

for file in good/*; do
	passes "$file passes" has_no_message "$file"
done

while read -r file path reason; do
	case $file in '#'*) continue ;; esac
	# Only one problem each, without others that follow from it.
	message=$(messages_about "bad/$file")
	status=0
	[[ $message == *": $path: "*"$reason"* && $message != *$'\n'* ]] || status=1
	tap_result $status "bad/$file: $reason" "$message"
done <bad/expected

# exits_with STATUS FILE
exits_with()
{
	./validate.py "$2" >/dev/null
	test $? -eq "$1"
}

passes 'exit status 0 for a valid document' exits_with 0 good/heartbeat.json
passes 'exit status 1 for an invalid one' exits_with 1 bad/empty.json

listed=$(awk '!/^#/ { print $1 }' bad/expected | sort)
present=$(cd bad && printf '%s\n' *.json *.ndjson | sort)
passes "bad/expected lists the files of bad/" test "$listed" = "$present"

# A log of some thousand entries must not take long.
entry=$(head -n 1 good/read-error-log.ndjson)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
yes "$entry" | head -n 5000 >"$log"
passes "5000 lines in a run" timeout 120 ./validate.py --format=ndjson "$log"

tap_plan
