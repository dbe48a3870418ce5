// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "unit.h"
#include "ocxl/output/safe-path.h"

#define EVERYBODY 01777

static int first_descriptor;

static int find_free_descriptor(void)
{
	int fd = dup(STDERR_FILENO);

	close(fd);
	return fd;
}

/* each test has its own directory, which is the current one, and leaves no descriptor open */
static int enter_new_directory(void **state)
{
	char *directory = strdup("/tmp/ocxl-safe-path-XXXXXX");

	assert_non_null(directory);
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	assert_int_equal(mkdir("sub", 0700), 0);
	*state = directory;
	first_descriptor = find_free_descriptor();
	return 0;
}

static int remove_directory(void **state)
{
	static const char *const names[] = { "file", "link", "second", "loop", "sub/file" };
	char *directory = *state;
	size_t i;

	assert_int_equal(find_free_descriptor(), first_descriptor);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		unlink(names[i]);
	rmdir("sub");
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(directory), 0);
	free(directory);
	return 0;
}

static void make_file(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void check_base(const char *path, const char *base, bool magic)
{
	struct ocxl_safe_path resolved;

	assert_int_equal(ocxl_safe_path_resolve(&resolved, path), 0);
	assert_string_equal(resolved.name, base);
	assert_int_equal(resolved.magic_link, magic);
	assert_true(resolved.directory >= 0);
	ocxl_safe_path_close(&resolved);
	assert_int_equal(resolved.directory, -1);
}

#define TEST(name) UNIT_TEST_WITH(name, enter_new_directory, remove_directory)

TEST(test_find)
{
	char path[PATH_MAX];

	assert_int_equal(symlink("sub/file", "link"), 0);
	check_base("file", "file", false);
	check_base("./sub/../file", "file", false);
	check_base("link", "file", false);
	make_file("sub/file");
	check_base("link", "file", false);
	unlink("link");
	assert_true(snprintf(path, sizeof(path), "%s/sub/file", (const char *)*state) > 0);
	assert_int_equal(symlink(path, "link"), 0);
	check_base("link", "file", false);
	check_base("/dev/null", "null", false);
}

static void check_descriptor(const char *directory, const char *name, int expected)
{
	struct ocxl_safe_path resolved;
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	check_base(path, name, true);
	assert_int_equal(ocxl_safe_path_resolve(&resolved, path), 0);
	assert_int_equal(ocxl_safe_path_descriptor(&resolved), expected);
	ocxl_safe_path_close(&resolved);
}

/* links below /proc lead to open files, whatever their names are or were */
TEST(test_links_of_proc)
{
	int fds[2], fd;
	char path[64];

	assert_int_equal(pipe(fds), 0);
	snprintf(path, sizeof(path), "%d", fds[1]);
	assert_int_equal(chdir("/proc/self/fd"), 0);
	check_base(path, path, true);
	assert_int_equal(chdir(*state), 0);
	make_file("file");
	fd = open("file", O_RDONLY);
	assert_true(fd >= 0);
	snprintf(path, sizeof(path), "%d", fd);
	check_descriptor("/proc/self/fd", path, fd);
	unlink("file");
	check_descriptor("/proc/self/fd", path, fd);
	/* thread-self is not recognized as a descriptor of this process */
	check_descriptor("/proc/thread-self/fd", path, -1);
	close(fd);
	close(fds[0]);
	close(fds[1]);
}

static void check_refused(const char *path, int rc)
{
	struct ocxl_safe_path resolved;

	assert_int_equal(ocxl_safe_path_resolve(&resolved, path), rc);
	ocxl_safe_path_close(&resolved);
}

TEST(test_refused)
{
	char name[NAME_MAX + 2];

	make_file("file");
	assert_int_equal(symlink("loop", "loop"), 0);
	check_refused("", -EISDIR);
	check_refused("/", -EISDIR);
	check_refused("..", -EISDIR);
	check_refused("sub/", -EISDIR);
	check_refused("sub/.", -EISDIR);
	check_refused("nowhere/file", -ENOENT);
	check_refused("file/file", -ENOTDIR);
	check_refused("loop", -ELOOP);
	check_refused("loop/file", -ELOOP);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	check_refused(name, -ENAMETOOLONG);
}

static int check_owner(mode_t directory_mode, uid_t uid, mode_t type, nlink_t links)
{
	struct stat st = { .st_mode = type | 0600, .st_uid = uid, .st_nlink = links };
	int directory, rc;

	assert_int_equal(chmod("sub", directory_mode), 0);
	directory = open("sub", O_RDONLY | O_DIRECTORY);
	assert_true(directory >= 0);
	rc = ocxl_safe_path_check_owner(directory, &st);
	close(directory);
	assert_int_equal(chmod("sub", 0700), 0);
	return rc;
}

/* this user owns the directory, so @other is neither this user nor its owner */
TEST(test_trust_regular)
{
	static const mode_t shared[] = { EVERYBODY, 0777, 01775, 0770, 0702 };
	uid_t own = geteuid(), other = own + 1;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shared); i++) {
		assert_int_equal(check_owner(shared[i], own, S_IFREG, 1), 0);
		assert_int_equal(check_owner(shared[i], 0, S_IFREG, 1), 0);
		assert_int_equal(check_owner(shared[i], other, S_IFREG, 1),
				 -OCXL_ERROR_FOREIGN_FILE);
		assert_int_equal(check_owner(shared[i], own, S_IFREG, 2), -OCXL_ERROR_HARD_LINK);
	}
	/* nobody else can have put a file there, or a second name for one */
	assert_int_equal(check_owner(0755, other, S_IFREG, 1), 0);
	assert_int_equal(check_owner(0700, other, S_IFREG, 2), 0);
	assert_int_equal(check_owner(0755, own, S_IFREG, 2), 0);
}

/* the fourth component of the path is a link, then its target is one */
TEST(test_links_in_path)
{
	char path[PATH_MAX];

	assert_int_equal(symlink("sub", "link"), 0);
	check_base("link/file", "file", false);
	check_base("./link/../link//file", "file", false);
	assert_int_equal(symlink("link/./", "second"), 0);
	check_base("second/file", "file", false);
	snprintf(path, sizeof(path), "%s/second/file", (const char *)*state);
	check_base(path, "file", false);
	make_file("sub/file");
	check_base("second/file", "file", false);
	snprintf(path, sizeof(path), "/proc/self/cwd/sub/file");
	check_base(path, "file", false);
}

TEST(test_stat)
{
	struct ocxl_safe_path resolved;
	struct stat st;

	assert_int_equal(ocxl_safe_path_resolve(&resolved, "file"), 0);
	assert_int_equal(ocxl_safe_path_stat(&resolved, &st), -ENOENT);
	make_file("file");
	assert_int_equal(ocxl_safe_path_stat(&resolved, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	/* a link that was created later is not followed */
	unlink("file");
	assert_int_equal(symlink("/dev/null", "file"), 0);
	assert_int_equal(ocxl_safe_path_stat(&resolved, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	ocxl_safe_path_close(&resolved);
}
