/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of a command line. A verb has the options of all verbs, and some of the others. */
#ifndef OCXL_OPTIONS_H
#define OCXL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/output/file-io.h"
#include "ocxl/base/names.h"

/*
 * Where an option has an effect. An option is refused with each format and each mode that its row
 * does not name: a row that names none is always refused.
 */
#define OCXL_WITH_JSON	    (1U << OCXL_FORMAT_JSON)
#define OCXL_WITH_NDJSON    (1U << OCXL_FORMAT_NDJSON)
#define OCXL_WITH_TABLE	    (1U << OCXL_FORMAT_TABLE)
#define OCXL_WITH_METRICS   (1U << OCXL_FORMAT_METRICS)
#define OCXL_WITH_NAGIOS    (1U << OCXL_FORMAT_NAGIOS)
#define OCXL_WITH_RAW	    (1U << 8)
#define OCXL_WITH_INPUT	    (1U << 9)
#define OCXL_WITH_FOLLOW    (1U << 10)
#define OCXL_WITH_INTERVAL  (1U << 11)
#define OCXL_WITH_DOCUMENTS (OCXL_WITH_JSON | OCXL_WITH_NDJSON | OCXL_WITH_TABLE)
#define OCXL_WITH_FORMATS   (OCXL_WITH_DOCUMENTS | OCXL_WITH_METRICS | OCXL_WITH_NAGIOS)
#define OCXL_WITH_REPEATS   (OCXL_WITH_FOLLOW | OCXL_WITH_INTERVAL)

#define OCXL_LIMIT_MAX	UINT32_MAX
#define OCXL_DAY_MS	86400000
#define OCXL_EXPECT_MAX 1024

/*
 * The options, in the order of help: OPTION(ID, members of struct ocxl_option_row). Each makes
 * OCXL_OPTION_<ID>, and OCXL_HAS_<ID> for the verbs that have it.
 */
#define OCXL_OPTIONS(OPTION)                                                                       \
	OPTION(BUS, "bus", 'b', .argument = "bus", .kind = OCXL_KIND_TEXT, .to = TO(bus),          \
	       .help = "only DIMMs of this bus: name, provider or number",                         \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_RAW | OCXL_WITH_REPEATS)                      \
	OPTION(DIMM, "dimm", 'd', .argument = "dimm", .kind = OCXL_KIND_DIMMS, .to = TO(dimms),    \
	       .help = "the same as the argument <dimm>; may be repeated",                         \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_RAW | OCXL_WITH_INPUT | OCXL_WITH_REPEATS)    \
	OPTION(FORMAT, "format", 'f', .argument = "format", .kind = OCXL_KIND_FORMAT,              \
	       .help = "json (default), ndjson or table",                                          \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_INPUT | OCXL_WITH_REPEATS)                    \
	OPTION(HUMAN, "human", 'u', .to = TO(human), .help = "the same as --format=table",         \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_INPUT | OCXL_WITH_REPEATS)                    \
	OPTION(INPUT, "input", 0, .argument = "file", .kind = OCXL_KIND_FILES, .to = TO(input),    \
	       .help = "show a collected log; may be repeated; \"-\": standard input",             \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INPUT)                                      \
	OPTION(SINCE, "since", 0, .argument = "time", .kind = OCXL_KIND_TIME, .to = TO(since),     \
	       .excludes = OCXL_HAS_COLLECT | OCXL_HAS_ACKNOWLEDGE | OCXL_HAS_LIMIT,               \
	       .help = "only entries from then on: 2026-11-20, yesterday, -2h",                    \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INPUT)                                      \
	OPTION(UNTIL, "until", 0, .argument = "time", .kind = OCXL_KIND_TIME, .to = TO(until),     \
	       .excludes = OCXL_HAS_COLLECT | OCXL_HAS_ACKNOWLEDGE | OCXL_HAS_LIMIT,               \
	       .help = "only entries from before that time",                                       \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INPUT)                                      \
	OPTION(OUTPUT, "output", 'o', .argument = "file", .kind = OCXL_KIND_TEXT,                  \
	       .to = TO(output), .help = "write to a file; \"-\" is standard output",              \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_RAW | OCXL_WITH_REPEATS)                      \
	OPTION(JOBS, "jobs", 'j', .argument = "number", .kind = OCXL_KIND_NUMBER, .to = TO(jobs),  \
	       .most = 1024, .help = "ask this many DIMMs at the same time (default 1)",           \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_INTERVAL)                                     \
	OPTION(VERBOSE, "verbose", 'v', .kind = OCXL_KIND_LEVEL, .to = TO(verbose),                \
	       .help = "all values in a table; -vv: report each command",                          \
	       .with = OCXL_WITH_FORMATS | OCXL_WITH_RAW | OCXL_WITH_INPUT | OCXL_WITH_REPEATS)    \
	OPTION(QUIET, "quiet", 'q', .to = TO(quiet), .excludes = OCXL_HAS_VERBOSE,                 \
	       .help = "no messages about cards that fail",                                        \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_RAW | OCXL_WITH_FOLLOW)                     \
	OPTION(COLLECT, "collect", 0, .argument = "file", .kind = OCXL_KIND_TEXT,                  \
	       .to = TO(collect), .excludes = OCXL_HAS_OUTPUT | OCXL_HAS_ACKNOWLEDGE,              \
	       .help = "append entries to a file, then acknowledge them",                          \
	       .with = OCXL_WITH_NDJSON | OCXL_WITH_FOLLOW)                                        \
	OPTION(ACKNOWLEDGE, "acknowledge", 0, .to = TO(acknowledge), .excludes = OCXL_HAS_OUTPUT,  \
	       .help = "acknowledge entries after they were written",                              \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_RAW | OCXL_WITH_FOLLOW)                     \
	OPTION(LIMIT, "limit", 0, .argument = "number", .kind = OCXL_KIND_NUMBER, .to = TO(limit), \
	       .most = OCXL_LIMIT_MAX, .help = "stop after this many entries of each DIMM",        \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_RAW | OCXL_WITH_FOLLOW)                     \
	OPTION(NO_DATA, "no-data", 0, .to = TO(no_data), .help = "omit the data of entries",       \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INPUT | OCXL_WITH_FOLLOW)                   \
	OPTION(REDACT, "redact", 0, .to = TO(redact), .with = OCXL_WITH_DOCUMENTS,                 \
	       .help = "replace serial numbers, slots and the host's name")                        \
	OPTION(RAW, "raw", 0, .to = TO(raw), .help = "write the bytes of the card (one DIMM)",     \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_RAW)                                        \
	OPTION(STRICT, "strict", 0, .to = TO(strict), .with = OCXL_WITH_DOCUMENTS,                 \
	       .help = "exit with status 5 for warnings, too")                                     \
	OPTION(UNHEALTHY, "unhealthy", 'x', .to = TO(unhealthy), .with = OCXL_WITH_DOCUMENTS,      \
	       .help = "leave out DIMMs that are ok")                                              \
	OPTION(EXPECT, "expect", 0, .argument = "number", .kind = OCXL_KIND_NUMBER,                \
	       .to = TO(expect), .most = OCXL_EXPECT_MAX,                                          \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_NAGIOS,                                     \
	       .help = "fewer cards than this number are critical")                                \
	OPTION(IGNORE, "ignore", 0, .argument = "names", .kind = OCXL_KIND_CONDITIONS,             \
	       .to = TO(ignored), .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_NAGIOS,                  \
	       .allowed = ocxl_option_conditions_ignorable,                                        \
	       .help = "leave these conditions out: name,name...")                                 \
	OPTION(CONDITION, "condition", 0, .argument = "names", .kind = OCXL_KIND_CONDITIONS,       \
	       .to = TO(conditions), .with = OCXL_WITH_DOCUMENTS,                                  \
	       .allowed = ocxl_option_conditions_kept,                                             \
	       .help = "clear these conditions only: name,name...")                                \
	OPTION(KEEP_FREE, "keep-free", 0, .argument = "size", .kind = OCXL_KIND_KEEP_FREE,         \
	       .to = TO(keep_free), .with = OCXL_WITH_NDJSON | OCXL_WITH_FOLLOW,                   \
	       .help = "leave bytes or % of the disk free (default 1%)")                           \
	OPTION(FOLLOW, "follow", 0, .to = TO(follow),                                              \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_FOLLOW,                                     \
	       .help = "wait for more; NDJSON lines, or a table with -u")                          \
	OPTION(INTERVAL, "interval", 'i', .argument = "seconds", .kind = OCXL_KIND_SECONDS,        \
	       .to = TO(interval_ms), .least = 100, .most = OCXL_DAY_MS,                           \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INTERVAL,                                   \
	       .help = "show rates every <seconds> (at least 0.1)")                                \
	OPTION(COUNT, "count", 'c', .argument = "number", .kind = OCXL_KIND_NUMBER,                \
	       .to = TO(count), .most = OCXL_LIMIT_MAX, .required = OCXL_HAS_INTERVAL,             \
	       .with = OCXL_WITH_DOCUMENTS | OCXL_WITH_INTERVAL,                                   \
	       .help = "stop after this many intervals")                                           \
	OPTION(NEW, "new", 0, .to = TO(start_new), .with = OCXL_WITH_DOCUMENTS,                    \
	       .help = "make the controller take a new dump")                                      \
	OPTION(FORCE, "force", 0, .to = TO(force), .with = OCXL_WITH_DOCUMENTS,                    \
	       .help = "replace a file that exists")                                               \
	OPTION(FORCE_CLEAR, "force", 0, .to = TO(force), .with = OCXL_WITH_DOCUMENTS,              \
	       .help = "clear them although the error log has entries")                            \
	OPTION(TIMEOUT, "timeout", 't', .argument = "seconds", .kind = OCXL_KIND_SECONDS,          \
	       .to = TO(timeout_ms), .least = 1, .most = OCXL_DAY_MS, .with = OCXL_WITH_DOCUMENTS) \
	OPTION(HELP, "help", 'h', .to = TO(help), .help = "-h: this list; --help: the manual page")

#define OCXL_OPTION_NUMBER(id, ...) OCXL_OPTION_##id,
enum ocxl_option { OCXL_OPTIONS(OCXL_OPTION_NUMBER) OCXL_OPTION_COUNT_OF };
#undef OCXL_OPTION_NUMBER

#define OCXL_OPTION_BIT(id, ...) OCXL_HAS_##id = 1 << OCXL_OPTION_##id,
enum ocxl_option_bit { OCXL_OPTIONS(OCXL_OPTION_BIT) };
#undef OCXL_OPTION_BIT
_Static_assert(OCXL_OPTION_COUNT_OF <= 31, "OCXL_HAS_*, and what holds it, needs 64 bits");

#define OCXL_INPUTS_MAX 64

/* names of files, in their order; "-": standard input */
struct ocxl_inputs {
	const char *names[OCXL_INPUTS_MAX];
	unsigned int count;
};

/* a checked command line */
struct ocxl_options {
	const char *bus; /* value of --bus; NULL: every bus */
	struct ocxl_inputs input; /* collected logs to show; none: query the cards */
	/* show entries of this time only, in seconds since 1970, without @until; 0: no limit */
	uint64_t since, until;
	const char *output; /* file to write; NULL: standard output, also for "-" */
	enum ocxl_format format; /* of the document; not used with @raw */
	bool human; /* only for the check of @format */
	bool help; /* only for the parser */
	uint64_t jobs; /* DIMMs queried at the same time, at least 1 */
	uint64_t limit; /* entries of each DIMM; 0: no limit */
	unsigned int verbose; /* 1: all values in a table; 2: also @trace */
	bool trace; /* report each command on standard error; also with NDCTL_LOG=debug */
	bool raw; /* write the bytes of the card */
	const char *collect; /* log to append entries to; @output and @acknowledge are set, too */
	bool acknowledge; /* each entry after it was written */
	bool no_data; /* omit the data of entries */
	bool redact; /* replace what identifies cards and the host */
	bool strict; /* a warning leads to OCXL_EXIT_UNHEALTHY */
	bool unhealthy; /* show no DIMM whose verdict is "ok" */
	uint64_t expect; /* cards that there should be; 0: any number */
	uint64_t ignored; /* bit n: condition n does not count */
	uint64_t conditions; /* bit n: clear condition n; 0: all kept ones */
	/* space that stays free when lines are appended to @output */
	struct ocxl_free_reserve keep_free;
	bool quiet; /* no messages about cards that fail */
	bool follow; /* wait for changes and show them */
	uint64_t interval_ms; /* show rates at this interval; 0: show totals, once */
	uint64_t count; /* number of intervals; 0: no limit */
	bool start_new; /* make the controller take a new dump */
	bool force; /* replace a file, or do what is refused otherwise */
	uint64_t timeout_ms; /* of --timeout, or the default of the verb */
	/* names as typed, also those of --dimm, each once; belong to the caller's argv */
	const char **dimms;
	unsigned int dimm_count; /* of @dimms; 0: all DIMMs */
};

/* returned by parser and checks instead of an exit status */
#define OCXL_OPTIONS_VALID (-1)

#endif /* OCXL_OPTIONS_H */
