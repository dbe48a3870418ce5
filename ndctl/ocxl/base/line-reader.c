// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/line-reader.h"
#include "ocxl/base/memory.h"

#define READ_SIZE (64U << 10)

void ocxl_line_reader_init(struct ocxl_line_reader *reader, int fd)
{
	*reader = (struct ocxl_line_reader) { .fd = fd };
	reader->buffer = xrealloc(NULL, OCXL_LINE_MAX + READ_SIZE);
}

void ocxl_line_reader_release(struct ocxl_line_reader *reader)
{
	free(reader->buffer);
	reader->buffer = NULL;
}

/* @length: of the line in the buffer; @newline: bytes that end it */
static int take_line(struct ocxl_line_reader *reader, size_t length, size_t newline,
		     const char **line, size_t *size)
{
	bool too_long = reader->too_long || length > OCXL_LINE_MAX;

	*line = too_long ? NULL : reader->buffer + reader->start;
	*size = too_long ? 0 : length;
	reader->start += length + newline;
	reader->scanned = reader->start;
	reader->too_long = false;
	reader->number++;
	return 1;
}

static int read_more(struct ocxl_line_reader *reader)
{
	ssize_t count;

	reader->end -= reader->start;
	memmove(reader->buffer, reader->buffer + reader->start, reader->end);
	reader->start = 0;
	if (reader->end > OCXL_LINE_MAX) {
		reader->too_long = true;
		reader->end = 0;
	}
	reader->scanned = reader->end;
	do {
		count = read(reader->fd, reader->buffer + reader->end, READ_SIZE);
	} while (count < 0 && errno == EINTR);
	if (count < 0)
		return -errno;
	reader->ended = !count;
	reader->end += (size_t)count;
	return 0;
}

int ocxl_line_reader_next(struct ocxl_line_reader *reader, const char **line, size_t *size)
{
	const char *newline;
	int rc;

	for (;;) {
		newline = memchr(reader->buffer + reader->scanned, '\n',
				 reader->end - reader->scanned);
		if (newline)
			return take_line(reader, newline - reader->buffer - reader->start, 1, line,
					 size);
		if (reader->ended)
			break;
		rc = read_more(reader);
		if (rc)
			return rc;
	}
	if (reader->start == reader->end && !reader->too_long)
		return 0;
	return take_line(reader, reader->end - reader->start, 0, line, size);
}
