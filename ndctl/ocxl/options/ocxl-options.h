/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of a command line. A verb has the options of all verbs, and some of the others. */
#ifndef OCXL_OPTIONS_H
#define OCXL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/output/file-io.h"
#include "ocxl/base/names.h"

/* bits of struct ocxl_verb.options; options without a bit belong to every verb */
#define OCXL_OPTION_RAW		(1U << 0)
#define OCXL_OPTION_ACKNOWLEDGE (1U << 1) /* and --no-acknowledge */
#define OCXL_OPTION_LIMIT	(1U << 2)
#define OCXL_OPTION_NO_DATA	(1U << 3)
#define OCXL_OPTION_STRICT	(1U << 4)

#define OCXL_OPTION_FOLLOW    (1U << 5)
#define OCXL_OPTION_INTERVAL  (1U << 6) /* and --count */
#define OCXL_OPTION_TIMEOUT   (1U << 7)
#define OCXL_OPTION_NEW	      (1U << 8)
/* of all verbs without .metrics; not in .options */
#define OCXL_OPTION_FORMAT    (1U << 9)
#define OCXL_OPTION_IGNORE    (1U << 11)
#define OCXL_OPTION_FORCE     (1U << 12)
#define OCXL_OPTION_CONDITION (1U << 13)
#define OCXL_OPTION_REDACT    (1U << 15)
#define OCXL_OPTION_KEEP_FREE (1U << 16)
#define OCXL_OPTION_INPUT     (1U << 17)
#define OCXL_OPTION_QUIET     (1U << 18)

#define OCXL_JOBS_MAX		       1024
#define OCXL_LIMIT_MAX		       UINT32_MAX
#define OCXL_INTERVAL_MIN_MS	       100
#define OCXL_INTERVAL_MAX_MS	       86400000
#define OCXL_TIMEOUT_MAX_MS	       86400000
/* --keep-free */
#define OCXL_KEEP_FREE_DEFAULT_PERCENT 1

/* a checked command line */
struct ocxl_options {
	const char *bus; /* value of --bus; NULL: every bus */
	const char *input; /* collected log to show; "-": standard input; NULL: ask the cards */
	const char *output; /* file to write; NULL: standard output, also for "-" */
	enum ocxl_format format; /* of the document; not used with @raw */
	uint64_t jobs; /* DIMMs asked at the same time, at least 1 */
	uint64_t limit; /* entries of each DIMM; 0: no limit */
	bool verbose; /* trace each command */
	bool raw; /* write the bytes of the card */
	/*
	 * acknowledge each entry after it was written. Without --acknowledge and --no-acknowledge
	 * it depends on the output, see ocxl_run_verb()
	 */
	bool acknowledge;
	bool no_acknowledge; /* leave the entries in the log */
	bool no_data; /* omit the data of entries */
	bool redact; /* replace what identifies cards and the host */
	bool strict; /* a warning leads to OCXL_EXIT_UNHEALTHY */
	uint64_t ignored; /* bit n: condition n does not count */
	uint64_t conditions; /* bit n: clear condition n; 0: all kept ones */
	/* space that stays free when lines are appended to @output */
	struct ocxl_keep_free keep_free;
	bool quiet; /* no messages about cards that fail */
	bool follow; /* wait for changes and show them */
	uint64_t interval_ms; /* show rates at this interval; 0: show totals, once */
	uint64_t count; /* number of intervals; 0: no limit */
	bool start_new; /* make the controller take a new dump */
	bool force; /* replace a file, or do what is refused otherwise */
	uint64_t timeout_ms; /* of --timeout, or the default of the verb */
	const char **dimms; /* names as typed, each once; belong to the caller's argv */
	unsigned int dimm_count; /* of @dimms; 0: all DIMMs */
};

/* returned by parser and checks instead of an exit status */
#define OCXL_OPTIONS_VALID (-1)

#endif /* OCXL_OPTIONS_H */
