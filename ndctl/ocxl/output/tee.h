/* SPDX-License-Identifier: GPL-2.0-only */
/* A second place for lines that a file has already, which nobody waits for. */
#ifndef OCXL_COPY_H
#define OCXL_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct ocxl_copy - such a place
 * @fd: of our own; -1: there is none
 * @pipe: a line goes there as a whole or not at all
 * @shared: @fd waits like that of whoever opened it, so it is asked before each write
 * @torn: a line went there in part
 */
struct ocxl_copy {
	int fd;
	bool pipe;
	bool shared;
	bool torn;
};

/**
 * ocxl_copy_open() - write there from now on
 * @copy: released by ocxl_copy_close()
 * @fd: stays the caller's, and as it is. One that cannot be opened anew, for want of
 *	permission or of a reader, is used as it is
 *
 * Return: 0 or a negative errno.
 */
int ocxl_copy_open(struct ocxl_copy *copy, int fd);

/**
 * ocxl_copy_lines() - write what a file has from an offset on
 * @from: the file
 * @start: where a line begins; the file ends with the end of a line
 *
 * What a socket, pipe or terminal does not take at once is left out. A pipe gets whole
 * lines: one that has no room in it now, or is longer than it, is left out. Of a line that
 * anything else took in part the rest is left out, and the next line begins anew.
 */
void ocxl_copy_lines(struct ocxl_copy *copy, int from, off_t start);

/**
 * ocxl_copy_fits() - does a pipe take a write of @size as a whole
 * @capacity: of the pipe
 * @used: bytes that nobody has read yet
 * @page: size of a page, of which a pipe is made
 *
 * For sure: a page may be used in part, so there may be less room than is free.
 */
bool ocxl_copy_fits(size_t capacity, size_t used, size_t page, size_t size);

/** ocxl_copy_close() - release */
void ocxl_copy_close(struct ocxl_copy *copy);

#endif /* OCXL_COPY_H */
