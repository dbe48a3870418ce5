/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory.
 *
 * Commands are objects as everywhere in libndctl: make one for a DIMM, submit
 * it, read it with the getters, release it with ndctl_cmd_unref().
 *
 *	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_heartbeat(dimm);
 *	int rc = cmd ? ndctl_cmd_ocxl_submit(&cmd) : -errno;
 *	...
 *	ndctl_cmd_unref(cmd);
 *
 * Functions that return int give 0 or a negative errno unless they say
 * otherwise. Numbers are in the machine's byte order. Strings that the library
 * returns are constant and live for ever. A context and its objects belong to
 * one thread, with one exception: commands, see "commands" below.
 *
 * What goes over the wire is described in Documentation/protocol/wire.md, to
 * whose sections the comments refer. A card or a driver may answer anything at
 * all: no getter ever reads past what was received, and none needs to be
 * called in a certain order.
 */
#ifndef _LIBNDCTL_OCXL_H_
#define _LIBNDCTL_OCXL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl.h>
/* the constructor of each command, and what its answer has */
#include <ndctl/libndctl-ocxl-controller.h>
#include <ndctl/libndctl-ocxl-dump.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include <ndctl/libndctl-ocxl-firmware.h>
#include <ndctl/libndctl-ocxl-smart.h>
/* what is wrong with a card */
#include <ndctl/libndctl-ocxl-conditions.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the DIMM, from sysfs: nothing here sends a command ---- */

/**
 * ndctl_dimm_is_ocxl() - is this an OpenCAPI DIMM or a window of its driver
 * @dimm: any DIMM, NULL too
 *
 * The rest of these functions takes any DIMM as well, and says of another
 * family's that it has nothing.
 */
bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_get_serial() - serial number (wire.md 5)
 * @dimm: any DIMM
 *
 * ndctl_dimm_get_unique_id() has the same as decimal text.
 *
 * Return: the number; 0 when @dimm is not ours or does not say.
 */
uint64_t ndctl_dimm_ocxl_get_serial(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_get_cmd_mask() - which commands the driver has (wire.md 4)
 * @dimm: any DIMM
 *
 * Read once, when the DIMM was found. Bits above 30 may be missing where a long
 * has 32 bits; ndctl_cmd_ocxl_capabilities_get() has them all.
 *
 * Return: bit n is command n. A driver without the file cmd_mask (the posted
 * series) has SMART alone. 0 for a generic window without a controller, and for
 * another family's DIMM.
 */
uint64_t ndctl_dimm_ocxl_get_cmd_mask(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_has_old_driver() - a driver of the posted series, without cmd_mask
 * @dimm: any DIMM
 */
bool ndctl_dimm_ocxl_has_old_driver(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_get_envelope() - what carries the commands (wire.md 1)
 * @dimm: any DIMM
 *
 * The library takes the right one by itself; this is for display.
 *
 * Return: "call" or "vendor", NULL when @dimm is not ours.
 */
const char *ndctl_dimm_ocxl_get_envelope(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_read_fw_version() - running firmware, from sysfs (wire.md 5)
 * @dimm: any DIMM
 * @version: 8 bytes as the card has them, NUL-padded and terminated; empty on
 *	an error. Not necessarily text
 *
 * Return: 0, -ENODEV when @dimm is not ours, else the errno of open() or read():
 * -ENOENT without the file or when the DIMM has gone.
 */
int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm, char version[9]);

/* words of the sysfs file flags (wire.md 5), in its order */
#define NDCTL_OCXL_FLAG_NOT_READY		(1U << 0)
#define NDCTL_OCXL_FLAG_MEM_UNAVAILABLE		(1U << 1)
#define NDCTL_OCXL_FLAG_ERROR_LOG		(1U << 2)
#define NDCTL_OCXL_FLAG_DUMP			(1U << 3)
#define NDCTL_OCXL_FLAG_SMART_NOTIFY		(1U << 4)
#define NDCTL_OCXL_FLAG_HW_FATAL		(1U << 5)
#define NDCTL_OCXL_FLAG_FW_FATAL		(1U << 6)
#define NDCTL_OCXL_FLAG_ERASE_FAILED		(1U << 7)
#define NDCTL_OCXL_FLAG_MAILBOX_STUCK		(1U << 8)
#define NDCTL_OCXL_FLAG_GONE			(1U << 9)
#define NDCTL_OCXL_FLAG_NOT_READY_OVERDUE	(1U << 10)
#define NDCTL_OCXL_FLAG_MEM_UNAVAILABLE_OVERDUE (1U << 11)
#define NDCTL_OCXL_FLAG_DATA_LOSS		(1U << 12)
#define NDCTL_OCXL_FLAG_REPLACE			(1U << 13)
#define NDCTL_OCXL_FLAG_PREDICTIVE_FAILURE	(1U << 14)

/**
 * ndctl_dimm_ocxl_read_flags() - what the driver says of the card, read anew (wire.md 5)
 * @dimm: any DIMM
 * @flags: NDCTL_OCXL_FLAG_*; words that the library does not know are left out;
 *	0 on an error
 *
 * ndctl_dimm_get_health_eventfd() is a descriptor of this file: poll() and
 * epoll_wait() report POLLPRI | POLLERR when it has changed since it was last
 * read through that descriptor, with pread() from the start. With a driver too old
 * to have the file it is a descriptor of one that never changes.
 *
 * Return: 0, -ENODEV when @dimm is not ours, -ENOENT when the driver is too old
 * to have the file or the DIMM has gone, else the errno of open() or read().
 */
int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, unsigned int *flags);

/**
 * ndctl_ocxl_flag_name() - word of a flag (wire.md 5)
 * @flag: one of NDCTL_OCXL_FLAG_*
 *
 * Return: "not_ready", ...; NULL for anything but one known bit.
 */
const char *ndctl_ocxl_flag_name(unsigned int flag);

/**
 * ndctl_ocxl_command_name() - name of a command (wire.md 4), in lower case
 * @command: its number, which is also its bit in the command mask
 *
 * Return: "smart", "error_log", ...; NULL for a number without a command.
 */
const char *ndctl_ocxl_command_name(unsigned int command);

/*
 * ---- commands ----
 *
 * Each constructor, ndctl_dimm_ocxl_new_*() of the headers included above, gives a
 * command with one reference, which ndctl_cmd_unref() takes away, or NULL with errno:
 * ENOMEM, ENODEV (the DIMM is not ours) or ENOTTY (not in its command mask: the driver
 * is too old, or it is a generic window). Nothing is sent before
 * ndctl_cmd_ocxl_submit().
 *
 * Threads: once the DIMMs were found, each thread may make, submit, read and
 * release commands of its own, of any DIMM, while no thread uses the context
 * otherwise: nothing that they share is written. One command belongs to one
 * thread at a time. libndctl's log function may then be called from all of these
 * threads: set one that allows for it, or none; the default one writes to stderr.
 */

/**
 * ndctl_cmd_ocxl_submit() - send a command and check the whole answer (wire.md 2 and 3)
 * @cmd: of one of the constructors. When the answer needs more room,
 *	*@cmd is released and replaced by a bigger command, which is sent instead.
 *	It stays the caller's, to be released once, whatever the result
 *
 * Waits for the answer: as long as the driver waits for the card. The same
 * command may be submitted again, for a new answer.
 *
 * Return: 0 only when the getters of the command may be believed: transport,
 * status, counts and lengths were all checked. Else, first from the ioctl or
 * from opening /dev/nmemX (then ndctl_cmd_ocxl_get_status() gives -1):
 *
 * * -EACCES, -EPERM - the device node's permissions
 * * -ENOTTY, -EINVAL, -EFAULT, -ENOMEM, -EBUSY - as wire.md 2, rule 9 has them
 * * -ENOENT, -ENXIO, -ENODEV - the DIMM has gone
 * * -EINTR - a signal came first. Nothing is retried: the caller knows whether it
 *   was told to stop, and may submit the same command again
 * * -EIO - a positive result, which our driver never gives
 *
 * then from the answer's status, wire.md 3, which ndctl_cmd_ocxl_get_status() gives:
 *
 * * -EAGAIN - the controller is still starting, or its memory is not available yet
 * * -EBUSY - something else is in the way
 * * -EOPNOTSUPP, -EINVAL, -EPERM - the card, or the driver, does not want this
 * * -ETIMEDOUT - no answer in time
 * * -ENOENT - no such entry: a cursor of another life of the driver
 * * -EBADMSG - the card refuses a firmware image
 * * -EPROTO - the card's answer is damaged
 * * -ENOBUFS - too many error-log entries are held
 * * -EIO - fatal failure, failed, or a status that this version does not know; from
 *   an old driver, an empty answer
 *
 * and last:
 *
 * * -EPROTO - count, length and size of the answer contradict each other, or a
 *   cursor did not grow
 * * -EMSGSIZE - the answer needs more than 1 MiB
 * * -ENOMEM - no memory for the bigger command
 * * -EINVAL - not a command of these constructors
 */
int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd);

/**
 * ndctl_cmd_ocxl_get_status() - status of the answer (wire.md 3)
 * @cmd: a command that was submitted
 *
 * Return: 0 to 255 as it came, whether or not the rest of the answer can be
 * believed; -1 when no answer came.
 */
int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd);

/**
 * ndctl_ocxl_status_name() - name of a status (wire.md 3)
 * @status: any number
 *
 * Return: "TIMEOUT", ...; NULL for a number without a name.
 */
const char *ndctl_ocxl_status_name(unsigned int status);

/**
 * ndctl_ocxl_status_text() - what a status means (wire.md 3)
 * @status: any number
 *
 * Return: words that fit behind a colon; never NULL.
 */
const char *ndctl_ocxl_status_text(unsigned int status);

/**
 * ndctl_cmd_ocxl_get_answer() - the answer's bytes as received, header included
 * @cmd: a command that was submitted
 * @size: bytes that the answer really has; all the room there was when the answer
 *	contradicts itself; 0 when none came
 *
 * Return: the bytes, which belong to @cmd and change when it is submitted again;
 * NULL when no answer came.
 */
const void *ndctl_cmd_ocxl_get_answer(struct ndctl_cmd *cmd, size_t *size);

/**
 * ndctl_cmd_ocxl_get_fw_size() - bytes that the answer needs, in the driver's words
 * @cmd: a command that was submitted
 *
 * nd_fw_size of the package (wire.md 1) as it came, for display: an old driver
 * leaves it 0, a damaged answer may say anything.
 *
 * Return: the number; 0 when no answer came.
 */
size_t ndctl_cmd_ocxl_get_fw_size(struct ndctl_cmd *cmd);

/**
 * ndctl_cmd_ocxl_get_command() - number of the command (wire.md 4)
 * @cmd: any command
 *
 * Return: the number, 0 for a command that is not of these constructors.
 */
unsigned int ndctl_cmd_ocxl_get_command(struct ndctl_cmd *cmd);

/**
 * ndctl_cmd_ocxl_get_sizes() - what goes over the wire (wire.md 1)
 * @cmd: any command
 * @in: bytes of input
 * @out: bytes of room for the answer, header included; both are 0 for a command
 *	that is not of these constructors
 */
void ndctl_cmd_ocxl_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out);

/*
 * ---- answers ----
 *
 * What a getter fills in is whole or untouched. Beside the errnos that each one
 * names, all give what ndctl_cmd_ocxl_submit() gave when that was not 0, -EIO for
 * a command that was never submitted, and -EINVAL for another command.
 */

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_H_ */
