// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <util/main.h>
#include <util/parse-options.h>
#include "ocxl/base/error.h"
#include "ocxl/render/render.h"
#include "ocxl/run/option-value.h"
#include "ocxl/run/options.h"
#include "ocxl/run/verb.h"

/* what was typed, before it is checked */
struct typed {
	const char *bus;
	const char *format;
	const char *output;
	const char *jobs;
	const char *limit;
	const char *interval;
	const char *count;
	const char *timeout;
	bool human;
	bool verbose;
	bool raw;
	bool peek;
	bool no_data;
	bool strict;
	bool tee;
	bool follow;
	bool start_new;
	bool help;
};

/* one option; those with an @argument store a const char *, the others a bool */
struct row {
	unsigned int option;
	int letter;
	const char *name;
	const char *argument;
	const char *help;
	size_t offset;
};

static const struct row rows[] = {
	{ 0, 'b', "bus", "bus", "only DIMMs of this bus: name, provider or number",
	  offsetof(struct typed, bus) },
	{ OCXL_OPTION_FORMAT, 'f', "format", "format", "json (default), ndjson or table",
	  offsetof(struct typed, format) },
	{ OCXL_OPTION_FORMAT, 'u', "human", NULL, "for people: the same as --format=table",
	  offsetof(struct typed, human) },
	{ 0, 'o', "output", "file", "write to a file; \"-\": standard output",
	  offsetof(struct typed, output) },
	{ 0, 'j', "jobs", "number", "cards asked side by side (default 1)",
	  offsetof(struct typed, jobs) },
	{ 0, 'v', "verbose", NULL, "show each command on standard error",
	  offsetof(struct typed, verbose) },
	{ OCXL_OPTION_PEEK, 0, "peek", NULL, "acknowledge nothing", offsetof(struct typed, peek) },
	{ OCXL_OPTION_LIMIT, 0, "limit", "number", "end after so many entries of a DIMM",
	  offsetof(struct typed, limit) },
	{ OCXL_OPTION_NO_DATA, 0, "no-data", NULL, "leave the data of entries out",
	  offsetof(struct typed, no_data) },
	{ OCXL_OPTION_RAW, 0, "raw", NULL, "the bytes of the card (one DIMM)",
	  offsetof(struct typed, raw) },
	{ OCXL_OPTION_STRICT, 0, "strict", NULL, "exit status 5 for warnings too",
	  offsetof(struct typed, strict) },
	{ OCXL_OPTION_TEE, 0, "tee", NULL, "write lines to standard output as well",
	  offsetof(struct typed, tee) },
	{ OCXL_OPTION_FOLLOW, 0, "follow", NULL, "wait for more: one line of NDJSON each",
	  offsetof(struct typed, follow) },
	{ OCXL_OPTION_INTERVAL, 0, "interval", "seconds", "rates of intervals so long, 0.1 for one",
	  offsetof(struct typed, interval) },
	{ OCXL_OPTION_INTERVAL, 0, "count", "number", "end after so many intervals",
	  offsetof(struct typed, count) },
	{ OCXL_OPTION_NEW, 0, "new", NULL, "have the card take a new dump",
	  offsetof(struct typed, start_new) },
	{ OCXL_OPTION_TIMEOUT, 't', "timeout", "seconds", "how long to wait for the card",
	  offsetof(struct typed, timeout) },
	{ 0, 'h', "help", NULL, "-h: this list; --help: the man page",
	  offsetof(struct typed, help) },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static bool takes(const struct ocxl_verb *verb, const struct row *row)
{
	if (row->option == OCXL_OPTION_FORMAT)
		return !verb->metrics;
	return (row->option & ~verb->options) == 0;
}

/* ndctl's parser wants an array of its own struct */
static void build(struct option *list, const struct ocxl_verb *verb, struct typed *typed)
{
	struct option *option = list;
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (!takes(verb, &rows[i]))
			continue;
		memset(option, 0, sizeof(*option));
		option->type = rows[i].argument ? OPTION_STRING : OPTION_BOOLEAN;
		option->short_name = rows[i].letter;
		option->long_name = rows[i].name;
		option->value = (char *)typed + rows[i].offset;
		option->argh = rows[i].argument;
		option->help = rows[i].help;
		option->flags = PARSE_OPT_NONEG;
		option++;
	}
	memset(option, 0, sizeof(*option));
	option->type = OPTION_END;
}

static int list_options(const struct ocxl_verb *verb)
{
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (takes(verb, &rows[i]))
			printf("--%s\n", rows[i].name);
	}
	return ocxl_error_flush_stdout();
}

static int print_usage(const struct ocxl_verb *verb)
{
	char left[40];
	size_t i;

	printf("usage: ndctl ocxl %s %s [<options>]\n\n%s\n\n"
	       "<dimm> is a name (nmem0), a serial number or \"all\"%s\n\n",
	       verb->name, verb->named ? "<dimm>..." : "[<dimm>...]", verb->summary,
	       verb->named ? "" : "; none means all OpenCAPI DIMMs");
	for (i = 0; i < ROWS; i++) {
		if (!takes(verb, &rows[i]))
			continue;
		snprintf(left, sizeof(left), "%s--%s%s%s%s", rows[i].letter ? "" : "    ",
			 rows[i].name, rows[i].argument ? "=<" : "",
			 rows[i].argument ? rows[i].argument : "", rows[i].argument ? ">" : "");
		if (rows[i].letter)
			printf("  -%c, %-20s  %s\n", rows[i].letter, left, rows[i].help);
		else
			printf("  %-24s  %s\n", left, rows[i].help);
	}
	return ocxl_error_flush_stdout();
}

/* the viewer takes the place of the process that calls it, so that is a child */
static int view_page(const char *page)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0)
		return -errno;
	if (!child) {
		help_show_man_page(page, "ndctl", "NDCTL_MAN_VIEWER");
		_exit(OCXL_EXIT_USAGE);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) ? -ENOENT : 0;
}

static int show_page(const struct ocxl_verb *verb)
{
	char page[64];

	snprintf(page, sizeof(page), "ocxl-%s", verb->name);
	return view_page(page) ? print_usage(verb) : 0;
}

static bool has_word(int argc, const char **argv, const char *word)
{
	int i;

	for (i = 0; i < argc && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], word))
			return true;
	}
	return false;
}

/* of "-ux" the parser leaves a copy "-x" in place of the word, and forgets it */
static void forget_copy(struct parse_opt_ctx_t *ctx)
{
	const char *word = ctx->argv[0];

	if (ctx->opt == word + 1)
		return;
	ctx->argv[0] = ctx->opt - 1;
	free((void *)(uintptr_t)word);
}

static int refuse_option(const struct ocxl_verb *verb, struct parse_opt_ctx_t *ctx)
{
	char known[256] = "";
	size_t i, used = 0;
	int written;

	for (i = 0; i < ROWS; i++) {
		if (!takes(verb, &rows[i]))
			continue;
		written = snprintf(known + used, sizeof(known) - used, "%s--%s", used ? ", " : "",
				   rows[i].name);
		if (written < 0 || (size_t)written >= sizeof(known) - used)
			break;
		used += written;
	}
	/* "-u-" leaves "--" in place of the word, and is none of the long ones */
	if (!ctx->opt)
		return ocxl_error_usage(verb->name, "unknown option '%s': allowed are %s",
					ctx->argv[0], known);
	forget_copy(ctx);
	return ocxl_error_usage(verb->name, "unknown option '-%c': allowed are %s", *ctx->opt,
				known);
}

static int check_number(const struct ocxl_verb *verb, const char *option, const char *word,
			uint64_t most, uint64_t *number)
{
	if (!ocxl_option_value_number(word, 1, most, number))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(verb->name, "--%s=%s: allowed are whole numbers from 1 to %llu",
				option, word, (unsigned long long)most);
}

static int check_numbers(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const struct typed *typed)
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
			  const struct typed *typed)
{
	if (typed->count && !typed->interval)
		return ocxl_error_usage(verb->name,
					"--count counts intervals: not without --interval");
	if (!typed->interval ||
	    !ocxl_option_value_milliseconds(typed->interval, OCXL_INTERVAL_MIN_MS,
					    OCXL_INTERVAL_MAX_MS, &options->interval_ms))
		return OCXL_OPTIONS_VALID;
	return ocxl_error_usage(
		verb->name,
		"--interval=%s: allowed are seconds from 0.1 to 86400, with at most "
		"three decimals",
		typed->interval);
}

static int check_timeout(struct ocxl_options *options, const struct ocxl_verb *verb,
			 const struct typed *typed)
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

/* lines alone can be read while more of them come */
static int check_follow(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct typed *typed)
{
	if (!typed->follow)
		return OCXL_OPTIONS_VALID;
	if (typed->raw)
		return ocxl_error_usage(verb->name, "--follow is ndjson: not with --raw");
	if ((typed->format || typed->human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(
			verb->name, "--follow is ndjson: not with %s%s",
			typed->human ? "--human" : "--format=", typed->human ? "" : typed->format);
	options->format = OCXL_FORMAT_NDJSON;
	return OCXL_OPTIONS_VALID;
}

/* what goes with what, and which format that makes */
static int check_format(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct typed *typed)
{
	options->format = typed->human ? OCXL_FORMAT_TABLE : OCXL_FORMAT_JSON;
	if (verb->metrics)
		options->format = OCXL_FORMAT_METRICS;
	if (typed->format && ocxl_option_value_format(typed->format, &options->format))
		return ocxl_error_usage(verb->name, "--format=%s: allowed are json, ndjson, table",
					typed->format);
	if (typed->human && options->format != OCXL_FORMAT_TABLE)
		return ocxl_error_usage(verb->name,
					"--human is --format=table: not with --format=%s",
					typed->format);
	if (typed->raw && (typed->format || typed->human))
		return ocxl_error_usage(verb->name, "--raw has no format: not with %s",
					typed->human ? "--human" : "--format");
	if (typed->raw && typed->no_data)
		return ocxl_error_usage(verb->name,
					"--raw is what the card gave: not with --no-data");
	return OCXL_OPTIONS_VALID;
}

/* a log in a file grows; what was acknowledged must not vanish with a temporary file */
static int check_append(struct ocxl_options *options, const struct ocxl_verb *verb,
			const struct typed *typed)
{
	if (!verb->append || !options->output || options->follow)
		return OCXL_OPTIONS_VALID;
	if (typed->raw && !typed->peek)
		return ocxl_error_usage(
			verb->name,
			"--raw --output=%s acknowledges before the file is complete: "
			"use --peek, or redirect standard output",
			options->output);
	if (typed->raw)
		return OCXL_OPTIONS_VALID;
	if ((typed->format || typed->human) && options->format != OCXL_FORMAT_NDJSON)
		return ocxl_error_usage(
			verb->name, "--output=%s: a log in a file is ndjson: not with %s%s",
			options->output,
			typed->human ? "--human" : "--format=", typed->human ? "" : typed->format);
	options->format = OCXL_FORMAT_NDJSON;
	return OCXL_OPTIONS_VALID;
}

/* standard output, and a file that the copy is of */
static int check_tee(const struct ocxl_options *options, const struct ocxl_verb *verb,
		     const struct typed *typed)
{
	if (!typed->tee)
		return OCXL_OPTIONS_VALID;
	if (!options->output)
		return ocxl_error_usage(verb->name,
					"--tee: standard output as well as what? --output=<file> "
					"is missing");
	if (typed->raw)
		return ocxl_error_usage(verb->name, "--tee is ndjson: not with --raw");
	return OCXL_OPTIONS_VALID;
}

/* by another name, "/dev/stdout" for example; what /dev/null gets matters to nobody */
static bool is_standard_output(const char *name)
{
	struct stat file, standard;

	return !stat(name, &file) && !fstat(STDOUT_FILENO, &standard) &&
	       file.st_dev == standard.st_dev && file.st_ino == standard.st_ino &&
	       (!S_ISCHR(file.st_mode) || isatty(STDOUT_FILENO));
}

/* the file gets the card's bytes, and the document is somewhere else or not at all */
static int check_saves(const struct ocxl_options *options, const struct ocxl_verb *verb,
		       const struct typed *typed)
{
	if (!verb->saves)
		return OCXL_OPTIONS_VALID;
	if (!typed->output)
		return ocxl_error_usage(verb->name,
					"--output=<file> is missing: where to? \"-\" is standard "
					"output");
	if (options->output && is_standard_output(options->output))
		return ocxl_error_usage(verb->name,
					"--output=%s is where the document goes: \"-\" is standard "
					"output without a document",
					options->output);
	if (options->output)
		return OCXL_OPTIONS_VALID;
	if (typed->format || typed->human)
		return ocxl_error_usage(verb->name,
					"--output=- leaves no room for a document: not with %s",
					typed->human ? "--human" : "--format");
	if (isatty(STDOUT_FILENO))
		return ocxl_error_usage(verb->name,
					"--output=-: standard output is a terminal: redirect it");
	return OCXL_OPTIONS_VALID;
}

static int check_names(struct ocxl_options *options, const struct ocxl_verb *verb)
{
	unsigned int i, j, kept = 0;

	if (verb->named && !options->dimm_count)
		return ocxl_error_usage(verb->name, "which DIMMs? name them, or say \"all\"");
	for (i = 0; i < options->dimm_count; i++) {
		if (!*options->dimms[i])
			return ocxl_error_usage(verb->name,
						"'' is no DIMM: allowed are names (nmem0), serial "
						"numbers and \"all\"");
		for (j = 0; j < kept && strcmp(options->dimms[i], options->dimms[j]); j++)
			;
		if (j == kept)
			options->dimms[kept++] = options->dimms[i];
	}
	options->dimm_count = kept;
	return OCXL_OPTIONS_VALID;
}

static int check(struct ocxl_options *options, const struct ocxl_verb *verb,
		 const struct typed *typed)
{
	int rc;

	options->bus = typed->bus;
	options->verbose = typed->verbose;
	options->raw = typed->raw;
	options->peek = typed->peek;
	options->no_data = typed->no_data;
	options->strict = typed->strict;
	options->tee = typed->tee;
	options->follow = typed->follow;
	options->start_new = typed->start_new;
	/* as everywhere; a file of that name is "./-" */
	if (typed->output && strcmp(typed->output, "-"))
		options->output = typed->output;
	if (typed->output && !*typed->output)
		return ocxl_error_usage(verb->name, "--output: the name of the file is empty");
	if (typed->bus && !*typed->bus)
		return ocxl_error_usage(verb->name, "--bus: the name of the bus is empty");
	rc = check_numbers(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_interval(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_timeout(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_format(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_follow(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_append(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_tee(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_saves(options, verb, typed);
	if (rc == OCXL_OPTIONS_VALID)
		rc = check_names(options, verb);
	return rc;
}

int ocxl_options_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		       const char **argv)
{
	bool page = has_word(argc, argv, "--help");
	struct typed typed = { 0 };
	struct option list[ROWS + 1];
	struct parse_opt_ctx_t ctx;

	memset(options, 0, sizeof(*options));
	build(list, verb, &typed);
	parse_options_start(&ctx, argc, argv, NULL, PARSE_OPT_NO_INTERNAL_HELP);
	switch (parse_options_step(&ctx, list, NULL)) {
	case PARSE_OPT_DONE:
		break;
	case PARSE_OPT_LIST_OPTS:
		return list_options(verb);
	case PARSE_OPT_HELP:
		/* a value is missing, or there is one too many; the parser has said so */
		return OCXL_EXIT_USAGE;
	default:
		return refuse_option(verb, &ctx);
	}
	options->dimm_count = parse_options_end(&ctx);
	options->dimms = argv;
	if (typed.help)
		return page ? show_page(verb) : print_usage(verb);
	return check(options, verb, &typed);
}
