# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functional tests of test/cli on the driver that depend most on the way to the card.
# shellcheck source=test/vm/functional-case.sh disable=SC1091
. test/vm/functional-case.sh

scenario_case_report()
{
	# eight at once take longer here than a report may take
	case_here report 15 "1 4"
}

# requested, late, and never; the entries of the log stay
scenario_case_request_health()
{
	case_here request-health 19 1
}

# dumps that take time or never come
scenario_case_late_dump()
{
	case_here read-dump 12 3
}

# dumps that grow, shrink, are replaced or released while they are read
scenario_case_changing_dump()
{
	case_here read-dump 13 4
}
