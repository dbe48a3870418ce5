#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The schema and its validator: everything in good/ passes; everything in bad/ fails, with the
# element and the reason in bad/expected.
cd "${OCXL_SOURCE:-$(dirname "$0")/../..}/test/schema" || exit 1

number=0
result()
{
	number=$((number + 1))
	echo "$1 $number - $2"
}

# the messages of the validator about FILE: fails FILE
messages=$(./validate.py good/* bad/*.json bad/*.ndjson)
fails()
{
	printf '%s\n' "$messages" | grep "^$1:"
}

for file in good/*; do
	if message=$(fails "$file"); then
		result "not ok" "$file passes"
		printf '%s\n' "$message" | sed 's/^/# /'
	else
		result ok "$file passes"
	fi
done

while read -r file path reason; do
	case $file in '#'*) continue ;; esac
	# Only one problem each, without others that follow from it.
	message=$(fails "bad/$file")
	if [[ $message == *": $path: "*"$reason"* && $message != *$'\n'* ]]; then
		result ok "bad/$file: $reason"
	else
		result "not ok" "bad/$file: $reason"
		printf '%s\n' "$message" | sed 's/^/# /'
	fi
done <bad/expected

for file in good/heartbeat.json bad/empty.json; do
	./validate.py "$file" >/dev/null
	status=$?
	case $file$status in
	good*0 | bad*1) result ok "exit status $status for $file" ;;
	*) result "not ok" "exit status $status for $file" ;;
	esac
done

listed=$(awk '!/^#/ { print $1 }' bad/expected | sort)
present=$(cd bad && printf '%s\n' *.json *.ndjson | sort)
if [ "$listed" = "$present" ]; then
	result ok "bad/expected lists what is in bad/"
else
	result "not ok" "bad/expected lists what is in bad/"
fi

# A log of some thousand entries must not take long.
entry=$(head -n 1 good/read-error-log.ndjson)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
yes "$entry" | head -n 5000 >"$log"
if timeout 60 ./validate.py --format=ndjson "$log"; then
	result ok "5000 lines in a run"
else
	result "not ok" "5000 lines in a run"
fi

echo "1..$number"
