// SPDX-License-Identifier: GPL-2.0-only
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

static int check_number(const struct ocxl_verb *verb, const char *option, const char *word,
			uint64_t most, uint64_t *number)
{
	if (!ocxl_option_value_number(word, 1, most, number))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name, "--%s=%s: allowed are whole numbers from 1 to %llu",
				option, word, (unsigned long long)most);
}

static int check_numbers(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const struct ocxl_typed_options *typed)
{
	uint64_t jobs = 1;
	int rc = OCXL_OPTIONS_VALID;

	if (typed->jobs)
		rc = check_number(verb, "jobs", typed->jobs, OCXL_JOBS_MAX, &jobs);
	if (rc == OCXL_OPTIONS_VALID && typed->limit)
		rc = check_number(verb, "limit", typed->limit, OCXL_LIMIT_MAX, &options->limit);
	if (rc == OCXL_OPTIONS_VALID && typed->count)
		rc = check_number(verb, "count", typed->count, OCXL_LIMIT_MAX, &options->count);
	options->jobs = jobs;
	return rc;
}

static int check_interval(struct ocxl_options *options, const struct ocxl_verb *verb,
			  const struct ocxl_typed_options *typed)
{
	if (typed->count && !typed->interval)
		return ocxl_error_usage(verb->name, "--count requires --interval");
	if (!typed->interval ||
	    !ocxl_option_value_milliseconds(typed->interval, OCXL_INTERVAL_MIN_MS,
					    OCXL_INTERVAL_MAX_MS, &options->interval_ms))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--interval=%s: allowed are seconds from 0.1 to 86400, with at "
				"most three decimals",
				typed->interval);
}

static int check_timeout(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const struct ocxl_typed_options *typed)
{
	options->timeout_ms = (uint64_t)verb->timeout_seconds * 1000;
	if (!typed->timeout ||
	    !ocxl_option_value_milliseconds(typed->timeout, 1, OCXL_TIMEOUT_MAX_MS,
					    &options->timeout_ms))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--timeout=%s: allowed are seconds from 0.001 to 86400, with at "
				"most three decimals",
				typed->timeout);
}

static int check_format(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	options->format = typed->human ? OCXL_FORMAT_TABLE : OCXL_FORMAT_JSON;
	if (verb->metrics)
		options->format = OCXL_FORMAT_METRICS;
	if (typed->format && (ocxl_option_value_format(typed->format, &options->format) ||
			      (options->format == OCXL_FORMAT_NAGIOS && !verb->verdict)))
		return ocxl_error_usage(verb->name,
					"--format=%s: allowed are json, ndjson, table%s",
					typed->format, verb->verdict ? ", nagios" : "");
	if (options->format == OCXL_FORMAT_NAGIOS && typed->strict)
		return ocxl_error_usage(verb->name,
					"--format=nagios has its own exit status: not with "
					"--strict");
	if (typed->human && options->format != OCXL_FORMAT_TABLE)
		return ocxl_error_usage(verb->name,
					"--human means --format=table: not with --format=%s",
					typed->format);
	if (typed->raw && (typed->format || typed->human))
		return ocxl_error_usage(verb->name, "--raw has no format: not with %s",
					typed->human ? "--human" : "--format");
	if (typed->raw && typed->no_data)
		return ocxl_error_usage(verb->name, "--raw includes the data: not with --no-data");
	return OCXL_OPTIONS_VALID;
}

/* a JSON document could be used only at its end */
static int check_follow(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	if (!typed->follow)
		return OCXL_OPTIONS_VALID;
	if (typed->raw)
		return ocxl_error_usage(verb->name, "--follow writes ndjson: not with --raw");
	if (verb->follow_tables && !options->output && options->format == OCXL_FORMAT_TABLE)
		return OCXL_OPTIONS_VALID;
	if ((typed->format || typed->human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(
			verb->name, "--follow writes ndjson: not with %s%s",
			typed->human ? "--human" : "--format=", typed->human ? "" : typed->format);
	options->format = OCXL_FORMAT_NDJSON;
	return OCXL_OPTIONS_VALID;
}

/* acknowledged entries must not be in a temporary file, which a failure would remove */
static int check_append(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct ocxl_typed_options *typed)
{
	if (!verb->append || !options->output || options->follow)
		return OCXL_OPTIONS_VALID;
	if (typed->raw && !typed->no_acknowledge)
		return ocxl_error_usage(
			verb->name,
			"--raw --output=%s would remove entries from the log before "
			"the file is complete: use --no-acknowledge",
			options->output);
	if (typed->raw)
		return OCXL_OPTIONS_VALID;
	if ((typed->format || typed->human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(
			verb->name, "--output=%s: entries are appended as ndjson: not with %s%s",
			options->output,
			typed->human ? "--human" : "--format=", typed->human ? "" : typed->format);
	options->format = OCXL_FORMAT_NDJSON;
	return OCXL_OPTIONS_VALID;
}

static int check_acknowledge(struct ocxl_options *options, const struct ocxl_verb *verb,
			     const struct ocxl_typed_options *typed)
{
	if (typed->acknowledge && typed->no_acknowledge)
		return ocxl_error_usage(verb->name, "--acknowledge: not with --no-acknowledge");
	return OCXL_OPTIONS_VALID;
}

static int check_keep_free(struct ocxl_options *options, const struct ocxl_verb *verb,
			   const struct ocxl_typed_options *typed)
{
	options->keep_free.amount = OCXL_KEEP_FREE_DEFAULT_PERCENT;
	options->keep_free.percent = true;
	if (!typed->keep_free)
		return OCXL_OPTIONS_VALID;
	if (!options->output || typed->raw || (!verb->append && !options->follow))
		return ocxl_error_usage(verb->name, "--keep-free requires %s",
					!options->output ? "--output=<file>"
					: typed->raw	 ? "ndjson: not with --raw"
							 : "--follow");
	if (!ocxl_option_value_keep_free(typed->keep_free, &options->keep_free))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name,
				"--keep-free=%s: allowed are bytes (1073741824), and 0%% to 99%%",
				typed->keep_free);
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
	if (!typed->output)
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
	if (typed->format || typed->human)
		return ocxl_error_usage(verb->name, "--output=- writes no document: not with %s",
					typed->human ? "--human" : "--format");
	if (isatty(STDOUT_FILENO))
		return ocxl_error_usage(verb->name,
					"--output=-: standard output is a terminal: redirect it");
	return OCXL_OPTIONS_VALID;
}

#define DEVICE_PREFIX "/dev/"

static int check_names(struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct ocxl_typed_options *typed)
{
	unsigned int i, j, kept = 0;

	if (verb->named && !options->dimm_count)
		return ocxl_error_usage(verb->name, "name the DIMMs, or use \"all\"");
	for (i = 0; i < options->dimm_count; i++) {
		/* shells complete the name of the node */
		if (!strncmp(options->dimms[i], DEVICE_PREFIX "nmem", strlen(DEVICE_PREFIX "nmem")))
			options->dimms[i] += strlen(DEVICE_PREFIX);
		if (!*options->dimms[i])
			return ocxl_error_usage(
				verb->name, "'' is not a DIMM: allowed are names (nmem0), serial "
					    "numbers and \"all\"");
		for (j = 0; j < kept && strcmp(options->dimms[i], options->dimms[j]); j++)
			;
		if (j == kept)
			options->dimms[kept++] = options->dimms[i];
	}
	options->dimm_count = kept;
	return OCXL_OPTIONS_VALID;
}

static int check_conditions(struct ocxl_options *options, const struct ocxl_verb *verb,
			    const struct ocxl_typed_options *typed)
{
	if (typed->repeated)
		return ocxl_error_usage(verb->name,
					"--%s: use it once, with commas between the names",
					typed->condition ? "condition" : "ignore");
	if (typed->condition)
		return ocxl_option_conditions_parse(verb, "condition", typed->condition,
						    ocxl_option_conditions_latched(),
						    &options->conditions);
	if (!typed->ignore)
		return OCXL_OPTIONS_VALID;
	return ocxl_option_conditions_parse(verb, "ignore", typed->ignore, OCXL_OPTION_IGNORABLE,
					    &options->ignored);
}

static int check_empty(struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct ocxl_typed_options *typed)
{
	if (typed->output && !*typed->output)
		return ocxl_error_usage(verb->name, "--output: the name of the file is empty");
	if (typed->bus && !*typed->bus)
		return ocxl_error_usage(verb->name, "--bus: the name of the bus is empty");
	return OCXL_OPTIONS_VALID;
}

static void copy_unchecked(struct ocxl_options *options, const struct ocxl_typed_options *typed)
{
	options->bus = typed->bus;
	options->verbose = typed->verbose;
	options->raw = typed->raw;
	options->acknowledge = typed->acknowledge;
	options->no_acknowledge = typed->no_acknowledge;
	options->no_data = typed->no_data;
	options->redact = typed->redact;
	options->strict = typed->strict;
	options->force = typed->force;
	options->follow = typed->follow;
	options->start_new = typed->start_new;
	/* "-" is standard output; a file of that name is "./-" */
	if (typed->output && strcmp(typed->output, "-"))
		options->output = typed->output;
}

int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed)
{
	/* in this order: later checks use the format and the output of earlier ones */
	static int (*const checks[])(struct ocxl_options *, const struct ocxl_verb *,
				     const struct ocxl_typed_options *) = {
		check_empty,	 check_numbers, check_interval,	  check_timeout,
		check_format,	 check_follow,	check_append,	  check_acknowledge,
		check_keep_free, check_saves,	check_conditions, check_names,
	};
	int rc = OCXL_OPTIONS_VALID;
	size_t i;

	copy_unchecked(options, typed);
	for (i = 0; i < ARRAY_SIZE(checks) && rc == OCXL_OPTIONS_VALID; i++)
		rc = checks[i](options, verb, typed);
	return rc;
}
