/* SPDX-License-Identifier: GPL-2.0-only */
/* Check the options of a command line, and which of them can be combined. */
#ifndef OCXL_OPTION_CHECK_H
#define OCXL_OPTION_CHECK_H

#include <stdbool.h>

struct ocxl_options;
struct ocxl_verb;

/**
 * struct ocxl_typed_options - options as typed; NULL or false if absent
 *
 * The members have the names of the options. @repeated: --ignore or --condition was typed twice.
 */
struct ocxl_typed_options {
	const char *bus;
	const char *format;
	const char *output;
	const char *keep_free;
	const char *jobs;
	const char *limit;
	const char *interval;
	const char *count;
	const char *timeout;
	const char *ignore;
	const char *condition;
	bool human;
	bool verbose;
	bool raw;
	bool acknowledge;
	bool no_acknowledge;
	bool no_data;
	bool redact;
	bool strict;
	bool follow;
	bool start_new;
	bool force;
	bool help;
	bool repeated;
};

/**
 * ocxl_option_check() - check options and convert them
 * @options: @dimms and @dimm_count are set; repeated names are removed, the rest is filled in
 * @verb: the verb
 * @typed: as typed
 *
 * Return: OCXL_OPTIONS_VALID, or the exit status after a message.
 */
int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed);

#endif /* OCXL_OPTION_CHECK_H */
