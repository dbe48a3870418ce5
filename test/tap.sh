# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by tests that are shell scripts: the Test Anything Protocol.
tap_count=0
tap_failed=0

# tap_result STATUS NAME [DETAILS]: prints one test, which passes if STATUS is 0; DETAILS only if not
tap_result()
{
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_count - $2"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $2"
		[ -z "${3-}" ] || printf '%s\n' "$3" | tail -n 60 | sed 's/^/# /'
	fi
}

# passes NAME COMMAND...: a test that COMMAND succeeds
passes()
{
	local name=$1 output status=0
	shift
	output=$("$@" 2>&1) || status=$?
	tap_result $status "$name" "$output"
}

# fails_with NAME TEXT COMMAND...: a test that COMMAND fails by itself, and TEXT is in its output
fails_with()
{
	local name=$1 text=$2 output status=0
	shift 2
	output=$("$@" 2>&1) || status=$?
	[ $status -gt 0 ] && [ $status -lt 126 ] && grep -qF -- "$text" <<<"$output"
	tap_result $? "$name" "status $status, wanted: $text"$'\n'"$output"
}

# tap_plan: prints the number of tests; fails when one has failed
tap_plan()
{
	echo "1..$tap_count"
	[ $tap_failed -eq 0 ]
}
