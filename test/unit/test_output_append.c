// SPDX-License-Identifier: GPL-2.0-only
/* Logs: appending lines, and repair of the last line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "ocxl/output/append-repair.h"
#include "output-fixture.h"

static void test_append_full_keeps_whole_lines(void **state)
{
	struct ocxl_output *output;

	put_file("file", LINE, strlen(LINE));
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	put(output, LINE LINE LINE);
	limit_size(2 * strlen(LINE) + 5);
	assert_int_equal(ocxl_output_sync(output), -EFBIG);
	limit_size(RLIM_INFINITY);
	check_file("file", LINE LINE, 2 * strlen(LINE));
	assert_int_equal(ocxl_output_write(output, LINE, strlen(LINE)), -EFBIG);
	assert_int_equal(ocxl_output_sync(output), -EFBIG);
	ocxl_output_close(output);
	check_file("file", LINE LINE, 2 * strlen(LINE));
}

static void test_append(void **state)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_APPEND, "file");
	struct stat st;

	put(output, LINE);
	assert_int_equal(ocxl_output_sync(output), 0);
	put(output, LINE);
	check_file("file", LINE, strlen(LINE));
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	put(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", LINE LINE LINE, 3 * strlen(LINE));
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void check_repaired(const char *before, size_t size, const char *after, size_t after_size)
{
	put_file("file", before, size);
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_file("file", after, after_size);
}

/* an incomplete line of this program */
#define INCOMPLETE "{\"format_version\":\"1.0\",\"error_log\":{\"data\":\"00"

#define REPAIRED(before, after) check_repaired(before, sizeof(before) - 1, after, sizeof(after) - 1)

static void test_append_torn_line(void **state)
{
	static const char incomplete[] = INCOMPLETE;
	size_t size;

	for (size = 1; size < sizeof(incomplete); size++)
		check_repaired(incomplete, size, "", 0);
	REPAIRED(LINE INCOMPLETE, LINE);
	REPAIRED(LINE INCOMPLETE "\0\0\0", LINE);
	REPAIRED(LINE "{\"format_version\"", LINE);
	REPAIRED(LINE "{\"format_version\":{\"a\":[", LINE);
	REPAIRED("\n{", "\n");
	REPAIRED("", "");
	REPAIRED("\n", "\n");
	REPAIRED(LINE, LINE);
}

/* after a power failure, the file has its size but NULs instead of data */
static void test_append_nuls(void **state)
{
	REPAIRED(LINE "\0\0\0", LINE);
	REPAIRED("\0", "");
	REPAIRED("a note\n\0", "a note\n");
	/* more than one block of the search */
	put_file("file", LINE, strlen(LINE));
	assert_int_equal(truncate("file", strlen(LINE) + 3 * 4096), 0);
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_file("file", LINE, strlen(LINE));
}

/* a complete line without newline (removed by an editor) stays: its entry is acknowledged */
static void test_append_whole_line(void **state)
{
	static const char ours[] = INCOMPLETE "\"},\"status\":\"ok\"}";
	static const char after[] = INCOMPLETE "\"},\"status\":\"ok\"}\n";

	check_repaired(ours, sizeof(ours) - 1, after, sizeof(after) - 1);
	/* with the NUL of the string */
	check_repaired(ours, sizeof(ours), after, sizeof(after) - 1);
	REPAIRED("{\"line\":1}", LINE);
	REPAIRED(LINE "{\"line\":1}\0\0", LINE LINE);
	REPAIRED(LINE "{\"line\":1} \r", LINE "{\"line\":1} \r\n");
	REPAIRED("[{\"theirs\":[]}]", "[{\"theirs\":[]}]\n");
	REPAIRED("[]\0", "[]\n");
	REPAIRED("\"text\"", "\"text\"\n");
}

/* lines and bytes of other programs stay */
static void test_append_foreign(void **state)
{
	REPAIRED("a note", "a note\n");
	REPAIRED(LINE "a note\0", LINE "a note\0\n");
	REPAIRED("{\"theirs\":[1,", "{\"theirs\":[1,\n");
	REPAIRED("{\"to", "{\"to\n");
	REPAIRED("{ ", "{ \n");
	REPAIRED("{\"format_version\" :", "{\"format_version\" :\n");
	REPAIRED("{\"format_version\":1}{", "{\"format_version\":1}{\n");
	REPAIRED("{\"format_version\":nothing", "{\"format_version\":nothing\n");
	REPAIRED("{\"format_version\":\"\xff", "{\"format_version\":\"\xff\n");
	REPAIRED("{}\0{", "{}\0{\n");
	REPAIRED("\0\0\x7f"
		 "ELF\0",
		 "\0\0\x7f"
		 "ELF\0\n");
	REPAIRED(INCOMPLETE "\0\0\"", INCOMPLETE "\0\0\"\n");
}

/* a last line of INCOMPLETE and @times @more; returns the size of the file after the repair */
static size_t repair_long(const char *more, size_t times)
{
	FILE *file = fopen("file", "w");
	struct stat st;

	assert_non_null(file);
	fputs(LINE INCOMPLETE, file);
	while (times--)
		fputs(more, file);
	assert_int_equal(fclose(file), 0);
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	assert_int_equal(stat("file", &st), 0);
	return st.st_size;
}

static void test_append_long(void **state)
{
	const size_t sizes[] = { 4095, 4096, 4097, 100000, OCXL_APPEND_LINE_MAX };
	const size_t start = strlen(LINE), begun = strlen(INCOMPLETE);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		assert_int_equal(repair_long("0", sizes[i] - begun), start);
	/* longer than any line of this program */
	assert_int_equal(repair_long("0", OCXL_APPEND_LINE_MAX - begun + 1),
			 start + OCXL_APPEND_LINE_MAX + 2);
	/* INCOMPLETE contains two */
	i = OCXL_APPEND_LISTS_MAX - 2;
	assert_int_equal(repair_long("[", i), start);
	assert_int_equal(repair_long("[", i + 1), start + begun + i + 2);
	/* deeper than any line of this program */
	assert_int_equal(repair_long("\",\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1),
			 start + begun + 41);
}

/* no space for the newline: the line of another program stays */
static void test_append_full_keeps_foreign(void **state)
{
	static const char *const texts[] = { "{\"line\":1}", "a note" };
	struct ocxl_output *output;
	size_t i;

	for (i = 0; i < 2; i++) {
		size_t size = strlen(texts[i]);

		put_file("file", texts[i], size);
		limit_size(size);
		assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_APPEND, "file", 0600, NULL),
				 -EFBIG);
		limit_size(RLIM_INFINITY);
		check_file("file", texts[i], size);
		/* the same when a later line is written */
		put_file("file", "", 0);
		output = open_output(OCXL_OUTPUT_APPEND, "file");
		put_file("file", texts[i], size);
		limit_size(size);
		put(output, LINE);
		assert_int_equal(ocxl_output_flush(output), -EFBIG);
		ocxl_output_close(output);
		limit_size(RLIM_INFINITY);
		check_file("file", texts[i], size);
	}
}

/* closed in the middle of a line that is longer than the buffer */
static void test_append_closed_in_line(void **state)
{
	struct ocxl_output *output;
	char *half = malloc(200000);
	struct stat st;

	assert_non_null(half);
	memset(half, '{', 200000);
	put_file("file", LINE, strlen(LINE));
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	assert_int_equal(ocxl_output_write(output, half, 200000), 0);
	/* it is in the file only as a whole */
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_size, strlen(LINE));
	ocxl_output_close(output);
	check_file("file", LINE, strlen(LINE));
	free(half);
}

#define HEAD "{\"format_version\":\""

/* several processes: complete lines, in any order */
static void write_many(char letter)
{
	struct ocxl_output *output;
	char line[1000];
	int i;

	memset(line, letter, sizeof(line));
	memcpy(line, HEAD, strlen(HEAD));
	line[sizeof(line) - 1] = '\n';
	if (ocxl_output_open(&output, OCXL_OUTPUT_APPEND, "file", 0600, NULL))
		_exit(1);
	for (i = 0; i < 2000; i++) {
		if (ocxl_output_write(output, line, sizeof(line)) ||
		    (i % 3 == 0 && ocxl_output_flush(output)))
			_exit(1);
	}
	/* killed in the middle of a line */
	if (letter == 'k')
		kill(getpid(), SIGKILL);
	_exit(ocxl_output_commit(output) ? 1 : 0);
}

static void check_lines(void)
{
	char line[1001];
	FILE *file = fopen("file", "r");

	assert_non_null(file);
	while (fread(line, 1, 1000, file) == 1000) {
		char letter = line[strlen(HEAD)];
		size_t i;

		assert_memory_equal(line, HEAD, strlen(HEAD));
		assert_int_equal(line[999], '\n');
		for (i = strlen(HEAD); i < 999; i++)
			assert_int_equal(line[i], letter);
	}
	assert_int_equal(ftell(file) % 1000, 0);
	fclose(file);
}

static void test_append_side_by_side(void **state)
{
	static const char letters[] = { 'a', 'b', 'k' };
	pid_t children[3];
	size_t i;
	int status;

	for (i = 0; i < 3; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (!children[i])
			write_many(letters[i]);
	}
	for (i = 0; i < 3; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		if (letters[i] != 'k')
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_lines();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_append_full_keeps_whole_lines, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_append, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_torn_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_nuls, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_whole_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_foreign, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_long, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_full_keeps_foreign, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_closed_in_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_side_by_side, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
