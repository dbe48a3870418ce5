// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <util/parse-options.h>
#include "ocxl/base/error.h"
#include "ocxl/base/manual-page.h"
#include "ocxl/base/memory.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-parse.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"

static bool has_option(const struct ocxl_verb *verb, enum ocxl_option option)
{
	return ocxl_option_bits(verb) >> option & 1;
}

static const char *get_help(const struct ocxl_verb *verb, enum ocxl_option option)
{
	if (verb->verdict && option == OCXL_OPTION_FORMAT)
		return "json (default), ndjson, table or nagios";
	if (verb->saves && option == OCXL_OPTION_OUTPUT)
		return "required: file or directory; \"-\" is standard output";
	if (option == OCXL_OPTION_TIMEOUT)
		return verb->timeout_help;
	return ocxl_option_rows[option].help;
}

/* one more than fits is counted, and refused later */
static void add_input(struct ocxl_inputs *input, const char *name)
{
	if (input->count < OCXL_INPUTS_MAX)
		input->names[input->count] = name;
	input->count++;
}

static void add_dimm(struct ocxl_typed_options *typed, const char *name)
{
	size_t size = (typed->dimm_count + 1) * sizeof(*typed->dimms);

	typed->dimms = xrealloc(typed->dimms, size);
	typed->dimms[typed->dimm_count++] = name;
}

/* the parser would keep the last of several values without a message */
static int set_value(const struct option *option, const char *argument, int unset)
{
	struct ocxl_typed_options *typed = option->value;

	(void)unset;
	if (ocxl_option_rows[option->defval].kind == OCXL_KIND_FILES)
		add_input(&typed->input, argument);
	else if (ocxl_option_rows[option->defval].kind == OCXL_KIND_DIMMS)
		add_dimm(typed, argument);
	else if (typed->value[option->defval])
		typed->repeated |= 1U << option->defval;
	typed->value[option->defval] = argument;
	return 0;
}

static void build_option(struct option *option, const struct ocxl_verb *verb, enum ocxl_option id,
			 struct ocxl_options *options, struct ocxl_typed_options *typed)
{
	const struct ocxl_option_row *row = &ocxl_option_rows[id];

	option->type = row->argument		      ? OPTION_CALLBACK
		       : row->kind == OCXL_KIND_LEVEL ? OPTION_INCR
						      : OPTION_BOOLEAN;
	option->short_name = row->letter;
	option->long_name = row->name;
	option->value = row->argument ? typed : ocxl_option_member(options, id);
	option->argh = row->argument;
	option->help = get_help(verb, id);
	option->flags = PARSE_OPT_NONEG;
	option->callback = set_value;
	option->defval = id;
}

/* the options of a verb for the parser of ndctl */
static void build_option_list(struct option *list, const struct ocxl_verb *verb,
			      struct ocxl_options *options, struct ocxl_typed_options *typed)
{
	unsigned int i, bits = ocxl_option_bits(verb);
	struct option *option = list;

	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (bits >> i & 1)
			build_option(option++, verb, i, options, typed);
	}
	option->type = OPTION_END;
}

static int list_options(const struct ocxl_verb *verb)
{
	unsigned int i;

	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (has_option(verb, i))
			printf("--%s\n", ocxl_option_rows[i].name);
	}
	return ocxl_error_flush_stdout();
}

static bool is_option(const struct ocxl_option_row *row, const char *word)
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

	for (i = 0; (name = ndctl_ocxl_condition_id_name(i)); i++) {
		if (conditions >> i & 1)
			printf("%s\n", name);
	}
}

static void print_formats(bool verdict)
{
	const char *word;
	unsigned int i;

	for (i = 0; (word = ocxl_option_value_format_word(i, verdict)); i++)
		printf("%s\n", word);
}

/*
 * a file, a bus, a DIMM and a list begin with their kind: the completion knows what to do with
 * these
 */
static void print_values(const struct ocxl_verb *verb, const struct ocxl_option_row *row)
{
	switch (row->kind) {
	case OCXL_KIND_TEXT:
	case OCXL_KIND_FILES:
	case OCXL_KIND_DIMMS:
		printf("<%s>\n", row->argument);
		break;
	case OCXL_KIND_CONDITIONS:
		printf("<%s>\n", row->argument);
		print_conditions(row->allowed());
		break;
	case OCXL_KIND_FORMAT:
		print_formats(verb->verdict);
		break;
	/* no value, or a number or time that nobody completes */
	case OCXL_KIND_FLAG:
	case OCXL_KIND_LEVEL:
	case OCXL_KIND_NUMBER:
	case OCXL_KIND_TIME:
	case OCXL_KIND_SECONDS:
	case OCXL_KIND_KEEP_FREE:
		break;
	}
}

int ocxl_option_list_values(const struct ocxl_verb *verb, const char *option)
{
	unsigned int i;

	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (!has_option(verb, i) || !ocxl_option_rows[i].argument)
			continue;
		if (option && is_option(&ocxl_option_rows[i], option))
			print_values(verb, &ocxl_option_rows[i]);
		if (option)
			continue;
		printf("--%s\n", ocxl_option_rows[i].name);
		if (ocxl_option_rows[i].letter)
			printf("-%c\n", ocxl_option_rows[i].letter);
	}
	return 0;
}

static void print_usage_head(const struct ocxl_verb *verb)
{
	const char *names = verb->named ? "<dimm>..." : "[<dimm>...]";
	const char *missing = verb->named ? "" : "; default: all OpenCAPI DIMMs";

	if (verb->saves) {
		names = "[<dimm>] --output=<path>";
		missing = "; only one DIMM at a time";
	}
	printf("usage: ndctl ocxl %s %s [<options>]\n\n%s\n%s%s\n"
	       "<dimm> is a name (nmem0), a serial number or \"all\"%s\n\n",
	       verb->name, names, verb->summary, verb->note ? verb->note : "",
	       verb->note ? "\n" : "", missing);
}

/* Return: the exit status */
static int print_verb_usage(const struct ocxl_verb *verb)
{
	char left[40];
	unsigned int i;

	print_usage_head(verb);
	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (!has_option(verb, i))
			continue;
		snprintf(left, sizeof(left), "%s--%s%s%s%s",
			 ocxl_option_rows[i].letter ? "" : "    ", ocxl_option_rows[i].name,
			 ocxl_option_rows[i].argument ? "=<" : "",
			 ocxl_option_rows[i].argument ? ocxl_option_rows[i].argument : "",
			 ocxl_option_rows[i].argument ? ">" : "");
		if (ocxl_option_rows[i].letter)
			printf("  -%c, %-20s  %s\n", ocxl_option_rows[i].letter, left,
			       get_help(verb, i));
		else
			printf("  %-24s  %s\n", left, get_help(verb, i));
	}
	return ocxl_error_flush_stdout();
}

int ocxl_option_show_help(const struct ocxl_verb *verb)
{
	return ocxl_manual_page_show(verb->name) ? print_verb_usage(verb) : 0;
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

/*
 * after "-ux" the parser leaves an allocated copy "-x" in the argument list, and does not free it
 */
static void free_copied_word(struct parse_opt_ctx_t *ctx)
{
	const char *word = ctx->argv[0];

	if (ctx->opt == word + 1)
		return;
	ctx->argv[0] = ctx->opt - 1;
	free((void *)(uintptr_t)word);
}

static int refuse_word(const struct ocxl_verb *verb, const char *word)
{
	char known[256] = "";
	unsigned int i;

	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (has_option(verb, i))
			ocxl_error_append_name(known, sizeof(known), "--",
					       ocxl_option_rows[i].name);
	}
	return ocxl_error_usage(verb->name, "unknown option '%s': allowed are %s", word, known);
}

static int refuse_option(const struct ocxl_verb *verb, struct parse_opt_ctx_t *ctx)
{
	char letter[] = "-?";

	/* a long option, or "-u-", of which the parser leaves "--" */
	if (!ctx->opt)
		return refuse_word(verb, ctx->argv[0]);
	free_copied_word(ctx);
	letter[1] = *ctx->opt;
	return refuse_word(verb, letter);
}

/*
 * "-verbose" instead of "--verbose": the parser would end the process with a message of its own.
 * Return: the first such word, or NULL.
 */
static const char *find_single_dash(int argc, const char **argv, const struct option *list)
{
	const struct option *option;
	int i;

	for (i = 0; i < argc && strcmp(argv[i], "--"); i++) {
		if (argv[i][0] != '-' || strlen(argv[i]) < strlen("-xyz"))
			continue;
		for (option = list; option->type != OPTION_END; option++) {
			if (option->long_name && !prefixcmp(option->long_name, argv[i] + 1))
				return argv[i];
		}
	}
	return NULL;
}

/*
 * monitoring systems ignore standard error, so the format matters even if the command line is wrong
 */
static bool names_nagios(int argc, const char **argv)
{
	return has_word(argc, argv, "nagios") || has_word(argc, argv, "-fnagios") ||
	       has_word(argc, argv, "--format=nagios");
}

/*
 * The parser has moved the arguments to the beginning of @argv, and each option has left a place at
 * its end.
 */
static void append_dimms(struct ocxl_options *options, const struct ocxl_typed_options *typed,
			 const char **argv)
{
	unsigned int i;

	options->dimms = argv;
	for (i = 0; i < typed->dimm_count; i++)
		argv[options->dimm_count++] = typed->dimms[i];
}

static int parse_words(struct ocxl_options *options, const struct ocxl_verb *verb,
		       struct ocxl_typed_options *typed, int argc, const char **argv)
{
	bool page = has_word(argc, argv, "--help");
	struct option list[OCXL_OPTION_COUNT_OF + 1] = { 0 };
	struct parse_opt_ctx_t ctx;
	const char *wrong;

	build_option_list(list, verb, options, typed);
	wrong = find_single_dash(argc, argv, list);
	if (wrong)
		return refuse_word(verb, wrong);
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
	append_dimms(options, typed, argv);
	if (options->help)
		return page ? ocxl_option_show_help(verb) : print_verb_usage(verb);
	return ocxl_option_check(options, verb, typed);
}

int ocxl_option_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		      const char **argv)
{
	struct ocxl_typed_options typed = { 0 };
	int rc;

	memset(options, 0, sizeof(*options));
	options->format = names_nagios(argc, argv) ? OCXL_FORMAT_NAGIOS : OCXL_FORMAT_JSON;
	rc = parse_words(options, verb, &typed, argc, argv);
	free(typed.dimms);
	return rc;
}
