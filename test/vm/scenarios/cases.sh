# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functional tests of test/cli on the driver: those in which the way to the card matters most.
# The others are in more-cases.sh, which takes longer.
# shellcheck source=test/vm/cases.sh disable=SC1091
. test/vm/cases.sh

scenario_case_report()
{
	# eight at once take longer here than a report may take
	case_here report 15 "1 4"
}

# asked for, late, never, among others; what was in the log stays there
scenario_case_request_health()
{
	case_here request-health 19 1
}

# dumps that take their time or never come
scenario_case_dump_that_is_late()
{
	case_here read-dump 12 3
}

# dumps that grow, shrink, are replaced or released while they are read
scenario_case_dump_that_changes()
{
	case_here read-dump 13 4
}
