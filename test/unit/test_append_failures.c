// SPDX-License-Identifier: GPL-2.0-only
/* System calls that fail while a log is written, one at a time, and what the writer makes of it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "ocxl/output/append-log.h"

#define LINE "{\"line\":1}\n"

static struct ocxl_append_log log_file;
static char directory[64];

/**
 * struct failures - what fails
 * @write_sizes: results of the next calls of write(): bytes, or a negative errno;
 *	ends with NO_FAILURE
 * @leases: calls of openat() that find a lease of another process
 * @waits: calls of poll()
 * @identities: calls of fstatat() that each find another inode
 * @no_read: pread() fails
 * @no_pipe_size: fcntl(F_GETPIPE_SZ) fails
 * @lost_lease: fcntl(F_GETLEASE) finds that the kernel has taken the lease away
 */
static struct failures {
	const ssize_t *write_sizes;
	int leases;
	int waits;
	int identities;
	bool no_read;
	bool no_pipe_size;
	bool lost_lease;
} failures;

#define NO_FAILURE SSIZE_MAX

/* variable arguments: on ppc64le, such a function writes into the frame of its caller */
int __real_openat64(int directory_fd, const char *name, int flags, ...);
int __real_fstatat64(int directory_fd, const char *name, struct stat *st, int flags);
ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __real_pread64(int fd, void *bytes, size_t size, off_t offset);
int __real_fcntl64(int fd, int command, ...);
int __wrap_openat64(int directory_fd, const char *name, int flags, mode_t mode);
int __wrap_fstatat64(int directory_fd, const char *name, struct stat *st, int flags);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t offset);
int __wrap_fcntl64(int fd, int command, long argument);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);

int __wrap_openat64(int directory_fd, const char *name, int flags, mode_t mode)
{
	if (flags & O_NONBLOCK && failures.leases > 0) {
		failures.leases--;
		errno = EWOULDBLOCK;
		return -1;
	}
	return __real_openat64(directory_fd, name, flags, mode);
}

int __wrap_fstatat64(int directory_fd, const char *name, struct stat *st, int flags)
{
	int rc = __real_fstatat64(directory_fd, name, st, flags);

	if (failures.identities > 0)
		st->st_ino += failures.identities--;
	return rc;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	ssize_t result = NO_FAILURE;

	if (failures.write_sizes && *failures.write_sizes != NO_FAILURE)
		result = *failures.write_sizes++;
	if (result < 0) {
		errno = -result;
		return -1;
	}
	return __real_write(fd, bytes, (size_t)result < size ? (size_t)result : size);
}

ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t offset)
{
	if (!failures.no_read)
		return __real_pread64(fd, bytes, size, offset);
	errno = EIO;
	return -1;
}

int __wrap_fcntl64(int fd, int command, long argument)
{
	if (command == F_GETPIPE_SZ && failures.no_pipe_size) {
		errno = EPERM;
		return -1;
	}
	if (command == F_GETLEASE && failures.lost_lease)
		return F_UNLCK;
	return __real_fcntl64(fd, command, argument);
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	failures.waits++;
	return 0;
}

static int setup(void **state)
{
	strcpy(directory, "/tmp/ocxl-failures-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	memset(&failures, 0, sizeof(failures));
	memset(&log_file, 0, sizeof(log_file));
	log_file.directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	log_file.name = "log";
	log_file.mode = 0600;
	assert_int_equal(ocxl_append_log_open(&log_file), 0);
	return 0;
}

static int teardown(void **state)
{
	ocxl_append_log_close(&log_file);
	close(log_file.directory);
	unlink("log");
	unlink("log.1");
	assert_int_equal(chdir("/"), 0);
	return rmdir(directory);
}

static int put(const char *text)
{
	return ocxl_append_log_write(&log_file, text, strlen(text));
}

static void check(const char *expected)
{
	char content[4096];
	int fd = open("log", O_RDONLY);
	ssize_t size = read(fd, content, sizeof(content) - 1);

	assert_true(size >= 0);
	content[size] = '\0';
	assert_string_equal(content, expected);
	close(fd);
}

/* of a line that was not written, no byte stays */
static void test_part_is_removed(void **state)
{
	ssize_t sizes[] = { 1, -ENOSPC, NO_FAILURE };

	assert_int_equal(put(LINE), 0);
	for (; sizes[0] < (ssize_t)strlen(LINE); sizes[0]++) {
		failures.write_sizes = sizes;
		assert_int_equal(put(LINE), -ENOSPC);
		check(LINE);
	}
	assert_int_equal(put(LINE), 0);
	check(LINE LINE);
}

/* lines that were written as a whole stay; the caller is told about the failure */
static void test_complete_lines_stay(void **state)
{
	const ssize_t sizes[] = { sizeof(LINE) + 2, -ENOSPC, NO_FAILURE };

	failures.write_sizes = sizes;
	assert_int_equal(put(LINE LINE), -ENOSPC);
	check(LINE);
}

/* a write of no bytes would be repeated without end */
static void test_nothing_is_written(void **state)
{
	const ssize_t sizes[] = { 2, 0, NO_FAILURE };

	failures.write_sizes = sizes;
	assert_int_equal(put(LINE), -EIO);
	check("");
	assert_int_equal(put(LINE), 0);
	check(LINE);
}

/* a collector repairs the last line of the new file, and holds a lease on it meanwhile */
static void test_lease_is_waited_for(void **state)
{
	assert_int_equal(rename("log", "log.1"), 0);
	close(open("log", O_WRONLY | O_CREAT, 0600));
	failures.leases = 3;
	assert_int_equal(put(LINE), 0);
	assert_int_equal(failures.waits, 3);
	check(LINE);
	/* one that does not end is an error after a second */
	assert_int_equal(rename("log", "log.1"), 0);
	close(open("log", O_WRONLY | O_CREAT, 0600));
	failures.waits = 0;
	failures.leases = 100000;
	assert_int_equal(put(LINE), -EWOULDBLOCK);
	assert_int_equal(failures.waits, 1000);
}

/* another process may have appended meanwhile: nothing is removed, and that is no failure */
static void test_lease_is_lost(void **state)
{
	static const char part[] = "{\"format_version\":\"1.0\",";
	int fd = open("log", O_WRONLY | O_APPEND);

	assert_int_equal(__real_write(fd, part, strlen(part)), strlen(part));
	close(fd);
	ocxl_append_log_close(&log_file);
	failures.lost_lease = true;
	assert_int_equal(ocxl_append_log_open(&log_file), 0);
	assert_int_equal(put(LINE), 0);
	check("{\"format_version\":\"1.0\",\n" LINE);
}

/* some network file systems show a new inode number each time: the line is written once */
static void test_identity_that_changes(void **state)
{
	failures.identities = 1000;
	assert_int_equal(put(LINE), 0);
	assert_true(log_file.identity_unreliable);
	check(LINE);
	assert_int_equal(put(LINE), 0);
	check(LINE LINE);
}

/* the first of two looks differs because the file was just renamed: nothing is concluded */
static void test_identity_that_changes_once(void **state)
{
	failures.identities = 1;
	assert_int_equal(put(LINE), 0);
	assert_false(log_file.identity_unreliable);
}

/* a disk that cannot be read: the last line may be incomplete, so nothing is written behind it */
static void test_log_that_cannot_be_read(void **state)
{
	assert_int_equal(put(LINE), 0);
	failures.no_read = true;
	assert_int_equal(put(LINE), -EIO);
	ocxl_append_log_close(&log_file);
	assert_int_equal(ocxl_append_log_open(&log_file), -EIO);
	failures.no_read = false;
	check(LINE);
}

/* a pipe of unknown size receives only lines that the kernel writes as a whole */
static void test_pipe_of_unknown_size(void **state)
{
	char line[2 * PIPE_BUF];
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(ocxl_append_log_tee(&log_file, ends[1]), 0);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	failures.no_pipe_size = true;
	assert_int_equal(ocxl_append_log_write(&log_file, line, sizeof(line)), 0);
	assert_int_equal(put(LINE), 0);
	assert_int_equal(read(ends[0], line, sizeof(line)), strlen(LINE));
	close(ends[0]);
	close(ends[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_part_is_removed),
		TEST(test_complete_lines_stay),
		TEST(test_nothing_is_written),
		TEST(test_lease_is_waited_for),
		TEST(test_lease_is_lost),
		TEST(test_identity_that_changes),
		TEST(test_identity_that_changes_once),
		TEST(test_log_that_cannot_be_read),
		TEST(test_pipe_of_unknown_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
