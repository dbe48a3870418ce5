/* SPDX-License-Identifier: GPL-2.0-only */
/* The result of a verb for one DIMM: sections to show, failures, outcome. */
#ifndef OCXL_RESULT_H
#define OCXL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/base/error.h"
#include "ocxl/render/render.h"
#include "ocxl/records/field.h"

struct ocxl_exchange;
struct ocxl_target;

#define OCXL_PARTS_MAX 8

/**
 * struct ocxl_result - what a verb got from one DIMM
 * @target: the DIMM
 * @element: for the renderer; what it points to lives in @payload
 * @outcome: for the exit status
 * @verdict: "ok", "warning", "failed"; NULL: the verb comes to none
 * @bad_news: the verdict is an exit status
 * @quiet: show nothing: the user knows it all, or is not to know yet
 * @repeated: the failure was said the last time as well
 * @failures: what failed, in order
 * @failure_count: how many
 * @payload: of ocxl_result_payload(), freed with the result
 */
struct ocxl_result {
	const struct ocxl_target *target;
	struct ocxl_element element;
	enum ocxl_outcome outcome;
	const char *verdict;
	bool bad_news;
	bool quiet;
	bool repeated;
	struct ocxl_part_failure failures[OCXL_PARTS_MAX];
	unsigned int failure_count;
	void *payload;
};

/**
 * ocxl_result_payload() - room for what a verb reads from one DIMM
 *
 * Return: @size zero bytes; NULL when there are none, the failure is noted then.
 */
void *ocxl_result_payload(struct ocxl_result *result, size_t size);

/** ocxl_result_section() - show @data under @key; it lives in the payload */
void ocxl_result_section(struct ocxl_result *result, const char *key,
			 const struct ocxl_record *record, const void *data);

/**
 * ocxl_result_fail() - note that a command failed: status, outcome, message
 * @result: keeps what was read before
 *
 * ENOTTY makes the DIMM unsupported, anything else is an error.
 */
void ocxl_result_fail(struct ocxl_result *result, const struct ocxl_exchange *exchange);

/**
 * ocxl_result_fail_output() - note that the file which keeps what @command gave failed
 * @name: of the file
 * @rc: negative errno
 */
void ocxl_result_fail_output(struct ocxl_result *result, unsigned int command, const char *name,
			     int rc);

/** ocxl_result_unsupported() - note that driver or card do not have @command */
void ocxl_result_unsupported(struct ocxl_result *result, unsigned int command);

#endif /* OCXL_RESULT_H */
