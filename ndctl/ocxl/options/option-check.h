/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of the options, and the check of a command line by them. */
#ifndef OCXL_OPTION_CHECK_H
#define OCXL_OPTION_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/options/ocxl-options.h"

struct ocxl_verb;

/* what a value is converted to */
enum ocxl_option_kind {
	OCXL_KIND_FLAG, /* bool; no value */
	OCXL_KIND_LEVEL, /* unsigned int: how often it was typed; no value */
	OCXL_KIND_TEXT, /* const char *; not empty */
	OCXL_KIND_FILES, /* struct ocxl_inputs; the option may be repeated */
	OCXL_KIND_DIMMS, /* name of a DIMM; the option may be repeated */
	OCXL_KIND_FORMAT,
	OCXL_KIND_NUMBER, /* uint64_t, from 1 */
	OCXL_KIND_TIME, /* uint64_t, in seconds since 1970 */
	OCXL_KIND_SECONDS, /* uint64_t, in milliseconds */
	OCXL_KIND_CONDITIONS, /* uint64_t, a bit for each condition */
	OCXL_KIND_KEEP_FREE,
};

/* one option */
struct ocxl_option_row {
	const char *name;
	int letter; /* 0: none */
	const char *argument; /* name of the value; NULL: none */
	const char *help; /* NULL: the verb has it */
	enum ocxl_option_kind kind;
	size_t to; /* offset of the member in struct ocxl_options */
	unsigned int with; /* OCXL_WITH_*: formats and modes in which it has an effect */
	unsigned int excludes; /* OCXL_HAS_*: options that it excludes */
	unsigned int required; /* OCXL_HAS_*: an option without which it has no effect */
	uint64_t least, most; /* of a number */
	uint64_t (*allowed)(void); /* conditions that may be named */
};

extern const struct ocxl_option_row ocxl_option_rows[];

/* options as typed */
struct ocxl_typed_options {
	const char *value[OCXL_OPTION_COUNT_OF]; /* NULL: absent, or a flag */
	struct ocxl_inputs input; /* values of OCXL_KIND_FILES */
	const char **dimms; /* values of OCXL_KIND_DIMMS */
	unsigned int dimm_count;
	unsigned int repeated; /* bit n: the value of option n was typed twice */
};

/* the member of an option */
static inline void *ocxl_option_member(struct ocxl_options *options, enum ocxl_option option)
{
	return (char *)options + ocxl_option_rows[option].to;
}

/* OCXL_HAS_*: all options of a verb */
unsigned int ocxl_option_bits(const struct ocxl_verb *verb);

/*
 * check options and convert them
 * @options: has the flags
 * Return: OCXL_OPTIONS_VALID, or the exit status after a message.
 */
int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed);

#endif /* OCXL_OPTION_CHECK_H */
