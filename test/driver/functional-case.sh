# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functional tests of test/cli on the driver, with the same expected output. cards/ocxl-emulator
# skips the sections that a kernel cannot have.

# tests_here COUNT PROGRAM [WORD...]: at least COUNT tests have to run
tests_here()
{
	local build count=$1
	shift
	build=$(command -v ndctl)
	export OCXL_BUILD=${build%/bin/ndctl} OCXL_CARDS=$PWD/test/driver/cards
	"$@" >/tmp/tap || {
		grep -v '^ok' /tmp/tap
		return 1
	}
	[ "$(grep -c '^ok' /tmp/tap)" -ge "$count" ] || die "only $(grep -c '^ok' /tmp/tap) tests"
}

# case_here NAME COUNT [SECTIONS]
case_here()
{
	SECTIONS=${3-} tests_here "$2" test/cli/run "$1"
}
