// SPDX-License-Identifier: GPL-2.0-only
#include <search.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/base/error.h"
#include "ocxl/base/names.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/verb.h"

#define NOT_WITH_INPUT(option) "--input shows a file: not with --" option

/* combinations that depend on no value; the first row that applies is reported */
static const struct {
	enum ocxl_typed option;
	enum ocxl_typed other;
	bool required; /* @other is required; otherwise it is excluded */
	const char *text;
} combinations[] = {
	{ OCXL_TYPED_INPUT, OCXL_TYPED_BUS, false, NOT_WITH_INPUT("bus") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_OUTPUT, false, NOT_WITH_INPUT("output") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_JOBS, false, NOT_WITH_INPUT("jobs") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_QUIET, false, NOT_WITH_INPUT("quiet") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_ACKNOWLEDGE, false, NOT_WITH_INPUT("acknowledge") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_NO_ACKNOWLEDGE, false, NOT_WITH_INPUT("no-acknowledge") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_LIMIT, false, NOT_WITH_INPUT("limit") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_RAW, false, NOT_WITH_INPUT("raw") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_FOLLOW, false, NOT_WITH_INPUT("follow") },
	{ OCXL_TYPED_INPUT, OCXL_TYPED_KEEP_FREE, false, NOT_WITH_INPUT("keep-free") },
	{ OCXL_TYPED_QUIET, OCXL_TYPED_VERBOSE, false, "--quiet: not with --verbose" },
	{ OCXL_TYPED_COUNT, OCXL_TYPED_INTERVAL, true, "--count requires --interval" },
	{ OCXL_TYPED_RAW, OCXL_TYPED_HUMAN, false, "--raw has no format: not with --human" },
	{ OCXL_TYPED_RAW, OCXL_TYPED_FORMAT, false, "--raw has no format: not with --format" },
	{ OCXL_TYPED_RAW, OCXL_TYPED_NO_DATA, false,
	  "--raw includes the data: not with --no-data" },
	{ OCXL_TYPED_FOLLOW, OCXL_TYPED_RAW, false, "--follow writes ndjson: not with --raw" },
	{ OCXL_TYPED_ACKNOWLEDGE, OCXL_TYPED_NO_ACKNOWLEDGE, false,
	  "--acknowledge: not with --no-acknowledge" },
	{ OCXL_TYPED_KEEP_FREE, OCXL_TYPED_OUTPUT, true, "--keep-free requires --output=<file>" },
	{ OCXL_TYPED_KEEP_FREE, OCXL_TYPED_RAW, false,
	  "--keep-free requires ndjson: not with --raw" },
};

#define TO(member) offsetof(struct ocxl_options, member)

/* options whose value is a number: where it goes, and its limits in whole numbers or milliseconds */
static const struct {
	enum ocxl_typed option;
	const char *name;
	size_t offset;
	uint64_t least;
	uint64_t most;
	const char *least_seconds; /* as a person types it; NULL: not seconds */
} numbers[] = {
	{ OCXL_TYPED_JOBS, "jobs", TO(jobs), 1, OCXL_JOBS_MAX, NULL },
	{ OCXL_TYPED_LIMIT, "limit", TO(limit), 1, OCXL_LIMIT_MAX, NULL },
	{ OCXL_TYPED_COUNT, "count", TO(count), 1, OCXL_LIMIT_MAX, NULL },
	{ OCXL_TYPED_INTERVAL, "interval", TO(interval_ms), OCXL_INTERVAL_MIN_MS,
	  OCXL_INTERVAL_MAX_MS, "0.1" },
	{ OCXL_TYPED_TIMEOUT, "timeout", TO(timeout_ms), 1, OCXL_TIMEOUT_MAX_MS, "0.001" },
};

static bool is_typed(const struct ocxl_typed_options *typed, enum ocxl_typed option)
{
	return typed->flag[option] || typed->value[option];
}

static int check_combinations(struct ocxl_options *options, const struct ocxl_verb *verb,
			      const struct ocxl_typed_options *typed)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(combinations); i++) {
		if (is_typed(typed, combinations[i].option) &&
		    is_typed(typed, combinations[i].other) != combinations[i].required)
			return ocxl_error_usage(verb->name, "%s", combinations[i].text);
	}
	return OCXL_OPTIONS_VALID;
}

static int check_number(struct ocxl_options *options, const struct ocxl_verb *verb, size_t row,
			const char *word)
{
	uint64_t *number = (void *)((char *)options + numbers[row].offset);
	const char *least = numbers[row].least_seconds;
	uint64_t most = numbers[row].most;

	if (!least) {
		if (!ocxl_option_value_number(word, numbers[row].least, most, number))
			return OCXL_OPTIONS_VALID;
		return ocxl_error_usage(verb->name,
					"--%s=%s: allowed are whole numbers from 1 to %llu",
					numbers[row].name, word, (unsigned long long)most);
	}
	if (!ocxl_option_value_milliseconds(word, numbers[row].least, most, number))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--%s=%s: allowed are seconds from %s to %llu, with at most three "
				"decimals",
				numbers[row].name, word, least, (unsigned long long)most / 1000);
}

static int check_numbers(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const struct ocxl_typed_options *typed)
{
	int rc = OCXL_OPTIONS_VALID;
	size_t i;

	options->jobs = 1;
	options->timeout_ms = (uint64_t)verb->timeout_seconds * 1000;
	for (i = 0; i < ARRAY_SIZE(numbers) && rc == OCXL_OPTIONS_VALID; i++) {
		const char *word = typed->value[numbers[i].option];

		if (word)
			rc = check_number(options, verb, i, word);
	}
	return rc;
}

static int check_format(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	const char *format = typed->value[OCXL_TYPED_FORMAT];
	bool human = typed->flag[OCXL_TYPED_HUMAN];

	options->format = human ? OCXL_FORMAT_TABLE : OCXL_FORMAT_JSON;
	if (verb->metrics)
		options->format = OCXL_FORMAT_METRICS;
	if (format && (ocxl_option_value_format(format, &options->format) ||
		       (options->format == OCXL_FORMAT_NAGIOS && !verb->verdict)))
		return ocxl_error_usage(verb->name,
					"--format=%s: allowed are json, ndjson, table%s", format,
					verb->verdict ? ", nagios" : "");
	if (options->format == OCXL_FORMAT_NAGIOS && typed->flag[OCXL_TYPED_STRICT])
		return ocxl_error_usage(verb->name,
					"--format=nagios has its own exit status: not with "
					"--strict");
	if (human && options->format != OCXL_FORMAT_TABLE)
		return ocxl_error_usage(
			verb->name, "--human means --format=table: not with --format=%s", format);
	return OCXL_OPTIONS_VALID;
}

/* @writer: the option that needs lines */
static int choose_lines(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed, const char *writer)
{
	const char *format = typed->value[OCXL_TYPED_FORMAT];
	bool human = typed->flag[OCXL_TYPED_HUMAN];

	if ((format || human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(verb->name, "%s writes ndjson: not with %s%s", writer,
					human ? "--human" : "--format=", human ? "" : format);
	options->format = OCXL_FORMAT_NDJSON;
	return OCXL_OPTIONS_VALID;
}

/* a JSON document could be used only at its end */
static int check_follow(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	if (!options->follow ||
	    (verb->follow_tables && !options->output && options->format == OCXL_FORMAT_TABLE))
		return OCXL_OPTIONS_VALID;
	return choose_lines(options, verb, typed, "--follow");
}

/* acknowledged entries must not be in a temporary file, which a failure would remove */
static int check_append(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	if (!verb->append || !options->output || options->follow)
		return OCXL_OPTIONS_VALID;
	if (!options->raw)
		return choose_lines(options, verb, typed, "--output");
	if (options->no_acknowledge)
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--raw --output=%s would remove entries from the log before "
				"the file is complete: use --no-acknowledge",
				options->output);
}

static int check_keep_free(struct ocxl_options *options, const struct ocxl_verb *verb,
			   const struct ocxl_typed_options *typed)
{
	const char *word = typed->value[OCXL_TYPED_KEEP_FREE];

	options->keep_free.amount = OCXL_KEEP_FREE_DEFAULT_PERCENT;
	options->keep_free.percent = true;
	if (!word)
		return OCXL_OPTIONS_VALID;
	if (!options->output || (!verb->append && !options->follow))
		return ocxl_error_usage(verb->name, "--keep-free requires %s",
					options->output ? "--follow" : "--output=<file>");
	if (!ocxl_option_value_keep_free(word, &options->keep_free))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--keep-free=%s: allowed are bytes (1073741824), and 0%% to 99%%",
				word);
}

/* also by another name, such as "/dev/stdout"; /dev/null may be the output of both */
static bool is_standard_output(const char *name)
{
	struct stat file, standard;

	return !stat(name, &file) && !fstat(STDOUT_FILENO, &standard) &&
	       file.st_dev == standard.st_dev && file.st_ino == standard.st_ino &&
	       (!S_ISCHR(file.st_mode) || isatty(STDOUT_FILENO));
}

/* the file receives the card's data, and standard output the document */
static int check_saves(struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct ocxl_typed_options *typed)
{
	if (!verb->saves)
		return OCXL_OPTIONS_VALID;
	if (!typed->value[OCXL_TYPED_OUTPUT])
		return ocxl_error_usage(verb->name,
					"--output=<file> is required; \"-\" is standard output");
	if (options->output && is_standard_output(options->output))
		return ocxl_error_usage(
			verb->name,
			"--output=%s is standard output, which receives the document: "
			"use \"-\" for standard output without a document",
			options->output);
	if (options->output)
		return OCXL_OPTIONS_VALID;
	if (typed->value[OCXL_TYPED_FORMAT] || typed->flag[OCXL_TYPED_HUMAN])
		return ocxl_error_usage(verb->name, "--output=- writes no document: not with %s",
					typed->flag[OCXL_TYPED_HUMAN] ? "--human" : "--format");
	if (isatty(STDOUT_FILENO))
		return ocxl_error_usage(verb->name,
					"--output=-: standard output is a terminal: redirect it");
	return OCXL_OPTIONS_VALID;
}

#define DEVICE_PREFIX "/dev/"

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void leave_name(void *name)
{
}

/* add a name to a search tree; true: it was there. A lack of memory only leaves a name twice */
static bool is_repeated(void **names, const char *name)
{
	if (tfind(name, names, compare_names))
		return true;
	tsearch(name, names, compare_names);
	return false;
}

static int check_names(struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct ocxl_typed_options *typed)
{
	unsigned int i, kept = 0;
	void *names = NULL;
	int rc = OCXL_OPTIONS_VALID;

	if (verb->named && !options->dimm_count)
		return ocxl_error_usage(verb->name, "name the DIMMs, or use \"all\"");
	for (i = 0; i < options->dimm_count && rc == OCXL_OPTIONS_VALID; i++) {
		/* shells complete the name of the node */
		if (!strncmp(options->dimms[i], DEVICE_PREFIX "nmem", strlen(DEVICE_PREFIX "nmem")))
			options->dimms[i] += strlen(DEVICE_PREFIX);
		if (!*options->dimms[i])
			rc = ocxl_error_usage(verb->name,
					      "'' is not a DIMM: allowed are names (nmem0), serial "
					      "numbers and \"all\"");
		else if (!is_repeated(&names, options->dimms[i]))
			options->dimms[kept++] = options->dimms[i];
	}
	options->dimm_count = kept;
	tdestroy(names, leave_name);
	return rc;
}

static int check_conditions(struct ocxl_options *options, const struct ocxl_verb *verb,
			    const struct ocxl_typed_options *typed)
{
	if (typed->repeated)
		return ocxl_error_usage(
			verb->name, "--%s: use it once, with commas between the names",
			typed->value[OCXL_TYPED_CONDITION] ? "condition" : "ignore");
	if (typed->value[OCXL_TYPED_CONDITION])
		return ocxl_option_conditions_parse(verb, "condition",
						    typed->value[OCXL_TYPED_CONDITION],
						    ocxl_option_conditions_kept(),
						    &options->conditions);
	if (!typed->value[OCXL_TYPED_IGNORE])
		return OCXL_OPTIONS_VALID;
	return ocxl_option_conditions_parse(verb, "ignore", typed->value[OCXL_TYPED_IGNORE],
					    OCXL_OPTION_IGNORABLE, &options->ignored);
}

static int check_empty(struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct ocxl_typed_options *typed)
{
	if (typed->value[OCXL_TYPED_OUTPUT] && !*typed->value[OCXL_TYPED_OUTPUT])
		return ocxl_error_usage(verb->name, "--output: the name of the file is empty");
	if (typed->value[OCXL_TYPED_INPUT] && !*typed->value[OCXL_TYPED_INPUT])
		return ocxl_error_usage(verb->name, "--input: the name of the file is empty");
	if (typed->value[OCXL_TYPED_BUS] && !*typed->value[OCXL_TYPED_BUS])
		return ocxl_error_usage(verb->name, "--bus: the name of the bus is empty");
	return OCXL_OPTIONS_VALID;
}

static void copy_unchecked(struct ocxl_options *options, const struct ocxl_typed_options *typed)
{
	const char *output = typed->value[OCXL_TYPED_OUTPUT];

	options->bus = typed->value[OCXL_TYPED_BUS];
	options->input = typed->value[OCXL_TYPED_INPUT];
	options->quiet = typed->flag[OCXL_TYPED_QUIET];
	options->verbose = typed->flag[OCXL_TYPED_VERBOSE];
	options->raw = typed->flag[OCXL_TYPED_RAW];
	options->acknowledge = typed->flag[OCXL_TYPED_ACKNOWLEDGE];
	options->no_acknowledge = typed->flag[OCXL_TYPED_NO_ACKNOWLEDGE];
	options->no_data = typed->flag[OCXL_TYPED_NO_DATA];
	options->redact = typed->flag[OCXL_TYPED_REDACT];
	options->strict = typed->flag[OCXL_TYPED_STRICT];
	options->force = typed->flag[OCXL_TYPED_FORCE];
	options->follow = typed->flag[OCXL_TYPED_FOLLOW];
	options->start_new = typed->flag[OCXL_TYPED_NEW];
	/* "-" is standard output; a file of that name is "./-" */
	if (output && strcmp(output, "-"))
		options->output = output;
}

int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed)
{
	/* in this order: later checks, and reports of wrong options, use the format */
	static int (*const checks[])(struct ocxl_options *, const struct ocxl_verb *,
				     const struct ocxl_typed_options *) = {
		check_format, check_empty,     check_combinations, check_numbers,    check_follow,
		check_append, check_keep_free, check_saves,	   check_conditions, check_names,
	};
	int rc = OCXL_OPTIONS_VALID;
	size_t i;

	copy_unchecked(options, typed);
	for (i = 0; i < ARRAY_SIZE(checks) && rc == OCXL_OPTIONS_VALID; i++)
		rc = checks[i](options, verb, typed);
	return rc;
}
