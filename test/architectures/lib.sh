# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What run and builds share: the unit tests of a build directory, and the sum of all.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/tally"

# name and targets of each unit test
programs()
{
	python3 - "$1" <<-'END'
		import json, os, subprocess, sys
		def introspect(what):
		    return json.loads(subprocess.check_output(["meson", "introspect", what, sys.argv[1]]))
		files = {target["id"]: target["filename"][0] for target in introspect("--targets")}
		for test in introspect("--tests"):
		    if any(suite.endswith(":unit") for suite in test["suite"]):
		        needed = [os.path.relpath(files[name], sys.argv[1]) for name in test["depends"]]
		        print(test["name"], " ".join(needed), sep="\t")
	END
}

# fail WHAT...: shows standard input
fail()
{
	echo "FAIL $*"
	sed 's/^/     | /'
	echo "0 1" >>"$work/tally"
}

# step NAME COMMAND...: one test that is one command; its output is shown when it fails
step()
{
	local name=$1
	shift
	if "$@" >"$work/step" 2>&1 </dev/null; then
		echo "ok   $name"
		echo "1 0" >>"$work/tally"
	else
		tail -n 40 "$work/step" | fail "$name"
		return 1
	fi
}

# unit_tests TITLE BUILD-DIRECTORY NAME...: a line for each of these tests
unit_tests()
{
	local title=$1 build=$2
	shift 2
	rm -f "$build/meson-logs/testlog.json"
	# others may be at work here, and a foreign processor takes its time
	meson test -C "$build" --no-rebuild --quiet -t 10 "$@" >"$work/log" 2>&1 </dev/null
	scripts/count-tests "$title" "$build" "$work/tally" 2>>"$work/log" ||
		tail -n 20 "$work/log" | fail "$title: the tests did not run"
}

# end_of_tests FIGURE: the last line, and the status
end_of_tests()
{
	scripts/figures --count "$1" "$(awk '{ sum += $1 } END { print sum+0 }' "$work/tally")" architectures
	awk '{ passed += $1; failed += $2 }
	END {
		printf "%d passed, %d failed\n", passed, failed
		exit !(passed > 0 && failed == 0)
	}' "$work/tally"
}
