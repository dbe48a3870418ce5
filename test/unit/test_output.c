// SPDX-License-Identifier: GPL-2.0-only
/* Files that are replaced, and names that are refused. */
#include <sys/stat.h>
#include <unistd.h>
#include "output-fixture.h"

#define TEST(name) UNIT_TEST_WITH(name, enter_new_directory, remove_directory)

TEST(test_replace)
{
	struct ocxl_output *output;

	put_file("file", "old", 3);
	output = open_output(OCXL_OUTPUT_REPLACE, "file");
	assert_false(ocxl_output_is_terminal(output));
	write_string(output, "new");
	assert_int_equal(ocxl_output_sync(output), 0);
	check_file("file", "old", 3);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", "new", 3);
	assert_int_equal(count_files(), 1);
}

TEST(test_replace_without_commit)
{
	struct ocxl_output *output;

	put_file("file", "old", 3);
	output = open_output(OCXL_OUTPUT_REPLACE, "file");
	write_string(output, "new");
	assert_int_equal(ocxl_output_sync(output), 0);
	assert_int_equal(count_files(), 2);
	ocxl_output_close(output);
	check_file("file", "old", 3);
	assert_int_equal(count_files(), 1);
}

TEST(test_replace_abandoned)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_REPLACE, "file");

	ocxl_output_remove_unfinished();
	assert_int_equal(count_files(), 0);
	ocxl_output_close(output);
	ocxl_output_remove_unfinished();
	ocxl_output_close(NULL);
}

TEST(test_replace_directory_gone)
{
	struct ocxl_output *output;

	assert_int_equal(mkdir("sub", 0700), 0);
	output = open_output(OCXL_OUTPUT_REPLACE, "sub/file");
	write_string(output, "new");
	empty_directory("sub");
	ocxl_output_remove_unfinished();
	assert_int_equal(rmdir("sub"), 0);
	assert_int_equal(ocxl_output_commit(output), -ENOENT);
	assert_int_equal(ocxl_output_commit(output), -ENOENT);
	ocxl_output_close(output);
}

TEST(test_full_device)
{
	enum ocxl_output_kind kinds[] = { OCXL_OUTPUT_REPLACE, OCXL_OUTPUT_APPEND };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct ocxl_output *output = open_output(kinds[i], "/dev/full");

		write_string(output, LINE);
		assert_int_equal(ocxl_output_sync(output), -ENOSPC);
		assert_int_equal(ocxl_output_write(output, "x", 1), -ENOSPC);
		assert_int_equal(ocxl_output_flush(output), -ENOSPC);
		assert_int_equal(ocxl_output_commit(output), -ENOSPC);
		ocxl_output_close(output);
	}
}

static void write_small_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);

	assert_true(fd >= 0);
	close(fd);
}

/* a file that exists, or that appears before the new one is complete, is not replaced */
TEST(test_create)
{
	struct ocxl_output *output = NULL;

	write_small_file("file");
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_CREATE, "file", 0600, NULL),
			 -OCXL_ERROR_FILE_EXISTS);
	output = open_output(OCXL_OUTPUT_CREATE, "new");
	ocxl_output_write(output, "new", 3);
	write_small_file("new");
	assert_int_equal(ocxl_output_commit(output), -OCXL_ERROR_FILE_EXISTS);
	ocxl_output_close(output);
	assert_int_equal(count_files(), 2);
	output = open_output(OCXL_OUTPUT_CREATE, "third");
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	assert_int_equal(count_files(), 3);
}
