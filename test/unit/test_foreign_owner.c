// SPDX-License-Identifier: GPL-2.0-only
/*
 * Owners that a program cannot show: users that are not mapped, and owners that a file system makes
 * up. The rule for all others is tested by test/faults/paths. Only root can give a directory to
 * another user; everybody else skips this.
 */
#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>
#include "unit.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/safe-path.h"

#define STICKY_FOR_ALL	01777
#define DIRECTORY_OWNER 12345
#define FILE_OWNER	54321
/* the kernel shows this owner for every user that a user namespace does not map */
#define OVERFLOW_UID	65534
#define LINE		"{\"line\":1}\n"

static char directory[64];
static int open_descriptors;

static int count_open_descriptors(void)
{
	int fd, count = 0;

	for (fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* each test runs in a new directory, which is the current one, and leaves no file open */
static int enter_new_directory(void **state)
{
	open_descriptors = count_open_descriptors();
	strcpy(directory, "/tmp/ocxl-owner-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	return 0;
}

static int remove_directory(void **state)
{
	unlink("log");
	unlink("log.1");
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(count_open_descriptors(), open_descriptors);
	return rmdir(directory);
}

/* root of a container may lack the right, or the other users */
static bool can_change_owner(void)
{
	bool can;

	strcpy(directory, "/tmp/ocxl-owner-XXXXXX");
	if (!mkdtemp(directory))
		return false;
	can = chown(directory, DIRECTORY_OWNER, -1) == 0 && chown(directory, OVERFLOW_UID, -1) == 0;
	rmdir(directory);
	return can;
}

static int check_in_directory(const struct stat *st, uid_t directory_owner, mode_t directory_mode)
{
	int fd, rc;

	assert_int_equal(chown(".", directory_owner, -1), 0);
	assert_int_equal(chmod(".", directory_mode), 0);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0);
	rc = ocxl_safe_path_check_owner(fd, st);
	close(fd);
	return rc;
}

static int check_owner(uid_t file_owner, uid_t directory_owner)
{
	struct stat st = { .st_mode = S_IFREG | 0600, .st_uid = file_owner, .st_nlink = 1 };

	return check_in_directory(&st, directory_owner, STICKY_FOR_ALL);
}

#define TEST(name) UNIT_TEST_WITH(name, enter_new_directory, remove_directory)

/* all unmapped users have the same number, so equal numbers prove nothing */
TEST(test_check_owner_unmapped)
{
	assert_int_equal(check_owner(OVERFLOW_UID, OVERFLOW_UID), -OCXL_ERROR_FOREIGN_FILE);
	assert_int_equal(check_owner(0, OVERFLOW_UID), 0);
}

/* some file systems give every new file a fixed owner; a file that this process made is accepted */
TEST(test_append_log_new_file_has_other_owner)
{
	struct ocxl_append_log log = { .name = "log", .mode = 0600 };
	char content[64] = "";
	int fd;

	log.directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(ocxl_append_log_open(&log), 0);
	assert_int_equal(chown(".", DIRECTORY_OWNER, -1), 0);
	assert_int_equal(chmod(".", STICKY_FOR_ALL), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	setfsuid(FILE_OWNER);
	assert_int_equal(ocxl_append_log_write(&log, LINE, strlen(LINE)), 0);
	setfsuid(0);
	ocxl_append_log_close(&log);
	close(log.directory);

	fd = open("log", O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(read(fd, content, sizeof(content) - 1), strlen(LINE));
	assert_string_equal(content, LINE);
	close(fd);
}

UNIT_CONDITION(can_change_owner, "only root can give files to another user")
