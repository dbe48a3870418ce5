/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read a collected log, which may be compressed.
 *
 * A line is a whole entry, or has several parts: a full disk or a killed run leaves the beginning
 * of an entry without a newline, and "cat" joins it with the first line of the next file. Each part
 * after the first one begins as an entry does.
 */
#ifndef OCXL_LOG_READER_H
#define OCXL_LOG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "ocxl/input/decompress.h"

/* the longest part: an entry with 1 MiB of data, in hexadecimal */
#define OCXL_LOG_PART_MAX ((2U << 20) + (64U << 10))

/* what follows a part */
enum ocxl_log_end {
	OCXL_LOG_NEWLINE,
	OCXL_LOG_PART, /* another part of the same line */
	OCXL_LOG_EOF,
};

struct ocxl_log_reader {
	char *part; /* OCXL_LOG_PART_MAX bytes, of the caller */
	size_t size; /* of the part; if it is larger, @part has not all of it */
	uint64_t line; /* its number, from 1 on */
	enum ocxl_log_end end;
	/* why the file cannot be read, beside the errno; empty: there is no other reason */
	char reason[OCXL_DECOMPRESS_REASON_SIZE];
	bool compressed;
	/* private */
	FILE *file;
	size_t matched; /* so many bytes at the end of the part are those of a beginning */
	struct ocxl_decompressor decompressor;
};

/*
 * @reader: only @part is set
 * @name: of the file; "-": standard input. A compressed file has to be a file, not a pipe.
 * Return: 0 or a negative errno. Close the reader in both cases.
 */
int ocxl_log_reader_open(struct ocxl_log_reader *reader, const char *name);

/* read the next part, at first or if @end is not OCXL_LOG_EOF; returns 0 or a negative errno */
int ocxl_log_reader_next(struct ocxl_log_reader *reader);

/* after OCXL_LOG_EOF: the file may have grown; returns as ocxl_log_reader_next() */
int ocxl_log_reader_continue(struct ocxl_log_reader *reader);

/* Return: 0; -EIO: a compressed file was read to its end, and is incomplete or damaged */
int ocxl_log_reader_close(struct ocxl_log_reader *reader);

#endif /* OCXL_LOG_READER_H */
