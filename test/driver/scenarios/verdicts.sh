# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Each condition on a card of the driver: the verdicts are those of the emulator. A card of the
# emulator cannot erase, so the failed erase is only here.
# shellcheck source=test/driver/functional-case.sh disable=SC1091
. test/driver/functional-case.sh

scenario_verdicts_on_cards_that_answer()
{
	case_here verdicts 12 '1 2'
}

scenario_verdicts_on_controllers_that_failed()
{
	case_here verdicts 12 '3 4'
}

scenario_verdict_of_a_failed_erase()
{
	local verdict
	load map=$W1
	wait_for has_regions 1
	ndctl disable-region all
	card nmem0 'fault op=erase status=0xFF'
	ndctl sanitize-dimm --overwrite nmem0 || :
	wait_for has_flag nmem0 erase_failed
	verdict=$(OCXL_SOURCE=$PWD test/cli/bin/show-verdict nmem0)
	check_equal "$verdict" "warning (erase_failed=warning), exit status 0, list -DH: non-critical, flags: erase_failed, metrics: 1 (erase_failed=warning), alert: OcxlWarning" "verdict"
}
