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

# run_meson_suites TITLE BUILD-DIRECTORY OPTION...: "meson test" with these options. Prints a line for each
# program, and for each test that it has skipped.
run_meson_suites()
{
	local title=$1 log=$2/meson-logs/testlog.json
	rm -f "$log"
	meson test -C "$2" --no-rebuild --quiet "${@:3}" >"$work/meson" 2>&1 </dev/null
	jq --raw-output --arg title "$title" "$meson_results" "$log" >"$work/results" 2>>"$work/meson" ||
		tail -n 20 "$work/meson" | fail_step "$title: the tests did not run"
	sed '/^tally /d' "$work/results"
	sed -n 's/^tally //p' "$work/results" >>"$work/tally"
}

# A program counts as its single tests (TAP), or as one test. It can also crash, leak or end too early after
# all of them have passed.
# shellcheck disable=SC2016 # a program of jq
meson_results='
($title + ": " + (.name | split(" / ") | last)) as $name
| (.stdout // "" | split("\n")) as $lines
| [$lines[] | select(test("^(ok|1\\.\\.0).*# *skip"; "i"))] as $skipped
| [$lines[] | select(test("^not ok"))] as $wrong
| ([$lines[] | select(test("^ok\\b"))] - $skipped | length) as $right
| (.result | . == "OK" or . == "EXPECTEDFAIL" or . == "SKIP") as $good
| (if $wrong == [] and ($good | not) then 1 else $wrong | length end) as $failed
| (if $right + $failed == 0 and $skipped == [] and .result != "SKIP" then 1 else $right end) as $passed
| (if $failed > 0 then "FAIL" else "ok  " end) as $verdict
| "tally \($passed) \($failed)",
  (if .result == "SKIP" and $skipped == [] then "all tests" else $skipped[] | sub("^ok[0-9 -]*"; "") end | "skip \($name): \(.)"),
  if $passed + $failed > 0 then
    "\($verdict) \($name): \($passed) passed, \($failed) failed (\(.duration * 10 | round / 10) s)"
  else empty end,
  if $failed > 0 then
    "status \(.result) \(.returncode)", $wrong[], ($lines + (.stderr // "" | split("\n")))[-40:][] | "     | \(.)"
  else empty end
'

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
