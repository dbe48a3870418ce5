/* SPDX-License-Identifier: GPL-2.0-only */
/* Read lines of a file of any size with constant memory. */
#ifndef OCXL_LINE_READER_H
#define OCXL_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* the longest line: an entry with 1 MiB of data, in hexadecimal */
#define OCXL_LINE_MAX ((2U << 20) + (64U << 10))

struct ocxl_line_reader {
	int fd;
	char *buffer;
	size_t start; /* of the next line in @buffer */
	size_t scanned; /* up to here there is no newline */
	size_t end; /* of what was read */
	bool ended; /* the file has nothing more */
	bool too_long; /* the beginning of the next line was dropped */
	uint64_t number; /* of the last line, counted from 1 */
};

/* @fd: stays the caller's; release with ocxl_line_reader_release() */
void ocxl_line_reader_init(struct ocxl_line_reader *reader, int fd);

/*
 * read the next line; the last one may lack its newline
 * @line: receives it, without newline and not terminated, valid until the next call; NULL: it is
 *   longer than OCXL_LINE_MAX
 * Return: 1; 0 at the end of the file; a negative errno of read().
 */
int ocxl_line_reader_next(struct ocxl_line_reader *reader, const char **line, size_t *size);

void ocxl_line_reader_release(struct ocxl_line_reader *reader);

#endif /* OCXL_LINE_READER_H */
