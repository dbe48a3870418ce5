// SPDX-License-Identifier: GPL-2.0-only
/* Command lines of the verbs: accepted, converted, refused. */
#include <fcntl.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "unit.h"
#include "ocxl/base/error.h"
#include "ocxl/options/option-check.h"
#include "ocxl/options/option-parse.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"
#include "ocxl/verbs/verbs.h"

#define WORDS_MAX 16

static struct ocxl_options options;
static const char *words[WORDS_MAX + 1];

static const struct ocxl_verb *verb_of(const char *name)
{
	size_t i = 0;

	while (strcmp(ocxl_verbs[i]->name, name))
		i++;
	return ocxl_verbs[i];
}

/* parse the words of @line; standard error is discarded */
static int parse_line(const char *line)
{
	static char copy[512];
	char *word, *rest = NULL;
	int argc = 0, rc, quiet, err;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok_r(copy, " ", &rest); word && argc < WORDS_MAX;
	     word = strtok_r(NULL, " ", &rest))
		words[argc++] = word;
	words[argc] = NULL;
	quiet = open("/dev/null", O_WRONLY);
	err = dup(STDERR_FILENO);
	dup2(quiet, STDERR_FILENO);
	rc = ocxl_option_parse(&options, verb_of(words[0]), argc, words);
	dup2(err, STDERR_FILENO);
	close(err);
	close(quiet);
	return rc;
}

UNIT_TEST(test_parse_follow)
{
	assert_int_equal(parse_line("events --follow"), OCXL_OPTIONS_VALID);
	assert_true(options.follow);
	assert_int_equal(parse_line("events --follow -u"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_TABLE);
	assert_int_equal(parse_line("events --follow"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_NDJSON);
	assert_int_equal(parse_line("read-error-log --follow --limit=2 -f ndjson -o f"),
			 OCXL_OPTIONS_VALID);
	assert_true(options.follow && !options.acknowledge);
	assert_int_equal(options.limit, 2);
	assert_int_equal(parse_line("read-error-log --collect=f"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_NDJSON);
	assert_int_equal(options.keep_free.amount, 1);
	assert_true(options.keep_free.percent);
	assert_int_equal(parse_line("read-error-log --collect=f --keep-free=0"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.keep_free.amount, 0);
	assert_int_equal(parse_line("events --follow -o f --keep-free=20%"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.keep_free.amount, 20);
	assert_true(options.keep_free.percent);
	assert_int_equal(parse_line("events"), OCXL_OPTIONS_VALID);
	assert_false(options.follow);
}

UNIT_TEST(test_parse_conditions)
{
	assert_int_equal(parse_line("check --ignore=error_log_pending,dump_pending"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.ignored, 1ULL << NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING |
						  1ULL << NDCTL_OCXL_CONDITION_DUMP_PENDING);
	assert_int_equal(parse_line("check --ignore error_log_pending"), OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("check --ignore=error_log_pending --ignore=dump_pending"),
			 OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("check --no-ignore"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("check --ignore"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("clear-conditions all --condition=replacement_requested"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.conditions, 1ULL << NDCTL_OCXL_CONDITION_REPLACEMENT_REQUESTED);
	assert_int_equal(
		parse_line(
			"clear-conditions all --condition replacement_requested --condition replacement_requested"),
		OCXL_EXIT_USAGE);
}

UNIT_TEST(test_parse_interval)
{
	assert_int_equal(parse_line("read-stats --interval=0.5"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.interval_ms, 500);
	assert_int_equal(options.count, 0);
	assert_int_equal(options.format, OCXL_FORMAT_JSON);
	assert_int_equal(parse_line("read-stats -u --interval 86400 --count 4294967295"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.interval_ms, 86400000);
	assert_true(options.count == UINT32_MAX);
	assert_int_equal(parse_line("read-stats -i 2 -c3"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.interval_ms, 2000);
	assert_int_equal(options.count, 3);
	assert_int_equal(parse_line("read-stats"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.interval_ms, 0);
}

UNIT_TEST(test_parse_timeout)
{
	assert_int_equal(parse_line("request-health"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.timeout_ms, 10000);
	assert_int_equal(parse_line("request-health -t 0.001"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.timeout_ms, 1);
	assert_int_equal(parse_line("request-health --timeout=86400 nmem0"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.timeout_ms, 86400000);
	assert_int_equal(parse_line("request-health -t 0"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("request-health -t 86400.001"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("request-health -t"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("heartbeat -t 1"), OCXL_EXIT_USAGE);
}

UNIT_TEST(test_parse_needs_names)
{
	assert_int_equal(parse_line("shutdown"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("shutdown -b ndbus0"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("shutdown all"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 1);
	assert_int_equal(parse_line("shutdown nmem0 5"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 2);
}

UNIT_TEST(test_parse_defaults)
{
	assert_int_equal(parse_line("read-smart"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_JSON);
	assert_int_equal(options.jobs, 1);
	assert_int_equal(options.dimm_count, 0);
	assert_null(options.output);
	assert_null(options.bus);
}

UNIT_TEST(test_parse_metrics_has_one_format)
{
	assert_int_equal(parse_line("metrics -j 3"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_METRICS);
	assert_int_equal(options.jobs, 3);
}

UNIT_TEST(test_parse_names)
{
	assert_int_equal(parse_line("read-smart nmem1 -v nmem0 nmem1 -- -x nmem0"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 3);
	assert_string_equal(options.dimms[0], "nmem1");
	assert_string_equal(options.dimms[1], "nmem0");
	assert_string_equal(options.dimms[2], "-x");
	assert_int_equal(options.verbose, 1);
	assert_false(options.trace);
	assert_int_equal(parse_line("info /dev/nmem1 nmem1 /dev/null"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 2);
	assert_string_equal(options.dimms[0], "nmem1");
	assert_string_equal(options.dimms[1], "/dev/null");
}

/* each --dimm leaves a place in argv, also at its end */
UNIT_TEST(test_parse_dimm_options)
{
	assert_int_equal(parse_line("info -d nmem1"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 1);
	assert_string_equal(options.dimms[0], "nmem1");
	assert_int_equal(parse_line("info -dnmem1 nmem0 --dimm=/dev/nmem2 -u -d nmem0"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(options.dimm_count, 3);
	assert_string_equal(options.dimms[0], "nmem0");
	assert_string_equal(options.dimms[1], "nmem1");
	assert_string_equal(options.dimms[2], "nmem2");
	assert_int_equal(parse_line("shutdown -d nmem1"), OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("shutdown -d"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("shutdown -d nmem1 -d"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("info --dimm="), OCXL_EXIT_USAGE);
}

/* such a file is never meant */
UNIT_TEST(test_parse_refuses_names_of_formats)
{
	static const char *const names[] = { "json",   "ndjson",     "table",  "text",
					     "nagios", "prometheus", "yaml",   "csv",
					     "JSON",   "normal",     "binary", "tabular" };
	static const char *const lines[] = {
		"check -o ",	       "info --output=",
		"metrics -o ",	       "read-error-log --collect=",
		"read-dump nmem0 -o ", "events --follow -o ",
	};
	char line[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names) * ARRAY_SIZE(lines); i++) {
		const char *word = names[i % ARRAY_SIZE(names)];

		snprintf(line, sizeof(line), "%s%s", lines[i / ARRAY_SIZE(names)], word);
		if (parse_line(line) != OCXL_EXIT_USAGE || !strstr(ocxl_error_usage_reason(), "./"))
			fail_msg("accepted: %s", line);
	}
	assert_int_equal(parse_line("check -o json"), OCXL_EXIT_USAGE);
	assert_string_equal(ocxl_error_usage_reason(),
			    "--output=json: did you mean --format=json, or ./json?");
	assert_int_equal(parse_line("info -o nagios"), OCXL_EXIT_USAGE);
	assert_string_equal(ocxl_error_usage_reason(),
			    "--output=nagios: did you mean --format=table, or ./nagios?");
	assert_int_equal(parse_line("check -o ./json"), OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("check -o a.json"), OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("check -b json"), OCXL_OPTIONS_VALID);
}

UNIT_TEST(test_parse_values)
{
	assert_int_equal(
		parse_line("read-error-log -j8 -fndjson --limit 3 --no-data --collect=f -b 1"),
		OCXL_OPTIONS_VALID);
	assert_int_equal(options.jobs, 8);
	assert_int_equal(options.limit, 3);
	assert_int_equal(options.format, OCXL_FORMAT_NDJSON);
	assert_true(options.acknowledge && options.no_data);
	assert_string_equal(options.output, "f");
	assert_string_equal(options.bus, "1");
	assert_int_equal(parse_line("check -xu --strict"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_TABLE);
	assert_true(options.strict && options.unhealthy);
}

UNIT_TEST(test_dash_is_standard_output)
{
	assert_int_equal(parse_line("check -o -"), OCXL_OPTIONS_VALID);
	assert_null(options.output);
	assert_int_equal(parse_line("check -o ./-"), OCXL_OPTIONS_VALID);
	assert_string_equal(options.output, "./-");
	assert_int_equal(parse_line("read-error-log -o - -u"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_TABLE);
	assert_int_equal(parse_line("read-error-log --output=- --raw"), OCXL_OPTIONS_VALID);
}

UNIT_TEST(test_parse_collected_log_is_ndjson)
{
	assert_int_equal(parse_line("read-error-log --collect=f"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_NDJSON);
	assert_true(options.acknowledge);
	assert_string_equal(options.output, "f");
	assert_int_equal(parse_line("read-error-log --collect=f --follow -f ndjson"),
			 OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("read-error-log -o f"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.format, OCXL_FORMAT_JSON);
	assert_false(options.acknowledge);
	assert_int_equal(parse_line("read-error-log -o f -u"), OCXL_OPTIONS_VALID);
	assert_int_equal(parse_line("read-error-log -o f --raw"), OCXL_OPTIONS_VALID);
}

static const char *const refused[] = {
	"info --acknowledge",
	"read-error-log --no-acknowledge",
	"read-error-log --collect=f --acknowledge",
	"read-error-log --collect=f -o g",
	"read-error-log --collect=f --raw",
	"read-error-log --collect=f -u",
	"read-error-log --collect=f -f json",
	"read-error-log --collect=f --input=g",
	"read-error-log --collect=-",
	"read-error-log --acknowledge -o f",
	"read-error-log --raw --acknowledge -o f",
	"info --raw",
	"info --strict",
	"info --limit=1",
	"read-smart --no-data",
	"info -x",
	"info -vx",
	"info -v-",
	"info --unknown",
	"info -f xml",
	"info --format=",
	"metrics --format=json",
	"metrics -f table",
	"metrics -u",
	"metrics --human",
	"info -u -f ndjson",
	"info -j 0",
	"info -j -1",
	"info -j abc",
	"info -j 1025",
	"info -j 99999999999",
	"info --jobs=",
	"info --output=",
	"info --bus=",
	"info --output",
	"info --human=1",
	"info --no-format",
	"read-error-log --limit=0",
	"read-error-log --limit=-1",
	"read-error-log --limit=4294967296",
	"read-error-log --raw --no-data",
	"read-error-log --since=tomorrow",
	"read-error-log --since=today --until=yesterday",
	"read-error-log --since=-2h --collect=f",
	"read-error-log --until=-2h --acknowledge",
	"read-smart --raw -u",
	"read-smart --raw -f json",
	"read-smart --raw -j 2",
	"read-dump --force -o -",
	"info --follow",
	"events --follow -f json",
	"events --follow -f table -o f",
	"events --follow -u -o f",
	"info --force",
	"info -i 1",
	"events --limit=1",
	"read-error-log --follow --raw",
	"read-error-log --follow -u -o f",
	"events --keep-free=1 -o f",
	"read-error-log --keep-free=1",
	"read-error-log --keep-free=1 -o f",
	"read-error-log --keep-free=1 --raw -o f nmem0",
	"read-error-log --keep-free= --collect=f",
	"read-error-log --keep-free=100% --collect=f",
	"info --keep-free=1 -o f",
	"info --interval=1",
	"read-stats --follow",
	"read-stats --interval=0",
	"read-stats --interval=0.09",
	"read-stats --interval=86400.001",
	"read-stats --interval=1s",
	"read-stats --interval=",
	"read-stats --interval",
	"read-stats --count=1",
	"read-stats --interval=1 --count=0",
	"read-stats --interval=1 --count=1.5",
	"read-stats --interval=1 --count=4294967296",
};

/* a value that each check accepts */
static const char *value_of(const struct ocxl_option_row *row)
{
	switch (row->kind) {
	case OCXL_KIND_FLAG:
	case OCXL_KIND_LEVEL:
		return "";
	case OCXL_KIND_FORMAT:
		return "=ndjson";
	case OCXL_KIND_CONDITIONS:
		return "=data_loss";
	case OCXL_KIND_TIME:
		return "=yesterday";
	default:
		return "=2";
	}
}

/* every option with every mode that it does not name, also a new one */
static void check_mode(const struct ocxl_verb *verb, enum ocxl_option mode, unsigned int with)
{
	const struct ocxl_option_row *rows = ocxl_option_rows;
	char line[256];
	unsigned int i, count = 0;

	if (!(ocxl_option_bits(verb) >> mode & 1))
		return;
	for (i = 0; i < OCXL_OPTION_HELP; i++) {
		if (!(ocxl_option_bits(verb) >> i & 1) || rows[i].with & with)
			continue;
		snprintf(line, sizeof(line), "%s --%s%s --%s%s", verb->name, rows[mode].name,
			 value_of(&rows[mode]), rows[i].name, value_of(&rows[i]));
		if (parse_line(line) != OCXL_EXIT_USAGE ||
		    !strstr(ocxl_error_usage_reason(), "not with --"))
			fail_msg("accepted: %s", line);
		count++;
	}
	assert_range(count, 1, OCXL_OPTION_HELP);
}

UNIT_TEST(test_parse_modes_refuse_options)
{
	size_t i;

	for (i = 0; ocxl_verbs[i]; i++) {
		check_mode(ocxl_verbs[i], OCXL_OPTION_INPUT, OCXL_WITH_INPUT);
		check_mode(ocxl_verbs[i], OCXL_OPTION_RAW, OCXL_WITH_RAW);
		check_mode(ocxl_verbs[i], OCXL_OPTION_FOLLOW, OCXL_WITH_FOLLOW);
	}
	assert_int_equal(parse_line("check -f nagios --strict"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("check -f nagios --unhealthy"), OCXL_EXIT_USAGE);
	assert_int_equal(parse_line("read-error-log --follow --jobs=2"), OCXL_EXIT_USAGE);
}

/* the second value would win */
UNIT_TEST(test_parse_refuses_repeated_values)
{
	const struct ocxl_option_row *row;
	char line[256];
	size_t i, id;

	for (i = 0; ocxl_verbs[i]; i++) {
		for (id = 0; id < OCXL_OPTION_HELP; id++) {
			row = &ocxl_option_rows[id];
			if (!(ocxl_option_bits(ocxl_verbs[i]) >> id & 1) || !row->argument ||
			    row->kind == OCXL_KIND_FILES || row->kind == OCXL_KIND_DIMMS)
				continue;
			snprintf(line, sizeof(line), "%s all --%s%s --%s%s", ocxl_verbs[i]->name,
				 row->name, value_of(row), row->name, value_of(row));
			if (parse_line(line) != OCXL_EXIT_USAGE ||
			    !strstr(ocxl_error_usage_reason(), "use it once"))
				fail_msg("accepted: %s", line);
		}
	}
	assert_int_equal(parse_line("info -vv --verbose"), OCXL_OPTIONS_VALID);
	assert_true(options.trace);
}

UNIT_TEST(test_parse_inputs)
{
	assert_int_equal(parse_line("read-error-log --input=a --input=-"), OCXL_OPTIONS_VALID);
	assert_int_equal(options.input.count, 2);
	assert_string_equal(options.input.names[0], "a");
	assert_string_equal(options.input.names[1], "-");
	assert_int_equal(parse_line("read-error-log --input=a --input="), OCXL_EXIT_USAGE);
}

#define COMMON                                                                               \
	(OCXL_HAS_BUS | OCXL_HAS_DIMM | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN | OCXL_HAS_OUTPUT | \
	 OCXL_HAS_JOBS | OCXL_HAS_VERBOSE)
#define SELECTION (OCXL_HAS_BUS | OCXL_HAS_DIMM)
#define TIMES	  (OCXL_HAS_SINCE | OCXL_HAS_UNTIL)
#define LOG	  (OCXL_HAS_COLLECT | OCXL_HAS_LIMIT | OCXL_HAS_NO_DATA)

/* options of earlier rows that have an effect beside an option; all other pairs are refused */
static const unsigned int together[OCXL_OPTION_COUNT_OF] = {
	[OCXL_OPTION_DIMM] = OCXL_HAS_BUS,
	[OCXL_OPTION_FORMAT] = SELECTION,
	[OCXL_OPTION_HUMAN] = SELECTION,
	[OCXL_OPTION_INPUT] = OCXL_HAS_DIMM | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN,
	[OCXL_OPTION_SINCE] = SELECTION | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN | OCXL_HAS_INPUT,
	/* not SINCE: the test gives both the same time */
	[OCXL_OPTION_UNTIL] = SELECTION | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN | OCXL_HAS_INPUT,
	[OCXL_OPTION_OUTPUT] = SELECTION | OCXL_HAS_FORMAT | OCXL_HAS_HUMAN | TIMES,
	[OCXL_OPTION_JOBS] = (COMMON & ~(OCXL_HAS_JOBS | OCXL_HAS_VERBOSE)) | TIMES,
	[OCXL_OPTION_VERBOSE] = (COMMON & ~OCXL_HAS_VERBOSE) | OCXL_HAS_INPUT | TIMES,
	[OCXL_OPTION_QUIET] = (COMMON & ~OCXL_HAS_VERBOSE) | TIMES,
	[OCXL_OPTION_COLLECT] = SELECTION | OCXL_HAS_FORMAT | OCXL_HAS_JOBS | OCXL_HAS_VERBOSE |
				OCXL_HAS_QUIET,
	[OCXL_OPTION_ACKNOWLEDGE] = (COMMON & ~OCXL_HAS_OUTPUT) | OCXL_HAS_QUIET,
	[OCXL_OPTION_LIMIT] = COMMON | OCXL_HAS_QUIET | OCXL_HAS_COLLECT | OCXL_HAS_ACKNOWLEDGE,
	[OCXL_OPTION_NO_DATA] = COMMON | TIMES | OCXL_HAS_QUIET | OCXL_HAS_COLLECT |
				OCXL_HAS_ACKNOWLEDGE | OCXL_HAS_LIMIT | OCXL_HAS_INPUT,
	[OCXL_OPTION_REDACT] = COMMON,
	[OCXL_OPTION_RAW] = SELECTION | OCXL_HAS_OUTPUT | OCXL_HAS_VERBOSE | OCXL_HAS_QUIET |
			    OCXL_HAS_ACKNOWLEDGE | OCXL_HAS_LIMIT,
	[OCXL_OPTION_STRICT] = COMMON,
	[OCXL_OPTION_UNHEALTHY] = COMMON | OCXL_HAS_STRICT,
	[OCXL_OPTION_EXPECT] = COMMON | OCXL_HAS_STRICT | OCXL_HAS_UNHEALTHY,
	[OCXL_OPTION_IGNORE] = COMMON | OCXL_HAS_STRICT | OCXL_HAS_UNHEALTHY | OCXL_HAS_EXPECT,
	[OCXL_OPTION_CONDITION] = COMMON,
	[OCXL_OPTION_KEEP_FREE] = (COMMON & ~(OCXL_HAS_HUMAN | OCXL_HAS_OUTPUT)) | OCXL_HAS_QUIET |
				  LOG,
	[OCXL_OPTION_FOLLOW] = (COMMON & ~OCXL_HAS_JOBS) | OCXL_HAS_QUIET | OCXL_HAS_ACKNOWLEDGE |
			       OCXL_HAS_KEEP_FREE | LOG,
	[OCXL_OPTION_INTERVAL] = COMMON,
	[OCXL_OPTION_COUNT] = COMMON | OCXL_HAS_INTERVAL,
	[OCXL_OPTION_NEW] = COMMON & ~OCXL_HAS_JOBS,
	[OCXL_OPTION_FORCE] = (COMMON & ~OCXL_HAS_JOBS) | OCXL_HAS_NEW,
	[OCXL_OPTION_FORCE_CLEAR] = COMMON | OCXL_HAS_CONDITION,
	[OCXL_OPTION_TIMEOUT] = COMMON | OCXL_HAS_NEW | OCXL_HAS_FORCE,
};

/* some options require others */
static bool is_pair_accepted(const struct ocxl_verb *verb, unsigned int one, unsigned int other)
{
	static const char *const required[] = { "", "-o f", "--collect=f", "--follow -o f",
						"-i 1" };
	const struct ocxl_option_row *rows = ocxl_option_rows;
	char line[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(required); i++) {
		snprintf(line, sizeof(line), "%s all %s --%s%s --%s%s", verb->name, required[i],
			 rows[one].name, value_of(&rows[one]), rows[other].name,
			 value_of(&rows[other]));
		if (parse_line(line) == OCXL_OPTIONS_VALID)
			return true;
	}
	return false;
}

/* Return: OCXL_HAS_* of options that are accepted; @found gets the pairs */
static unsigned int try_pairs(const struct ocxl_verb *verb, unsigned int *found)
{
	unsigned int one, other, bits = ocxl_option_bits(verb), accepted = 0;

	for (one = 0; one < OCXL_OPTION_HELP; one++) {
		for (other = 0; other < one; other++) {
			if (!(bits >> one & bits >> other & 1) ||
			    !is_pair_accepted(verb, one, other))
				continue;
			if (!(together[one] >> other & 1))
				fail_msg("is --%s ignored? %s --%s: refuse it, or list the pair",
					 ocxl_option_rows[other].name, verb->name,
					 ocxl_option_rows[one].name);
			found[one] |= 1U << other;
			accepted |= 1U << one | 1U << other;
		}
	}
	return accepted;
}

UNIT_TEST(test_parse_refuses_pairs_without_effect)
{
	unsigned int found[OCXL_OPTION_COUNT_OF] = { 0 };
	size_t i;

	for (i = 0; ocxl_verbs[i]; i++) {
		unsigned int never = ocxl_option_bits(ocxl_verbs[i]) & ~OCXL_HAS_HELP;

		never &= ~try_pairs(ocxl_verbs[i], found);
		if (never)
			fail_msg("always refused: %s --%s", ocxl_verbs[i]->name,
				 ocxl_option_rows[__builtin_ctz(never)].name);
	}
	for (i = 0; i < OCXL_OPTION_COUNT_OF; i++) {
		if (found[i] != together[i])
			fail_msg("listed, but refused: --%s with --%s", ocxl_option_rows[i].name,
				 ocxl_option_rows[__builtin_ctz(found[i] ^ together[i])].name);
	}
}

UNIT_TEST(test_parse_refuses)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		if (parse_line(refused[i]) != OCXL_EXIT_USAGE)
			fail_msg("accepted: %s", refused[i]);
	}
}
