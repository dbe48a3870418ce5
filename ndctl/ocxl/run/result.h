/* SPDX-License-Identifier: GPL-2.0-only */
/* The result of a verb for one DIMM: sections to show, failures, outcome. */
#ifndef OCXL_RESULT_H
#define OCXL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/base/error.h"
#include "ocxl/render/render.h"
#include "ocxl/records/field.h"

struct ocxl_command;
struct ocxl_dimm;

#define OCXL_COMMAND_FAILURES_MAX 8

/**
 * struct ocxl_result - what a verb got from one DIMM
 * @dimm: the DIMM
 * @element: for the renderer; what it points to lives in @payload
 * @outcome: for the exit status
 * @verdict: "ok", "warning", "failed"; NULL: the verb comes to none
 * @unhealthy: the verdict is an exit status
 * @quiet: show nothing: the user knows it all, or is not to know yet
 * @repeated: the failure was said the last time as well
 * @failures: what failed, in order
 * @failure_count: how many
 * @payload: of ocxl_result_alloc_payload(), freed with the result
 */
struct ocxl_result {
	const struct ocxl_dimm *dimm;
	struct ocxl_element element;
	enum ocxl_outcome outcome;
	const char *verdict;
	bool unhealthy;
	bool quiet;
	bool repeated;
	struct ocxl_command_failure failures[OCXL_COMMAND_FAILURES_MAX];
	unsigned int failure_count;
	void *payload;
};

/**
 * ocxl_result_alloc_payload() - room for what a verb reads from one DIMM
 *
 * Return: @size zero bytes; NULL when there are none, the failure is noted then.
 */
void *ocxl_result_alloc_payload(struct ocxl_result *result, size_t size);

/** ocxl_result_add_section() - show @data under @key; it lives in the payload */
void ocxl_result_add_section(struct ocxl_result *result, const char *key,
			     const struct ocxl_record *record, const void *data);

/**
 * ocxl_result_add_failure() - note that a command failed: status, outcome, message
 * @result: keeps what was read before
 *
 * ENOTTY makes the DIMM unsupported, anything else is an error.
 */
void ocxl_result_add_failure(struct ocxl_result *result, const struct ocxl_command *exchange);

/**
 * ocxl_result_add_output_failure() - note that the file which keeps what @command gave failed
 * @name: of the file
 * @rc: negative errno
 */
void ocxl_result_add_output_failure(struct ocxl_result *result, unsigned int command,
				    const char *name, int rc);

/** ocxl_result_set_unsupported() - note that driver or card do not have @command */
void ocxl_result_set_unsupported(struct ocxl_result *result, unsigned int command);

#endif /* OCXL_RESULT_H */
