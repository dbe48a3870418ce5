/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Destination of results: standard output, a file that is replaced as a whole, or a log to which
 * NDJSON lines are appended.
 */
#ifndef OCXL_OUTPUT_H
#define OCXL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "ocxl/base/failure.h"
#include "ocxl/output/file-io.h"

/* how a destination is written */
enum ocxl_output_kind {
	OCXL_OUTPUT_STANDARD, /* standard output */
	/* a temporary file in the same directory, fsync, rename: all or nothing */
	OCXL_OUTPUT_REPLACE,
	OCXL_OUTPUT_CREATE, /* the same, and a regular file that exists is refused */
	/* lines are appended to a log, see append-log.h; the first line creates it */
	OCXL_OUTPUT_APPEND,
};

struct ocxl_output;

/*
 * open a destination; called before a command is sent to a card
 * @output: receives it; release with ocxl_output_close()
 * @path: name of the file; NULL for standard output
 * @fifo_waiting: called once with @path when a FIFO has had no reader for a second; NULL: not
 *   called
 * A FIFO or character device is written to directly, whatever @kind is; the function waits for the
 * reader of a FIFO. A directory is refused with -EISDIR, a block device with
 * -OCXL_ERROR_BLOCK_DEVICE.
 * Symbolic links are followed with the restrictions of safe-path.h. A path that leads to an open
 * regular file by a link below /proc ("/dev/stdout") is written at the position of that descriptor,
 * or at the end of the file when another process has it open; @kind does not matter.
 * A file that OCXL_OUTPUT_REPLACE replaces may have had other permissions; the new file has @mode.
 * The caller ignores SIGPIPE and SIGXFSZ, so that these conditions arrive here as an errno.
 * Return: 0 or a negative errno; -EBADF when standard output is closed; -EINTR when a signal
 * arrives while a FIFO waits for its reader; -OCXL_ERROR_FOREIGN_FILE, -OCXL_ERROR_FOREIGN_LINK;
 * -OCXL_ERROR_HARD_LINK; -OCXL_ERROR_FILE_EXISTS.
 */
int ocxl_output_open(struct ocxl_output **output, enum ocxl_output_kind kind, const char *path,
		     mode_t mode, void (*fifo_waiting)(const char *path));

/*
 * add bytes to the buffer, which is written when it is full
 * @bytes: copied
 * @size: number of bytes
 * Return: 0 or a negative errno. After a failure each later call returns the same errno.
 */
int ocxl_output_write(struct ocxl_output *output, const void *bytes, size_t size);

/*
 * does the log leave the reserve of free space
 * @reserve: space that stays free
 * Return: false if @output was opened with OCXL_OUTPUT_APPEND, leads to a regular file, and the
 * file system of this file has less; true otherwise.
 */
bool ocxl_output_keeps_reserve(struct ocxl_output *output, const struct ocxl_free_reserve *reserve);

/*
 * write the buffer
 * Return: 0 or a negative errno, as ocxl_output_write().
 */
int ocxl_output_flush(struct ocxl_output *output);

/*
 * write the buffer, and fsync a regular file
 * Return: 0 or a negative errno, as ocxl_output_write().
 */
int ocxl_output_sync(struct ocxl_output *output);

/*
 * create a log of OCXL_OUTPUT_APPEND that has no line and does not exist
 * Return: 0, also for other destinations; or a negative errno, as ocxl_output_write().
 */
int ocxl_output_create_log(struct ocxl_output *output);

/*
 * sync, and rename a new file to its final name
 * Return: 0 or a negative errno, as ocxl_output_write(); -OCXL_ERROR_FILE_EXISTS.
 */
int ocxl_output_commit(struct ocxl_output *output);

/*
 * release
 * @output: NULL is allowed. The buffer is dropped; without ocxl_output_commit() a new file of
 *   OCXL_OUTPUT_REPLACE or OCXL_OUTPUT_CREATE is removed, and an existing file remains unchanged
 */
void ocxl_output_close(struct ocxl_output *output);

/*
 * remove the new file that has no final name yet, if there is one, before the process dies
 * Async-signal-safe.
 */
void ocxl_output_remove_unfinished(void);

/*
 * descriptor to find out whether the reader has gone
 * Return: a descriptor on which poll() reports POLLERR or POLLHUP; -1 for a regular file.
 */
int ocxl_output_poll_fd(const struct ocxl_output *output);

/* would ocxl_output_commit() create a file that did not exist; false for a log */
bool ocxl_output_is_new_file(const struct ocxl_output *output);

/*
 * check whether the destination is a file that was named
 * Return: true for a regular file or a FIFO; false for standard output, a device, and a name that
 * leads to an open descriptor ("/dev/stdout").
 */
bool ocxl_output_is_named_file(const struct ocxl_output *output);

/* is the destination a device such as /dev/null, which keeps nothing */
bool ocxl_output_is_device(const struct ocxl_output *output);

/* check whether the destination is a terminal */
bool ocxl_output_is_terminal(const struct ocxl_output *output);

#endif /* OCXL_OUTPUT_H */
