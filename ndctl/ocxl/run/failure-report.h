/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages for failed DIMMs: each cause once, and on a terminal not in the middle of a document. */
#ifndef OCXL_FAILURE_REPORT_H
#define OCXL_FAILURE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/base/failure.h"

struct ocxl_result;

/**
 * struct ocxl_failure_message - a message about one DIMM
 * @dev: name of the DIMM; NULL: no message
 * @failure: the command, and why it failed
 */
struct ocxl_failure_message {
	const char *dev;
	struct ocxl_command_failure failure;
};

/**
 * struct ocxl_failure_report - messages of a run; zero at the start
 * @deferred: to print after the document
 * @count: of @deferred
 * @unsupported: the first DIMM that lacks the command and was not selected by name
 */
struct ocxl_failure_report {
	struct ocxl_failure_message *deferred;
	size_t count;
	struct ocxl_failure_message unsupported;
};

/**
 * ocxl_failure_report_add() - report the failures of a DIMM
 * @report: of the run
 * @result: of the DIMM
 * @defer: print after the document; otherwise now
 */
void ocxl_failure_report_add(struct ocxl_failure_report *report, const struct ocxl_result *result,
			     bool defer);

/** ocxl_failure_report_print_deferred() - print and release the deferred messages */
void ocxl_failure_report_print_deferred(struct ocxl_failure_report *report);

/** ocxl_failure_report_print_unsupported() - print why no DIMM supports the command */
void ocxl_failure_report_print_unsupported(const struct ocxl_failure_report *report);

#endif /* OCXL_FAILURE_REPORT_H */
