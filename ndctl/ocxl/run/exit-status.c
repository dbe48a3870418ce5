// SPDX-License-Identifier: GPL-2.0-only
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/base/error.h"
#include "ocxl/base/names.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/exit-status.h"

void ocxl_run_totals_add(struct ocxl_run_totals *totals, enum ocxl_result_kind kind, bool named)
{
	switch (kind) {
	case OCXL_RESULT_DONE:
		totals->done++;
		break;
	case OCXL_RESULT_FAILED:
		totals->failed++;
		break;
	case OCXL_RESULT_NOT_PERMITTED:
		totals->not_permitted++;
		break;
	case OCXL_RESULT_UNSUPPORTED:
		if (named)
			totals->unsupported_named++;
		else
			totals->unsupported++;
		break;
	}
}

void ocxl_run_totals_add_verdict(struct ocxl_run_totals *totals, const struct ocxl_result *result)
{
	totals->examined += result->has_verdict;
	if (result->has_verdict && result->verdict > totals->worst)
		totals->worst = result->verdict;
	if (result->has_unreadable_files ||
	    (!result->has_verdict &&
	     (result->kind != OCXL_RESULT_UNSUPPORTED || result->dimm->named)))
		totals->unexamined++;
}

bool ocxl_run_totals_none_queried(const struct ocxl_run_totals *totals)
{
	return totals->exit_status == OCXL_EXIT_NO_DIMM && !totals->done && !totals->failed &&
	       !totals->not_permitted;
}

bool ocxl_run_totals_all_unsupported(const struct ocxl_run_totals *totals)
{
	return !totals->done && !totals->failed && !totals->not_permitted &&
	       totals->unsupported + totals->unsupported_named > 0;
}

/* a card of which nothing is known is not "ok", and a run without cards is not either */
static enum ndctl_ocxl_severity find_verdict(const struct ocxl_run_totals *totals)
{
	bool unknown = totals->unexamined || !totals->examined;

	return unknown && totals->worst < NDCTL_OCXL_SEVERITY_UNKNOWN ? NDCTL_OCXL_SEVERITY_UNKNOWN
								      : totals->worst;
}

/* not because there is no DIMM: that has an exit status of its own */
static bool is_unhealthy(const struct ocxl_run_totals *totals)
{
	if (totals->worst == NDCTL_OCXL_SEVERITY_CRITICAL)
		return true;
	return totals->strict &&
	       (totals->worst != NDCTL_OCXL_SEVERITY_OK || (totals->unexamined && totals->found));
}

static int find_exit_status(const struct ocxl_run_totals *totals)
{
	if (totals->output_failed || totals->broken)
		return OCXL_EXIT_OUTPUT;
	if (is_unhealthy(totals))
		return OCXL_EXIT_UNHEALTHY;
	if (totals->missing || totals->unsupported_named)
		return OCXL_EXIT_NO_DIMM;
	/* from here on by the status of the DIMMs alone */
	if (!totals->done && !totals->failed)
		return totals->not_permitted ? OCXL_EXIT_NOT_PERMITTED : OCXL_EXIT_NO_DIMM;
	if (!totals->done)
		return OCXL_EXIT_FAILED;
	if (totals->failed || totals->not_permitted)
		return OCXL_EXIT_SOME_FAILED;
	return 0;
}

/*
 * Does the file of metrics show all that went wrong? Then the run has succeeded, so that a service
 * does not fail for each failed card. The file cannot show names and buses that do not exist.
 */
static bool is_shown_by_metrics(const struct ocxl_run_totals *totals)
{
	return totals->metrics_file && !totals->broken && !totals->output_failed &&
	       !totals->missing && !(totals->bus && !totals->found);
}

void ocxl_run_totals_conclude(struct ocxl_run_totals *totals)
{
	totals->verdict = find_verdict(totals);
	totals->document_status = find_exit_status(totals);
	if (totals->plugin && (totals->refused || totals->output_failed))
		totals->exit_status = OCXL_EXIT_NAGIOS_UNKNOWN;
	else if (totals->plugin)
		totals->exit_status = (int)ocxl_nagios_status(totals->verdict);
	else if (totals->refused)
		totals->exit_status = totals->refused;
	else
		totals->exit_status = is_shown_by_metrics(totals) ? 0 : totals->document_status;
}
