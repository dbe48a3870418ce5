// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "unit.h"
#include "ocxl/base/line-reader.h"

static void open_reader(struct ocxl_line_reader *reader, const char *text, size_t size)
{
	int fd = memfd_create("lines", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, size), size);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	ocxl_line_reader_init(reader, fd);
}

static void close_reader(struct ocxl_line_reader *reader)
{
	close(reader->fd);
	ocxl_line_reader_release(reader);
}

static void expect_line(struct ocxl_line_reader *reader, const char *expected, size_t expected_size)
{
	const char *line;
	size_t size;

	assert_int_equal(ocxl_line_reader_next(reader, &line, &size), 1);
	assert_int_equal(size, expected_size);
	if (expected)
		assert_memory_equal(line, expected, size);
	else
		assert_null(line);
}

static void expect_end(struct ocxl_line_reader *reader)
{
	const char *line;
	size_t size;

	assert_int_equal(ocxl_line_reader_next(reader, &line, &size), 0);
	assert_int_equal(ocxl_line_reader_next(reader, &line, &size), 0);
}

UNIT_TEST(test_line_reader_lines)
{
	struct ocxl_line_reader reader;

	open_reader(&reader, "one\n\nt\0o\nlast", 13);
	expect_line(&reader, "one", 3);
	expect_line(&reader, "", 0);
	expect_line(&reader, "t\0o", 3);
	assert_int_equal(reader.number, 3);
	expect_line(&reader, "last", 4);
	assert_int_equal(reader.number, 4);
	expect_end(&reader);
	close_reader(&reader);
}

UNIT_TEST(test_line_reader_nothing)
{
	struct ocxl_line_reader reader;

	open_reader(&reader, "", 0);
	expect_end(&reader);
	close_reader(&reader);
	open_reader(&reader, "\n", 1);
	expect_line(&reader, "", 0);
	expect_end(&reader);
	close_reader(&reader);
}

/* lines of the longest length, of one byte more, of many times that, and a short one behind them */
UNIT_TEST(test_line_reader_longest_line)
{
	const size_t sizes[] = { OCXL_LINE_MAX, OCXL_LINE_MAX + 1, 5 * OCXL_LINE_MAX + 7 };
	size_t i, total = 0;
	struct ocxl_line_reader reader;
	char *text = malloc(8 * OCXL_LINE_MAX);

	assert_non_null(text);
	for (i = 0; i < 3; i++) {
		memset(text + total, 'x', sizes[i]);
		total += sizes[i];
		text[total++] = '\n';
	}
	text[total++] = 'y';
	open_reader(&reader, text, total);
	expect_line(&reader, text, OCXL_LINE_MAX);
	expect_line(&reader, NULL, 0);
	expect_line(&reader, NULL, 0);
	assert_int_equal(reader.number, 3);
	expect_line(&reader, "y", 1);
	expect_end(&reader);
	close_reader(&reader);
	/* the last line is too long, too */
	open_reader(&reader, text, OCXL_LINE_MAX);
	expect_line(&reader, text, OCXL_LINE_MAX);
	expect_end(&reader);
	close_reader(&reader);
	open_reader(&reader, text + OCXL_LINE_MAX + 1, OCXL_LINE_MAX + 1);
	expect_line(&reader, NULL, 0);
	expect_end(&reader);
	close_reader(&reader);
	free(text);
}

UNIT_TEST(test_line_reader_unreadable)
{
	struct ocxl_line_reader reader;
	const char *line;
	size_t size;

	ocxl_line_reader_init(&reader, -1);
	assert_int_equal(ocxl_line_reader_next(&reader, &line, &size), -EBADF);
	ocxl_line_reader_release(&reader);
}
