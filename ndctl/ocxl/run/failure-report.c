// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/run/failure-report.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"

static void print_message(const struct ocxl_failure_message *message)
{
	ocxl_error_dimm(message->dev, message->failure.command, &message->failure.failure);
}

/* one cause may fail every command of a DIMM, for example a missing permission */
static bool is_repeated(const struct ocxl_result *result, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (!strcmp(result->failures[i].failure.message,
			    result->failures[index].failure.message))
			return true;
	}
	return false;
}

static void add_message(struct ocxl_failure_report *report,
			const struct ocxl_failure_message *message, bool defer)
{
	struct ocxl_failure_message *grown = NULL;

	if (defer)
		grown = realloc(report->deferred, (report->count + 1) * sizeof(*grown));
	if (!grown) {
		print_message(message);
		return;
	}
	report->deferred = grown;
	grown[report->count++] = *message;
}

void ocxl_failure_report_add(struct ocxl_failure_report *report, const struct ocxl_result *result,
			     bool defer)
{
	struct ocxl_failure_message message = { .dev = result->dimm->dev };
	unsigned int i;

	if (result->outcome == OCXL_OUTCOME_UNSUPPORTED && !result->dimm->named) {
		if (!report->unsupported.dev) {
			report->unsupported.dev = result->dimm->dev;
			report->unsupported.failure = result->failures[0];
		}
		return;
	}
	for (i = 0; i < result->failure_count; i++) {
		message.failure = result->failures[i];
		if (!is_repeated(result, i) && !result->repeated)
			add_message(report, &message, defer);
	}
}

void ocxl_failure_report_print_deferred(struct ocxl_failure_report *report)
{
	size_t i;

	for (i = 0; i < report->count; i++)
		print_message(&report->deferred[i]);
	free(report->deferred);
	report->deferred = NULL;
	report->count = 0;
}

void ocxl_failure_report_print_unsupported(const struct ocxl_failure_report *report)
{
	if (report->unsupported.dev)
		print_message(&report->unsupported);
}
