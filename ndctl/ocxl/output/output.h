/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where results go: standard output, a file that is replaced as a whole, or a
 * file of NDJSON lines that is appended to.
 */
#ifndef OCXL_OUTPUT_H
#define OCXL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "ocxl/base/error-code.h"

enum ocxl_output_kind {
	OCXL_OUTPUT_STANDARD, /* standard output; @path is NULL */
	OCXL_OUTPUT_REPLACE, /* a new file beside it, fsync, rename: all or nothing */
	OCXL_OUTPUT_APPEND, /* lines; a torn last line of a killed run is cut off */
};

struct ocxl_output;

/**
 * ocxl_output_open() - open, before anything is sent to a card
 * @output: receives it; released by ocxl_output_close()
 * @kind: which
 * @path: the file's name, NULL for standard output
 * @mode: permissions of a file that is created
 * @fifo_waiting: called once with @path when a FIFO has had no reader for a second; NULL: not
 *	called
 *
 * Symbolic links are followed, but see place.h; a FIFO or character device is written to
 * directly, whatever @kind. A directory is -EISDIR, a block device -OCXL_ERROR_BLOCK_DEVICE.
 * A FIFO is waited for until it has a reader. A regular file that @path leads to by a link of
 * /proc to a descriptor ("/dev/stdout") is written to where that descriptor stands, whatever
 * @kind, so nothing of an old file is kept; one of another process at its end.
 *
 * OCXL_OUTPUT_REPLACE writes a hidden file in the directory of @path, with @mode
 * less the umask; the new file has these permissions even when the one that it
 * replaces had others.
 *
 * OCXL_OUTPUT_APPEND may be used by several processes on one file, which may be renamed
 * meanwhile: see lines.h.
 *
 * SIGPIPE and SIGXFSZ should be ignored: then they arrive here as an errno.
 *
 * Return: 0 or a negative errno; -EBADF when standard output is closed, -EINTR
 * when a signal came while a FIFO waited for its reader, -OCXL_ERROR_FOREIGN_FILE or
 * -OCXL_ERROR_HARD_LINK.
 */
int ocxl_output_open(struct ocxl_output **output, enum ocxl_output_kind kind, const char *path,
		     mode_t mode, void (*fifo_waiting)(const char *path));

/** ocxl_output_write() - append to the buffer; written out when it is full. 0 or -errno */
int ocxl_output_write(struct ocxl_output *output, const void *bytes, size_t size);

/**
 * ocxl_output_copy_lines() - from now on each line goes to standard output as well
 *
 * After the file has it. Standard output is not waited for, and its errors are none of
 * @output: see ocxl_lines_copy().
 *
 * Return: 0 or a negative errno; -ENOTSUP when @output is no file of lines.
 */
int ocxl_output_copy_lines(struct ocxl_output *output);

/** ocxl_output_flush() - hand everything to the kernel. 0 or -errno */
int ocxl_output_flush(struct ocxl_output *output);

/**
 * ocxl_output_sync() - everything written so far is as safe as its medium:
 * flush, and fsync for a regular file. 0 or -errno; an error stays: later calls
 * give it again
 */
int ocxl_output_sync(struct ocxl_output *output);

/** ocxl_output_commit() - sync, and for OCXL_OUTPUT_REPLACE put the file in place. 0 or -errno */
int ocxl_output_commit(struct ocxl_output *output);

/**
 * ocxl_output_close() - release; what was not flushed is dropped; without a
 * commit a new file is removed and the old one stays. NULL is allowed
 */
void ocxl_output_close(struct ocxl_output *output);

/**
 * ocxl_output_abandon() - remove the new file of OCXL_OUTPUT_REPLACE before the
 * process dies of a signal. Async-signal-safe; nothing but a return to the
 * signal's default may follow. NULL is allowed
 */
void ocxl_output_abandon(struct ocxl_output *output);

/**
 * ocxl_output_reader() - descriptor on which poll() reports POLLERR or POLLHUP when
 * nobody reads any more; -1: it is a file, which waits for its readers
 */
int ocxl_output_reader(const struct ocxl_output *output);

/** ocxl_output_is_terminal() - does a person read it */
bool ocxl_output_is_terminal(const struct ocxl_output *output);

#endif /* OCXL_OUTPUT_H */
