// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/base/error.h"
#include "ocxl/base/names.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/suggest.h"
#include "ocxl/verb.h"

#define TO(member) offsetof(struct ocxl_options, member)
#define OPTION_ROW(id, text, key, ...) \
	[OCXL_OPTION_##id] = { .name = text, .letter = key, __VA_ARGS__ },

const struct ocxl_option_row ocxl_option_rows[] = { OCXL_OPTIONS(OPTION_ROW) };

/* the modes that options set, with the reason why they refuse others */
static const struct {
	enum ocxl_option option;
	unsigned int with;
	const char *reason;
} modes[] = {
	{ OCXL_OPTION_INPUT, OCXL_WITH_INPUT, "--input shows a file" },
	{ OCXL_OPTION_RAW, OCXL_WITH_RAW, "--raw writes the bytes of one DIMM" },
	{ OCXL_OPTION_FOLLOW, OCXL_WITH_FOLLOW, "--follow asks each DIMM by itself" },
	{ OCXL_OPTION_INTERVAL, OCXL_WITH_INTERVAL, "--interval" },
};

/* the same for formats */
static const char *const format_reasons[] = {
	[OCXL_FORMAT_JSON] = "--format=json",
	[OCXL_FORMAT_NDJSON] = "--format=ndjson",
	[OCXL_FORMAT_TABLE] = "--format=table",
	[OCXL_FORMAT_METRICS] = "metrics",
	[OCXL_FORMAT_NAGIOS] = "--format=nagios has its own exit status and counts all DIMMs",
};

unsigned int ocxl_option_bits(const struct ocxl_verb *verb)
{
	unsigned int bits = verb->options | OCXL_HAS_BUS | OCXL_HAS_DIMM | OCXL_HAS_OUTPUT |
			    OCXL_HAS_VERBOSE | OCXL_HAS_HELP;

	if (!verb->saves)
		bits |= OCXL_HAS_JOBS;
	return verb->metrics ? bits : bits | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN;
}

static bool is_typed(struct ocxl_options *options, enum ocxl_option option,
		     const struct ocxl_typed_options *typed)
{
	const void *member = ocxl_option_member(options, option);

	if (ocxl_option_rows[option].argument)
		return typed->value[option] != NULL;
	if (ocxl_option_rows[option].kind == OCXL_KIND_LEVEL)
		return *(const unsigned int *)member > 0;
	return *(const bool *)member;
}

/* OCXL_HAS_*: two rows may share a member, of which a verb has one */
static unsigned int find_typed(struct ocxl_options *options, const struct ocxl_verb *verb,
			       const struct ocxl_typed_options *typed)
{
	unsigned int i, bits = 0;

	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (is_typed(options, i, typed))
			bits |= 1U << i;
	}
	return bits & ocxl_option_bits(verb);
}

/* @with: OCXL_WITH_* that is in force */
static int check_with(const struct ocxl_verb *verb, unsigned int bits, unsigned int with,
		      const char *reason)
{
	for (; bits; bits &= bits - 1) {
		const struct ocxl_option_row *row = &ocxl_option_rows[__builtin_ctz(bits)];

		if (!(row->with & with))
			return ocxl_error_usage(verb->name, "%s: not with --%s", reason, row->name);
	}
	return 0;
}

static int check_modes(const struct ocxl_verb *verb, unsigned int bits)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < ARRAY_SIZE(modes) && !rc; i++) {
		if (bits >> modes[i].option & 1)
			rc = check_with(verb, bits, modes[i].with, modes[i].reason);
	}
	return rc;
}

/* whatever the value is */
static int check_combination(const struct ocxl_verb *verb, unsigned int option, unsigned int bits,
			     const struct ocxl_typed_options *typed)
{
	const struct ocxl_option_row *row = &ocxl_option_rows[option];
	const char *lists = row->kind == OCXL_KIND_CONDITIONS ? ", with commas between the names"
							      : "";
	unsigned int excluded = row->excludes & bits;

	if (typed->repeated >> option & 1)
		return ocxl_error_usage(verb->name, "--%s: use it once%s", row->name, lists);
	if (excluded)
		return ocxl_error_usage(verb->name, "--%s: not with --%s", row->name,
					ocxl_option_rows[__builtin_ctz(excluded)].name);
	if (row->required & ~bits)
		return ocxl_error_usage(verb->name, "--%s requires --%s", row->name,
					ocxl_option_rows[__builtin_ctz(row->required)].name);
	return 0;
}

static int refuse_empty(const struct ocxl_verb *verb, const struct ocxl_option_row *row)
{
	return ocxl_error_usage(verb->name, "--%s: the name of the %s is empty", row->name,
				row->argument);
}

/* a file with the name of a format is never meant: "--output=json" means --format=json */
static int check_file_name(const struct ocxl_verb *verb, const struct ocxl_option_row *row,
			   const char *word)
{
	const char *format = ocxl_suggest_format(word, verb);

	if (!format)
		return 0;
	if (verb->metrics)
		return ocxl_error_usage(
			verb->name,
			"--%s=%s: did you mean ./%s? The format is always that of Prometheus",
			row->name, word, word);
	return ocxl_error_usage(verb->name, "--%s=%s: did you mean --format=%s, or ./%s?",
				row->name, word, format, word);
}

static int convert_text(const struct ocxl_verb *verb, const struct ocxl_option_row *row,
			const char *word, const char **member)
{
	*member = word;
	if (!*word)
		return refuse_empty(verb, row);
	return strcmp(row->argument, "file") ? 0 : check_file_name(verb, row, word);
}

static int convert_number(const struct ocxl_verb *verb, const struct ocxl_option_row *row,
			  const char *word, uint64_t *number)
{
	if (row->kind == OCXL_KIND_NUMBER) {
		if (!ocxl_option_value_number(word, 1, row->most, number))
			return 0;
		return ocxl_error_usage(verb->name,
					"--%s=%s: allowed are whole numbers from 1 to %llu",
					row->name, word, (unsigned long long)row->most);
	}
	if (!ocxl_option_value_milliseconds(word, row->least, row->most, number))
		return 0;
	return ocxl_error_usage(verb->name,
				"--%s=%s: allowed are seconds from %g to %llu, with at most three "
				"decimals",
				row->name, word, (double)row->least / 1000,
				(unsigned long long)row->most / 1000);
}

static int copy_inputs(const struct ocxl_verb *verb, const struct ocxl_option_row *row,
		       const struct ocxl_inputs *typed, struct ocxl_inputs *inputs)
{
	unsigned int i;

	*inputs = *typed;
	if (typed->count > OCXL_INPUTS_MAX)
		return ocxl_error_usage(verb->name, "--%s: at most %d times; use --%s=- for more",
					row->name, OCXL_INPUTS_MAX, row->name);
	for (i = 0; i < typed->count; i++) {
		if (!*typed->names[i])
			return refuse_empty(verb, row);
	}
	return 0;
}

static int convert_value(struct ocxl_options *options, const struct ocxl_verb *verb,
			 unsigned int option, const struct ocxl_typed_options *typed)
{
	const char *word = typed->value[option];
	const struct ocxl_option_row *row = &ocxl_option_rows[option];
	void *member = ocxl_option_member(options, option);

	switch (row->kind) {
	case OCXL_KIND_TEXT:
		return convert_text(verb, row, word, member);
	case OCXL_KIND_FILES:
		return copy_inputs(verb, row, &typed->input, member);
	case OCXL_KIND_NUMBER:
	case OCXL_KIND_SECONDS:
		return convert_number(verb, row, word, member);
	case OCXL_KIND_TIME:
		if (!ocxl_option_value_time(word, time(NULL), member))
			return 0;
		return ocxl_error_usage(verb->name,
					"--%s=%s: allowed are 2026-11-20, 2026-11-20T06:15:00Z, "
					"yesterday, today, and times ago (-30m, -2h, -3d)",
					row->name, word);
	case OCXL_KIND_CONDITIONS:
		return ocxl_option_conditions_parse(verb, row->name, word, row->allowed(), member);
	case OCXL_KIND_KEEP_FREE:
		if (!ocxl_option_value_keep_free(word, member))
			return 0;
		return ocxl_error_usage(verb->name,
					"--%s=%s: allowed are bytes (1073741824), and 0%% to 99%%",
					row->name, word);
	case OCXL_KIND_FLAG:
	case OCXL_KIND_LEVEL:
	case OCXL_KIND_DIMMS:
	case OCXL_KIND_FORMAT:
		break;
	}
	return 0;
}

/* each typed option by its row */
static int check_rows(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed, unsigned int bits)
{
	unsigned int left;
	int rc = check_modes(verb, bits);

	for (left = bits; left && !rc; left &= left - 1)
		rc = check_combination(verb, __builtin_ctz(left), bits, typed);
	for (left = bits; left && !rc; left &= left - 1)
		rc = convert_value(options, verb, __builtin_ctz(left), typed);
	return rc;
}

static int check_format(struct ocxl_options *options, const struct ocxl_verb *verb,
			const char *format)
{
	options->format = options->human ? OCXL_FORMAT_TABLE : OCXL_FORMAT_JSON;
	if (verb->metrics)
		options->format = OCXL_FORMAT_METRICS;
	if (format && (ocxl_option_value_format(format, &options->format) ||
		       (options->format == OCXL_FORMAT_NAGIOS && !verb->verdict)))
		return ocxl_error_usage(verb->name,
					"--format=%s: allowed are json, ndjson, table%s", format,
					verb->verdict ? ", nagios" : "");
	if (options->human && options->format != OCXL_FORMAT_TABLE)
		return ocxl_error_usage(
			verb->name, "--human means --format=table: not with --format=%s", format);
	return 0;
}

/* @writer: the option that needs lines */
static int choose_lines(struct ocxl_options *options, const struct ocxl_verb *verb,
			const char *format, const char *writer)
{
	if ((format || options->human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(
			verb->name, "%s writes ndjson: not with %s%s", writer,
			options->human ? "--human" : "--format=", options->human ? "" : format);
	options->format = OCXL_FORMAT_NDJSON;
	return 0;
}

/* a JSON document could be used only at its end */
static int check_follow(struct ocxl_options *options, const struct ocxl_verb *verb,
			const char *format)
{
	if (verb->follow_tables && !options->output && options->format == OCXL_FORMAT_TABLE)
		return 0;
	return choose_lines(options, verb, format,
			    options->output ? "--follow --output" : "--follow");
}

/* entries go to the file as to --output, and are acknowledged behind it */
static int check_collect(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const char *format)
{
	if (!strcmp(options->collect, "-"))
		return ocxl_error_usage(verb->name,
					"--collect=-: name a file; --acknowledge is for programs "
					"that read standard output");
	options->output = options->collect;
	options->acknowledge = true;
	return choose_lines(options, verb, format, "--collect");
}

static int check_keep_free(const struct ocxl_options *options, const struct ocxl_verb *verb)
{
	if (options->output && (options->collect || options->follow))
		return 0;
	return ocxl_error_usage(verb->name, "--keep-free requires %s",
				options->output			   ? "--follow"
				: verb->options & OCXL_HAS_COLLECT ? "--collect=<file>"
								   : "--output=<file>");
}

/* lines of a log; with other outputs, each format may be written */
static int check_lines(struct ocxl_options *options, const struct ocxl_verb *verb,
		       unsigned int bits, const char *format)
{
	int rc = 0;

	if (options->collect)
		rc = check_collect(options, verb, format);
	else if (options->follow)
		rc = check_follow(options, verb, format);
	return !rc && bits & OCXL_HAS_KEEP_FREE ? check_keep_free(options, verb) : rc;
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
static int check_saves(const struct ocxl_options *options, const struct ocxl_verb *verb,
		       unsigned int bits)
{
	if (!(bits & OCXL_HAS_OUTPUT))
		return ocxl_error_usage(verb->name,
					"--output=<file> is required; \"-\" is standard output");
	if (options->output && is_standard_output(options->output))
		return ocxl_error_usage(
			verb->name,
			"--output=%s is standard output, which receives the document: "
			"use \"-\" for standard output without a document",
			options->output);
	if (options->output)
		return 0;
	if (bits & OCXL_HAS_FORCE)
		return ocxl_error_usage(verb->name,
					"--output=- replaces no file: not with --force");
	if (bits & (OCXL_HAS_FORMAT | OCXL_HAS_HUMAN))
		return ocxl_error_usage(verb->name, "--output=- writes no document: not with %s",
					options->human ? "--human" : "--format");
	if (isatty(STDOUT_FILENO))
		return ocxl_error_usage(verb->name,
					"--output=-: standard output is a terminal: redirect it");
	return 0;
}

#define DEVICE_PREFIX "/dev/"

static bool is_repeated(const struct ocxl_options *options, unsigned int kept, const char *name)
{
	unsigned int i;

	for (i = 0; i < kept; i++) {
		if (!strcmp(options->dimms[i], name))
			return true;
	}
	return false;
}

static int check_names(struct ocxl_options *options, const struct ocxl_verb *verb)
{
	unsigned int i, kept = 0;
	int rc = 0;

	if (verb->named && !options->dimm_count)
		return ocxl_error_usage(verb->name, "name the DIMMs, or use \"all\"");
	for (i = 0; i < options->dimm_count && !rc; i++) {
		/* shells complete the name of the node */
		if (!strncmp(options->dimms[i], DEVICE_PREFIX "nmem", strlen(DEVICE_PREFIX "nmem")))
			options->dimms[i] += strlen(DEVICE_PREFIX);
		if (!*options->dimms[i])
			rc = ocxl_error_usage(verb->name,
					      "'' is not a DIMM: allowed are names (nmem0), serial "
					      "numbers and \"all\"");
		else if (!is_repeated(options, kept, options->dimms[i]))
			options->dimms[kept++] = options->dimms[i];
	}
	options->dimm_count = kept;
	return rc;
}

int ocxl_option_check(struct ocxl_options *options, const struct ocxl_verb *verb,
		      const struct ocxl_typed_options *typed)
{
	const char *format = typed->value[OCXL_OPTION_FORMAT];
	unsigned int bits = find_typed(options, verb, typed);
	int rc = check_format(options, verb, format);

	options->jobs = 1;
	options->trace = options->verbose > 1;
	options->timeout_ms = (uint64_t)verb->timeout_seconds * 1000;
	options->keep_free = (struct ocxl_free_reserve) { .amount = 1, .percent = true };
	if (!rc)
		rc = check_rows(options, verb, typed, bits);
	/* "-" is standard output; a file of that name is "./-" */
	if (options->output && !strcmp(options->output, "-"))
		options->output = NULL;
	if (!rc)
		rc = check_lines(options, verb, bits, format);
	if (!rc && options->until && options->until <= options->since)
		rc = ocxl_error_usage(verb->name, "--until is not after --since");
	if (!rc && verb->saves)
		rc = check_saves(options, verb, bits);
	if (!rc && !options->raw)
		rc = check_with(verb, bits, 1U << options->format, format_reasons[options->format]);
	if (!rc)
		rc = check_names(options, verb);
	return rc ? rc : OCXL_OPTIONS_VALID;
}
