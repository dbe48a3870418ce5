/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A log file of lines (NDJSON). Several processes append to it, and other programs rename, remove or
 * append to it at any time. Nobody needs a lock.
 *
 * A line is stored when three checks succeed after it was written, in this order: the file has
 * exactly this line there, after a newline; the file still has its name; and fsync() succeeds, with
 * a file that was not removed. If one of the first two fails, the line is written again, to the file
 * that has the name then. So a line may be in the log twice, or be preceded by a part of a line, which
 * readers skip; it is never lost while nobody truncates or removes the files, and no other machine
 * writes to them.
 */
#ifndef OCXL_APPEND_LOG_H
#define OCXL_APPEND_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "ocxl/output/tee.h"

/**
 * struct ocxl_append_log - an open log
 * @directory: descriptor of its directory; owned by the caller
 * @name: its name there, not a symbolic link; owned by the caller
 * @mode: permissions when the file is created
 * @fd: the file that had @name when the last line was written; -1 after
 *	ocxl_append_log_close_renamed()
 * @tee: second destination of each line
 * @text: a newline, then lines that are not in the file yet; the last one is incomplete
 * @size: bytes in @text, at least 1
 * @capacity: of @text
 * @dirty: lines were written since the last sync
 * @identity_unreliable: the file system gives a file a new inode number at each look, so the log
 *	cannot check whether @fd still has @name
 */
struct ocxl_append_log {
	int directory;
	const char *name;
	mode_t mode;
	int fd;
	struct ocxl_tee tee;
	char *text;
	size_t size;
	size_t capacity;
	bool dirty;
	bool identity_unreliable;
};

/**
 * ocxl_append_log_open() - open or create the file, and repair its last line
 * @log: with @directory, @name and @mode, else zero; release with ocxl_append_log_close(), also
 *	after a failure
 *
 * append-repair.h describes the repair. The directory is synced, so that a new file survives a crash of
 * the host.
 *
 * Return: 0 or a negative errno; -OCXL_ERROR_MOUNT_POINT for a file that is mounted there: it keeps
 * the name when it is renamed elsewhere.
 */
int ocxl_append_log_open(struct ocxl_append_log *log);

/**
 * ocxl_append_log_tee() - from now on write each line to a second destination as well
 * @log: an open log
 * @fd: the destination; a line goes there after the file has it. A socket, pipe or terminal that
 *	does not accept data at once misses lines, see tee.h
 *
 * Return: 0 or a negative errno; -EINVAL when @fd is the log file itself.
 */
int ocxl_append_log_tee(struct ocxl_append_log *log, int fd);

/**
 * ocxl_append_log_write() - append lines
 * @log: an open log
 * @bytes: lines; the last one may end in the next call, and is kept in memory until then
 * @size: number of bytes, at least 1
 *
 * Return: 0 or a negative errno; -EBUSY when the file is renamed or changed each time.
 */
int ocxl_append_log_write(struct ocxl_append_log *log, const char *bytes, size_t size);

/**
 * ocxl_append_log_close_renamed() - close the file if it has lost its name
 * @log: an open log; the next line opens or creates the file that has the name then
 *
 * While a removed file is open, its space stays in use.
 */
void ocxl_append_log_close_renamed(struct ocxl_append_log *log);

/**
 * ocxl_append_log_sync() - fsync the file
 * @log: an open log
 *
 * Return: 0 or a negative errno; -ENOENT when the file was removed after lines had been written.
 */
int ocxl_append_log_sync(struct ocxl_append_log *log);

/**
 * ocxl_append_log_close() - release
 * @log: an incomplete line is dropped
 */
void ocxl_append_log_close(struct ocxl_append_log *log);

#endif /* OCXL_APPEND_LOG_H */
