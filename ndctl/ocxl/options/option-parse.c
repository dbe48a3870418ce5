// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <util/main.h>
#include <util/parse-options.h>
#include "ocxl/base/error.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-parse.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/verb.h"

/* how the parser of ndctl treats an option with the prefix "no-" */
enum negation {
	NOT_NEGATED,
	HAS_NEGATION, /* the next row is its negation */
	IS_NEGATION,
};

/* one option; the value of those with an @argument is a const char *, of the others a bool */
struct option_row {
	unsigned int option;
	int letter;
	const char *name;
	const char *argument;
	const char *help;
	size_t offset;
	enum negation negation;
};

#define TYPED(member) offsetof(struct ocxl_typed_options, member)

static const struct option_row rows[] = {
	{ 0, 'b', "bus", "bus", "only DIMMs of this bus: name, provider or number", TYPED(bus) },
	{ OCXL_OPTION_FORMAT, 'f', "format", "format", "json (default), ndjson or table",
	  TYPED(format) },
	{ OCXL_OPTION_FORMAT, 'u', "human", NULL, "the same as --format=table", TYPED(human) },
	{ 0, 'o', "output", "file", "write to a file; \"-\" is standard output", TYPED(output) },
	{ 0, 'j', "jobs", "number", "ask this many DIMMs at the same time (default 1)",
	  TYPED(jobs) },
	{ 0, 'v', "verbose", NULL, "report each command on standard error", TYPED(verbose) },
	{ OCXL_OPTION_ACKNOWLEDGE, 0, "acknowledge", NULL,
	  "remove entries from the log after they were written", TYPED(acknowledge), HAS_NEGATION },
	{ OCXL_OPTION_ACKNOWLEDGE, 0, "no-acknowledge", NULL,
	  "leave the entries in the log, with --output as well", TYPED(no_acknowledge),
	  IS_NEGATION },
	{ OCXL_OPTION_LIMIT, 0, "limit", "number", "stop after this many entries of each DIMM",
	  TYPED(limit) },
	{ OCXL_OPTION_NO_DATA, 0, "no-data", NULL, "omit the data of entries", TYPED(no_data) },
	{ OCXL_OPTION_REDACT, 0, "redact", NULL,
	  "replace serial numbers, slots and the host's name", TYPED(redact) },
	{ OCXL_OPTION_RAW, 0, "raw", NULL, "write the bytes of the card (one DIMM)", TYPED(raw) },
	{ OCXL_OPTION_STRICT, 0, "strict", NULL, "exit with status 5 for warnings, too",
	  TYPED(strict) },
	{ OCXL_OPTION_IGNORE, 0, "ignore", "names", "leave these conditions out: name,name...",
	  TYPED(ignore) },
	{ OCXL_OPTION_CONDITION, 0, "condition", "names",
	  "clear these conditions only: name,name...", TYPED(condition) },
	{ OCXL_OPTION_KEEP_FREE, 0, "keep-free", "size",
	  "leave bytes or % of the disk free (default 1%)", TYPED(keep_free) },
	{ OCXL_OPTION_FOLLOW, 0, "follow", NULL, "wait for more, and write it as NDJSON lines",
	  TYPED(follow) },
	{ OCXL_OPTION_INTERVAL, 'i', "interval", "seconds",
	  "show rates every <seconds> (at least 0.1)", TYPED(interval) },
	{ OCXL_OPTION_INTERVAL, 'c', "count", "number", "stop after this many intervals",
	  TYPED(count) },
	{ OCXL_OPTION_NEW, 0, "new", NULL, "make the controller take a new dump",
	  TYPED(start_new) },
	{ OCXL_OPTION_FORCE, 0, "force", NULL, "replace a file that exists", TYPED(force) },
	{ OCXL_OPTION_TIMEOUT, 't', "timeout", "seconds", "how long to wait for the card",
	  TYPED(timeout) },
	{ 0, 'h', "help", NULL, "-h: this list; --help: the manual page", TYPED(help) },
};

static bool has_option(const struct ocxl_verb *verb, const struct option_row *row)
{
	if (row->option == OCXL_OPTION_FORMAT)
		return !verb->metrics;
	return (row->option & ~verb->options) == 0;
}

static const char *get_help(const struct ocxl_verb *verb, const struct option_row *row)
{
	if (verb->verdict && row->offset == TYPED(format))
		return "json (default), ndjson, table or nagios";
	if (verb->changes && row->offset == TYPED(force))
		return "clear them although the error log has entries";
	return row->help;
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

static bool is_list(const struct option_row *row)
{
	return row->option == OCXL_OPTION_IGNORE || row->option == OCXL_OPTION_CONDITION;
}

static void build_option(struct option *option, const struct ocxl_verb *verb,
			 const struct option_row *row, struct ocxl_typed_options *typed)
{
	option->type = row->argument ? OPTION_STRING : OPTION_BOOLEAN;
	option->short_name = row->letter;
	option->long_name = row->name;
	option->value = (char *)typed + row->offset;
	option->argh = row->argument;
	option->help = get_help(verb, row);
	option->flags = PARSE_OPT_NONEG;
	if (is_list(row)) {
		option->type = OPTION_CALLBACK;
		option->callback = set_list;
		option->set = &typed->repeated;
	}
	if (row->negation != HAS_NEGATION)
		return;
	option->type = OPTION_CALLBACK;
	option->flags = PARSE_OPT_NOARG;
	option->callback = set_option_or_negation;
	option->set = (bool *)((char *)typed + row[1].offset);
}

/* the options of a verb for the parser of ndctl */
static void build_option_list(struct option *list, const struct ocxl_verb *verb,
			      struct ocxl_typed_options *typed)
{
	struct option *option = list;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (has_option(verb, &rows[i]) && rows[i].negation != IS_NEGATION)
			build_option(option++, verb, &rows[i], typed);
	}
	option->type = OPTION_END;
}

static int list_options(const struct ocxl_verb *verb)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (has_option(verb, &rows[i]))
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
	       verb->named ? "" : "; the default is all OpenCAPI DIMMs");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!has_option(verb, &rows[i]))
			continue;
		snprintf(left, sizeof(left), "%s--%s%s%s%s", rows[i].letter ? "" : "    ",
			 rows[i].name, rows[i].argument ? "=<" : "",
			 rows[i].argument ? rows[i].argument : "", rows[i].argument ? ">" : "");
		if (rows[i].letter)
			printf("  -%c, %-20s  %s\n", rows[i].letter, left,
			       get_help(verb, &rows[i]));
		else
			printf("  %-24s  %s\n", left, get_help(verb, &rows[i]));
	}
	return ocxl_error_flush_stdout();
}

/* help_show_man_page() replaces the process with the viewer: call it in a child */
static int show_page_in_child(const char *page)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0)
		return -errno;
	if (!child) {
		help_show_man_page(page, "ndctl", "NDCTL_MAN_VIEWER");
		/* its message that there is no viewer does not end its line */
		fputc('\n', stderr);
		_exit(OCXL_EXIT_USAGE);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) ? -ENOENT : 0;
}

static int show_page_or_usage(const struct ocxl_verb *verb)
{
	char page[64];

	snprintf(page, sizeof(page), "ocxl-%s", verb->name);
	return show_page_in_child(page) ? print_usage(verb) : 0;
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
	char known[256] = "";
	size_t i;

	if (verb->options & OCXL_OPTION_ACKNOWLEDGE && !ctx->opt && !strcmp(ctx->argv[0], "--peek"))
		return ocxl_error_usage(verb->name,
					"--peek was removed: entries stay in the log by default; "
					"with --output=<file>, use --no-acknowledge");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (has_option(verb, &rows[i]))
			ocxl_error_append_name(known, sizeof(known), "--", rows[i].name);
	}
	/* a long option, or "-u-", of which the parser leaves "--" */
	if (!ctx->opt)
		return ocxl_error_usage(verb->name, "unknown option '%s': allowed are %s",
					ctx->argv[0], known);
	free_copied_word(ctx);
	return ocxl_error_usage(verb->name, "unknown option '-%c': allowed are %s", *ctx->opt,
				known);
}

int ocxl_option_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		      const char **argv)
{
	bool page = has_word(argc, argv, "--help");
	struct ocxl_typed_options typed = { 0 };
	struct option list[ARRAY_SIZE(rows) + 1] = { 0 };
	struct parse_opt_ctx_t ctx;

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
		return OCXL_EXIT_USAGE;
	default:
		return refuse_option(verb, &ctx);
	}
	options->dimm_count = parse_options_end(&ctx);
	options->dimms = argv;
	if (typed.help)
		return page ? show_page_or_usage(verb) : print_usage(verb);
	return ocxl_option_check(options, verb, &typed);
}
