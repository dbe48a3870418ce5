# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functional tests of test/cli on the driver, with the same expected output. cards/ocxl-emulator
# skips the sections that a kernel cannot have.

# case_here NAME COUNT [SECTIONS]: at least COUNT tests have to run
case_here()
{
	local build
	build=$(command -v ndctl)
	export OCXL_BUILD=${build%/bin/ndctl} OCXL_CARDS=$PWD/test/vm/cards SECTIONS=${3-}
	test/cli/run "$1" >/tmp/tap || {
		grep -v '^ok' /tmp/tap
		return 1
	}
	[ "$(grep -c '^ok' /tmp/tap)" -ge "$2" ] || die "only $(grep -c '^ok' /tmp/tap) tests"
}
