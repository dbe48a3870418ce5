/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, what a program needs to judge a card and to collect its
 * error log. Part of <ndctl/libndctl-ocxl.h>, which describes errors, ownership and threads of all
 * commands.
 *
 * ndctl_dimm_ocxl_collect() and ndctl_ocxl_error_log_reader_next() send the commands, and wait as
 * long as the driver. A program with its own time limits, threads or signals sends them itself:
 *
 *	while ((command = ndctl_ocxl_collection_next(collection, &cmd))) {
 *		int rc = cmd ? ndctl_cmd_ocxl_submit(&cmd) : -errno;
 *
 *		ndctl_ocxl_collection_add(collection, command, cmd, rc);
 *		ndctl_cmd_unref(cmd);
 *	}
 */
#ifndef _LIBNDCTL_OCXL_COLLECT_H_
#define _LIBNDCTL_OCXL_COLLECT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ndctl_cmd;
struct ndctl_dimm;
struct ndctl_ocxl_error_log;
struct ndctl_ocxl_evidence;

/* ---- evidence for ndctl_ocxl_judge() ---- */

/* the evidence of a card while it is collected; use each one in one thread at a time */
struct ndctl_ocxl_collection;

/**
 * ndctl_dimm_ocxl_collect() - collect what is known about a card
 * @dimm: an OpenCAPI DIMM. Call ndctl_dimm_ocxl_probe_controller() first: a window without a
 *	controller has NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE
 * @timeout_ms: milliseconds after which the function sends no further command; 0: no limit. It
 *	waits for a command that it has sent
 *
 * Reads the files of the DIMM in sysfs, and sends HEARTBEAT, SMART and STATS, as "ndctl ocxl check"
 * does. A failure becomes evidence; a command for which no time was left has -ETIMEDOUT. If a
 * signal interrupts a command, the function sends it again, even after SIGTERM with a handler that
 * returns. If the card is replaced meanwhile, @serial_error of the evidence is -ESTALE.
 *
 * The driver waits for each answer until the time limit of the command (controller.md 3.2), usually
 * 100 ms; then the status is TIMEOUT (wire.md 3). Commands of other programs can delay a command, a
 * piece of firmware up to 16 s.
 *
 * Return: the evidence; release it with ndctl_ocxl_collection_free(). NULL with errno ENODEV for a
 * DIMM of another family, or ENOMEM.
 */
struct ndctl_ocxl_collection *ndctl_dimm_ocxl_collect(struct ndctl_dimm *dimm,
						      unsigned int timeout_ms);

/**
 * ndctl_dimm_ocxl_collection_new() - begin to collect; sends no command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the collection
 * @properties: from ndctl_dimm_ocxl_read_properties(), copied; NULL: the function reads the files
 *
 * The evidence has no serial number: compare that of ndctl_dimm_ocxl_read_serial() before the first
 * command with that after the last.
 *
 * Return: as ndctl_dimm_ocxl_collect().
 */
struct ndctl_ocxl_collection *
ndctl_dimm_ocxl_collection_new(struct ndctl_dimm *dimm,
			       const struct ndctl_ocxl_evidence *properties);

/**
 * ndctl_ocxl_collection_next() - get the next command to send
 * @collection: the evidence so far
 * @cmd: receives the command, to be released by the caller; NULL with errno if it could not be
 *	made, for example with ENOTTY because the driver lacks it
 *
 * There is no further command if the card has disappeared, or after the first time-out.
 *
 * Return: number of the command (wire.md 4), also when *@cmd is NULL; 0 when everything was
 * collected.
 */
unsigned int ndctl_ocxl_collection_next(struct ndctl_ocxl_collection *collection,
					struct ndctl_cmd **cmd);

/**
 * ndctl_ocxl_collection_add() - add the result of a command
 * @collection: receives it
 * @command: number of HEARTBEAT, SMART or STATS; other commands are ignored
 * @cmd: the submitted command of ndctl_ocxl_collection_next() or of the caller, no longer needed
 *	afterwards; NULL: not sent, or not waited for
 * @error: result of ndctl_cmd_ocxl_submit(), or the negative errno with which the command was not
 *	sent
 */
void ndctl_ocxl_collection_add(struct ndctl_ocxl_collection *collection, unsigned int command,
			       struct ndctl_cmd *cmd, int error);

/**
 * ndctl_ocxl_collection_get_evidence() - get the evidence so far
 * @collection: the collection
 *
 * Return: evidence for ndctl_ocxl_judge() and ndctl_ocxl_not_checked(); belongs to @collection.
 */
const struct ndctl_ocxl_evidence *
ndctl_ocxl_collection_get_evidence(const struct ndctl_ocxl_collection *collection);

/** ndctl_ocxl_collection_free() - release a collection; NULL is allowed */
void ndctl_ocxl_collection_free(struct ndctl_ocxl_collection *collection);

/* ---- the error log ---- */

/* reads the error log of a card, entry by entry; use each one in one thread at a time */
struct ndctl_ocxl_error_log_reader;

/**
 * ndctl_dimm_ocxl_error_log_reader_new() - begin to read the error log; sends no command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the reader
 * @cursor: of the last entry that is stored safely, to continue after it; 0: the first entry
 * @serial: serial number of the card, which the reader compares before it returns or acknowledges
 *	an entry. Call ndctl_dimm_ocxl_read_serial() for each reader; the number of
 *	ndctl_dimm_ocxl_get_serial() gives -ESTALE after a replacement. 0: no comparison
 *
 * Return: release it with ndctl_ocxl_error_log_reader_free(); NULL with errno ENODEV for a DIMM of
 * another family, or ENOMEM.
 */
struct ndctl_ocxl_error_log_reader *
ndctl_dimm_ocxl_error_log_reader_new(struct ndctl_dimm *dimm, uint64_t cursor, uint64_t serial);

/**
 * ndctl_ocxl_error_log_reader_next() - read the next entry
 * @reader: the reader
 * @acknowledge: the previous entry is stored safely: the driver may drop it and all before it. In
 *	the first call, the previous entry is that of the reader's cursor; no effect if the cursor
 *	is 0
 * @entry: receives the entry; its data are valid until the next call
 *
 * Call it once more after the last entry, with @acknowledge. This call returns an entry if the card
 * has added one meanwhile.
 *
 * Return: 1 with an entry; 0 at the end of the log; or an error:
 *
 * * -EINTR - call it again with the same @acknowledge: nothing is lost
 * * -EAGAIN - the same, but later
 * * -ESTALE - the card was replaced. Each further call fails, too: use a new reader
 * * other errors of ndctl_cmd_ocxl_submit(), or of ndctl_dimm_ocxl_read_serial() - the command
 *   failed, or the serial number cannot be compared. Also -EIO for an ioctl that failed with
 *   ESTALE or ERESTART, and -EPROTO if the driver has not accepted an acknowledgement in three
 *   attempts
 */
int ndctl_ocxl_error_log_reader_next(struct ndctl_ocxl_error_log_reader *reader, bool acknowledge,
				     struct ndctl_ocxl_error_log *entry);

/**
 * ndctl_ocxl_error_log_reader_next_cmd() - get the next command to send
 * @reader: the reader
 * @acknowledge: as of ndctl_ocxl_error_log_reader_next()
 *
 * Return: a command, to be released by the caller; NULL with errno: call
 * ndctl_ocxl_error_log_reader_add_answer() with -errno.
 */
struct ndctl_cmd *ndctl_ocxl_error_log_reader_next_cmd(struct ndctl_ocxl_error_log_reader *reader,
						       bool acknowledge);

/**
 * ndctl_ocxl_error_log_reader_add_answer() - add the result of a command
 * @reader: receives it
 * @cmd: the submitted command; NULL: not sent, or not waited for
 * @error: as of ndctl_ocxl_collection_add()
 * @entry: receives the entry; its data are valid until @cmd is released
 *
 * Return: as ndctl_ocxl_error_log_reader_next(). -ERESTART: the driver was bound anew and does not
 * know the cursor; the next command begins at the start of the log.
 */
int ndctl_ocxl_error_log_reader_add_answer(struct ndctl_ocxl_error_log_reader *reader,
					   struct ndctl_cmd *cmd, int error,
					   struct ndctl_ocxl_error_log *entry);

/** ndctl_ocxl_error_log_reader_free() - release a reader; NULL is allowed */
void ndctl_ocxl_error_log_reader_free(struct ndctl_ocxl_error_log_reader *reader);

/* ---- a file for the entries ---- */

/**
 * ndctl_ocxl_store_lines() - append lines to a log, and wait until they are on the medium
 * @path: the log, which is created if it does not exist; not a symbolic link
 * @mode: permissions of a new file
 * @lines: complete lines, each with its newline. A line must have a recognisable end, such as the
 *	closing brace of JSON
 * @size: number of bytes
 *
 * Several processes may append to the log, and other programs may rename it at any time. An
 * incomplete write, for example on a full disk, leaves a fragment, and the next line begins after a
 * newline. Readers skip lines without a complete end. If the log was renamed meanwhile, the lines
 * are written again, to the file that has the path then.
 *
 * Return: 0: an entry in @lines may be acknowledged; or a negative errno: -ENOTSUP if @path is no
 * regular file, -EBUSY if other programs rename it at each attempt, or that of a system call, for
 * example -ENOSPC; -EFBIG if the caller ignores SIGXFSZ (otherwise this signal ends the process).
 */
int ndctl_ocxl_store_lines(const char *path, mode_t mode, const char *lines, size_t size);

/**
 * ndctl_ocxl_append_lines() - append lines to an open log
 * @fd: descriptor of a regular file, open for reading and with O_APPEND
 * @lines: as of ndctl_ocxl_store_lines()
 * @size: number of bytes
 *
 * For a program that does the other steps of ndctl_ocxl_store_lines() itself: open and check the
 * log before; afterwards call fsync(), and check that the path still leads to this file.
 *
 * Return: 0, or a negative errno.
 */
int ndctl_ocxl_append_lines(int fd, const char *lines, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_COLLECT_H_ */
