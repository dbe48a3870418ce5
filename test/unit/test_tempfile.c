// SPDX-License-Identifier: GPL-2.0-only
/* Temporary files, and those that killed processes left behind. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "fakes.h"
#include "ocxl/output/file-io.h"

static int directory;

/* NFS gives an exclusive lock only on a file open for writing */
static int fake_flock(int fd, int operation)
{
	if (operation & LOCK_EX && (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	return __real_flock(fd, operation);
}
UNIT_FAKE(flock, fake_flock)

static int create_directory(void **state)
{
	char *path = strdup("/tmp/ocxl-tempfile-XXXXXX");

	assert_non_null(mkdtemp(path));
	directory = open(path, O_RDONLY | O_DIRECTORY);
	assert_true(directory >= 0);
	umask(022);
	*state = path;
	return 0;
}

static int remove_directory(void **state)
{
	DIR *list = opendir(*state);
	struct dirent *entry;

	while ((entry = readdir(list))) {
		/* both fail for "." and ".." */
		if (unlinkat(directory, entry->d_name, 0))
			unlinkat(directory, entry->d_name, AT_REMOVEDIR);
	}
	closedir(list);
	close(directory);
	assert_int_equal(rmdir(*state), 0);
	free(*state);
	return 0;
}

static void put_file(const char *name)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static bool is_there(const char *name)
{
	return faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

#define TEST(name) UNIT_TEST_WITH(name, create_directory, remove_directory)

TEST(test_new_file)
{
	char name[NAME_MAX + 1];
	struct stat st;
	int fd = ocxl_tempfile_create(directory, "dump", 0600, name);

	assert_true(fd >= 0);
	assert_int_equal(strncmp(name, ".dump.", 6), 0);
	assert_int_equal(strlen(name), strlen(".dump.01234567.tmp"));
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

/* abandoned files are unlocked, files in use are locked */
TEST(test_abandoned_files_go)
{
	char mine[NAME_MAX + 1], next[NAME_MAX + 1];
	int other, fd;

	put_file(".dump.00000000.tmp");
	put_file(".dump.89abcdef.tmp");
	put_file(".dump.11111111.tmp");
	other = openat(directory, ".dump.11111111.tmp", O_WRONLY);
	assert_int_equal(flock(other, LOCK_EX), 0);
	fd = ocxl_tempfile_create(directory, "dump", 0600, mine);
	assert_true(fd >= 0);
	assert_false(is_there(".dump.00000000.tmp"));
	assert_false(is_there(".dump.89abcdef.tmp"));
	assert_true(is_there(".dump.11111111.tmp"));
	close(other);
	/* two processes keep the files of each other */
	other = ocxl_tempfile_create(directory, "dump", 0600, next);
	assert_true(other >= 0);
	assert_true(is_there(mine));
	assert_true(is_there(next));
	assert_false(is_there(".dump.11111111.tmp"));
	close(fd);
	close(other);
}

TEST(test_other_files_stay)
{
	static const char *const names[] = {
		"dump",
		".dump",
		".dump.tmp",
		".dump.0000000.tmp",
		".dump.000000000.tmp",
		".dump.0000000g.tmp",
		".dump.0000000A.tmp",
		".dump.00000000.tm",
		".dump.00000000.tmp2",
		".dump2.00000000.tmp",
		"dump.00000000.tmp",
		".other.00000000.tmp",
	};
	char name[NAME_MAX + 1];
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		put_file(names[i]);
	/* links, directories and FIFOs stay */
	assert_int_equal(symlinkat("dump", directory, ".dump.22222222.tmp"), 0);
	assert_int_equal(mkdirat(directory, ".dump.33333333.tmp", 0700), 0);
	assert_int_equal(mkfifoat(directory, ".dump.44444444.tmp", 0600), 0);
	fd = ocxl_tempfile_create(directory, "dump", 0600, name);
	assert_true(fd >= 0);
	close(fd);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		assert_true(is_there(names[i]));
	assert_true(is_there(".dump.22222222.tmp"));
	assert_true(is_there(".dump.33333333.tmp"));
	assert_true(is_there(".dump.44444444.tmp"));
}

TEST(test_longest_name)
{
	char base[NAME_MAX + 1], name[NAME_MAX + 1];
	int fd;

	memset(base, 'n', NAME_MAX);
	base[NAME_MAX] = '\0';
	fd = ocxl_tempfile_create(directory, base, 0600, name);
	assert_true(fd >= 0);
	close(fd);
	/* the next call finds and removes it */
	fd = ocxl_tempfile_create(directory, base, 0600, base);
	assert_true(fd >= 0);
	assert_false(is_there(name));
	close(fd);
}

TEST(test_no_directory)
{
	char name[NAME_MAX + 1];
	int path = open(*state, O_PATH | O_DIRECTORY);
	int fd;

	put_file(".dump.00000000.tmp");
	/* an O_PATH descriptor is enough */
	fd = ocxl_tempfile_create(path, "dump", 0600, name);
	assert_true(fd >= 0);
	assert_false(is_there(".dump.00000000.tmp"));
	close(fd);
	close(path);
	assert_int_equal(ocxl_tempfile_create(-1, "dump", 0600, name), -EBADF);
}
