/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of output.c: an empty directory for each test, functions to create and check files. */
#ifndef OCXL_TEST_OUTPUT_FIXTURE_H
#define OCXL_TEST_OUTPUT_FIXTURE_H

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "unit.h"
#include "ocxl/output/output.h"

#define LINE "{\"line\":1}\n"

/* each test has its own directory, which is the current one */
static inline int enter_new_directory(void **state)
{
	char *directory = strdup("/tmp/ocxl-output-XXXXXX");

	assert_non_null(directory);
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	umask(022);
	*state = directory;
	return 0;
}

static inline void empty_directory(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (unlinkat(dirfd(directory), entry->d_name, 0) < 0) {
			empty_directory(entry->d_name);
			unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
		}
	}
	closedir(directory);
}

static inline int remove_directory(void **state)
{
	char *directory = *state;

	empty_directory(".");
	assert_int_equal(chdir("/"), 0);
	rmdir(directory);
	free(directory);
	return 0;
}

static inline void put_file(const char *path, const char *content, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(content, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static inline void check_file(const char *path, const char *expected, size_t size)
{
	char content[4096];
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_int_equal(fread(content, 1, sizeof(content), file), size);
	assert_memory_equal(content, expected, size);
	fclose(file);
}

static inline int count_files(void)
{
	DIR *directory = opendir(".");
	struct dirent *entry;
	int count = 0;

	assert_non_null(directory);
	while ((entry = readdir(directory)))
		count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(directory);
	return count;
}

static inline struct ocxl_output *open_output(enum ocxl_output_kind kind, const char *path)
{
	struct ocxl_output *output;

	assert_int_equal(ocxl_output_open(&output, kind, path, 0600, NULL), 0);
	return output;
}

static inline void write_string(struct ocxl_output *output, const char *string)
{
	assert_int_equal(ocxl_output_write(output, string, strlen(string)), 0);
}

/* simulate a full disk: writes fail beyond @size */
static inline void limit_size(rlim_t size)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

#endif /* OCXL_TEST_OUTPUT_FIXTURE_H */
