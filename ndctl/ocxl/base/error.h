/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Print messages on standard error. No other file does; the progress of a dump and the trace of
 * -vv are no messages.
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

/* @command: OCXLPMEM_CMD_*; 0: a file in sysfs */
void ocxl_error_dimm(const char *dev, unsigned int command, const struct ocxl_failure *failure);

/* @rc: negative errno, or negative enum ocxl_error_code */
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
