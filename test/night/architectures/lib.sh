# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by run: runs the unit tests of a build directory, and adds them up.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=test/test-results.sh disable=SC1091
. test/test-results.sh

# list_unit_tests BUILD-DIRECTORY: name and targets of each
list_unit_tests()
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

# run_unit_tests TITLE BUILD-DIRECTORY NAME...: other jobs may run here, and an emulated processor is
# slow, so each test gets ten times its time
run_unit_tests()
{
	run_meson_suites "$1" "$2" -t 10 "${@:3}"
}
