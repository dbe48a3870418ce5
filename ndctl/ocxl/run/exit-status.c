// SPDX-License-Identifier: GPL-2.0-only
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/base/error.h"
#include "ocxl/base/names.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/exit-status.h"

void ocxl_outcomes_add(struct ocxl_outcomes *outcomes, enum ocxl_outcome outcome, bool named)
{
	switch (outcome) {
	case OCXL_OUTCOME_DONE:
		outcomes->done++;
		break;
	case OCXL_OUTCOME_FAILED:
		outcomes->failed++;
		break;
	case OCXL_OUTCOME_NOT_PERMITTED:
		outcomes->not_permitted++;
		break;
	case OCXL_OUTCOME_UNSUPPORTED:
		if (named)
			outcomes->unsupported_named++;
		else
			outcomes->unsupported++;
		break;
	}
}

void ocxl_outcomes_add_verdict(struct ocxl_outcomes *outcomes, const struct ocxl_result *result)
{
	outcomes->examined += result->has_verdict;
	if (result->has_verdict && result->verdict > outcomes->worst)
		outcomes->worst = result->verdict;
	if (result->unread ||
	    (!result->has_verdict &&
	     (result->outcome != OCXL_OUTCOME_UNSUPPORTED || result->dimm->named)))
		outcomes->unexamined++;
}

bool ocxl_outcomes_none_asked(const struct ocxl_outcomes *outcomes)
{
	return outcomes->exit_status == OCXL_EXIT_NO_DIMM && !outcomes->done && !outcomes->failed &&
	       !outcomes->not_permitted;
}

bool ocxl_outcomes_all_unsupported(const struct ocxl_outcomes *outcomes)
{
	return !outcomes->done && !outcomes->failed && !outcomes->not_permitted &&
	       outcomes->unsupported + outcomes->unsupported_named > 0;
}

/* a card of which nothing is known is not "ok", and a run without cards is not either */
static enum ndctl_ocxl_severity find_verdict(const struct ocxl_outcomes *outcomes)
{
	bool unknown = outcomes->unexamined || !outcomes->examined;

	return unknown && outcomes->worst < NDCTL_OCXL_SEVERITY_UNKNOWN
		       ? NDCTL_OCXL_SEVERITY_UNKNOWN
		       : outcomes->worst;
}

/* without any DIMM, another exit status says so */
static bool is_unhealthy(const struct ocxl_outcomes *outcomes)
{
	if (outcomes->worst == NDCTL_OCXL_SEVERITY_CRITICAL)
		return true;
	return outcomes->strict && (outcomes->worst != NDCTL_OCXL_SEVERITY_OK ||
				    (outcomes->unexamined && outcomes->found));
}

static int find_exit_status(const struct ocxl_outcomes *outcomes)
{
	if (outcomes->output_failed || outcomes->broken)
		return OCXL_EXIT_OUTPUT;
	if (is_unhealthy(outcomes))
		return OCXL_EXIT_UNHEALTHY;
	if (outcomes->missing || outcomes->unsupported_named)
		return OCXL_EXIT_NO_DIMM;
	/* from here on by the status of the DIMMs alone */
	if (!outcomes->done && !outcomes->failed)
		return outcomes->not_permitted ? OCXL_EXIT_NOT_PERMITTED : OCXL_EXIT_NO_DIMM;
	if (!outcomes->done)
		return OCXL_EXIT_FAILED;
	if (outcomes->failed || outcomes->not_permitted)
		return OCXL_EXIT_SOME_FAILED;
	return 0;
}

/* did the file of metrics get everything, but for names on the command line that nothing has */
static bool is_told_by_metrics(const struct ocxl_outcomes *outcomes)
{
	return outcomes->metrics_file && !outcomes->broken && !outcomes->output_failed &&
	       !outcomes->missing && !(outcomes->bus && !outcomes->found);
}

void ocxl_outcomes_conclude(struct ocxl_outcomes *outcomes)
{
	outcomes->verdict = find_verdict(outcomes);
	outcomes->document_status = find_exit_status(outcomes);
	if (outcomes->plugin && (outcomes->refused || outcomes->output_failed))
		outcomes->exit_status = OCXL_EXIT_NAGIOS_UNKNOWN;
	else if (outcomes->plugin)
		outcomes->exit_status = (int)ocxl_nagios_status(outcomes->verdict);
	else if (outcomes->refused)
		outcomes->exit_status = outcomes->refused;
	else
		outcomes->exit_status = is_told_by_metrics(outcomes) ? 0
								     : outcomes->document_status;
}
