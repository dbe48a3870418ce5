/* SPDX-License-Identifier: GPL-2.0-only */
/* Copy the lines of a log to a second destination, without waiting for its reader. */
#ifndef OCXL_TEE_H
#define OCXL_TEE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "ocxl/base/journal.h"

/**
 * struct ocxl_tee - a second destination
 * @fd: own descriptor; -1: none
 * @pipe: a pipe or FIFO, which receives complete lines only
 * @shared: @fd shares its file status flags with other processes and cannot be made non-blocking,
 *	so poll() comes before each write
 * @torn: the last line was written in part
 * @journal: systemd's journal, for which each line begins with @prefix
 * @prefix: priority of the next lines
 */
struct ocxl_tee {
	int fd;
	bool pipe;
	bool shared;
	bool torn;
	bool journal;
	char prefix[OCXL_JOURNAL_PREFIX_LENGTH + 1];
};

/**
 * ocxl_tee_open() - set the destination
 * @tee: receives it; release with ocxl_tee_close()
 * @fd: remains the caller's, with unchanged flags. It is opened again, non-blocking. If that
 *	fails (no permission, no reader), a duplicate is used
 *
 * Return: 0 or a negative errno.
 */
int ocxl_tee_open(struct ocxl_tee *tee, int fd);

/**
 * ocxl_tee_write_lines() - write lines to the destination
 * @tee: an open destination, or one with @fd -1, which receives nothing
 * @lines: the lines, each with its newline
 * @size: number of bytes
 *
 * Data that a socket, pipe or terminal does not accept at once is dropped. A pipe receives
 * complete lines only: a line for which it has no space is dropped. When another destination
 * accepts only part of a line, the rest is dropped and the next line begins after a newline.
 */
void ocxl_tee_write_lines(struct ocxl_tee *tee, const char *lines, size_t size);

/**
 * ocxl_tee_set_priority() - priority of the next lines in systemd's journal
 * @tee: other destinations than the journal receive no priority
 * @priority: LOG_EMERG to LOG_DEBUG; LOG_INFO at first
 */
void ocxl_tee_set_priority(struct ocxl_tee *tee, int priority);

/**
 * ocxl_tee_pipe_fits() - check whether a pipe certainly accepts a write as a whole
 * @capacity: of the pipe, in bytes
 * @used: bytes in it that are not read yet
 * @page: page size; a pipe consists of pages
 * @size: bytes to write
 *
 * Pages may be filled in part, so the result may be false although enough bytes are free.
 *
 * Return: true when @size bytes fit.
 */
bool ocxl_tee_pipe_fits(size_t capacity, size_t used, size_t page, size_t size);

/**
 * ocxl_tee_close() - release
 * @tee: may be closed already
 */
void ocxl_tee_close(struct ocxl_tee *tee);

#endif /* OCXL_TEE_H */
