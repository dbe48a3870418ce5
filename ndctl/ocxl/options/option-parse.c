// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <util/parse-options.h>
#include "ocxl/base/error.h"
#include "ocxl/base/manual-page.h"
#include "ocxl/base/suggest.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-parse.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/verb.h"

/* one option; @argument: name of its value */
struct option_row {
	unsigned int option;
	int letter;
	const char *name;
	const char *argument;
	const char *help;
};

static const struct option_row rows[OCXL_TYPED_OPTIONS] = {
	[OCXL_TYPED_BUS] = { 0, 'b', "bus", "bus",
			     "only DIMMs of this bus: name, provider or number" },
	[OCXL_TYPED_FORMAT] = { OCXL_OPTION_FORMAT, 'f', "format", "format",
				"json (default), ndjson or table" },
	[OCXL_TYPED_HUMAN] = { OCXL_OPTION_FORMAT, 'u', "human", NULL,
			       "the same as --format=table" },
	[OCXL_TYPED_INPUT] = { OCXL_OPTION_INPUT, 0, "input", "file",
			       "show a collected log; \"-\" is standard input" },
	[OCXL_TYPED_OUTPUT] = { 0, 'o', "output", "file",
				"write to a file; \"-\" is standard output" },
	[OCXL_TYPED_JOBS] = { 0, 'j', "jobs", "number",
			      "ask this many DIMMs at the same time (default 1)" },
	[OCXL_TYPED_VERBOSE] = { 0, 'v', "verbose", NULL, "report each command on standard error" },
	[OCXL_TYPED_QUIET] = { OCXL_OPTION_QUIET, 'q', "quiet", NULL,
			       "no messages about cards that fail" },
	[OCXL_TYPED_ACKNOWLEDGE] = { OCXL_OPTION_ACKNOWLEDGE, 0, "acknowledge", NULL,
				     "remove entries from the log after they were written" },
	[OCXL_TYPED_NO_ACKNOWLEDGE] = { OCXL_OPTION_ACKNOWLEDGE, 0, "no-acknowledge", NULL,
					"leave the entries in the log, with --output as well" },
	[OCXL_TYPED_LIMIT] = { OCXL_OPTION_LIMIT, 0, "limit", "number",
			       "stop after this many entries of each DIMM" },
	[OCXL_TYPED_NO_DATA] = { OCXL_OPTION_NO_DATA, 0, "no-data", NULL,
				 "omit the data of entries" },
	[OCXL_TYPED_REDACT] = { OCXL_OPTION_REDACT, 0, "redact", NULL,
				"replace serial numbers, slots and the host's name" },
	[OCXL_TYPED_RAW] = { OCXL_OPTION_RAW, 0, "raw", NULL,
			     "write the bytes of the card (one DIMM)" },
	[OCXL_TYPED_STRICT] = { OCXL_OPTION_STRICT, 0, "strict", NULL,
				"exit with status 5 for warnings, too" },
	[OCXL_TYPED_IGNORE] = { OCXL_OPTION_IGNORE, 0, "ignore", "names",
				"leave these conditions out: name,name..." },
	[OCXL_TYPED_CONDITION] = { OCXL_OPTION_CONDITION, 0, "condition", "names",
				   "clear these conditions only: name,name..." },
	[OCXL_TYPED_KEEP_FREE] = { OCXL_OPTION_KEEP_FREE, 0, "keep-free", "size",
				   "leave bytes or % of the disk free (default 1%)" },
	[OCXL_TYPED_FOLLOW] = { OCXL_OPTION_FOLLOW, 0, "follow", NULL,
				"wait for more, and write it as NDJSON lines" },
	[OCXL_TYPED_INTERVAL] = { OCXL_OPTION_INTERVAL, 'i', "interval", "seconds",
				  "show rates every <seconds> (at least 0.1)" },
	[OCXL_TYPED_COUNT] = { OCXL_OPTION_INTERVAL, 'c', "count", "number",
			       "stop after this many intervals" },
	[OCXL_TYPED_NEW] = { OCXL_OPTION_NEW, 0, "new", NULL,
			     "make the controller take a new dump" },
	[OCXL_TYPED_FORCE] = { OCXL_OPTION_FORCE, 0, "force", NULL, "replace a file that exists" },
	[OCXL_TYPED_TIMEOUT] = { OCXL_OPTION_TIMEOUT, 't', "timeout", "seconds",
				 "how long to wait for the card" },
	[OCXL_TYPED_HELP] = { 0, 'h', "help", NULL, "-h: this list; --help: the manual page" },
};

static bool has_option(const struct ocxl_verb *verb, enum ocxl_typed typed)
{
	if (rows[typed].option == OCXL_OPTION_FORMAT)
		return !verb->metrics;
	return (rows[typed].option & ~verb->options) == 0;
}

static const char *get_help(const struct ocxl_verb *verb, enum ocxl_typed typed)
{
	if (verb->verdict && typed == OCXL_TYPED_FORMAT)
		return "json (default), ndjson, table or nagios";
	if (verb->changes && typed == OCXL_TYPED_FORCE)
		return "clear them although the error log has entries";
	return rows[typed].help;
}

/* the parser does not allow "x" and "no-x" as two options; --x --no-x must be recognized as both */
static int set_option_or_negation(const struct option *option, const char *argument, int unset)
{
	bool *value = unset ? option->set : option->value;

	*value = true;
	return 0;
}

/* the parser would keep the last of several lists without a message */
static int set_list(const struct option *option, const char *argument, int unset)
{
	const char **value = option->value;

	(void)unset;
	if (*value)
		*option->set = true;
	*value = argument;
	return 0;
}

static void build_option(struct option *option, const struct ocxl_verb *verb, enum ocxl_typed typed,
			 struct ocxl_typed_options *to)
{
	const struct option_row *row = &rows[typed];

	option->type = row->argument ? OPTION_STRING : OPTION_BOOLEAN;
	option->short_name = row->letter;
	option->long_name = row->name;
	option->value = row->argument ? (void *)&to->value[typed] : &to->flag[typed];
	option->argh = row->argument;
	option->help = get_help(verb, typed);
	option->flags = PARSE_OPT_NONEG;
	if (typed == OCXL_TYPED_IGNORE || typed == OCXL_TYPED_CONDITION) {
		option->type = OPTION_CALLBACK;
		option->callback = set_list;
		option->set = &to->repeated;
	}
	if (typed == OCXL_TYPED_ACKNOWLEDGE) {
		option->type = OPTION_CALLBACK;
		option->flags = PARSE_OPT_NOARG;
		option->callback = set_option_or_negation;
		option->set = &to->flag[OCXL_TYPED_NO_ACKNOWLEDGE];
	}
}

/* the options of a verb for the parser of ndctl */
static void build_option_list(struct option *list, const struct ocxl_verb *verb,
			      struct ocxl_typed_options *to)
{
	struct option *option = list;
	unsigned int i;

	for (i = 0; i < OCXL_TYPED_OPTIONS; i++) {
		if (has_option(verb, i) && i != OCXL_TYPED_NO_ACKNOWLEDGE)
			build_option(option++, verb, i, to);
	}
	option->type = OPTION_END;
}

static int list_options(const struct ocxl_verb *verb)
{
	unsigned int i;

	for (i = 0; i < OCXL_TYPED_OPTIONS; i++) {
		if (has_option(verb, i))
			printf("--%s\n", rows[i].name);
	}
	return ocxl_error_flush_stdout();
}

static bool is_option(const struct option_row *row, const char *word)
{
	if (word[0] != '-')
		return false;
	if (word[1] == '-')
		return !strcmp(word + 2, row->name);
	return row->letter && word[1] == row->letter && !word[2];
}

static void print_conditions(uint64_t conditions)
{
	const char *name;
	unsigned int i;

	for (i = 0; (name = ndctl_ocxl_condition_name(i)); i++) {
		if (conditions >> i & 1)
			printf("%s\n", name);
	}
}

static void print_values(const struct ocxl_verb *verb, enum ocxl_typed typed)
{
	const char *word;
	unsigned int i;

	switch (typed) {
	case OCXL_TYPED_FORMAT:
		for (i = 0; (word = ocxl_option_value_format_word(i, verb->verdict)); i++)
			printf("%s\n", word);
		break;
	case OCXL_TYPED_IGNORE:
		print_conditions(OCXL_OPTION_IGNORABLE);
		break;
	case OCXL_TYPED_CONDITION:
		print_conditions(ocxl_option_conditions_kept());
		break;
	default:
		break;
	}
}

int ocxl_option_list_values(const struct ocxl_verb *verb, const char *option)
{
	unsigned int i;

	for (i = 0; i < OCXL_TYPED_OPTIONS; i++) {
		if (!has_option(verb, i) || !rows[i].argument)
			continue;
		if (option && is_option(&rows[i], option))
			print_values(verb, i);
		if (option)
			continue;
		printf("--%s\n", rows[i].name);
		if (rows[i].letter)
			printf("-%c\n", rows[i].letter);
	}
	return 0;
}

int ocxl_option_print_usage(const struct ocxl_verb *verb)
{
	char left[40];
	unsigned int i;

	printf("usage: ndctl ocxl %s %s [<options>]\n\n%s\n\n"
	       "<dimm> is a name (nmem0), a serial number or \"all\"%s\n\n",
	       verb->name, verb->named ? "<dimm>..." : "[<dimm>...]", verb->summary,
	       verb->named ? "" : "; default: all OpenCAPI DIMMs");
	for (i = 0; i < OCXL_TYPED_OPTIONS; i++) {
		if (!has_option(verb, i))
			continue;
		snprintf(left, sizeof(left), "%s--%s%s%s%s", rows[i].letter ? "" : "    ",
			 rows[i].name, rows[i].argument ? "=<" : "",
			 rows[i].argument ? rows[i].argument : "", rows[i].argument ? ">" : "");
		if (rows[i].letter)
			printf("  -%c, %-20s  %s\n", rows[i].letter, left, get_help(verb, i));
		else
			printf("  %-24s  %s\n", left, get_help(verb, i));
	}
	return ocxl_error_flush_stdout();
}

int ocxl_option_show_help(const struct ocxl_verb *verb)
{
	return ocxl_manual_page_show(verb->name) ? ocxl_option_print_usage(verb) : 0;
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

/* after "-ux" the parser leaves an allocated copy "-x" in the argument list, and does not free it */
static void free_copied_word(struct parse_opt_ctx_t *ctx)
{
	const char *word = ctx->argv[0];

	if (ctx->opt == word + 1)
		return;
	ctx->argv[0] = ctx->opt - 1;
	free((void *)(uintptr_t)word);
}

static int refuse_option(const struct ocxl_verb *verb, struct parse_opt_ctx_t *ctx)
{
	const char *word = ctx->argv[0];
	struct ocxl_suggestion similar = { 0 };
	char known[256] = "", hint[64];
	unsigned int i;

	if (verb->options & OCXL_OPTION_ACKNOWLEDGE && !ctx->opt && !strcmp(word, "--peek"))
		return ocxl_error_usage(verb->name,
					"--peek was removed: entries stay in the log by default; "
					"with --output=<file>, use --no-acknowledge");
	if (!ctx->opt && word[2]) {
		similar.word = word + 2;
		similar.length = strcspn(word + 2, "=");
	}
	for (i = 0; i < OCXL_TYPED_OPTIONS; i++) {
		if (!has_option(verb, i))
			continue;
		ocxl_error_append_name(known, sizeof(known), "--", rows[i].name);
		ocxl_suggest_consider(&similar, rows[i].name);
	}
	ocxl_suggest_print(&similar, "--", hint, sizeof(hint));
	/* a long option, or "-u-", of which the parser leaves "--" */
	if (!ctx->opt)
		return ocxl_error_usage(verb->name, "unknown option '%s'%s: allowed are %s", word,
					hint, known);
	free_copied_word(ctx);
	return ocxl_error_usage(verb->name, "unknown option '-%c': allowed are %s", *ctx->opt,
				known);
}

/*
 * Monitoring systems ignore standard error, so the format matters even if the command line is wrong:
 * the rest is read for it.
 */
static void find_format(struct ocxl_options *options, struct parse_opt_ctx_t *ctx,
			const struct option *list, const struct ocxl_typed_options *typed)
{
	int rc;

	do {
		ctx->opt = NULL;
		ctx->argc--;
		ctx->argv++;
		rc = ctx->argc > 0 ? parse_options_step(ctx, list, NULL) : PARSE_OPT_DONE;
		if (rc == PARSE_OPT_UNKNOWN && ctx->opt)
			free_copied_word(ctx);
	} while (rc == PARSE_OPT_UNKNOWN);
	if (typed->value[OCXL_TYPED_FORMAT])
		ocxl_option_value_format(typed->value[OCXL_TYPED_FORMAT], &options->format);
}

int ocxl_option_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		      const char **argv)
{
	bool page = has_word(argc, argv, "--help");
	struct ocxl_typed_options typed = { 0 };
	struct option list[OCXL_TYPED_OPTIONS + 1] = { 0 };
	struct parse_opt_ctx_t ctx;
	int rc;

	memset(options, 0, sizeof(*options));
	build_option_list(list, verb, &typed);
	parse_options_start(&ctx, argc, argv, NULL, PARSE_OPT_NO_INTERNAL_HELP);
	switch (parse_options_step(&ctx, list, NULL)) {
	case PARSE_OPT_DONE:
		break;
	case PARSE_OPT_LIST_OPTS:
		return list_options(verb);
	case PARSE_OPT_HELP:
		/* the parser has printed its own message */
		ocxl_error_set_usage_reason("'%s': its value is missing or not allowed",
					    ctx.argv[0]);
		find_format(options, &ctx, list, &typed);
		return OCXL_EXIT_USAGE;
	default:
		rc = refuse_option(verb, &ctx);
		find_format(options, &ctx, list, &typed);
		return rc;
	}
	options->dimm_count = parse_options_end(&ctx);
	options->dimms = argv;
	if (typed.flag[OCXL_TYPED_HELP])
		return page ? ocxl_option_show_help(verb) : ocxl_option_print_usage(verb);
	return ocxl_option_check(options, verb, &typed);
}
