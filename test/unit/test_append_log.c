// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/safe-path.h"

#define LINE  "{\"line\":1}\n"
#define OTHER "{\"line\":2}\n"

static struct ocxl_append_log log_file;
static char directory[64];

/* each test has its own directory, with an open log */
static int create_log(void **state)
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

static int remove_log(void **state)
{
	static const char *const names[] = { "log", "log.1", "log.2" };
	size_t i;

	ocxl_append_log_close(&log_file);
	close(log_file.directory);
	rmdir("log");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		unlink(names[i]);
	assert_int_equal(chdir("/"), 0);
	return rmdir(directory);
}

static int append_text(const char *text)
{
	return ocxl_append_log_write(&log_file, text, strlen(text));
}

static void check_file(const char *path, const char *expected)
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

#define TEST(name) UNIT_TEST_WITH(name, create_log, remove_log)

TEST(test_renamed)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 1 } };
	struct stat st;

	assert_int_equal(append_text(LINE), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(utimensat(AT_FDCWD, "log.1", times, 0), 0);
	assert_int_equal(append_text(OTHER), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check_file("log.1", LINE);
	check_file("log", OTHER);
	assert_int_equal(stat("log", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	/* the renamed file is not modified */
	assert_int_equal(stat("log.1", &st), 0);
	assert_int_equal(st.st_mtime, 1);
}

/* the file is renamed after the first bytes of a line; earlier lines stay in it */
TEST(test_renamed_in_line)
{
	assert_int_equal(append_text(LINE), 0);
	assert_int_equal(append_text("{\"line\""), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(append_text(":2}\n"), 0);
	check_file("log.1", LINE);
	check_file("log", OTHER);
}

/* the program that takes the name away may not have seen the line: it is written again */
TEST(test_removed_before_sync)
{
	assert_int_equal(append_text(LINE), 0);
	assert_int_equal(unlink("log"), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check_file("log", LINE);
}

TEST(test_renamed_before_sync)
{
	assert_int_equal(append_text(OTHER), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	assert_int_equal(append_text(LINE "{\"part\""), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), 0);
	check_file("log.1", OTHER LINE);
	check_file("log", LINE);
	assert_int_equal(append_text(":2}\n"), 0);
	check_file("log", LINE "{\"part\":2}\n");
}

/* a line that cannot be stored under the name is a failure, and its entry stays on the card */
TEST(test_name_lost_before_sync)
{
	assert_int_equal(append_text(LINE), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(mkdir("log", 0700), 0);
	assert_int_equal(ocxl_append_log_sync(&log_file), -EISDIR);
}

/* the end of a file that nobody completed: a fragment, a note, bytes of a power failure */
TEST(test_begins_after_newline)
{
	static const char *const ends[] = { "{\"format_version\":\"1.0\",", "a note",
					    "{\"line\":1}" };
	char expected[128];
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		fd = open("log", O_WRONLY | O_TRUNC);
		assert_int_equal(write(fd, ends[i], strlen(ends[i])), strlen(ends[i]));
		close(fd);
		assert_int_equal(append_text(LINE), 0);
		assert_int_equal(append_text(OTHER), 0);
		snprintf(expected, sizeof(expected), "%s\n" LINE OTHER, ends[i]);
		check_file("log", expected);
	}
	assert_int_equal(truncate("log", 0), 0);
	assert_int_equal(append_text(LINE), 0);
	check_file("log", LINE);
}

/* what the library has for other programs */
TEST(test_store_lines)
{
	assert_int_equal(append_text("{\"line\""), 0);
	assert_int_equal(ndctl_ocxl_error_log_append("log", 0600, LINE OTHER, strlen(LINE OTHER)),
			 0);
	check_file("log", LINE OTHER);
	assert_int_equal(truncate("log", 3), 0);
	assert_int_equal(ndctl_ocxl_error_log_append("./log", 0600, OTHER, strlen(OTHER)), 0);
	check_file("log", "{\"l\n" OTHER);
	assert_int_equal(ndctl_ocxl_error_log_append("log.1", 0600, LINE, strlen(LINE)), 0);
	check_file("log.1", LINE);
	assert_int_equal(symlink("log", "log.2"), 0);
	assert_int_equal(ndctl_ocxl_error_log_append("log.2", 0600, LINE, strlen(LINE)), -ELOOP);
	assert_int_equal(unlink("log.2"), 0);
	assert_int_equal(mkfifo("log.2", 0600), 0);
	assert_int_equal(ndctl_ocxl_error_log_append("log.2", 0600, LINE, strlen(LINE)), -ENOTSUP);
	assert_int_equal(ndctl_ocxl_error_log_append("no/log", 0600, LINE, strlen(LINE)), -ENOENT);
	assert_int_equal(ndctl_ocxl_error_log_append("no/log", 0600, LINE, strlen(LINE) - 1),
			 -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_append("no/log", 0600, LINE, SIZE_MAX), -EINVAL);
}

TEST(test_replaced_by_something_else)
{
	assert_int_equal(rename("log", "log.1"), 0);
	assert_int_equal(mkdir("log", 0700), 0);
	assert_int_equal(append_text(LINE), -EISDIR);
	assert_int_equal(rmdir("log"), 0);
	assert_int_equal(mkfifo("log", 0600), 0);
	ocxl_append_log_close(&log_file);
	assert_int_equal(ocxl_append_log_open(&log_file), -ENOTSUP);
}

/* at the end of a line, the new file of that name is refused and stays unchanged */
TEST(test_replaced_by_foreign)
{
	static const char text[] = "{\"format_version\":1}";
	int fd;

	assert_int_equal(chmod(".", 01777), 0);
	assert_int_equal(append_text("{\"line\""), 0);
	assert_int_equal(rename("log", "log.1"), 0);
	fd = open("log", O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_int_equal(link("log", "log.2"), 0);
	assert_int_equal(append_text(":1}\n"), -OCXL_ERROR_HARD_LINK);
	check_file("log", text);
	ocxl_append_log_close(&log_file);
	check_file("log", text);
	/* with one hard link it is accepted */
	assert_int_equal(unlink("log.2"), 0);
	assert_int_equal(ocxl_append_log_open(&log_file), 0);
	assert_int_equal(append_text(LINE), 0);
	check_file("log", "{\"format_version\":1}\n" LINE);
}
