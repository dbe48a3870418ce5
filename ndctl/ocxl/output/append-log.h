/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A log file of lines (NDJSON). Several processes append to it, and other programs rename or remove
 * it at any time. No lock is needed.
 *
 * A line is stored after three steps: one write() in append mode, fsync(), and a check that the
 * name still leads to this file. If the file was renamed, the line is written again, to the file
 * that has the name then. A line may therefore be in the log twice. An incomplete write leaves a
 * fragment, and the next line begins after a newline: readers skip the fragment.
 */
#ifndef OCXL_APPEND_LOG_H
#define OCXL_APPEND_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* an open log */
struct ocxl_append_log {
	int directory; /* descriptor of its directory; owned by the caller */
	const char *name; /* its name there, not a symbolic link; owned by the caller */
	mode_t mode; /* permissions when the file is created */
	int fd; /* the file that had @name when the last line was written; -1: none is open */
	/* the lines that the last sync did not cover, then an incomplete line */
	char *text;
	size_t written; /* bytes of @text in complete lines, which the file has; 0: none */
	size_t size; /* bytes in @text */
	size_t capacity;
};

/*
 * open or create the file
 * @log: with @directory, @name and @mode, else zero; release with ocxl_append_log_close(), also
 *   after a failure
 * The directory is synced, so that a new file survives a crash of the host.
 * Return: 0 or a negative errno; -OCXL_ERROR_MOUNT_POINT for a file that is mounted there: it keeps
 * the name when it is renamed elsewhere.
 */
int ocxl_append_log_open(struct ocxl_append_log *log);

/*
 * append lines; ocxl_append_log_sync() stores them
 * @bytes: lines; the last one may end in the next call, and is kept in memory until then
 * @size: number of bytes, at least 1
 * Lines of an earlier call that were not synced are not written again by the next sync.
 */
int ocxl_append_log_write(struct ocxl_append_log *log, const char *bytes, size_t size);

/*
 * close the file if it has lost its name
 * While a removed file is open, its space stays in use.
 */
void ocxl_append_log_close_renamed(struct ocxl_append_log *log);

/*
 * store the lines of the last write
 * Return: 0 or a negative errno; -EBUSY when the file loses its name each time.
 */
int ocxl_append_log_sync(struct ocxl_append_log *log);

void ocxl_append_log_close(struct ocxl_append_log *log);

#endif /* OCXL_APPEND_LOG_H */
