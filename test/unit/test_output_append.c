// SPDX-License-Identifier: GPL-2.0-only
/* Logs: appending lines. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "output-fixture.h"

#define TEST(name) UNIT_TEST_WITH(name, enter_new_directory, remove_directory)

TEST(test_append)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_APPEND, "file");
	struct stat st;

	write_string(output, LINE);
	assert_int_equal(ocxl_output_sync(output), 0);
	write_string(output, LINE);
	check_file("file", LINE, strlen(LINE));
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	write_string(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", LINE LINE LINE, 3 * strlen(LINE));
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

/* a command that is refused after the log was opened leaves no file */
TEST(test_log_is_created_late)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_APPEND, "file");

	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	assert_int_equal(access("file", F_OK), -1);
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	assert_int_equal(ocxl_output_create_log(output), 0);
	assert_int_equal(access("file", F_OK), 0);
	/* the next line creates a log that was renamed, not this function */
	write_string(output, LINE);
	assert_int_equal(ocxl_output_sync(output), 0);
	assert_int_equal(rename("file", "file.1"), 0);
	assert_int_equal(ocxl_output_create_log(output), 0);
	assert_int_equal(access("file", F_OK), -1);
	ocxl_output_close(output);
	assert_int_equal(unlink("file.1"), 0);
}

static unsigned int count_descriptors(void)
{
	unsigned int count = 0;
	int fd;

	for (fd = 0; fd < 100; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* on a full disk, the space of a log that was rotated away has to become free */
TEST(test_append_refused_releases_removed_log)
{
	const struct ocxl_free_reserve everything = { UINT64_MAX, false };
	const struct ocxl_free_reserve nothing = { 0, false };
	struct ocxl_output *output = open_output(OCXL_OUTPUT_APPEND, "file");
	unsigned int open;

	write_string(output, LINE);
	assert_int_equal(ocxl_output_sync(output), 0);
	open = count_descriptors();
	assert_false(ocxl_output_keeps_reserve(output, &everything));
	assert_int_equal(count_descriptors(), open);
	assert_int_equal(unlink("file"), 0);
	assert_true(ocxl_output_keeps_reserve(output, &nothing));
	assert_int_equal(count_descriptors(), open);
	assert_false(ocxl_output_keeps_reserve(output, &everything));
	assert_int_equal(count_descriptors(), open - 1);
	ocxl_output_close(output);
}

/* closed in the middle of a line that is longer than the buffer */
TEST(test_append_closed_in_line)
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

/*
 * a process that sees a part of another one's line begins with a newline: an empty line is allowed
 */
static void check_lines(void)
{
	char line[1002];
	FILE *file = fopen("file", "r");

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char letter = line[strlen(HEAD)];
		size_t i;

		if (!strcmp(line, "\n"))
			continue;
		assert_int_equal(strlen(line), 1000);
		assert_memory_equal(line, HEAD, strlen(HEAD));
		assert_int_equal(line[999], '\n');
		for (i = strlen(HEAD); i < 999; i++)
			assert_int_equal(line[i], letter);
	}
	fclose(file);
}

TEST(test_append_side_by_side)
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
