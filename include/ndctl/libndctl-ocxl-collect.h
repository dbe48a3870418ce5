/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, what a program needs to judge a card and to collect its
 * error log. Part of <ndctl/libndctl-ocxl.h>, which describes errors, ownership and threads of all
 * commands.
 *
 * ndctl_dimm_ocxl_collect() and ndctl_ocxl_error_log_reader_next() send the commands, and wait as
 * long as the driver. A program that sends the commands itself gets the same object:
 *
 *	do {
 *		rc = ndctl_ocxl_collection_next_cmd(collection, &cmd);
 *		if (rc > 0)
 *			ndctl_ocxl_collection_add_answer(collection, cmd,
 *						ndctl_cmd_ocxl_submit(cmd));
 *		ndctl_cmd_unref(cmd);
 *	} while (rc > 0);
 *
 * Such a program can do other work between two commands, and stop after a signal or a time limit of
 * its own. Neither a handled signal nor a time limit ends ndctl_cmd_ocxl_submit() once the driver
 * has the command. A program that must not wait so long submits commands in another thread.
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
struct ndctl_ocxl_capabilities;
struct ndctl_ocxl_error_log;
struct ndctl_ocxl_events;
struct ndctl_ocxl_evidence;
struct ndctl_ocxl_location;
struct ndctl_ocxl_stats;

/* ---- one card at one time ---- */

/*
 * what is known about one card. It does not change when it is complete. Before, it is not
 * thread-safe: serialise the calls for each collection
 */
struct ndctl_ocxl_collection;

/**
 * ndctl_dimm_ocxl_collect() - collect what is known about a card
 * @dimm: an OpenCAPI DIMM. Call ndctl_dimm_ocxl_probe_controller() first: a window without a
 *	controller has NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE
 * @begin_ms: milliseconds within which the function begins a command; 0: no limit. It waits for the
 *	command that it has begun. Use 0 unless other work waits: if a slow card leaves no time for
 *	SMART, the verdict is at least unknown
 * @collection: receives it, to be released with ndctl_ocxl_collection_free(); NULL on an error
 *
 * Reads the files of the DIMM in sysfs, then sends HEARTBEAT, SMART, STATS, CAPABILITIES and
 * EVENTS, in this order. A failure becomes evidence, also -EACCES for the device node: the function
 * returns 0. A command that was not begun in time has -ECANCELED. If a signal interrupts a command,
 * the function sends it again, even after SIGTERM with a handler that returns.
 *
 * The driver waits for each answer until the time limit of the command (controller.md 3.2), usually
 * 100 ms, and twice as long while the answer to an earlier command is missing. Then the status is
 * TIMEOUT (wire.md 3), and no further command is sent. Before this time begins, a command waits for
 * all commands that others have sent to the card, without a limit: one piece of firmware may take
 * 16 s, and 32 s while the answer to an earlier command is missing.
 *
 * Return: 0 with a complete collection; -ESTALE if the card was replaced meanwhile: collect again,
 * with the same @dimm, a few times; then report the card as unknown; -ENODEV for a DIMM of another
 * family; -ENOMEM.
 */
int ndctl_dimm_ocxl_collect(struct ndctl_dimm *dimm, unsigned int begin_ms,
			    struct ndctl_ocxl_collection **collection);

/**
 * ndctl_dimm_ocxl_collection_new() - begin to collect; sends no command
 * @dimm: an OpenCAPI DIMM, which has to exist until the collection is complete
 *
 * Reads the serial number and the files of the DIMM. A program that waits for changes of the flags
 * calls pread() before this function: see ndctl_dimm_ocxl_read_flags(). A DIMM may have several
 * collections at the same time. If a wake-up arrives before a collection is complete, finish or
 * free it, call pread(), and begin a new one.
 *
 * Return: release it with ndctl_ocxl_collection_free(); NULL with errno ENODEV for a DIMM of
 * another family, or ENOMEM.
 */
struct ndctl_ocxl_collection *ndctl_dimm_ocxl_collection_new(struct ndctl_dimm *dimm);

/**
 * ndctl_ocxl_collection_next_cmd() - get the next command to send
 * @collection: the collection so far
 * @cmd: receives the command, to be released by the caller after
 *	ndctl_ocxl_collection_add_answer(); NULL without one
 *
 * The commands are those of ndctl_dimm_ocxl_collect(), in its order. A command that fails does not
 * end the collection. Exception: there is no further command if the file cmd_mask cannot be read,
 * if the card has disappeared, or after a time-out: the status NDCTL_OCXL_STATUS_TIMEOUT, or the
 * error -ETIMEDOUT without @cmd in ndctl_ocxl_collection_add_answer(). A command whose answer was
 * not added is taken for one that failed with -ECANCELED. At the end, the function reads location,
 * card name and serial number from sysfs.
 *
 * Return: 1 with a command; 0: the collection is complete; -ESTALE: the card was replaced since the
 * collection began. Then the collection knows nothing, and its verdict is unknown: release it, and
 * begin a new one.
 */
int ndctl_ocxl_collection_next_cmd(struct ndctl_ocxl_collection *collection,
				   struct ndctl_cmd **cmd);

/**
 * ndctl_ocxl_collection_add_answer() - add the answer to the last command
 * @collection: receives it
 * @cmd: the last command of ndctl_ocxl_collection_next_cmd(), submitted, no longer needed
 *	afterwards; NULL: it was not sent, or not waited for
 * @error: result of ndctl_cmd_ocxl_submit(), or the negative errno with which the command was not
 *	sent, for example -ETIMEDOUT if the caller no longer waits for it
 *
 * To tell a card that does not answer from one that is slow, wait longer than its time limit: of
 * the answers to HEARTBEAT and SMART, only the status NDCTL_OCXL_STATUS_TIMEOUT gives
 * NDCTL_OCXL_CONDITION_NOT_RESPONDING. For these two, an @error without a status gives
 * NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE, or NDCTL_OCXL_CONDITION_GONE if the card has
 * disappeared. Other commands give none of them.
 *
 * Return: 0; -EINVAL if @error is positive, if @cmd is not the object that
 * ndctl_ocxl_collection_next_cmd() returned last, or was not submitted while @error is 0, or if
 * both are 0. Then the call has no effect.
 */
int ndctl_ocxl_collection_add_answer(struct ndctl_ocxl_collection *collection,
				     struct ndctl_cmd *cmd, int error);

/**
 * ndctl_ocxl_collection_get_evidence() - get the evidence so far
 * @collection: the collection
 *
 * Return: for ndctl_ocxl_judge() and ndctl_ocxl_is_checked(), with the attributes of SMART; belongs
 * to @collection.
 */
const struct ndctl_ocxl_evidence *
ndctl_ocxl_collection_get_evidence(const struct ndctl_ocxl_collection *collection);

/**
 * ndctl_ocxl_collection_get_serial() - get the serial number of the card
 * @collection: the collection
 * @serial: receives it; 0 on an error
 *
 * Return: 0; the errors of ndctl_dimm_ocxl_read_serial(); -ESTALE after this error of
 * ndctl_ocxl_collection_next_cmd().
 */
int ndctl_ocxl_collection_get_serial(const struct ndctl_ocxl_collection *collection,
				     uint64_t *serial);

/**
 * ndctl_ocxl_collection_get_card_name() - get the name of the card
 * @collection: a complete collection
 *
 * The name is the serial number in decimal, if it is known, not 0, and not the serial number of
 * another DIMM that the kernel shows at this moment. Otherwise it is the name of the DIMM, followed
 * by "@" and the name of the PCI slot if that is known: "nmem1@C5". A name is unique on the host,
 * at most 63 characters long, and has only letters, digits, "@", ".", "_" and "-": "_" replaces
 * other characters of a slot.
 *
 * Return: the name, which belongs to @collection; empty before the collection is complete; NULL if
 * @collection is NULL.
 */
const char *ndctl_ocxl_collection_get_card_name(const struct ndctl_ocxl_collection *collection);

/**
 * ndctl_ocxl_collection_get_location() - get where the card is
 * @collection: a complete collection
 *
 * Return: the location, which belongs to @collection; unknown parts are empty.
 */
const struct ndctl_ocxl_location *
ndctl_ocxl_collection_get_location(const struct ndctl_ocxl_collection *collection);

/**
 * ndctl_ocxl_collection_get_stats() - get the controller's statistics
 * @collection: the collection
 * @stats: receives them
 *
 * Return: 0; -ECANCELED if STATS was not sent, for example because no time was left, because an
 * earlier command had a time-out, or because the card is gone; -ESTALE after this error of
 * ndctl_ocxl_collection_next_cmd(); the error with which STATS failed.
 */
int ndctl_ocxl_collection_get_stats(const struct ndctl_ocxl_collection *collection,
				    struct ndctl_ocxl_stats *stats);

/** ndctl_ocxl_collection_get_capabilities() - the same for CAPABILITIES */
int ndctl_ocxl_collection_get_capabilities(const struct ndctl_ocxl_collection *collection,
					   struct ndctl_ocxl_capabilities *capabilities);

/** ndctl_ocxl_collection_get_events() - the same for EVENTS */
int ndctl_ocxl_collection_get_events(const struct ndctl_ocxl_collection *collection,
				     struct ndctl_ocxl_events *events);

/** ndctl_ocxl_collection_free() - release a collection; NULL is allowed */
void ndctl_ocxl_collection_free(struct ndctl_ocxl_collection *collection);

/* ---- the error log ---- */

/*
 * reads the error log of a card, entry by entry. Not thread-safe: serialise the calls for each
 * reader
 */
struct ndctl_ocxl_error_log_reader;

/**
 * ndctl_dimm_ocxl_error_log_reader_new() - begin to read the error log; sends no command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the reader
 *
 * Reads the serial number of the card, which the reader compares before it returns or acknowledges
 * an entry. If the number cannot be read, the reader compares nothing, and @serial of its entries
 * is 0: entries without their card are better than none. The upper 32 bits of a cursor are a random
 * number of the binding of the driver to the DIMM. So a cursor alone nearly always identifies an
 * entry, also if two cards have the same serial number.
 *
 * The first entry is the oldest one that was not acknowledged. After a crash of the program,
 * entries that it has stored but not acknowledged come again: @serial and @cursor identify them.
 * Several readers may return the same entry; an entry that another program has acknowledged is gone
 * for this one. ndctl_ocxl_error_log_reader_next() and ndctl_ocxl_error_log_reader_next_cmd() may
 * be used for the same reader, one after the other. A command does not need its reader or
 * collection.
 *
 * A DIMM without an error log, for example a window, also gets a reader, whose first call returns
 * -ENOTTY.
 *
 * Return: release it with ndctl_ocxl_error_log_reader_free(); NULL with errno ENODEV for a DIMM of
 * another family or one that has disappeared, ENOMEM, EMFILE or ENFILE.
 */
struct ndctl_ocxl_error_log_reader *ndctl_dimm_ocxl_error_log_reader_new(struct ndctl_dimm *dimm);

/**
 * ndctl_ocxl_error_log_reader_next() - read the next entry
 * @reader: the reader
 * @acknowledge: the previous entry is stored safely: the driver may drop it and all before it. No
 *	effect in the first call
 * @entry: receives the entry; its data are valid until the next call, or until the reader is
 *	released
 *
 * Waits at most 2 s for the card. While the answer to an earlier command is missing, it waits 2 s
 * more; at the end of the log, it may wait another 2 s (controller.md 8, ELA). Call it once more
 * after the last entry, with @acknowledge. This call returns an entry if the card has added one
 * meanwhile. After an error except -ESTALE, the call may be repeated: @acknowledge always means the
 * last entry that was returned. Of a card that is gone, the entries come that the driver has, then
 * -ENXIO.
 *
 * Return: 1 with an entry; 0 at the end of the log; or an error:
 *
 * * -EINTR - nothing is lost: repeat the call at once, unless the program should stop
 * * -EAGAIN, -EBUSY, -ETIMEDOUT - the controller is not ready, runs another task, or has not
 *   answered. Repeat the call in the next round, not in a loop: this state may last
 * * -ENXIO - the card is gone. Each further call fails, too, as long as it is gone: release the
 *   reader
 * * -ENOBUFS - 64 entries are not acknowledged: store them, and call it with @acknowledge
 * * -ESTALE - the card was replaced. Each further call fails, too: use a new reader
 * * other errors of ndctl_cmd_ocxl_submit(), or of ndctl_dimm_ocxl_read_serial() - the command
 *   failed, or the serial number cannot be compared. Also -EIO for an ioctl that failed with
 *   ESTALE or ERESTART, and -EPROTO if the driver has not accepted an acknowledgement in four
 *   attempts
 */
int ndctl_ocxl_error_log_reader_next(struct ndctl_ocxl_error_log_reader *reader, bool acknowledge,
				     struct ndctl_ocxl_error_log *entry);

/**
 * ndctl_ocxl_error_log_reader_next_cmd() - get the next command to send
 * @reader: the reader
 * @acknowledge: as of ndctl_ocxl_error_log_reader_next()
 * @cmd: receives the command, to be released by the caller after
 *	ndctl_ocxl_error_log_reader_add_answer(), when the entry is no longer needed; NULL without
 *	one
 *
 * Send the command with ndctl_cmd_ocxl_submit(); nothing else is needed. Add its answer before the
 * next call of this function: the reader accepts an answer only for its last command. Earlier
 * commands, with their entries, may be kept as long as they are needed.
 *
 * Return: 1 with a command; an error of ndctl_ocxl_error_log_reader_next().
 */
int ndctl_ocxl_error_log_reader_next_cmd(struct ndctl_ocxl_error_log_reader *reader,
					 bool acknowledge, struct ndctl_cmd **cmd);

/**
 * ndctl_ocxl_error_log_reader_add_answer() - add the result of a command
 * @reader: receives it
 * @cmd: the command of ndctl_ocxl_error_log_reader_next_cmd(), submitted; NULL: it was not sent, or
 *	not waited for
 * @error: as of ndctl_ocxl_collection_add_answer()
 * @entry: receives the entry; its data are valid until @cmd is released
 *
 * Return: as ndctl_ocxl_error_log_reader_next(), and -ERESTART: the driver was bound again and does
 * not know the cursor. The next command begins at the start of the log. -EINVAL as
 * ndctl_ocxl_collection_add_answer().
 */
int ndctl_ocxl_error_log_reader_add_answer(struct ndctl_ocxl_error_log_reader *reader,
					   struct ndctl_cmd *cmd, int error,
					   struct ndctl_ocxl_error_log *entry);

/** ndctl_ocxl_error_log_reader_free() - release a reader; NULL is allowed */
void ndctl_ocxl_error_log_reader_free(struct ndctl_ocxl_error_log_reader *reader);

/* ---- a file for the entries ---- */

/**
 * ndctl_ocxl_error_log_append() - append lines to a log, and wait until they are on the medium
 * @path: the log, which is created if it does not exist; not a symbolic link
 * @mode: permissions of a new file
 * @lines: complete lines, each with its newline. A line must have a recognisable end, such as the
 *	closing brace of JSON
 * @size: number of bytes; 0: only create the log, or end its incomplete last line
 *
 * Several processes and threads may append to the log, and other programs may rename it at any
 * time. An incomplete write, for example on a full disk, leaves a fragment, and the next line
 * begins after a newline. The directory of a new file is synchronised, too. Readers skip lines
 * without a complete end. If the log was renamed meanwhile, the lines are written again, to the
 * file that has the path then.
 *
 * Signals do not interrupt it. Write a cursor as a string: as a number, it exceeds what many
 * readers of JSON keep exactly.
 *
 * Return: 0: an entry in @lines may be acknowledged; or a negative errno: -EINVAL if @lines does
 * not end with a newline, or is larger than half of the address space; -ELOOP if @path is a
 * symbolic link, -EISDIR, -ENXIO or -ENOTSUP if it is no regular file, -EBUSY if other programs
 * rename it at each attempt, or that of a system call, for example -ENOSPC; -EFBIG if the caller
 * ignores SIGXFSZ (otherwise this signal ends the process).
 */
int ndctl_ocxl_error_log_append(const char *path, mode_t mode, const char *lines, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_COLLECT_H_ */
