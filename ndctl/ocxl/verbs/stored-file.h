/* SPDX-License-Identifier: GPL-2.0-only */
/* What could not be read in a file of read-error-log --input, and the messages about it. */
#ifndef OCXL_STORED_FILE_H
#define OCXL_STORED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/input/decompress.h"

/* lines that are named in a message */
#define OCXL_STORED_NAMED_MAX 8

/* lines with something that is not an entry */
struct ocxl_stored_skipped {
	uint64_t count; /* number of lines */
	uint64_t lines[OCXL_STORED_NAMED_MAX]; /* numbers of the first ones */
};

struct ocxl_stored_file {
	const char *name; /* for messages */
	int rc; /* 0, or the negative errno of reading it */
	char reason[OCXL_DECOMPRESS_REASON_SIZE]; /* of @rc; empty: the errno is the reason */
	bool partial; /* @rc is about the rest of the file */
	struct ocxl_stored_skipped whole; /* lines without an entry */
	struct ocxl_stored_skipped joined; /* lines with an entry and other bytes */
	uint64_t joined_bytes; /* number of these bytes, in all lines */
};

void ocxl_stored_skipped_add(struct ocxl_stored_skipped *skipped, uint64_t line);

/* could something of the file not be read */
bool ocxl_stored_file_is_incomplete(const struct ocxl_stored_file *file);

/* @verb: its name */
void ocxl_stored_file_report(const struct ocxl_stored_file *file, const char *verb);

#endif /* OCXL_STORED_FILE_H */
