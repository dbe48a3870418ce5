// SPDX-License-Identifier: GPL-2.0-only
/* Standard output, FIFOs, and files that a process has open. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "output-fixture.h"

/* replace standard output by @fd; returns the former one */
static int swap_standard_output(int fd)
{
	int saved = dup(STDOUT_FILENO);

	fflush(stdout);
	if (fd < 0)
		close(STDOUT_FILENO);
	else
		dup2(fd, STDOUT_FILENO);
	return saved;
}

static void restore_standard_output(int saved)
{
	dup2(saved, STDOUT_FILENO);
	close(saved);
}

#define TEST(name) UNIT_TEST_WITH(name, enter_new_directory, remove_directory)

TEST(test_standard_closed)
{
	struct ocxl_output *output = NULL;
	int saved = swap_standard_output(-1);
	int rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL);

	restore_standard_output(saved);
	assert_int_equal(rc, -EBADF);
}

TEST(test_standard_read_only)
{
	struct ocxl_output *output = NULL;
	int null = open("/dev/null", O_RDONLY);
	int saved = swap_standard_output(null);
	int rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL);

	restore_standard_output(saved);
	close(null);
	assert_int_equal(rc, -EBADF);
}

TEST(test_standard_broken_pipe)
{
	struct ocxl_output *output = NULL;
	int ends[2];
	int saved;
	int opened;
	int synced;

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	saved = swap_standard_output(ends[1]);
	opened = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL);
	ocxl_output_write(output, LINE, strlen(LINE));
	synced = ocxl_output_sync(output);
	restore_standard_output(saved);
	close(ends[1]);
	assert_int_equal(opened, 0);
	assert_int_equal(synced, -EPIPE);
	assert_int_equal(ocxl_output_sync(output), -EPIPE);
	ocxl_output_close(output);
}

static void count_signal(int number)
{
}

static ssize_t read_slowly(int fd)
{
	char block[5000];
	ssize_t total = 0;
	ssize_t count;

	while ((count = read(fd, block, sizeof(block))) > 0) {
		total += count;
		kill(getppid(), SIGUSR1);
	}
	return total;
}

/* a full pipe: short writes, EINTR and EAGAIN */
TEST(test_standard_slow_pipe)
{
	struct sigaction action = { .sa_handler = count_signal };
	struct ocxl_output *output = NULL;
	size_t size = 1000000;
	char *bytes = calloc(1, size);
	int ends[2];
	int status;
	int saved;
	int rc;
	pid_t child;

	assert_non_null(bytes);
	sigaction(SIGUSR1, &action, NULL);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		close(ends[1]);
		_exit(read_slowly(ends[0]) == (ssize_t)size ? 0 : 1);
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	saved = swap_standard_output(ends[1]);
	rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL);
	if (!rc)
		rc = ocxl_output_write(output, bytes, size);
	if (!rc)
		rc = ocxl_output_commit(output);
	restore_standard_output(saved);
	close(ends[1]);
	ocxl_output_close(output);
	assert_int_equal(rc, 0);
	while (waitpid(child, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	free(bytes);
}

TEST(test_standard_is_not_closed)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_STANDARD, NULL);

	ocxl_output_close(output);
	assert_true(fcntl(STDOUT_FILENO, F_GETFL) >= 0);
}

static void write_through(enum ocxl_output_kind kind, int fd)
{
	struct ocxl_output *output;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	output = open_output(kind, path);
	write_string(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
}

/* a link below /proc: the open file is written at its position, not the file of that name */
TEST(test_open_file_is_written_directly)
{
	char content[64] = "";
	struct ocxl_output *output;
	int fd;

	put_file("file", "old!", 4);
	fd = open("file", O_RDWR);
	assert_int_equal(lseek(fd, 3, SEEK_SET), 3);
	write_through(OCXL_OUTPUT_REPLACE, fd);
	write_through(OCXL_OUTPUT_APPEND, fd);
	check_file("file", "old" LINE LINE, 3 + 2 * strlen(LINE));
	unlink("file");
	write_through(OCXL_OUTPUT_REPLACE, fd);
	assert_int_equal(count_files(), 0);
	assert_int_equal(pread(fd, content, sizeof(content), 3), 3 * strlen(LINE));
	assert_string_equal(content, LINE LINE LINE);
	close(fd);
	put_file("file", "old!", 4);
	fd = open("file", O_RDONLY);
	snprintf(content, sizeof(content), "/proc/self/fd/%d", fd);
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_REPLACE, content, 0600, NULL),
			 -EBADF);
	/* not recognized as a descriptor of this process: written at the end of the file */
	snprintf(content, sizeof(content), "/proc/thread-self/fd/%d", fd);
	output = open_output(OCXL_OUTPUT_REPLACE, content);
	write_string(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", "old!" LINE, 4 + strlen(LINE));
	close(fd);
	assert_int_equal(count_files(), 1);
}

static void check_named_file(enum ocxl_output_kind kind, const char *path, bool expected)
{
	struct ocxl_output *output = open_output(kind, path);

	if (ocxl_output_is_named_file(output) != expected)
		fail_msg("%s", path ? path : "standard output");
	ocxl_output_close(output);
}

/* entries of a log are removed after they were written to a named file, and nowhere else */
TEST(test_named_files)
{
	int reader, writer, saved;

	check_named_file(OCXL_OUTPUT_APPEND, "new", true);
	check_named_file(OCXL_OUTPUT_APPEND, "new", true);
	check_named_file(OCXL_OUTPUT_REPLACE, "new", true);
	assert_int_equal(symlink("new", "link"), 0);
	check_named_file(OCXL_OUTPUT_APPEND, "link", true);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	reader = open("fifo", O_RDONLY | O_NONBLOCK);
	check_named_file(OCXL_OUTPUT_APPEND, "fifo", true);
	check_named_file(OCXL_OUTPUT_APPEND, "/dev/null", false);
	check_named_file(OCXL_OUTPUT_STANDARD, NULL, false);
	/* regular files and FIFOs, but named by a descriptor */
	writer = open("new", O_WRONLY | O_CREAT, 0600);
	saved = swap_standard_output(writer);
	check_named_file(OCXL_OUTPUT_STANDARD, NULL, false);
	check_named_file(OCXL_OUTPUT_APPEND, "/dev/stdout", false);
	check_named_file(OCXL_OUTPUT_APPEND, "/proc/thread-self/fd/1", false);
	restore_standard_output(saved);
	close(writer);
	writer = open("fifo", O_WRONLY);
	saved = swap_standard_output(writer);
	check_named_file(OCXL_OUTPUT_STANDARD, NULL, false);
	check_named_file(OCXL_OUTPUT_APPEND, "/dev/stdout", false);
	restore_standard_output(saved);
	close(writer);
	close(reader);
}
