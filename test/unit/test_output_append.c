// SPDX-License-Identifier: GPL-2.0-only
/* Files of lines that are appended to. */
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
#include <cmocka.h>
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

static void check_mended(const char *before, size_t size, const char *after, size_t after_size)
{
	put_file("file", before, size);
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_file("file", after, after_size);
}

static void test_append_torn_line(void **state)
{
	check_mended(LINE "{\"to", strlen(LINE) + 4, LINE, strlen(LINE));
	check_mended(LINE "{", strlen(LINE) + 1, LINE, strlen(LINE));
	check_mended("{\"to", 4, "", 0);
	check_mended(LINE "\0\0\0", strlen(LINE) + 3, LINE, strlen(LINE));
	check_mended("", 0, "", 0);
	check_mended("\n", 1, "\n", 1);
	check_mended(LINE, strlen(LINE), LINE, strlen(LINE));
	/* nobody's text is lost */
	check_mended("a note", 6, "a note\n", 7);
}

static void test_append_torn_line_long(void **state)
{
	size_t sizes[] = { 4095, 4096, 4097, 100000 };
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char *text = malloc(strlen(LINE) + sizes[i]);

		assert_non_null(text);
		memcpy(text, LINE, strlen(LINE));
		memset(text + strlen(LINE), '{', sizes[i]);
		check_mended(text, strlen(LINE) + sizes[i], LINE, strlen(LINE));
		free(text);
	}
}

/* a line longer than the buffer is on its way; then the process gives up */
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
	assert_int_equal(stat("file", &st), 0);
	assert_true(st.st_size > 65536);
	ocxl_output_close(output);
	check_file("file", LINE, strlen(LINE));
	free(half);
}

/* whole lines of both, whatever the order */
static void write_many(char letter)
{
	struct ocxl_output *output;
	char line[1000];
	int i;

	memset(line, letter, sizeof(line));
	line[0] = '{';
	line[sizeof(line) - 1] = '\n';
	if (ocxl_output_open(&output, OCXL_OUTPUT_APPEND, "file", 0600))
		_exit(1);
	for (i = 0; i < 2000; i++) {
		if (ocxl_output_write(output, line, sizeof(line)) ||
		    (i % 3 == 0 && ocxl_output_flush(output)))
			_exit(1);
	}
	/* cut off where the buffer happened to end, and by SIGKILL */
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
		char letter = line[1];
		size_t i;

		assert_int_equal(line[0], '{');
		assert_int_equal(line[999], '\n');
		for (i = 1; i < 999; i++)
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
		cmocka_unit_test_setup_teardown(test_append_torn_line_long, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_closed_in_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_side_by_side, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
