/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of all verbs: one table, of which a verb takes a part. */
#ifndef OCXL_OPTIONS_H
#define OCXL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/render/render.h"

struct ocxl_verb;

/* bits of struct ocxl_verb.options; every verb has the options without a bit */
#define OCXL_OPTION_RAW	    (1U << 0)
#define OCXL_OPTION_PEEK    (1U << 1)
#define OCXL_OPTION_LIMIT   (1U << 2)
#define OCXL_OPTION_NO_DATA (1U << 3)
#define OCXL_OPTION_STRICT  (1U << 4)

#define OCXL_OPTION_FOLLOW   (1U << 5)
#define OCXL_OPTION_INTERVAL (1U << 6) /* and --count */
#define OCXL_OPTION_TIMEOUT  (1U << 7)
#define OCXL_OPTION_NEW	     (1U << 8)
/* every verb but those with .metrics */
#define OCXL_OPTION_FORMAT   (1U << 9)
#define OCXL_OPTION_TEE	     (1U << 10)

#define OCXL_JOBS_MAX	     1024
#define OCXL_LIMIT_MAX	     UINT32_MAX
#define OCXL_INTERVAL_MIN_MS 100
#define OCXL_INTERVAL_MAX_MS 86400000
#define OCXL_TIMEOUT_MAX_MS  86400000

/**
 * struct ocxl_options - what the user asked for, checked
 * @bus: NULL for every bus
 * @output: file to write to; NULL for standard output, "-" has become that
 * @format: of the document; unused with @raw
 * @jobs: cards asked side by side, at least 1
 * @limit: entries a DIMM; 0 for no limit
 * @verbose: trace each command
 * @raw: bytes as the card gave them
 * @peek: acknowledge nothing
 * @no_data: leave an entry's data out
 * @strict: a warning is bad news too
 * @tee: what @output gets goes to standard output as well
 * @follow: go on when all is shown, and wait for more
 * @interval_ms: show rates of intervals so long; 0: totals, once
 * @count: intervals; 0 for no limit
 * @start_new: have the card take a new dump
 * @timeout_ms: how long the tool itself waits for a card; the verb's default without
 *	--timeout
 * @dimms: names as typed, without repetition; belong to the caller's argv
 * @dimm_count: how many; 0 for all DIMMs
 */
struct ocxl_options {
	const char *bus;
	const char *output;
	enum ocxl_format format;
	unsigned int jobs;
	uint64_t limit;
	bool verbose;
	bool raw;
	bool peek;
	bool no_data;
	bool strict;
	bool tee;
	bool follow;
	uint64_t interval_ms;
	uint64_t count;
	bool start_new;
	uint64_t timeout_ms;
	const char **dimms;
	unsigned int dimm_count;
};

/* ocxl_options_parse() gives this, or the exit status of a command that is over */
#define OCXL_OPTIONS_VALID (-1)

/**
 * ocxl_options_parse() - read the command line of a verb, its name first
 *
 * Help, --list-opts and usage errors are dealt with here, messages included.
 *
 * Return: OCXL_OPTIONS_VALID, or the exit status.
 */
int ocxl_options_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		       const char **argv);

#endif /* OCXL_OPTIONS_H */
