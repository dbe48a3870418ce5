/* SPDX-License-Identifier: GPL-2.0-only */
/* The result of a verb for one DIMM: sections to show, failures, outcome. */
#ifndef OCXL_RESULT_H
#define OCXL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/base/error.h"
#include "ocxl/records/field.h"
#include "ocxl/render/render.h"

struct ocxl_command;
struct ocxl_dimm;

#define OCXL_COMMAND_FAILURES_MAX 8

/**
 * struct ocxl_result - the result of a verb for one DIMM
 * @dimm: the DIMM
 * @element: for the renderer; its sections point into @payload
 * @outcome: for the exit status
 * @has_verdict: @verdict is valid
 * @verdict: on the card
 * @unhealthy: the verdict asks for OCXL_EXIT_UNHEALTHY
 * @quiet: do not show the result: it is the same as the last one, or only a base for rates
 * @repeated: the same failure was already reported
 * @failures: in the order in which they occurred
 * @failure_count: of @failures
 * @payload: from ocxl_result_alloc_payload(); freed with the result
 */
struct ocxl_result {
	const struct ocxl_dimm *dimm;
	struct ocxl_element element;
	enum ocxl_outcome outcome;
	bool has_verdict;
	enum ndctl_ocxl_severity verdict;
	bool unhealthy;
	bool quiet;
	bool repeated;
	struct ocxl_command_failure failures[OCXL_COMMAND_FAILURES_MAX];
	unsigned int failure_count;
	void *payload;
};

/**
 * ocxl_result_alloc_payload() - allocate memory for what a verb reads from one DIMM
 * @result: owns the memory
 * @size: number of bytes, which are zero
 *
 * Return: the memory; NULL after adding the failure to @result.
 */
void *ocxl_result_alloc_payload(struct ocxl_result *result, size_t size);

/**
 * ocxl_result_add_section() - show a record
 * @result: receives the section; at most OCXL_SECTIONS_MAX are shown
 * @key: JSON key; NULL: the fields of the record stand in the DIMM's object
 * @record: description of the record
 * @data: the record, usually in the payload
 */
void ocxl_result_add_section(struct ocxl_result *result, const char *key,
			     const struct ocxl_record *record, const void *data);

/**
 * ocxl_result_add_failure() - add a failed command
 * @result: sections stay
 * @command: its rc is not 0. -ENOTTY makes the DIMM unsupported, unless the card or the driver
 *	answered with a status; anything else is an error
 */
void ocxl_result_add_failure(struct ocxl_result *result, const struct ocxl_command *command);

/**
 * ocxl_result_add_error() - add a failed command, whatever the reason
 * @result: becomes an error, also for -ENOTTY
 * @command: its rc is not 0
 */
void ocxl_result_add_error(struct ocxl_result *result, const struct ocxl_command *command);

/**
 * ocxl_result_add_output_failure() - add a failure of the file that receives a card's data
 * @result: becomes an error
 * @number: of the command that brought the data, OCXL_CMD_*
 * @name: of the file
 * @rc: negative errno, or negative enum ocxl_error_code
 */
void ocxl_result_add_output_failure(struct ocxl_result *result, unsigned int number,
				    const char *name, int rc);

/**
 * ocxl_result_refuse_growth() - report that --keep-free leaves no space for the result
 * @result: becomes an error, and quiet: its line would use the space, too
 * @number: of the command that brought the data, OCXL_CMD_*
 * @name: of the file
 */
void ocxl_result_refuse_growth(struct ocxl_result *result, unsigned int number, const char *name);

/**
 * ocxl_result_set_unsupported() - report that the driver or the card lacks a command
 * @result: becomes unsupported
 * @number: of the command, OCXL_CMD_*
 */
void ocxl_result_set_unsupported(struct ocxl_result *result, unsigned int number);

#endif /* OCXL_RESULT_H */
