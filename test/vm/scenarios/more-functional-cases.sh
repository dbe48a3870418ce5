# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# More functional tests of test/cli on the driver, for some minutes; they run only when they are
# named.
# shellcheck source=test/vm/functional-case.sh disable=SC1091
. test/vm/functional-case.sh

scenario_case_dump()
{
	case_here read-dump 40 1
}

scenario_case_dump_of_failing_cards()
{
	case_here read-dump 21 '2 5 6 7'
}

scenario_case_dump_through_vendor()
{
	case_here read-dump 5 13
}

scenario_case_request_health_of_failing_cards()
{
	case_here request-health 14 '2 5 7'
}

scenario_case_shutdown()
{
	case_here shutdown 28
}

scenario_case_inject_smart()
{
	case_here inject-smart 38
}
