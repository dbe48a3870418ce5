// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "assert-range.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/safe-path.h"

#define LINE  "{\"line\":1}\n"
#define OTHER "{\"line\":2}\n"

static struct ocxl_append_log log_file;
static char directory[64];

/* each test has its own directory, with an open log */
static int setup(void **state)
{
	strcpy(directory, "/tmp/ocxl-lines-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	memset(&log_file, 0, sizeof(log_file));
	log_file.directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	log_file.name = "log";
	log_file.mode = 0600;
	assert_int_equal(ocxl_append_log_open(&log_file), 0);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "log", "log.1", "log.2", "pipe" };
	size_t i;

	ocxl_append_log_close(&log_file);
	close(log_file.directory);
	rmdir("log");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		unlink(names[i]);
	assert_int_equal(chdir("/"), 0);
	return rmdir(directory);
}

static int put(const char *text)
{
	return ocxl_append_log_write(&log_file, text, strlen(text));
}

static void check(const char *path, const char *expected)
{
	char content[4096];
	FILE *file = fopen(path, "r");
	size_t size;

	assert_non_null(file);
	size = fread(content, 1, sizeof(content) - 1, file);
	content[size] = '\0';
	assert_string_equal(content, expected);
	fclose(file);
}

static void test_renamed(void **state)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 1 } };
	struct stat st;

	assert_int_equal(put(LINE), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(utimensat(AT_FDCWD, "log.1", times, 0), 0);
	assert_int_equal(put(OTHER), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check("log.1", LINE);
	check("log", OTHER);
	assert_int_equal(stat("log", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	/* the renamed file is not modified */
	assert_int_equal(stat("log.1", &st), 0);
	assert_int_equal(st.st_mtime, 1);
}

static void test_replaced(void **state)
{
	assert_int_equal(rename("log", "log.1"), 0);
	close(open("log", O_WRONLY | O_CREAT, 0640));
	assert_int_equal(put(LINE), 0);
	check("log.1", "");
	check("log", LINE);
}

/* the file is renamed after the first bytes of a line; earlier lines stay in it */
static void test_renamed_in_line(void **state)
{
	assert_int_equal(put(LINE), 0);
	assert_int_equal(put("{\"line\""), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(put(":2}\n"), 0);
	check("log.1", LINE);
	check("log", OTHER);
}

/* the first bytes of the next line come with the end of a line */
static void test_part_after_line(void **state)
{
	assert_int_equal(put(LINE "{\"part\""), 0);
	check("log", LINE);
	assert_int_equal(put(":2}\n"), 0);
	check("log", LINE "{\"part\":2}\n");
}

static void test_renamed_in_long_line(void **state)
{
	size_t size = 100000;
	char *text = malloc(size);
	struct stat st;

	assert_non_null(text);
	memset(text, 'x', size);
	text[0] = '{';
	assert_int_equal(ocxl_append_log_write(&log_file, text, size), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(put("}\n"), 0);
	assert_int_equal(stat("log.1", &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(stat("log", &st), 0);
	assert_int_equal(st.st_size, size + 2);
	free(text);
}

static void test_removed(void **state)
{
	assert_int_equal(unlink("log"), 0);
	assert_int_equal(put(LINE), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check("log", LINE);
}

/* a line in a file that is removed before the sync is lost */
static void test_removed_before_sync(void **state)
{
	assert_int_equal(put(LINE), 0);
	assert_int_equal(unlink("log"), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), -ENOENT);
}

/* synced lines are safe, even if the file is removed afterwards */
static void test_removed_after_sync(void **state)
{
	assert_int_equal(put(LINE), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	assert_int_equal(unlink("log"), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
}

static void test_replaced_by_something_else(void **state)
{
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(mkdir("log", 0700), 0);
	assert_int_equal(put(LINE), -EISDIR);
	assert_int_equal(rmdir("log"), 0);
	assert_int_equal(mkfifo("log", 0600), 0);
	ocxl_append_log_close(&log_file);
	assert_int_equal(ocxl_append_log_open(&log_file), -ENOTSUP);
}

/* at the end of a line, the new file of that name is refused and stays unchanged */
static void test_replaced_by_foreign(void **state)
{
	static const char text[] = "{\"format_version\":1}";
	int fd;

	assert_int_equal(chmod(".", 01777), 0);
	assert_int_equal(put("{\"line\""), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	fd = open("log", O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_int_equal(link("log", "log.2"), 0);
	assert_int_equal(put(":1}\n"), -OCXL_ERROR_HARD_LINK);
	check("log", text);
	ocxl_append_log_close(&log_file);
	check("log", text);
	/* with one hard link it is accepted */
	assert_int_equal(unlink("log.2"), 0);
	assert_int_equal(ocxl_append_log_open(&log_file), 0);
	assert_int_equal(put(LINE), 0);
	check("log", "{\"format_version\":1}\n" LINE);
}

/* bytes that arrived at @fd */
static void check_copy(int fd, const char *expected)
{
	char content[256];
	ssize_t size = recv(fd, content, sizeof(content) - 1, MSG_DONTWAIT);

	assert_true(size >= 0);
	content[size] = '\0';
	assert_string_equal(content, expected);
}

static void test_copy(void **state)
{
	int ends[2];
	char byte;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[0]), 0);
	assert_int_equal(put("{\"li"), 0);
	assert_int_equal(recv(ends[1], &byte, 1, MSG_DONTWAIT), -1);
	assert_int_equal(put("ne\":1}\n"), 0);
	check_copy(ends[1], LINE);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(put(OTHER), 0);
	check_copy(ends[1], OTHER);
	check("log", OTHER);
	/* the reader has gone: the log still receives lines */
	close(ends[1]);
	assert_int_equal(put(LINE), 0);
	check("log", OTHER LINE);
	close(ends[0]);
}

/* each line has a priority for the journal; the file has none */
static void test_copy_to_journal(void **state)
{
	char stream[64];
	struct stat st;
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(fstat(ends[0], &st), 0);
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
		 (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[0]), 0);
	unsetenv("JOURNAL_STREAM");
	assert_int_equal(put(LINE), 0);
	check_copy(ends[1], "<6>" LINE);
	ocxl_tee_set_priority(&log_file.tee, LOG_CRIT);
	assert_int_equal(put(LINE OTHER), 0);
	check_copy(ends[1], "<2>" LINE "<2>" OTHER);
	check("log", LINE LINE OTHER);
	close(ends[0]);
	close(ends[1]);
}

/* a slow reader misses lines, and finds the start of the next one */
static void fill_and_drain(int to, int from)
{
	char content[4096], many[1000 * (sizeof(LINE) - 1) + 1] = "";
	size_t written = 0, seen = 0;
	ssize_t size;
	char last = 0;
	struct stat st;
	bool whole;

	while (strlen(many) < sizeof(many) - 1)
		strcat(many, LINE);
	assert_int_equal(ocxl_append_log_tee(&log_file, to), 0);
	for (; written < 600000; written += strlen(many))
		assert_int_equal(put(many), 0);
	assert_int_equal(fcntl(from, F_SETFL, O_NONBLOCK), 0);
	while ((size = read(from, content, sizeof(content))) > 0) {
		seen += size;
		last = content[size - 1];
	}
	assert_range(seen, 1000, written - 1);
	assert_int_equal(put(OTHER), 0);
	size = read(from, content, sizeof(content) - 1);
	assert_true(size > 0);
	content[size] = '\0';
	whole = last == '\n' && content[0] == '{';
	assert_string_equal(content, whole ? OTHER : "\n" OTHER);
	assert_int_equal(stat("log", &st), 0);
	assert_int_equal(st.st_size, written + strlen(OTHER));
}

static void test_copy_full_socket(void **state)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	fill_and_drain(ends[0], ends[1]);
	close(ends[0]);
	close(ends[1]);
}

static void test_copy_full_pipe(void **state)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	fill_and_drain(ends[1], ends[0]);
	/* the flags of the shared pipe are unchanged */
	assert_int_equal(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
	close(ends[0]);
	close(ends[1]);
}

/* a pipe contains complete lines only, whatever their length and the fill level */
static void test_copy_long_lines(void **state)
{
	static char line[41000], content[1 << 20];
	int ends[2], round, whole = 0;
	size_t seen = 0, at;
	ssize_t size;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[1]), 0);
	memset(line, 'x', sizeof(line));
	for (round = 0; round < 40; round++) {
		at = sizeof(line) - 1;
		if (round % 3 == 0)
			at = 2000 + 100 * round;
		line[0] = '{';
		line[at] = '\n';
		assert_int_equal(ocxl_append_log_write(&log_file, line, at + 1), 0);
		line[at] = 'x';
		size = read(ends[0], content + seen, 30000);
		seen += size > 0 ? size : 0;
	}
	while ((size = read(ends[0], content + seen, sizeof(content) - seen)) > 0)
		seen += size;
	for (at = 0; at < seen; at += strcspn(content + at, "\n") + 1, whole++) {
		assert_int_equal(content[at], '{');
		size = strcspn(content + at, "\n");
		assert_true(size < 6000 || size == (ssize_t)sizeof(line) - 1);
	}
	assert_int_equal(at, seen);
	assert_range(whole, 10, 39);
	close(ends[0]);
	close(ends[1]);
}

/* the kernel writes PIPE_BUF bytes as a whole: they need no second free page */
static void test_copy_of_pipe_buf_bytes(void **state)
{
	static char line[PIPE_BUF], content[2 * PIPE_BUF];
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_true(fcntl(ends[1], F_SETPIPE_SZ, 2 * PIPE_BUF) > 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[1]), 0);
	assert_int_equal(put(LINE), 0);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	assert_int_equal(ocxl_append_log_write(&log_file, line, sizeof(line)), 0);
	assert_int_equal(read(ends[0], content, sizeof(content)), strlen(LINE) + sizeof(line));
	close(ends[0]);
	close(ends[1]);
}

/* without a reader the FIFO cannot be opened again: a duplicate is used, without waiting */
static void test_copy_without_reader(void **state)
{
	char content[64];
	int reader, writer;

	assert_int_equal(mkfifo("pipe", 0600), 0);
	reader = open("pipe", O_RDONLY | O_NONBLOCK);
	writer = open("pipe", O_WRONLY);
	assert_true(writer >= 0);
	close(reader);
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(ocxl_append_log_tee(&log_file, writer), 0);
	assert_true(log_file.tee.shared);
	assert_int_equal(put(LINE), 0);
	check("log", LINE);
	reader = open("pipe", O_RDONLY | O_NONBLOCK);
	assert_int_equal(put(OTHER), 0);
	assert_int_equal(read(reader, content, sizeof(content)), strlen(OTHER));
	assert_memory_equal(content, OTHER, strlen(OTHER));
	close(writer);
	close(reader);
}

/* the state after the destination could not be opened again */
static void share_copy(int fd)
{
	ocxl_tee_close(&log_file.tee);
	assert_true(fd >= 0);
	log_file.tee.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	log_file.tee.shared = true;
}

static void test_copy_shared_pipe(void **state)
{
	static char many[1000 * (sizeof(LINE) - 1) + 1], content[100000];
	size_t seen = 0;
	ssize_t size;
	int ends[2], i;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[1]), 0);
	share_copy(ends[1]);
	for (i = 0; i < 1000; i++)
		strcpy(many + i * (sizeof(LINE) - 1), LINE);
	/* a write to the full pipe must not block */
	for (i = 0; i < 20; i++)
		assert_int_equal(put(many), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	while ((size = read(ends[0], content + seen, sizeof(content) - seen)) > 0)
		seen += size;
	assert_range(seen, 50000, 65536);
	assert_int_equal(seen % (sizeof(LINE) - 1), 0);
	assert_int_equal(put(OTHER), 0);
	size = read(ends[0], content, sizeof(content) - 1);
	assert_int_equal(size, strlen(OTHER));
	assert_int_equal(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
	close(ends[0]);
	close(ends[1]);
}

static void test_copy_shared_terminal(void **state)
{
	int terminal, own = posix_openpt(O_RDWR | O_NOCTTY), i;
	char content[64];
	size_t seen;
	ssize_t size;

	assert_true(own >= 0);
	assert_int_equal(grantpt(own), 0);
	assert_int_equal(unlockpt(own), 0);
	terminal = open(ptsname(own), O_RDWR | O_NOCTTY);
	assert_true(terminal >= 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, terminal), 0);
	share_copy(terminal);
	assert_int_equal(put(LINE), 0);
	/* a terminal may return the bytes one by one */
	for (seen = 0; seen < sizeof(LINE); seen += size) {
		size = read(own, content + seen, sizeof(LINE) - seen);
		assert_true(size > 0);
	}
	assert_memory_equal(content, "{\"line\":1}\r\n", seen);
	/* a write to a terminal without reader must not block */
	for (i = 0; i < 20000; i++)
		assert_int_equal(put(LINE), 0);
	close(terminal);
	close(own);
}

static void test_fits(void **state)
{
	assert_true(ocxl_tee_pipe_fits(65536, 0, 4096, 65536));
	assert_false(ocxl_tee_pipe_fits(65536, 0, 4096, 65537));
	/* 1 byte may occupy 2 pages: the end of one and the start of the next */
	assert_true(ocxl_tee_pipe_fits(65536, 1, 4096, 14 * 4096));
	assert_false(ocxl_tee_pipe_fits(65536, 1, 4096, 14 * 4096 + 1));
	assert_true(ocxl_tee_pipe_fits(65536, 4097, 4096, 14 * 4096));
	assert_false(ocxl_tee_pipe_fits(65536, 4098, 4096, 14 * 4096));
	assert_true(ocxl_tee_pipe_fits(65536, 4098, 4096, 12 * 4096));
	assert_false(ocxl_tee_pipe_fits(65536, 65536, 4096, 1));
	assert_false(ocxl_tee_pipe_fits(4096, 1, 4096, 1));
	assert_true(ocxl_tee_pipe_fits(65536, 0, 65536, 65536));
	assert_false(ocxl_tee_pipe_fits(65536, 1, 65536, 1));
}

static void test_copy_to_file(void **state)
{
	int fd = open("log.2", O_WRONLY | O_CREAT, 0600);

	assert_int_equal(write(fd, "head\n", 5), 5);
	assert_int_equal(ocxl_append_log_tee(&log_file, fd), 0);
	assert_int_equal(put(LINE OTHER), 0);
	check("log.2", "head\n" LINE OTHER);
	close(fd);
}

static void test_copy_to_nothing(void **state)
{
	int fd = open("log", O_WRONLY | O_APPEND);

	assert_int_equal(ocxl_append_log_tee(&log_file, -1), -EBADF);
	assert_int_equal(ocxl_append_log_tee(&log_file, fd), -EINVAL);
	assert_int_equal(put(LINE), 0);
	check("log", LINE);
	close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_renamed),
		TEST(test_replaced),
		TEST(test_renamed_in_line),
		TEST(test_part_after_line),
		TEST(test_renamed_in_long_line),
		TEST(test_removed),
		TEST(test_removed_before_sync),
		TEST(test_removed_after_sync),
		TEST(test_replaced_by_something_else),
		TEST(test_replaced_by_foreign),
		TEST(test_copy),
		TEST(test_copy_to_journal),
		TEST(test_copy_full_socket),
		TEST(test_copy_full_pipe),
		TEST(test_copy_long_lines),
		TEST(test_copy_of_pipe_buf_bytes),
		TEST(test_copy_without_reader),
		TEST(test_copy_shared_pipe),
		TEST(test_copy_shared_terminal),
		TEST(test_fits),
		TEST(test_copy_to_file),
		TEST(test_copy_to_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
