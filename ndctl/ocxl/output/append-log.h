/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of lines that several processes append to, and that may be renamed meanwhile. */
#ifndef OCXL_LINES_H
#define OCXL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "ocxl/output/tee.h"

/**
 * struct ocxl_lines - such a file
 * @directory: that it is in; the caller's
 * @base: its name there, no link; the caller's
 * @mode: permissions when it is created
 * @fd: it, or the one that had its name when the last line was written
 * @copy: where lines go as well
 * @locked: a line of ours has begun and its end is not written yet
 * @dirty: there are lines that were not synced
 * @blind: whether it still has its name cannot be found out
 * @start: where the line at hand begins
 */
struct ocxl_lines {
	int directory;
	const char *base;
	mode_t mode;
	int fd;
	struct ocxl_copy copy;
	bool locked;
	bool dirty;
	bool blind;
	off_t start;
};

/**
 * ocxl_lines_open() - open or create the file, and mend its last line
 * @lines: with @directory, @base and @mode; released by ocxl_lines_close(), also after
 *	a failure
 *
 * A torn line of ours is cut; anything else without its newline gets one, see last-line.h.
 * The directory is synced, so that a new file stays.
 *
 * Return: 0 or a negative errno.
 */
int ocxl_lines_open(struct ocxl_lines *lines);

/**
 * ocxl_lines_copy() - write each line to @fd as well, once the file has it
 * @fd: not waited for when it is a socket, pipe or terminal, see copy.h
 *
 * Return: 0 or a negative errno; -EINVAL when @fd is the file itself.
 */
int ocxl_lines_copy(struct ocxl_lines *lines, int fd);

/**
 * ocxl_lines_write() - write lines, the last of which the next call may go on with
 * @size: at least 1
 *
 * A lock (flock) is held until the last line has its end. No line goes to a file that has
 * been renamed or removed by then: a new one is created, and the lines are taken back from
 * the old one. When writing fails the part of a line is taken back.
 *
 * Return: 0 or a negative errno.
 */
int ocxl_lines_write(struct ocxl_lines *lines, const char *bytes, size_t size);

/**
 * ocxl_lines_sync() - what was written is as safe as its medium
 *
 * Return: 0 or a negative errno; -ENOENT when the file with it has no name any more.
 */
int ocxl_lines_sync(struct ocxl_lines *lines);

/** ocxl_lines_close() - release; the part of a line is taken back */
void ocxl_lines_close(struct ocxl_lines *lines);

#endif /* OCXL_LINES_H */
