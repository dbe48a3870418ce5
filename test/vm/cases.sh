# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functional tests of test/cli on the driver: the same cases, the same expected output.
# cards/ocxl-emulator leaves out the sections that a kernel cannot play.

# case_here NAME COUNT [SECTIONS]: at least so many tests; fewer prove nothing
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
