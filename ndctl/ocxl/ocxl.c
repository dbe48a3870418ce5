// SPDX-License-Identifier: GPL-2.0-only
/* "ndctl ocxl": options of the group, and dispatch to a verb. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/builtin.h>
#include <nvdimm/ocxlpmem.h>
#include <ocxl-version.h>
#include "ocxl/base/error.h"
#include "ocxl/base/manual-page.h"
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/options/option-parse.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/suggest.h"
#include "ocxl/output/output.h"
#include "ocxl/run/run.h"
#include "ocxl/verb.h"
#include "ocxl/verbs/verbs.h"

/* longer messages are cut */
#define PLUGIN_REASON_SIZE 900

#define VERB_ADDRESS(name) &ocxl_verb_##name,

const struct ocxl_verb *const ocxl_verbs[] = { OCXL_VERBS(VERB_ADDRESS) NULL };

static const struct ocxl_verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; ocxl_verbs[i]; i++) {
		if (!strcmp(ocxl_verbs[i]->name, name))
			return ocxl_verbs[i];
	}
	return NULL;
}

static void print_usage(FILE *file)
{
	size_t i;

	fprintf(file, "usage: ndctl ocxl <verb> [<dimm>...] [<options>]\n\n");
	for (i = 0; ocxl_verbs[i]; i++)
		fprintf(file, "  %-16s  %s\n", ocxl_verbs[i]->name, ocxl_verbs[i]->summary);
	fprintf(file,
		"\n'ndctl ocxl <verb> -h' lists the options of a verb, --help shows its page;\n"
		"'ndctl ocxl --help' shows the page of all verbs, --version the versions\n"
		"See ndctl-ocxl-card(7) to replace, reset or update a card.\n");
}

static int print_help(const char **words)
{
	(void)words;
	print_usage(stdout);
	return 0;
}

static int refuse_verb(const char *name)
{
	char known[256] = "", suggestion[64];
	size_t i;

	ocxl_suggest_verb(name, ocxl_verbs, suggestion, sizeof(suggestion));
	for (i = 0; ocxl_verbs[i]; i++)
		ocxl_error_append_name(known, sizeof(known), "", ocxl_verbs[i]->name);
	if (*suggestion)
		return ocxl_error_usage(NULL,
					"unknown verb '%s': did you mean '%s'? Allowed are %s",
					name, suggestion, known);
	return ocxl_error_usage(NULL, "unknown verb '%s': allowed are %s", name, known);
}

/* @words: a verb, or nothing for the group; the manual page, or the usage without pages */
static int show_help(const char **words)
{
	const struct ocxl_verb *verb;

	if (!words[0])
		return ocxl_manual_page_show(NULL) ? print_help(words) : 0;
	verb = find_verb(words[0]);
	return verb ? ocxl_option_show_help(verb) : refuse_verb(words[0]);
}

static int print_version(const char **words)
{
	(void)words;
	printf("ndctl-ocxl %s\nndctl %s\nwire contract: family %d, commands 1 to %d\n",
	       OCXL_VERSION, OCXL_NDCTL_VERSION, NVDIMM_FAMILY_OCXL, OCXLPMEM_CMD_MAX);
	return 0;
}

static int list_verbs(const char **words)
{
	size_t i;

	(void)words;
	for (i = 0; ocxl_verbs[i]; i++)
		printf("%s\n", ocxl_verbs[i]->name);
	return 0;
}

/* @words: a verb, and perhaps one of its options */
static int list_values(const char **words)
{
	const struct ocxl_verb *verb = words[0] ? find_verb(words[0]) : NULL;

	if (!words[0])
		return ocxl_error_usage(NULL, "--list-values requires a verb");
	return verb ? ocxl_option_list_values(verb, words[1]) : refuse_verb(words[0]);
}

static int list_options(const char **words);

/* the first word, and at most this many behind it */
static const struct {
	const char *word;
	bool hidden; /* not in --list-opts */
	int words;
	int (*run)(const char **words);
} group_options[] = {
	{ .word = "-h", .hidden = true, .run = print_help },
	{ .word = "help", .hidden = true, .words = 1, .run = show_help },
	{ .word = "--help", .words = 1, .run = show_help },
	{ .word = "--version", .run = print_version },
	{ .word = "--list-cmds", .run = list_verbs },
	{ .word = "--list-values", .hidden = true, .words = 2, .run = list_values },
	{ .word = "--list-opts", .hidden = true, .run = list_options },
};

static int list_options(const char **words)
{
	size_t i;

	(void)words;
	for (i = 0; i < ARRAY_SIZE(group_options); i++) {
		if (!group_options[i].hidden)
			printf("%s\n", group_options[i].word);
	}
	return 0;
}

static int refuse_group_option(const char *word)
{
	return ocxl_error_usage(
		NULL,
		"unknown option '%s': allowed are a verb, -h, --help, --version and "
		"--list-cmds",
		word);
}

/* Return: whether it is an option of the group or "help"; @rc: its exit status */
static bool run_group_option(int argc, const char **argv, int *rc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(group_options); i++) {
		if (strcmp(argv[0], group_options[i].word))
			continue;
		if (argc - 1 > group_options[i].words) {
			*rc = ocxl_error_usage(NULL, "%s cannot be combined with '%s'", argv[0],
					       argv[1 + group_options[i].words]);
			return true;
		}
		*rc = group_options[i].run(argv + 1);
		if (!*rc)
			*rc = ocxl_error_flush_stdout();
		return true;
	}
	return false;
}

/* monitoring systems do not show standard error: repeat the message */
static int report_plugin_usage(void)
{
	const char *reason = ocxl_error_usage_reason();
	char safe[OCXL_TEXT_PLAIN_SIZE(PLUGIN_REASON_SIZE)];

	ocxl_text_escape_plugin(safe, reason, strnlen(reason, PLUGIN_REASON_SIZE));
	/* escapes are longer */
	printf("OCXL UNKNOWN - wrong options: %.*s\n", PLUGIN_REASON_SIZE, safe);
	ocxl_error_flush_stdout();
	return OCXL_EXIT_NAGIOS_UNKNOWN;
}

/* of a run that lacks memory */
static int memory_exit_status = OCXL_EXIT_FAILED;

/* in any thread; exit() would release what other threads use */
static NORETURN void end_without_memory(const char *format, va_list arguments)
	__attribute__((format(printf, 1, 0)));

static NORETURN void end_without_memory(const char *format, va_list arguments)
{
	char reason[64];

	vsnprintf(reason, sizeof(reason), format, arguments);
	ocxl_output_remove_unfinished();
	ocxl_error_print("ndctl ocxl: %s", reason);
	_exit(memory_exit_status);
}

int cmd_ocxl(int argc, const char **argv, struct ndctl_ctx *ctx)
{
	const struct ocxl_verb *verb;
	struct ocxl_options options;
	int rc;

	set_die_routine(end_without_memory);
	argc--;
	argv++;
	if (argc < 1) {
		print_usage(stderr);
		return OCXL_EXIT_USAGE;
	}
	if (run_group_option(argc, argv, &rc))
		return rc;
	if (argv[0][0] == '-')
		return refuse_group_option(argv[0]);
	verb = find_verb(argv[0]);
	if (!verb)
		return refuse_verb(argv[0]);
	rc = ocxl_option_parse(&options, verb, argc, argv);
	if (options.format == OCXL_FORMAT_NAGIOS)
		memory_exit_status = OCXL_EXIT_NAGIOS_UNKNOWN;
	if (rc == OCXL_OPTIONS_VALID)
		return ocxl_run_verb(verb, &options, ctx);
	if (rc && verb->verdict && options.format == OCXL_FORMAT_NAGIOS)
		return report_plugin_usage();
	return rc;
}

/* "ndctl help ocxl [<verb>]", and "ndctl ocxl --help", of which ndctl makes it */
int cmd_ocxl_help(int argc, const char **argv)
{
	int rc = OCXL_EXIT_OUTPUT;

	argv[0] = "help";
	run_group_option(argc, argv, &rc);
	return rc;
}
