/* SPDX-License-Identifier: GPL-2.0-only */
/* Check the options of a command line, and which of them can be combined. */
#ifndef OCXL_OPTION_CHECK_H
#define OCXL_OPTION_CHECK_H

#include <stdbool.h>

struct ocxl_options;
struct ocxl_verb;

/* the options, in the order of help */
enum ocxl_typed {
	OCXL_TYPED_BUS,
	OCXL_TYPED_FORMAT,
	OCXL_TYPED_HUMAN,
	OCXL_TYPED_INPUT,
	OCXL_TYPED_OUTPUT,
	OCXL_TYPED_JOBS,
	OCXL_TYPED_VERBOSE,
	OCXL_TYPED_QUIET,
	OCXL_TYPED_ACKNOWLEDGE,
	OCXL_TYPED_NO_ACKNOWLEDGE, /* the parser knows it as the negation of the one before */
	OCXL_TYPED_LIMIT,
	OCXL_TYPED_NO_DATA,
	OCXL_TYPED_REDACT,
	OCXL_TYPED_RAW,
	OCXL_TYPED_STRICT,
	OCXL_TYPED_IGNORE,
	OCXL_TYPED_CONDITION,
	OCXL_TYPED_KEEP_FREE,
	OCXL_TYPED_FOLLOW,
	OCXL_TYPED_INTERVAL,
	OCXL_TYPED_COUNT,
	OCXL_TYPED_NEW,
	OCXL_TYPED_FORCE,
	OCXL_TYPED_TIMEOUT,
	OCXL_TYPED_HELP,
	OCXL_TYPED_OPTIONS,
};

/* options as typed: NULL or false if absent; @repeated: --ignore or --condition was typed twice */
struct ocxl_typed_options {
	const char *value[OCXL_TYPED_OPTIONS];
	bool flag[OCXL_TYPED_OPTIONS];
	bool repeated;
};

/*
 * check options and convert them
 * Return: OCXL_OPTIONS_VALID, or the exit status after a message.
 */
int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed);

#endif /* OCXL_OPTION_CHECK_H */
