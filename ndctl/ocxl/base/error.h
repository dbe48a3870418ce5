/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Print messages on standard error, and choose the exit status. No other file does either; the
 * progress of a dump and the trace of --verbose are no messages.
 */
#ifndef OCXL_ERROR_H
#define OCXL_ERROR_H

#include <stdbool.h>
#include "ocxl/base/failure.h"

#define OCXL_EXIT_OUTPUT	 1
#define OCXL_EXIT_FAILED	 1
#define OCXL_EXIT_NO_DIMM	 2
#define OCXL_EXIT_SOME_FAILED	 3
#define OCXL_EXIT_NOT_PERMITTED	 4
#define OCXL_EXIT_UNHEALTHY	 5
#define OCXL_EXIT_USAGE		 129
/* with --format=nagios; the others are those of ocxl_nagios_status() */
#define OCXL_EXIT_NAGIOS_UNKNOWN 3

/* how a verb ended for one DIMM */
enum ocxl_outcome {
	OCXL_OUTCOME_DONE, /* all its commands succeeded */
	OCXL_OUTCOME_FAILED, /* a command failed */
	OCXL_OUTCOME_NOT_PERMITTED, /* commands failed, only for lack of a permission */
	OCXL_OUTCOME_UNSUPPORTED, /* the driver or the card lacks the command */
};

/* how a verb ended for all DIMMs; the exit status comes from it */
struct ocxl_outcomes {
	unsigned int done; /* number of DIMMs */
	unsigned int failed; /* also DIMMs that could not be opened */
	unsigned int not_permitted;
	unsigned int unsupported; /* selected by "all" or by default */
	unsigned int unsupported_named;
	unsigned int missing; /* names on the command line without a DIMM */
	/* a verdict asks for OCXL_EXIT_UNHEALTHY, whatever happened to other DIMMs */
	bool unhealthy;
	bool output_failed; /* the output could not be written */
};

/* count one DIMM */
void ocxl_outcomes_add(struct ocxl_outcomes *outcomes, enum ocxl_outcome outcome, bool named);

bool ocxl_outcomes_all_unsupported(const struct ocxl_outcomes *outcomes);

/* exit status of the process, which documents have as well */
int ocxl_exit_status(const struct ocxl_outcomes *outcomes);

void ocxl_error_dimm(const char *dev, unsigned int command, const struct ocxl_failure *failure);

/* @rc: negative errno, or negative enum ocxl_error_code; -ELIBACC: tables need a library */
void ocxl_error_output(const char *name, int rc);

void ocxl_error_fifo_waiting(const char *name);

/* 0, or OCXL_EXIT_OUTPUT after a message */
int ocxl_error_flush_stdout(void);

/* bytes that a terminal would interpret are escaped */
void ocxl_error_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * print a message about the command line; returns OCXL_EXIT_USAGE
 * @verb: its name; NULL for the group of verbs
 */
int ocxl_error_usage(const char *verb, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* keep a message about the command line without printing it */
void ocxl_error_set_usage_reason(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* the last of these messages, without the name of the verb; valid until the next one */
const char *ocxl_error_usage_reason(void);

/* append a name to a list like "json, table"; one that does not fit into @size is omitted */
void ocxl_error_append_name(char *list, size_t size, const char *prefix, const char *name);

#endif /* OCXL_ERROR_H */
