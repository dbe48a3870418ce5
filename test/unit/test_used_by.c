// SPDX-License-Identifier: GPL-2.0-only
/* Lines of the mount table that name a device, that are hostile, or that are not whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "unit.h"
#include "ocxl/dimms/used-by.h"
#include "ocxl/records/records.h"

/* @expected: the mount points of pmem0, 259:0, between commas; NULL: unknown */
static void check_bytes(const char *bytes, size_t size, const char *expected)
{
	char path[] = "/tmp/ocxl-used-by-XXXXXX", *points = strdup("");
	struct ocxl_users users = { 0 };
	int fd = mkstemp(path);
	size_t i;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
	ocxl_users_find_mounts(&users, path, "259:0", "pmem0");
	unlink(path);
	assert_int_equal(users.unknown, !expected);
	for (i = 0; i < users.count; i++) {
		char *longer;

		assert_string_equal(users.records[i].type, "mount_point");
		assert_string_equal(users.records[i].uses, "pmem0");
		assert_true(asprintf(&longer, "%s%s%s", points, i ? "," : "",
				     users.records[i].name) >= 0);
		free(points);
		points = longer;
	}
	if (expected)
		assert_string_equal(points, expected);
	free(points);
	ocxl_users_release(&users);
}

static void check_text(const char *text, const char *expected)
{
	check_bytes(text, strlen(text), expected);
}

UNIT_TEST(test_mount_by_number_or_name)
{
	check_text("", "");
	check_text("22 1 259:0 / / rw shared:1 - ext4 /dev/pmem0 rw\n"
		   "23 22 259:0 /a /a rw - ext4 /dev/root rw\n"
		   "24 22 259:1 / /b rw - ext4 /dev/pmem0 rw\n"
		   "25 22 0:30 / /c rw shared:2 master:1 propagate_from:3 - btrfs /dev/pmem0 rw\n"
		   "26 22 0:31 / /d rw - btrfs /dev/pmem0p1 rw\n"
		   "27 22 1259:0 / /e rw - ext4 /dev/pmem1 rw\n"
		   "28 22 0:32 / /f rw - tmpfs  rw\n",
		   "/,/a,/c");
	/* the kernel may add fields */
	check_text("1 1 259:0 / /x rw - ext4 /dev/pmem0 rw more\n", "/x");
}

UNIT_TEST(test_mount_point_is_decoded)
{
	check_text("1 1 259:0 / /a\\040b\\011\\012\\134\\043\\303\\251 rw - x y z\n",
		   "/a b\t\n\\#\303\251");
	check_text("1 1 0:9 / /x rw - x /dev/\\160mem0 z\n", "/x");
	/* no code of a character */
	check_text("1 1 259:0 / /\\000\\400\\777\\08\\1\\ rw - x y z\n",
		   "/\\000\\400\\777\\08\\1\\");
	check_text("1 1 259:0 / /\x1b[2J\xff rw - x y z\n", "/\x1b[2J\xff");
}

UNIT_TEST(test_mount_without_fields)
{
	static const char *const lines[] = {
		"\n",
		" \n",
		"1\n",
		"1 1 259:0\n",
		"1 1 259:0 / /x\n",
		"1 1 259:0 / /x rw\n",
		"1 1 259:0 / /x rw shared:1\n",
		"1 1 259:0 / /x rw -\n",
		"1 1 259:0 / /x rw - ext4\n",
		/* an empty field moves the others */
		"1 1  259:0 / /x rw - ext4 /dev/pmem0 rw\n",
		"1 1 259:0 / x rw - ext4 /dev/pmem0 rw\n",
		"1 1 259:0 /  rw - ext4 /dev/pmem0 rw\n",
		"1 1 259 / /x rw - ext4 /dev/pmem0 rw\n",
		"1 1 259:0:0 / /x rw - ext4 /dev/pmem0 rw\n",
		"1 1 a:b / /x rw - ext4 /dev/pmem0 rw\n",
		/* the end is missing */
		"1 1 259:0 / /x rw - ext4 /dev/pmem0 rw",
		"1",
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char text[128];

		check_text(lines[i], NULL);
		/* one such line is enough */
		snprintf(text, sizeof(text), "1 1 259:0 / /ok rw - x y z\n%s", lines[i]);
		check_text(text, NULL);
	}
}

UNIT_TEST(test_mount_with_nul)
{
	static const char nul[] = "1 1 259:0 / /x\0y rw - x y z\n";
	static const char late[] = "1 1 259:0 / /x rw - x y z\0\n";
	static const char last[] = "1 1 259:0 / /x rw - x y z";

	check_bytes(nul, sizeof(nul) - 1, NULL);
	check_bytes(late, sizeof(late) - 1, NULL);
	/* with the NUL at its end, without a newline */
	check_bytes(last, sizeof(last), NULL);
}

UNIT_TEST(test_mount_with_long_line)
{
	const size_t length = 1 << 20;
	char *text, *point = malloc(length + 1);

	assert_non_null(point);
	memset(point, 'a', length);
	point[0] = '/';
	point[length] = '\0';
	assert_true(asprintf(&text, "1 1 259:0 / %s rw - x y z\n", point) > 0);
	check_text(text, point);
	free(text);
	free(point);
}

UNIT_TEST(test_mounts_that_cannot_be_read)
{
	struct ocxl_users missing = { 0 }, directory = { 0 };

	ocxl_users_find_mounts(&missing, "/nowhere/mountinfo", "259:0", "pmem0");
	assert_true(missing.unknown);
	ocxl_users_find_mounts(&directory, "/", "259:0", "pmem0");
	assert_true(directory.unknown);
}
