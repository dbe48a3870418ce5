// SPDX-License-Identifier: GPL-2.0-only
/*
 * PROGRAM [SOURCE | TEST]... runs all tests, or those of these names, and prints TAP. --list prints
 * the names of the sources. UNIT_SKIP="SOURCE..." in the environment skips sources.
 *
 * Each source has a process of its own: one that crashes or leaks does not stop the others.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "unit.h"

#define SOURCES_MAX  100
#define TESTS_MAX    100
#define FAKES_MAX    20
/* of each result */
#define REPORT_LINES 20

struct source {
	char *name;
	/* cmocka passes over those without a name */
	struct CMUnitTest tests[TESTS_MAX];
	size_t test_count;
	void (*set_fakes[FAKES_MAX])(void);
	size_t fake_count;
	CMFixtureFunction setup;
	CMFixtureFunction teardown;
	bool (*can_run)(void);
	const char *reason;
};

static struct source sources[SOURCES_MAX];
static size_t source_count;
/* numbers of results */
static unsigned int printed, failed;
/* lines about failures, repeated at the end; those from report_end on may be about none */
static FILE *report;
static long report_end;
static unsigned int lines_after_result;

static size_t next_index(size_t *count, size_t limit)
{
	if (*count == limit)
		abort();
	return (*count)++;
}

static struct source *find_source(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	struct source *source;
	size_t length = strcspn(name, "."), i;

	for (i = 0; i < source_count; i++) {
		source = &sources[i];
		if (!strncmp(source->name, name, length) && !source->name[length])
			return source;
	}
	source = &sources[next_index(&source_count, SOURCES_MAX)];
	source->name = strndup(name, length);
	return source;
}

void unit_add_test(const char *path, struct CMUnitTest test)
{
	struct source *source = find_source(path);
	char *name;

	if (asprintf(&name, "%s: %s", source->name, test.name) < 0)
		abort();
	test.name = name;
	source->tests[next_index(&source->test_count, TESTS_MAX)] = test;
}

void unit_add_fake(const char *path, void (*set_fake)(void))
{
	struct source *source = find_source(path);

	source->set_fakes[next_index(&source->fake_count, FAKES_MAX)] = set_fake;
}

void unit_set_fixture(const char *path, CMFixtureFunction setup, CMFixtureFunction teardown)
{
	struct source *source = find_source(path);

	source->setup = setup;
	source->teardown = teardown;
}

void unit_set_condition(const char *path, bool (*can_run)(void), const char *reason)
{
	struct source *source = find_source(path);

	source->can_run = can_run;
	source->reason = reason;
}

__attribute__((format(printf, 1, 2))) static void print_line(const char *format, ...)
{
	char line[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	puts(line);
	fflush(stdout);
	/* the beginning of a long report of a sanitizer says most */
	if (lines_after_result++ < REPORT_LINES)
		fprintf(report, "%s%s\n", line[0] == '#' ? "" : "# ", line);
}

static void keep_report(bool keep)
{
	if (keep)
		report_end = ftell(report);
	else
		fseek(report, report_end, SEEK_SET);
}

static void print_result(bool good, const char *text)
{
	lines_after_result = 0;
	print_line("%s %u - %s", good ? "ok" : "not ok", ++printed, text);
	failed += !good;
}

/* in the process of the source */
static void run_source(struct source *source, int output)
{
	size_t i;

	if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0)
		abort();
	close(output);
	/* what a crash or a fork must neither lose nor repeat */
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; i < source->fake_count; i++)
		source->set_fakes[i]();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	exit(cmocka_run_group_tests_name(source->name, source->tests, source->setup,
					 source->teardown) != 0);
}

/* prints the output of one group of cmocka as a part of all; returns the number of its results */
static unsigned int copy_output(FILE *input, bool *last_failed)
{
	bool good, bad;
	unsigned int count = 0;
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, input) > 0) {
		line[strcspn(line, "\n")] = '\0';
		good = !strncmp(line, "ok ", 3);
		bad = !strncmp(line, "not ok ", 7);
		if (good || bad) {
			const char *dash = strstr(line, "- ");

			keep_report(*last_failed || bad);
			*last_failed = bad;
			print_result(good, dash ? dash + 2 : line);
			count++;
		} else if (strncmp(line, "1..", 3) && strncmp(line, "TAP version", 11)) {
			print_line("%s%s", line[0] == '#' ? "" : "# ", line);
		}
	}
	free(line);
	return count;
}

/* what the lines of the source do not say */
static void judge_end(const struct source *source, size_t count, bool has_failed, int status)
{
	size_t missing = source->test_count > count ? source->test_count - count : 0;
	const char *name = missing ? source->tests[count].name : source->name;
	char text[300];

	if (!missing && (!status || has_failed))
		return;
	if (WIFSIGNALED(status))
		snprintf(text, sizeof(text), "%s: signal %d (%s)", name, WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else
		snprintf(text, sizeof(text), "%s: exit status %d", name, WEXITSTATUS(status));
	print_result(false, text);
	print_line("# tests of %s without a result: %zu", source->name, missing);
	keep_report(true);
}

static void fork_source(struct source *source)
{
	unsigned int failed_before = failed, count;
	bool last_failed = false;
	int ends[2], status;
	FILE *input;
	pid_t child;

	fflush(stdout);
	if (pipe(ends) || (child = fork()) < 0)
		abort();
	if (child == 0) {
		close(ends[0]);
		run_source(source, ends[1]);
	}
	close(ends[1]);
	input = fdopen(ends[0], "r");
	if (!input)
		abort();
	count = copy_output(input, &last_failed);
	fclose(input);
	if (waitpid(child, &status, 0) != child)
		abort();
	judge_end(source, count, failed > failed_before, status);
	keep_report(last_failed);
}

static void check_source(struct source *source)
{
	const char *skipped = getenv("UNIT_SKIP"), *reason = NULL;
	const char *at = skipped ? strstr(skipped, source->name) : NULL;
	char text[300];

	if (at && strchr(" ", at[strlen(source->name)]))
		reason = "UNIT_SKIP";
	else if (source->can_run && !source->can_run())
		reason = source->reason;
	if (!reason) {
		fork_source(source);
		return;
	}
	snprintf(text, sizeof(text), "%s # SKIP %s", source->name, reason);
	print_result(true, text);
	keep_report(false);
}

static bool is_selected(const char *source, const char *test, char **names)
{
	for (; *names; names++) {
		if (!strcmp(*names, source) || !strcmp(*names, test))
			return true;
	}
	return false;
}

/* leaves only the tests of these names */
static void select_tests(struct source *source, char **names)
{
	size_t count = 0, i;

	for (i = 0; i < source->test_count; i++) {
		const char *test = source->tests[i].name + strlen(source->name) + 2;

		if (is_selected(source->name, test, names))
			source->tests[count++] = source->tests[i];
	}
	memset(source->tests + count, 0, (source->test_count - count) * sizeof(*source->tests));
	source->test_count = count;
}

static int compare_sources(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->name, ((const struct source *)b)->name);
}

static int end_output(char **text)
{
	fclose(report);
	if (failed)
		printf("# failed: %u\n%.*s", failed, (int)report_end, *text);
	free(*text);
	if (!printed)
		puts("# no source and no test has one of these names; --list lists the sources");
	printf("1..%u\n", printed);
	return failed || !printed;
}

int main(int argc, char **argv)
{
	bool lists = argc == 2 && !strcmp(argv[1], "--list");
	size_t size, i;
	char *text;

	/* the caller may ignore SIGCHLD, and children would have no exit status */
	signal(SIGCHLD, SIG_DFL);
	report = open_memstream(&text, &size);
	if (!report)
		abort();
	qsort(sources, source_count, sizeof(*sources), compare_sources);
	for (i = 0; i < source_count; i++) {
		if (argc > 1 && !lists)
			select_tests(&sources[i], argv + 1);
		if (lists)
			puts(sources[i].name);
		else if (sources[i].test_count)
			check_source(&sources[i]);
	}
	return lists ? 0 : end_output(&text);
}
