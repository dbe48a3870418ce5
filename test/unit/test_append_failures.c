// SPDX-License-Identifier: GPL-2.0-only
/* System calls that fail while a log is written, one at a time, and what the writer makes of it. */
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "fakes.h"
#include "ocxl/output/append-log.h"

#define LINE "{\"line\":1}\n"

static struct ocxl_append_log log_file;
static char directory[64];

/**
 * struct failures - what fails
 * @write_sizes: results of the next calls of write(): bytes, or a negative errno;
 *	ends with NO_FAILURE
 * @identities: calls of fstatat() that each find another inode
 * @sync_error: errno of fsync(); 0: it succeeds
 * @no_read: pread() fails
 * @fragments: calls of write() that each find a new fragment, of another process
 */
static struct failures {
	const ssize_t *write_sizes;
	int identities;
	int sync_error;
	bool no_read;
	int fragments;
} failures;

#define NO_FAILURE SSIZE_MAX

static int fake_fstatat(int directory_fd, const char *name, struct stat *st, int flags)
{
	int rc = __real_fstatat64(directory_fd, name, st, flags);

	if (failures.identities > 0)
		st->st_ino += failures.identities--;
	return rc;
}
UNIT_FAKE(fstatat64, fake_fstatat)

static void leave_fragment(void)
{
	int fd = open("log", O_WRONLY | O_APPEND);

	assert_int_equal(__real_write(fd, "{\"l", 3), 3);
	close(fd);
}

static ssize_t fake_write(int fd, const void *bytes, size_t size)
{
	ssize_t result = NO_FAILURE;

	if (failures.fragments > 0) {
		failures.fragments--;
		leave_fragment();
	}
	if (failures.write_sizes && *failures.write_sizes != NO_FAILURE)
		result = *failures.write_sizes++;
	if (result < 0) {
		errno = -result;
		return -1;
	}
	return __real_write(fd, bytes, (size_t)result < size ? (size_t)result : size);
}
UNIT_FAKE(write, fake_write)

static ssize_t fake_pread(int fd, void *bytes, size_t size, off_t offset)
{
	if (!failures.no_read)
		return __real_pread64(fd, bytes, size, offset);
	errno = EIO;
	return -1;
}
UNIT_FAKE(pread64, fake_pread)

static int fake_fsync(int fd)
{
	if (!failures.sync_error)
		return __real_fsync(fd);
	errno = failures.sync_error;
	return -1;
}
UNIT_FAKE(fsync, fake_fsync)

static int create_log(void **state)
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

static int remove_log(void **state)
{
	ocxl_append_log_close(&log_file);
	close(log_file.directory);
	unlink("log");
	assert_int_equal(chdir("/"), 0);
	return rmdir(directory);
}

static int append_text(const char *text)
{
	return ocxl_append_log_write(&log_file, text, strlen(text));
}

static void check_log(const char *expected)
{
	char content[4096];
	int fd = open("log", O_RDONLY);
	ssize_t size = read(fd, content, sizeof(content) - 1);

	assert_true(size >= 0);
	content[size] = '\0';
	assert_string_equal(content, expected);
	close(fd);
}

#define TEST(name) UNIT_TEST_WITH(name, create_log, remove_log)

/* another process is killed while it writes, just before this line is written */
TEST(test_fragment_of_another_process)
{
	assert_int_equal(append_text(LINE), 0);
	failures.fragments = 1;
	assert_int_equal(append_text(LINE), 0);
	check_log(LINE "{\"l" LINE LINE);
	failures.fragments = 2;
	assert_int_equal(append_text(LINE), 0);
	check_log(LINE "{\"l" LINE LINE "{\"l" LINE "{\"l" LINE LINE);
}

TEST(test_endless_fragments)
{
	failures.fragments = INT_MAX;
	assert_int_equal(append_text(LINE), -EIO);
}

/* a line that was not completed stays as a fragment, and the next line begins after a newline */
TEST(test_fragment_stays)
{
	const ssize_t sizes[] = { 3, -ENOSPC, NO_FAILURE };

	assert_int_equal(append_text(LINE), 0);
	failures.write_sizes = sizes;
	assert_int_equal(append_text(LINE), -ENOSPC);
	check_log(LINE "{\"l");
	assert_int_equal(append_text(LINE), 0);
	check_log(LINE "{\"l\n" LINE);
}

/* the rest of a line could end in the line of another process: the line is written whole */
TEST(test_short_write_is_repeated_whole)
{
	const ssize_t sizes[] = { 3, -EINTR, 1, NO_FAILURE };

	failures.write_sizes = sizes;
	assert_int_equal(append_text(LINE), 0);
	/* the third write brought the newline alone */
	check_log("{\"l\n" LINE);
}

/* lines that were written as a whole stay; the caller is told about the failure */
TEST(test_complete_lines_stay)
{
	const ssize_t sizes[] = { sizeof(LINE) + 2, -ENOSPC, NO_FAILURE };

	failures.write_sizes = sizes;
	assert_int_equal(append_text(LINE LINE), -ENOSPC);
	check_log(LINE "{\"l");
}

/* a file system that writes nothing would let the command never return */
TEST(test_nothing_is_written)
{
	ssize_t sizes[1000] = { 0 };

	sizes[999] = NO_FAILURE;
	failures.write_sizes = sizes;
	assert_int_equal(append_text(LINE), -EIO);
	check_log("");
}

/* a line is stored only if the sync succeeds */
TEST(test_sync_fails)
{
	assert_int_equal(append_text(LINE), 0);
	failures.sync_error = ENOSPC;
	assert_int_equal(ocxl_append_log_sync(&log_file), -ENOSPC);
	assert_int_equal(ndctl_ocxl_error_log_append("other", 0600, LINE, strlen(LINE)), -ENOSPC);
	assert_int_equal(unlink("other"), 0);
	failures.sync_error = 0;
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check_log(LINE);
}

/* the file lost its name once: the line is there twice. If it always does, the run must end */
TEST(test_identity_that_changes)
{
	assert_int_equal(append_text(LINE), 0);
	failures.identities = 1;
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check_log(LINE LINE);
	assert_int_equal(append_text(LINE), 0);
	failures.identities = 1000;
	assert_int_equal(ocxl_append_log_sync(&log_file), -EBUSY);
	assert_int_equal(ndctl_ocxl_error_log_append("log", 0600, LINE, strlen(LINE)), -EBUSY);
}

/* a disk that cannot be read: the last line may be incomplete, so nothing is written behind it */
TEST(test_log_that_cannot_be_read)
{
	assert_int_equal(append_text(LINE), 0);
	failures.no_read = true;
	assert_int_equal(append_text(LINE), -EIO);
	check_log(LINE);
}
