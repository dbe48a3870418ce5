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
#define NDCTL_OCXL_FLAG_NOT_READY	(1U << 0)
#define NDCTL_OCXL_FLAG_MEM_UNAVAILABLE (1U << 1)
#define NDCTL_OCXL_FLAG_ERROR_LOG	(1U << 2)
#define NDCTL_OCXL_FLAG_DUMP		(1U << 3)
#define NDCTL_OCXL_FLAG_SMART_NOTIFY	(1U << 4)
#define NDCTL_OCXL_FLAG_HW_FATAL	(1U << 5)
#define NDCTL_OCXL_FLAG_FW_FATAL	(1U << 6)
#define NDCTL_OCXL_FLAG_ERASE_FAILED	(1U << 7)
#define NDCTL_OCXL_FLAG_MAILBOX_STUCK	(1U << 8)

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
 * Each constructor gives a command with one reference, which ndctl_cmd_unref()
 * takes away, or NULL with errno: ENOMEM, ENODEV (the DIMM is not ours) or ENOTTY
 * (not in its command mask: the driver is too old, or it is a generic window).
 * Nothing is sent before ndctl_cmd_ocxl_submit().
 *
 * Threads: once the DIMMs were found, each thread may make, submit, read and
 * release commands of its own, of any DIMM, while no thread uses the context
 * otherwise: nothing that they share is written. One command belongs to one
 * thread at a time. libndctl's log function may then be called from all of these
 * threads: set one that allows for it, or none; the default one writes to stderr.
 */

/**
 * ndctl_dimm_ocxl_new_smart() - the card's SMART attributes (wire.md 4.1)
 * @dimm: an OpenCAPI DIMM
 *
 * Has room for the largest answer: it is never sent twice.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_smart(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_error_log() - the first entry after a cursor (wire.md 4.2)
 * @dimm: an OpenCAPI DIMM
 * @cursor: 0 for the start, else the cursor of an entry
 * @acknowledge: everything up to and including @cursor is safe: the driver may
 *	forget it
 * @room: bytes of room for the entry's data; 0 for 4096; more than 1 MiB is cut
 *	to that. An entry with more grows the command when it is submitted
 *
 * Sending it again is safe: what was acknowledged once is acknowledged.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_error_log(struct ndctl_dimm *dimm, uint64_t cursor,
						bool acknowledge, size_t room);

/**
 * ndctl_dimm_ocxl_new_heartbeat() - does the controller answer (wire.md 4)
 * @dimm: an OpenCAPI DIMM
 *
 * There is nothing to get from the answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_heartbeat(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_stats() - the controller's statistics (wire.md 4.4)
 * @dimm: an OpenCAPI DIMM
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_stats(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_capabilities() - what card and driver can do (wire.md 4.5)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers: works when the controller does not answer, too.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_capabilities(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_request_health() - ask for a health report (wire.md 4.7)
 * @dimm: an OpenCAPI DIMM
 *
 * The report comes later, as an error-log entry of type 4 and an event. There is
 * nothing to get from the answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_request_health(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_shutdown() - have the controller flush and stop (wire.md 4.16)
 * @dimm: an OpenCAPI DIMM
 *
 * Needs CAP_SYS_ADMIN. -EBUSY from ndctl_cmd_ocxl_submit() means that the DIMM's region
 * is enabled, or that another task of the card is in the way. There is nothing to get
 * from the answer. After it the controller takes no command until it is reset.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_shutdown(struct ndctl_dimm *dimm);

/* what struct ndctl_ocxl_smart_injection says (wire.md 4.18) */
#define NDCTL_OCXL_INJECT_CURRENT	 (1U << 0)
#define NDCTL_OCXL_INJECT_THRESHOLD	 (1U << 1)
#define NDCTL_OCXL_INJECT_RAW		 (1U << 2)
#define NDCTL_OCXL_INJECT_RESTORE	 (1U << 3)
#define NDCTL_OCXL_INJECT_HARDWARE_FATAL (1U << 4)

/**
 * struct ndctl_ocxl_smart_injection - a change to what an emulated card says of itself
 * @id: of the SMART attribute; not used with NDCTL_OCXL_INJECT_HARDWARE_FATAL
 * @flags: any of CURRENT, THRESHOLD and RAW; or RESTORE alone: as it was before; or
 *	HARDWARE_FATAL alone or with RESTORE: set or end the fatal state
 * @current_value: valid with NDCTL_OCXL_INJECT_CURRENT
 * @threshold: valid with NDCTL_OCXL_INJECT_THRESHOLD
 * @raw: valid with NDCTL_OCXL_INJECT_RAW
 */
struct ndctl_ocxl_smart_injection {
	uint8_t id;
	uint8_t flags;
	uint8_t current_value;
	uint8_t threshold;
	uint64_t raw;
};

/**
 * ndctl_dimm_ocxl_new_smart_inject() - change what an emulated card says (wire.md 4.18)
 * @dimm: an OpenCAPI DIMM. A real card does not have this command: ENOTTY
 * @injection: copied
 *
 * Needs CAP_SYS_ADMIN. -EINVAL from ndctl_cmd_ocxl_submit() means other flags, or an
 * attribute that the card does not have; nothing was changed then. There is nothing to
 * get from the answer.
 */
struct ndctl_cmd *
ndctl_dimm_ocxl_new_smart_inject(struct ndctl_dimm *dimm,
				 const struct ndctl_ocxl_smart_injection *injection);

/**
 * ndctl_dimm_ocxl_new_dump_take() - is there a dump, or take one (wire.md 4.8)
 * @dimm: an OpenCAPI DIMM
 * @start_new: begin a new dump, which ends the one that is there
 *
 * Answers at once. A new dump takes the card a while: ask again without @start_new
 * until the state is NDCTL_OCXL_DUMP_READY, or wait for the event.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_take(struct ndctl_dimm *dimm, bool start_new);

/**
 * ndctl_dimm_ocxl_new_dump_read() - a piece of the dump (wire.md 4.9)
 * @dimm: an OpenCAPI DIMM
 * @offset: bytes from the start of the dump, a multiple of 8
 * @length: bytes wanted, a multiple of 8 and not 0; a driver may give fewer, and no
 *	more than the 16-bit length of a card can say: 65512
 *
 * Reading changes nothing: the dump stays until it is released. NULL also with errno
 * EINVAL (not such multiples) and EMSGSIZE (more than an answer of 1 MiB carries).
 * ndctl_cmd_ocxl_submit() gives -ENOENT when no dump is ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_read(struct ndctl_dimm *dimm, uint32_t offset,
						uint32_t length);

/**
 * ndctl_dimm_ocxl_new_dump_release() - the dump is safe: the card may forget it (wire.md 4.10)
 * @dimm: an OpenCAPI DIMM
 *
 * There is nothing to get from the answer. ndctl_cmd_ocxl_submit() gives -ENOENT when
 * no dump is ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_release(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_fw_info() - the firmware and how to update it (wire.md 4.11)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers: works when the controller does not answer, too.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_info(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_fw_start() - begin an update of the firmware (wire.md 4.12)
 * @dimm: an OpenCAPI DIMM
 *
 * Needs CAP_SYS_ADMIN, as sending and finishing do. -EBUSY from
 * ndctl_cmd_ocxl_submit() means that another update is running: it may be that of
 * somebody who was killed, see ndctl_dimm_ocxl_new_fw_finish().
 *
 * An update is one start, the pieces of the image in their order, and one finish.
 * The new firmware runs after the card's next reset.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_start(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_fw_send() - a piece of the image (wire.md 4.13)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get()
 * @offset: bytes from the start of the image: where the last piece ended
 * @data: the bytes; copied
 * @length: how many: a multiple of 8, not 0, and at most what
 *	struct ndctl_ocxl_fw_info says
 *
 * While the card is busy the driver tries again, for as long as the command may
 * take: some 16 seconds. A piece that failed may be sent again.
 *
 * NULL also with errno EINVAL (not such multiples) and EMSGSIZE (more than 1 MiB).
 * ndctl_cmd_ocxl_submit() gives -EBADMSG when the card refuses the image, -ENOENT
 * when no such update is running, -EINVAL for another offset or too long a piece.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_send(struct ndctl_dimm *dimm, uint32_t context,
					      uint32_t offset, const void *data, uint32_t length);

/**
 * ndctl_dimm_ocxl_new_fw_finish() - end an update (wire.md 4.14)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get(); 0 with @abort: whichever is running,
 *	and no error when none is
 * @abort: give it up; the card hears nothing of it
 *
 * ndctl_cmd_ocxl_submit() gives -ENOENT when no such update is running, and without
 * @abort the error of the last piece when that failed; the update goes on then.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_finish(struct ndctl_dimm *dimm, uint32_t context,
						bool abort);

/**
 * ndctl_dimm_ocxl_new_fw_query() - what became of an update (wire.md 4.15)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get()
 *
 * ndctl_cmd_ocxl_submit() gives -ENOENT when it is not the update that runs or was
 * the last to run.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_query(struct ndctl_dimm *dimm, uint32_t context);

/**
 * ndctl_dimm_ocxl_new_events() - what is so now, and how often it became so (wire.md 4.17)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers. Nothing is acknowledged by it.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_events(struct ndctl_dimm *dimm);

/**
 * ndctl_cmd_ocxl_submit() - send a command and check the whole answer (wire.md 2 and 3)
 * @cmd: of one of the constructors above. When the answer needs more room,
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

/**
 * struct ndctl_ocxl_smart_attribute - one SMART attribute (wire.md 4.1)
 * @id: 0x09 power-on hours, 0xC2 temperature in degrees Celsius, 0xCA life
 *	remaining in percent, others are not public
 * @flags: the card's, meaning not public
 * @current_value: normalised value
 * @threshold: of @current_value, of @raw for temperature and life
 * @worst: lowest @current_value so far
 * @raw: raw value
 * @failing: by the rule of wire.md 4.1
 */
struct ndctl_ocxl_smart_attribute {
	uint8_t id;
	uint16_t flags;
	uint8_t current_value;
	uint8_t threshold;
	uint8_t worst;
	uint64_t raw;
	bool failing;
};

/**
 * ndctl_cmd_ocxl_smart_get_count() - how many attributes the answer has
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 *
 * Return: 0 to 255; 0 with errno when there is no answer.
 */
unsigned int ndctl_cmd_ocxl_smart_get_count(struct ndctl_cmd *cmd);

/**
 * ndctl_cmd_ocxl_smart_get_attribute() - one attribute, in the card's order
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 * @index: from 0
 * @attribute: filled in
 *
 * Return: 0, -ERANGE past the last.
 */
int ndctl_cmd_ocxl_smart_get_attribute(struct ndctl_cmd *cmd, unsigned int index,
				       struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ndctl_cmd_ocxl_smart_find_attribute() - the first attribute of an identifier
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 * @id: the identifier
 * @attribute: filled in
 *
 * Return: 0, -ENOENT when the card has none.
 */
int ndctl_cmd_ocxl_smart_find_attribute(struct ndctl_cmd *cmd, uint8_t id,
					struct ndctl_ocxl_smart_attribute *attribute);

/**
 * struct ndctl_ocxl_error_log - one entry (wire.md 4.2)
 * @cursor: hand it to the next ndctl_dimm_ocxl_new_error_log()
 * @log_identifier: the card's number of the entry
 * @program_reference_code: the card's code
 * @action_flags: bit 0 reset, 21 check firmware, 22 replace, 23 take a dump
 * @power_on_seconds: at the error
 * @timestamp: the card's own clock, unit not public
 * @wwid: world-wide identifier
 * @fw_revision: 8 bytes as the card has them, NUL-padded and terminated
 * @type: 0 general, 1 predictive failure, 2 thermal warning, 3 data loss, 4 health
 *	and performance; others may come
 * @data: opaque; belongs to the command, and goes with it or its next submission
 * @data_length: bytes of @data: all that the entry has
 */
struct ndctl_ocxl_error_log {
	uint64_t cursor;
	uint32_t log_identifier;
	uint32_t program_reference_code;
	uint32_t action_flags;
	uint32_t power_on_seconds;
	uint64_t timestamp;
	uint64_t wwid[2];
	char fw_revision[9];
	uint8_t type;
	const uint8_t *data;
	size_t data_length;
};

/**
 * ndctl_cmd_ocxl_error_log_get() - the entry
 * @cmd: of ndctl_dimm_ocxl_new_error_log()
 * @entry: filled in
 *
 * Return: 0, -ENOENT when nothing follows the cursor. (ndctl_cmd_ocxl_submit()
 * gives -ENOENT for a cursor that is not known.)
 */
int ndctl_cmd_ocxl_error_log_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_error_log *entry);

/* struct ndctl_ocxl_dump.state (wire.md 4.8) */
#define NDCTL_OCXL_DUMP_NONE   0
#define NDCTL_OCXL_DUMP_TAKING 1
#define NDCTL_OCXL_DUMP_READY  2

/**
 * struct ndctl_ocxl_dump - state of the dump (wire.md 4.8)
 * @state: NDCTL_OCXL_DUMP_*; others may come
 * @max_size_bytes: the most that a dump of this card can have; 0: it does not say.
 *	How much there is shows only at its end
 */
struct ndctl_ocxl_dump {
	uint32_t state;
	uint32_t max_size_bytes;
};

/**
 * ndctl_cmd_ocxl_dump_take_get() - the state
 * @cmd: of ndctl_dimm_ocxl_new_dump_take()
 * @dump: filled in
 */
int ndctl_cmd_ocxl_dump_take_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump *dump);

/**
 * struct ndctl_ocxl_dump_piece - a piece of the dump (wire.md 4.9)
 * @offset: as asked
 * @length: bytes of @data: 0 is the end of the dump; a length that is not a multiple
 *	of 8 can only be that of the last piece
 * @data: opaque; belongs to the command, and goes with it or its next submission
 */
struct ndctl_ocxl_dump_piece {
	uint32_t offset;
	uint32_t length;
	const uint8_t *data;
};

/**
 * ndctl_cmd_ocxl_dump_read_get() - the piece
 * @cmd: of ndctl_dimm_ocxl_new_dump_read()
 * @piece: filled in
 */
int ndctl_cmd_ocxl_dump_read_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump_piece *piece);

/* states of a firmware update (wire.md 4.15) */
#define NDCTL_OCXL_FW_IDLE	0
#define NDCTL_OCXL_FW_RECEIVING 1
#define NDCTL_OCXL_FW_BUSY	2
#define NDCTL_OCXL_FW_STAGED	3
#define NDCTL_OCXL_FW_FAILED	4

/**
 * struct ndctl_ocxl_fw_info - the firmware and how to update it (wire.md 4.11)
 * @max_image_bytes: largest image
 * @max_send_bytes: largest piece of it
 * @query_interval_us: microseconds between two queries
 * @max_query_time_us: microseconds after which an update counts as failed
 * @state: NDCTL_OCXL_FW_*; others may come
 * @running: 8 bytes as the card has them, NUL-padded and terminated
 * @next: what runs after the next reset; empty when the card does not say
 */
struct ndctl_ocxl_fw_info {
	uint64_t max_image_bytes;
	uint32_t max_send_bytes;
	uint32_t query_interval_us;
	uint32_t max_query_time_us;
	uint8_t state;
	char running[9];
	char next[9];
};

/**
 * ndctl_cmd_ocxl_fw_info_get() - the firmware
 * @cmd: of ndctl_dimm_ocxl_new_fw_info()
 * @info: filled in
 */
int ndctl_cmd_ocxl_fw_info_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_info *info);

/**
 * ndctl_cmd_ocxl_fw_start_get() - the context of the update that began
 * @cmd: of ndctl_dimm_ocxl_new_fw_start()
 * @context: never 0
 *
 * Return: 0, -EPROTO for context 0.
 */
int ndctl_cmd_ocxl_fw_start_get(struct ndctl_cmd *cmd, uint32_t *context);

/**
 * struct ndctl_ocxl_fw_state - what became of an update (wire.md 4.15)
 * @state: NDCTL_OCXL_FW_*; others may come
 * @card_status: status of the last piece (wire.md 3)
 * @next: as in struct ndctl_ocxl_fw_info
 */
struct ndctl_ocxl_fw_state {
	uint8_t state;
	uint8_t card_status;
	char next[9];
};

/**
 * ndctl_cmd_ocxl_fw_query_get() - the state
 * @cmd: of ndctl_dimm_ocxl_new_fw_query()
 * @state: filled in
 */
int ndctl_cmd_ocxl_fw_query_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_state *state);

/**
 * struct ndctl_ocxl_stats - controller statistics (wire.md 4.4)
 * @reset_count: resets of the controller
 * @reset_uptime_seconds: since the last reset
 * @power_on_uptime_seconds: powered on, in all
 * @life_remaining_percentage: as the card has it, not limited to 100
 * @critical_resource_utilization_percentage: likewise
 * @host_load_count: loads by the host
 * @host_store_count: stores by the host
 * @host_load_duration_ns: in all
 * @host_store_duration_ns: in all
 * @media_read_count: reads of the medium
 * @media_write_count: writes to the medium
 * @media_read_duration_ns: in all
 * @media_write_duration_ns: in all
 * @cache_read_hit_count: loads that the cache answered
 * @cache_write_hit_count: stores that the cache took
 * @fast_write_count: fast writes
 */
struct ndctl_ocxl_stats {
	uint32_t reset_count;
	uint32_t reset_uptime_seconds;
	uint32_t power_on_uptime_seconds;
	uint8_t life_remaining_percentage;
	uint8_t critical_resource_utilization_percentage;
	uint64_t host_load_count;
	uint64_t host_store_count;
	uint64_t host_load_duration_ns;
	uint64_t host_store_duration_ns;
	uint64_t media_read_count;
	uint64_t media_write_count;
	uint64_t media_read_duration_ns;
	uint64_t media_write_duration_ns;
	uint64_t cache_read_hit_count;
	uint64_t cache_write_hit_count;
	uint64_t fast_write_count;
};

/**
 * ndctl_cmd_ocxl_stats_get() - the statistics
 * @cmd: of ndctl_dimm_ocxl_new_stats()
 * @stats: filled in
 */
int ndctl_cmd_ocxl_stats_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_stats *stats);

/**
 * struct ndctl_ocxl_capabilities - what card and driver can do (wire.md 4.5)
 * @cmd_mask: bit n is command n
 * @serial: serial number
 * @fw_version: 8 bytes as the card has them, NUL-padded and terminated
 * @capacity_bytes: of the region; labels are not counted
 * @label_area_bytes: for labels
 * @health_status: register CHI as it is: bit 4 controller ready, 5 firmware fatal,
 *	6 memory available, 7 error log, 8 dump, 9 hardware fatal
 * @controller_status: register CSTS as it is; its bits are not public
 * @max_dump_bytes: the most that a dump can have
 * @max_data_bytes: of the mailbox's data buffer
 * @interface_revision: as the card says it
 * @read_latency_ns: of the raw medium
 * @memory_available_timeout_seconds: after which memory should be available
 * @readiness_timeout_seconds: after which the controller should be ready
 * @emulated: not a real card
 */
struct ndctl_ocxl_capabilities {
	uint64_t cmd_mask;
	uint64_t serial;
	char fw_version[9];
	uint64_t capacity_bytes;
	uint64_t label_area_bytes;
	uint64_t health_status;
	uint64_t controller_status;
	uint32_t max_dump_bytes;
	uint32_t max_data_bytes;
	uint16_t interface_revision;
	uint16_t read_latency_ns;
	uint16_t memory_available_timeout_seconds;
	uint8_t readiness_timeout_seconds;
	bool emulated;
};

/**
 * ndctl_cmd_ocxl_capabilities_get() - the capabilities
 * @cmd: of ndctl_dimm_ocxl_new_capabilities()
 * @capabilities: filled in
 */
int ndctl_cmd_ocxl_capabilities_get(struct ndctl_cmd *cmd,
				    struct ndctl_ocxl_capabilities *capabilities);

/* bits of struct ndctl_ocxl_events.pending and indices of .count (wire.md 4.17) */
#define NDCTL_OCXL_EVENT_DUMP		  0
#define NDCTL_OCXL_EVENT_ERROR_LOG	  1
#define NDCTL_OCXL_EVENT_HW_FATAL	  2
#define NDCTL_OCXL_EVENT_FW_FATAL	  3
#define NDCTL_OCXL_EVENT_MEMORY_AVAILABLE 4
#define NDCTL_OCXL_EVENT_SMART_NOTIFY	  5
#define NDCTL_OCXL_EVENT_ERASE_FAILED	  6
#define NDCTL_OCXL_EVENTS		  8

/**
 * struct ndctl_ocxl_events - what is so now, and how often it became so (wire.md 4.17)
 * @pending: bit NDCTL_OCXL_EVENT_*: it is so now
 * @count: [NDCTL_OCXL_EVENT_*]: how often it became so since the driver was bound.
 *	A reader keeps its own copy and compares
 */
struct ndctl_ocxl_events {
	uint64_t pending;
	uint64_t count[NDCTL_OCXL_EVENTS];
};

/**
 * ndctl_cmd_ocxl_events_get() - the events
 * @cmd: of ndctl_dimm_ocxl_new_events()
 * @events: filled in
 */
int ndctl_cmd_ocxl_events_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_events *events);

/**
 * ndctl_ocxl_event_name() - word of an event (wire.md 4.17)
 * @event: one of NDCTL_OCXL_EVENT_*
 *
 * Return: "dump", "error_log", ...; NULL for a reserved bit or anything else.
 */
const char *ndctl_ocxl_event_name(unsigned int event);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_H_ */
