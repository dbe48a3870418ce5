/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, what a program needs to judge a card and to collect its
 * error log. Part of <ndctl/libndctl-ocxl.h>, which describes errors, ownership and threads of all
 * commands.
 *
 * A program that waits for answers as long as the driver does calls ndctl_dimm_ocxl_collect() and
 * ndctl_ocxl_error_log_reader_next(). One with time limits, threads or signals of its own sends the
 * commands itself:
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
 * @dimm: an OpenCAPI DIMM. Call ndctl_dimm_ocxl_has_controller() first: a window without a
 *	controller has NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE
 * @timeout_ms: after this time, in milliseconds, no further command is sent; 0: no limit. A command
 *	that was sent is waited for
 *
 * Reads the files of the DIMM in sysfs, and sends HEARTBEAT, SMART and STATS, as "ndctl ocxl check"
 * does. A failure becomes evidence, for a command without time -ETIMEDOUT. A command that a signal
 * interrupts is sent again, so a handler of SIGTERM that returns does not end the call. The driver
 * waits for each answer as long as the limit of the command (controller.md 3.2), usually 100 ms,
 * then the status is TIMEOUT (wire.md 3); and before that, for commands of other programs: up to 16
 * s for a piece of firmware. If the card is replaced meanwhile, the serial number is evidence that
 * failed, with -ESTALE.
 *
 * Return: the evidence; release it with ndctl_ocxl_collection_free(). NULL with errno ENODEV for a
 * DIMM of another family, or ENOMEM.
 */
struct ndctl_ocxl_collection *ndctl_dimm_ocxl_collect(struct ndctl_dimm *dimm,
						      unsigned int timeout_ms);

/**
 * ndctl_dimm_ocxl_collection_new() - begin to collect, without a command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the collection
 * @properties: of ndctl_dimm_ocxl_read_properties(), copied; NULL: the files are read now
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
 * A card that has disappeared is sent no command, and a silent one none after the first time-out.
 *
 * Return: number of the command (wire.md 4), also when @cmd is NULL; 0 when everything was
 * collected.
 */
unsigned int ndctl_ocxl_collection_next(struct ndctl_ocxl_collection *collection,
					struct ndctl_cmd **cmd);

/**
 * ndctl_ocxl_collection_add() - add the result of a command
 * @collection: receives it
 * @command: number of the command: HEARTBEAT, SMART or STATS; others are ignored
 * @cmd: the submitted command, which is no longer needed afterwards; NULL: it was not sent, or not
 *	waited for
 * @error: result of ndctl_cmd_ocxl_submit(), or negative errno of what prevented it
 *
 * A command of the caller's own may be added, too.
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
 * ndctl_dimm_ocxl_error_log_reader_new() - begin to read the error log, without a command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the reader
 * @cursor: of the last entry that is stored safely, to continue after it; 0: the first entry
 * @serial: the number of ndctl_dimm_ocxl_read_serial(), read anew for each reader. (With that of
 *	ndctl_dimm_ocxl_get_serial(), each reader gets -ESTALE after a replacement.) It is compared
 *	with that of the card before an entry is returned or acknowledged. 0: no comparison: a
 *	replacement is not noticed
 *
 * Return: release it with ndctl_ocxl_error_log_reader_free(); NULL with errno ENODEV for a DIMM of
 * another family, or ENOMEM.
 */
struct ndctl_ocxl_error_log_reader *
ndctl_dimm_ocxl_error_log_reader_new(struct ndctl_dimm *dimm, uint64_t cursor, uint64_t serial);

/**
 * ndctl_ocxl_error_log_reader_next() - read the next entry
 * @reader: the reader
 * @acknowledge: the entry before is stored safely: the driver may drop it, and all before it. At
 *	the first call this is the entry of the reader's cursor; no effect if that is 0
 * @entry: receives the entry; its data are valid until the next call
 *
 * After the last entry, another call acknowledges it, and returns what was added meanwhile.
 *
 * Return: 1 with an entry; 0 at the end of the log; or an error of ndctl_cmd_ocxl_submit(). After
 * -EINTR call it again, after -EAGAIN later, with the same @acknowledge: nothing is lost. -ESTALE,
 * also in each further call: the card was replaced, and the log of the new one has to be read with
 * a new reader. An error of ndctl_dimm_ocxl_read_serial(), if the serial number can no longer be
 * compared. -EIO: also for an ioctl that fails with ESTALE or ERESTART. -EPROTO: also for a driver
 * that accepts no acknowledgement, after three attempts.
 */
int ndctl_ocxl_error_log_reader_next(struct ndctl_ocxl_error_log_reader *reader, bool acknowledge,
				     struct ndctl_ocxl_error_log *entry);

/**
 * ndctl_ocxl_error_log_reader_new_cmd() - get the next command to send
 * @reader: the reader
 * @acknowledge: as of ndctl_ocxl_error_log_reader_next()
 *
 * Return: a command, to be released by the caller; NULL with errno, -errno of which goes to
 * ndctl_ocxl_error_log_reader_add().
 */
struct ndctl_cmd *ndctl_ocxl_error_log_reader_new_cmd(struct ndctl_ocxl_error_log_reader *reader,
						      bool acknowledge);

/**
 * ndctl_ocxl_error_log_reader_add() - add the result of a command
 * @reader: receives it
 * @cmd: the submitted command; NULL: it was not sent, or not waited for
 * @error: result of ndctl_cmd_ocxl_submit(), or negative errno of what prevented it
 * @entry: receives the entry; its data are valid until @cmd is released
 *
 * Return: as ndctl_ocxl_error_log_reader_next(). -ERESTART: the driver was bound anew and does not
 * know the cursor; the next command begins at the start of the log.
 */
int ndctl_ocxl_error_log_reader_add(struct ndctl_ocxl_error_log_reader *reader,
				    struct ndctl_cmd *cmd, int error,
				    struct ndctl_ocxl_error_log *entry);

/** ndctl_ocxl_error_log_reader_free() - release a reader; NULL is allowed */
void ndctl_ocxl_error_log_reader_free(struct ndctl_ocxl_error_log_reader *reader);

/* ---- a file for the entries ---- */

/**
 * ndctl_ocxl_store_lines() - append lines to a log, and wait until they are on the medium
 * @path: the log, which is created if it does not exist; not a symbolic link
 * @mode: permissions of a new file
 * @lines: whole lines, each with its newline and an end that a fragment lacks, as the closing brace
 *	of JSON
 * @size: number of bytes
 *
 * Several processes may append to the log, and other programs rename it at any time. If a write was
 * cut short, for example because the disk was full, it leaves a fragment, and the next line begins
 * after a newline: a reader of the log knows the fragment by its missing end, and skips it. If the
 * log was renamed meanwhile, the lines are written again, to the file that has the path then.
 *
 * Return: 0: an entry in @lines may be acknowledged; or a negative errno: -ENOTSUP if @path is no
 * regular file, -EBUSY if it loses its name each time, or that of a system call, for example
 * -ENOSPC; -EFBIG, if the caller ignores SIGXFSZ (otherwise this signal ends the process).
 */
int ndctl_ocxl_store_lines(const char *path, mode_t mode, const char *lines, size_t size);

/**
 * ndctl_ocxl_append_lines() - append lines to an open log
 * @fd: descriptor of a regular file, open for reading and with O_APPEND
 * @lines: as of ndctl_ocxl_store_lines()
 * @size: number of bytes
 *
 * The part of ndctl_ocxl_store_lines() for a program that opens, checks and syncs its log itself.
 *
 * Return: 0, or a negative errno. Afterwards call fsync(), and look whether the log still has its
 * name.
 */
int ndctl_ocxl_append_lines(int fd, const char *lines, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_COLLECT_H_ */
