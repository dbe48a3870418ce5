/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What went wrong, in words, and the exit status that belongs to it. Nothing else
 * of this command prints messages (exchange.c traces on request).
 */
#ifndef OCXL_ERROR_H
#define OCXL_ERROR_H

#include <stdbool.h>
#include "ocxl/base/failure.h"

#define OCXL_EXIT_OUTPUT	1
#define OCXL_EXIT_FAILED	1
#define OCXL_EXIT_NO_DIMM	2
#define OCXL_EXIT_SOME_FAILED	3
#define OCXL_EXIT_NOT_PERMITTED 4
#define OCXL_EXIT_UNHEALTHY	5
#define OCXL_EXIT_USAGE		129

/** enum ocxl_outcome - how it went for one DIMM */
enum ocxl_outcome {
	OCXL_OUTCOME_DONE,
	OCXL_OUTCOME_FAILED,
	OCXL_OUTCOME_NOT_PERMITTED,
	OCXL_OUTCOME_UNSUPPORTED,
};

/**
 * struct ocxl_outcomes - how it went for all of them
 * @done: DIMMs that did all that was asked
 * @failed: DIMMs that did not, those without permission not counted
 * @not_permitted: DIMMs that we may not talk to
 * @unsupported: DIMMs without the command that nobody named
 * @unsupported_named: DIMMs without the command that were named
 * @missing: names that mean no OpenCAPI DIMM
 * @unhealthy: a verdict that the user wants to hear as an exit status
 * @output_failed: the output could not be written
 */
struct ocxl_outcomes {
	unsigned int done;
	unsigned int failed;
	unsigned int not_permitted;
	unsigned int unsupported;
	unsigned int unsupported_named;
	unsigned int missing;
	bool unhealthy;
	bool output_failed;
};

/** ocxl_outcomes_add() - count one DIMM */
void ocxl_outcomes_add(struct ocxl_outcomes *outcomes, enum ocxl_outcome outcome, bool named);

/** ocxl_outcomes_all_unsupported() - could nothing be done because nothing has the command */
bool ocxl_outcomes_all_unsupported(const struct ocxl_outcomes *outcomes);

/** ocxl_exit_status() - the one that documents and shells see */
int ocxl_exit_status(const struct ocxl_outcomes *outcomes);

/** ocxl_error_dimm() - "nmem0: SMART: …" on standard error */
void ocxl_error_dimm(const char *dev, unsigned int command, const struct ocxl_failure *failure);

/** ocxl_error_output() - the output failed with the negative errno @rc, -ELIBACC before it began */
void ocxl_error_output(const char *name, int rc);

/** ocxl_error_fifo_waiting() - the FIFO @name has no reader, and is waited for */
void ocxl_error_fifo_waiting(const char *name);

/**
 * ocxl_error_flush_stdout() - end of a command that has printed with stdio
 *
 * Return: 0, or OCXL_EXIT_OUTPUT after a message.
 */
int ocxl_error_flush_stdout(void);

/** ocxl_error() - any other message about the work of a command */
void ocxl_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * ocxl_error_usage() - a message about what was typed
 * @verb: NULL for the group
 *
 * Return: OCXL_EXIT_USAGE.
 */
int ocxl_error_usage(const char *verb, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* OCXL_ERROR_H */
