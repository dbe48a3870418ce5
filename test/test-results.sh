# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by programs that run other programs as tests. They print a line for each test, which begins
# with "ok  ", "FAIL" or "skip", and last "N passed, N failed". $work is a directory of the caller.
: >"$work/tally"

# exit status of a test that cannot run here; the last line of its output is the reason
TEST_SKIPPED=77

# run_step NAME COMMAND...: one command is one test; shows its output when it fails
run_step()
{
	local name=$1 status=0 begin=$SECONDS output=$work/step-$BASHPID
	shift
	"$@" >"$output" 2>&1 </dev/null || status=$?
	case $status in
	0)
		echo "ok   $name ($((SECONDS - begin)) s)"
		echo '1 0' >>"$work/tally"
		;;
	"$TEST_SKIPPED") echo "skip $name: $(tail -n 1 "$output")" ;;
	*)
		tail -n 60 "$output" | fail_step "$name"
		return 1
		;;
	esac
}

# fail_step NAME: one failed test, whose output is standard input
fail_step()
{
	echo "FAIL $1"
	sed 's/^/     | /'
	echo '0 1' >>"$work/tally"
}

# run_meson_suites TITLE BUILD-DIRECTORY OPTION...: "meson test" with these options
run_meson_suites()
{
	local title=$1 build=$2
	shift 2
	rm -f "$build/meson-logs/testlog.json"
	meson test -C "$build" --no-rebuild --quiet "$@" >"$work/meson" 2>&1 </dev/null
	scripts/count-tests "$title" "$build" "$work/tally" 2>>"$work/meson" ||
		tail -n 20 "$work/meson" | fail_step "$title: the tests did not run"
}

# sum_tests 1|2: how many passed (1) or failed (2)
sum_tests()
{
	awk -v column="$1" '{ sum += $column } END { print sum + 0 }' "$work/tally"
}

# print_sum: the last line; fails when a test failed, or none passed
print_sum()
{
	local passed failed
	passed=$(sum_tests 1)
	failed=$(sum_tests 2)
	echo "$passed passed, $failed failed"
	[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
}
