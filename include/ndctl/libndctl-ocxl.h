/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory.
 *
 * Commands are objects, as everywhere in libndctl: create one for a DIMM, submit it, read the
 * answer with the getters, and release it with ndctl_cmd_unref().
 *
 *	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(dimm);
 *	int rc = cmd ? ndctl_cmd_ocxl_submit(cmd) : -errno;
 *	...
 *	ndctl_cmd_unref(cmd);
 *
 * check-health.c and collect-log.c, in share/doc/ndctl/examples or in the examples of libndctl-dev,
 * are complete programs, from ndctl_new() to ndctl_unref().
 *
 * Functions that return int return 0 or a negative errno, unless their comment says otherwise.
 * Numbers have the byte order of the host. Strings that the library returns are constant and remain
 * valid, unless the comment of the function says otherwise. Use a context and its objects in one
 * thread only; "Threads" below has the exceptions.
 *
 * wire.md, installed in share/doc/ndctl, describes the messages; the comments here name its
 * sections. The getters check all lengths, so an answer with arbitrary bytes is safe. They may be
 * called in any order.
 *
 * Set a struct that you pass to the library (evidence, condition, events) to zero before you fill
 * it in. Structs that the library fills in need no preparation. The program then runs with older
 * and newer libraries: a struct keeps its size and the places of its members, and later versions
 * use parts of @reserved, which this version sets to zero and does not read.
 */
#ifndef _LIBNDCTL_OCXL_H_
#define _LIBNDCTL_OCXL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl.h>
/* constructors and getters of the commands */
#include <ndctl/libndctl-ocxl-controller.h>
#include <ndctl/libndctl-ocxl-dump.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include <ndctl/libndctl-ocxl-smart.h>
#include <ndctl/libndctl-ocxl-conditions.h> /* what is wrong with a card */
#include <ndctl/libndctl-ocxl-collect.h> /* evidence of a card, and its error log */

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the DIMM in sysfs: these functions send no command ---- */

/**
 * ndctl_dimm_is_ocxl() - is this an OpenCAPI DIMM or another window of its driver
 * @dimm: any DIMM, or NULL
 *
 * All other functions accept a DIMM of another family and NULL, too: then they return -ENODEV, or
 * NULL with errno ENODEV. A command, collection or reader that is NULL gives -EINVAL, NULL, or the
 * value that the comment of the function names. No other pointer may be NULL, unless that comment
 * says so.
 *
 * Return: true for a DIMM of this driver.
 */
bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm);

/**
 * ndctl_ocxl_count_missing_dimms() - count the OpenCAPI DIMMs that libndctl has not found
 * @ctx: any context; the function lists its buses and DIMMs if the program has not
 *
 * A program that judges all cards of a host calls this function, too. libndctl omits a bus or DIMM
 * for which it lacks descriptors, memory or a permission, and lists the others without an error.
 *
 * Return: number of missing DIMMs; 0 also for a host without a card (with no OpenCAPI DIMM, or with
 * windows only), for which the verdict of "ndctl ocxl check" is unknown; -EINVAL for NULL; or the
 * negative errno of opendir() or readdir().
 */
int ndctl_ocxl_count_missing_dimms(struct ndctl_ctx *ctx);

/**
 * ndctl_dimm_ocxl_read_serial() - read the serial number of the card that is behind a DIMM now
 * @dimm: any DIMM
 * @serial: receives the number; 0 on an error
 *
 * If the number differs from ndctl_dimm_get_unique_id(), a decimal string which libndctl read when
 * it discovered @dimm, the card was replaced: properties of @dimm are those of the old card.
 *
 * Return: 0; -ENODEV for a DIMM of another family or one that has disappeared; -EBADMSG for a file
 * without a number; the errno of open() or read(), -ENOENT if the driver has no such file.
 */
int ndctl_dimm_ocxl_read_serial(struct ndctl_dimm *dimm, uint64_t *serial);

/* "0000:01:00.1", with a domain of at most 8 digits and the terminating NUL */
#define NDCTL_OCXL_PCI_ADDRESS_SIZE 20
/* bytes of the longest name of a PCI slot, with the terminating NUL */
#define NDCTL_OCXL_SLOT_SIZE	    32

/**
 * struct ndctl_ocxl_location - where a card is in the machine
 * @pci_address: of its PCI function; empty: unknown
 * @slot: name of its PCI slot, any bytes of the firmware, also newlines: escape it; empty: unknown
 * @has_numa_node: @numa_node is valid
 * @numa_node: of its PCI function
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_location {
	char pci_address[NDCTL_OCXL_PCI_ADDRESS_SIZE];
	char slot[NDCTL_OCXL_SLOT_SIZE];
	bool has_numa_node;
	unsigned int numa_node;
	uint64_t reserved[4];
};

/**
 * ndctl_dimm_ocxl_read_location() - read from sysfs where a card is
 * @dimm: any DIMM
 * @location: receives it; unknown parts are empty, all of them on an error
 *
 * A window without a PCI function has an empty location, which is no error.
 *
 * Return: 0; -ENODEV for a DIMM of another family; the errno of readlink(), for example -ENOENT if
 * the DIMM has disappeared.
 */
int ndctl_dimm_ocxl_read_location(struct ndctl_dimm *dimm, struct ndctl_ocxl_location *location);

/**
 * ndctl_dimm_ocxl_has_command() - does the driver have a command (wire.md 4)
 * @dimm: any DIMM
 * @command: one of enum ndctl_ocxl_command, or any other number
 *
 * The library reads the commands once, when it finds the DIMM, and again if that failed.
 *
 * Return: 1 or 0. A driver without the file cmd_mask (the posted driver) has SMART alone, a generic
 * window without a controller has no command. -ENODEV for a DIMM of another family; another
 * negative errno if the file cannot be read.
 */
int ndctl_dimm_ocxl_has_command(struct ndctl_dimm *dimm, unsigned int command);

/**
 * ndctl_dimm_ocxl_read_fw_version() - read the running firmware from sysfs (wire.md 5)
 * @dimm: any DIMM
 * @version: receives the 8 bytes of the card, padded and terminated with NUL, not necessarily text;
 *	empty on an error
 *
 * The posted driver (wire.md 4) has the files serial and fw_version, but not flags and cmd_mask.
 *
 * Return: 0; -ENODEV for a DIMM of another family, or one that has disappeared; the errno of open()
 * or read(), for example -ENOENT if the driver has no such file.
 */
int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm,
				    char version[NDCTL_OCXL_FW_VERSION_SIZE]);

/* words of the sysfs file "flags", in its order (wire.md 5) */
#define NDCTL_OCXL_FLAG_NOT_READY		(1ULL << 0)
#define NDCTL_OCXL_FLAG_MEM_UNAVAILABLE		(1ULL << 1)
#define NDCTL_OCXL_FLAG_ERROR_LOG		(1ULL << 2)
#define NDCTL_OCXL_FLAG_DUMP			(1ULL << 3)
#define NDCTL_OCXL_FLAG_SMART_NOTIFY		(1ULL << 4)
#define NDCTL_OCXL_FLAG_HW_FATAL		(1ULL << 5)
#define NDCTL_OCXL_FLAG_FW_FATAL		(1ULL << 6)
#define NDCTL_OCXL_FLAG_ERASE_FAILED		(1ULL << 7)
#define NDCTL_OCXL_FLAG_MAILBOX_STUCK		(1ULL << 8)
#define NDCTL_OCXL_FLAG_GONE			(1ULL << 9)
#define NDCTL_OCXL_FLAG_NOT_READY_OVERDUE	(1ULL << 10)
#define NDCTL_OCXL_FLAG_MEM_UNAVAILABLE_OVERDUE (1ULL << 11)
#define NDCTL_OCXL_FLAG_DATA_LOSS		(1ULL << 12)
#define NDCTL_OCXL_FLAG_REPLACEMENT_REQUESTED	(1ULL << 13)
#define NDCTL_OCXL_FLAG_PREDICTIVE_FAILURE	(1ULL << 14)
#define NDCTL_OCXL_FLAG_SHUT_DOWN		(1ULL << 15)
#define NDCTL_OCXL_FLAG_FW_UPDATE_INCOMPLETE	(1ULL << 16)

/**
 * ndctl_dimm_ocxl_read_flags() - read the present state of the card from sysfs (wire.md 5)
 * @dimm: any DIMM
 * @flags: receives NDCTL_OCXL_FLAG_*; 0 on an error
 *
 * To wait for changes, use the descriptor of ndctl_dimm_get_health_eventfd(), of the same file:
 *
 * * Before each wait - pread() a byte at offset 0, then collect evidence, so that no event is lost.
 *   In steps: pread() before ndctl_dimm_ocxl_collection_new(), which reads the flags.
 * * Wait - poll() or epoll_wait() report POLLPRI | POLLERR if the file has changed since that
 *   pread(). Each change of a flag that the driver notices (wire.md 5), also its end, each event of
 *   NDCTL_OCXL_EVENT_* and the removal of the DIMM change it. A collection wakes its own program
 *   only if it changes a flag. After the removal, pread() fails with ENODEV: do not wait for this
 *   descriptor any more. Remove it from epoll with EPOLL_CTL_DEL. Do not close it.
 * * No wake-up - SMART values, a controller that stops answering, and a real card that disappears,
 *   do not change the file by themselves. Collect once a minute.
 * * Dead cards - stay listed, with NDCTL_OCXL_CONDITION_GONE.
 * * New DIMMs - listen to udev for the subsystem "nd", or create a new context now and then.
 * * Ownership - libndctl closes the descriptor with the context. The descriptor of a driver without
 *   this file can be waited for as any other, but never reports a change. It is -1 if no file could
 *   be opened.
 *
 * libndctl logs what it cannot read to standard error; ndctl_set_log_fn() redirects that.
 *
 * Return: 0; -EPROTONOSUPPORT if the file also has a word that the library does not know: @flags
 * has the others; -ENODEV for a DIMM of another family or one that has disappeared; the errno of
 * open() or read(), -ENOENT if the driver has no such file.
 */
int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, uint64_t *flags);

/**
 * ndctl_dimm_ocxl_probe_controller() - is a DIMM a card, or a window without a controller
 * @dimm: an OpenCAPI DIMM
 *
 * Do not judge a window without a controller: it has no health and no commands. After an error,
 * treat the DIMM as a card in an unknown state.
 *
 * Return: 1 for a card, and for each DIMM of the posted driver, which cannot tell; 0 for a window;
 * -ENODEV for a DIMM of another family; another negative
 * errno if it could not be found out.
 */
int ndctl_dimm_ocxl_probe_controller(struct ndctl_dimm *dimm);

/**
 * ndctl_ocxl_card_foreach() - loop over the cards of a host
 * @ctx: any context
 * @bus, @dimm: variables of the loop
 *
 * Omits DIMMs of other families and windows without a controller, not a DIMM that may be a card:
 * ndctl_dimm_ocxl_probe_controller() is not 0 for it. "break" only leaves the loop over the DIMMs
 * of a bus. See also ndctl_ocxl_count_missing_dimms().
 */
#define ndctl_ocxl_card_foreach(ctx, bus, dimm)                        \
	ndctl_bus_foreach(ctx, bus)                                    \
		ndctl_dimm_foreach(bus, dimm)                          \
			if (!ndctl_dimm_is_ocxl(dimm) ||               \
			    !ndctl_dimm_ocxl_probe_controller(dimm)) { \
			} else

/* commands (wire.md 4) */
enum ndctl_ocxl_command {
	NDCTL_OCXL_COMMAND_SMART = 1,
	NDCTL_OCXL_COMMAND_ERROR_LOG = 2,
	NDCTL_OCXL_COMMAND_HEARTBEAT = 3,
	NDCTL_OCXL_COMMAND_STATS = 4,
	NDCTL_OCXL_COMMAND_CAPABILITIES = 5,
	NDCTL_OCXL_COMMAND_REQUEST_HEALTH = 7,
	NDCTL_OCXL_COMMAND_DUMP_TAKE = 8,
	NDCTL_OCXL_COMMAND_DUMP_READ = 9,
	NDCTL_OCXL_COMMAND_DUMP_RELEASE = 10,
	NDCTL_OCXL_COMMAND_FW_INFO = 11,
	NDCTL_OCXL_COMMAND_FW_START = 12,
	NDCTL_OCXL_COMMAND_FW_SEND = 13,
	NDCTL_OCXL_COMMAND_FW_FINISH = 14,
	NDCTL_OCXL_COMMAND_FW_QUERY = 15,
	NDCTL_OCXL_COMMAND_SHUTDOWN = 16,
	NDCTL_OCXL_COMMAND_EVENTS = 17,
	NDCTL_OCXL_COMMAND_SMART_INJECT = 18,
	NDCTL_OCXL_COMMAND_CLEAR_CONDITIONS = 19,
};

/**
 * ndctl_ocxl_command_name() - name of a command in lower case (wire.md 4)
 * @command: one of enum ndctl_ocxl_command, or any other number
 *
 * Return: "smart", "error_log", ...; NULL for any other number.
 */
const char *ndctl_ocxl_command_name(unsigned int command);

/*
 * ---- commands ----
 *
 * The constructors ndctl_dimm_ocxl_cmd_new_*() in the headers above return a command with one
 * reference, which ndctl_cmd_unref() drops; it accepts NULL. On an error they return NULL and set
 * errno: ENOMEM, ENODEV (a DIMM of another family) or ENOTTY (the command is not in the command
 * mask: the driver is too old, the DIMM is a generic window, or the mask cannot be read, for which
 * see ndctl_dimm_ocxl_has_command()). The library sends nothing before
 * ndctl_cmd_ocxl_submit(). The answer to a command without a getter has no data.
 *
 * Do not use a command, collection or reader after ndctl_unref() has released its context: then you
 * may only release it.
 *
 * Threads: after the DIMMs have been found, any thread may create, submit, read and release
 * commands for any DIMM, as long as no thread uses the context for anything else. Use each command
 * in one thread at a time. A thread may also collect, use a reader of the error log, and call
 * ndctl_dimm_ocxl_read_*(), ndctl_dimm_ocxl_has_command() and ndctl_dimm_ocxl_probe_controller(),
 * as long as no other thread uses the same DIMM. Exceptions: other threads may submit, read and
 * release commands for this DIMM. They may also create commands for it if
 * ndctl_dimm_ocxl_has_command() has returned 1 for this DIMM before. Any thread may call
 * ndctl_dimm_get_devname(), _get_unique_id() and _get_health_eventfd() at any time.
 * ndctl_ocxl_error_log_append() needs no context: any thread may call it at any time. All these
 * threads may call the log function of libndctl: set one that allows this, or none. The default
 * function writes to stderr and allows it.
 *
 * Blocking: only ndctl_cmd_ocxl_submit(), ndctl_cmd_submit(), ndctl_dimm_ocxl_collect() and
 * ndctl_ocxl_error_log_reader_next() wait for a card. A program with an event loop calls them in
 * another thread. Each command waits at most for its time limit (controller.md 3.2): usually
 * 100 ms, for SHUTDOWN and for a piece of a dump 1 s, for an entry of the error log 2 s, for a
 * piece of firmware 16 s. It may wait twice as long while the answer to an earlier command is
 * missing, and at the end of the log (controller.md 8, ELA). Before this time, it waits for all
 * commands that others have sent to the card: their number has no limit.
 * ndctl_ocxl_error_log_append() waits for the medium, without a limit.
 */

/**
 * ndctl_cmd_ocxl_submit() - send a command and check the complete answer (wire.md 2, 3)
 * @cmd: a command of one of the constructors, or NULL. If the answer needs more space, the function
 *	makes this space and sends the command again; @cmd stays the same object
 *
 * Waits for the answer as long as the driver waits for the card. A command may be submitted again
 * to get a new answer.
 *
 * Return: 0 if transport, status, counts and lengths have passed all checks: only then do the
 * getters have data. Otherwise an error of the ioctl or of opening /dev/nmemX, for which
 * ndctl_cmd_ocxl_get_status() returns -1:
 *
 * * -EACCES, -EPERM - permissions of the device node
 * * -ENOTTY, -EINVAL, -EFAULT, -ENOMEM - see wire.md 2, rule 9
 * * -ENOENT - there is no /dev/nmemX, or the DIMM has disappeared
 * * -ENXIO, -ENODEV - the card or the DIMM has disappeared
 * * -EBADF - /dev/nmemX is not the node of the DIMM, for example in a container
 * * -EINTR - a signal arrived first. The library does not retry, because only the caller knows if
 *   the signal asked it to stop. The command may be submitted again
 * * -EIO - the ioctl had a positive result, which this driver never returns
 *
 * or the error for the status of the answer, which ndctl_cmd_ocxl_get_status() returns (wire.md 3):
 *
 * * -EAGAIN - the controller is still starting, or its memory is not available yet. If the flags
 *   have NDCTL_OCXL_FLAG_SHUT_DOWN, the controller was shut down: only a reset helps
 * * -EBUSY - the card runs another task
 * * -EOPNOTSUPP, -EINVAL, -EPERM - the card or the driver refuses the command
 * * -ETIMEDOUT - the card did not answer in time
 * * -ENOENT - there is no such entry, for example for a cursor from before the driver was bound
 * * -EBADMSG - the card refuses a firmware image
 * * -EPROTO - the answer of the card is damaged
 * * -ENOBUFS - the driver retains too many error-log entries
 * * -EIO - the controller has failed, the command has failed, or the library does not know the
 *   status. From a driver without cmd_mask: an empty answer
 *
 * or an error of the checks:
 *
 * * -EPROTO - count, length and size of the answer contradict each other, or a cursor did not grow
 * * -EMSGSIZE - the answer needs more than 1 MiB
 * * -ENOMEM - no memory for the larger command
 * * -EINVAL - @cmd is NULL, or a command of another family. libndctl's own commands for SMART and
 *   for firmware are accepted if they were made for an OpenCAPI DIMM
 *
 * ndctl_cmd_submit() sends such a command, too, and the getters then have its answer. It sends the
 * command again after EINTR, and makes no space for a larger answer (the getters then return
 * -EMSGSIZE). Do not call it for a command that was submitted before: an ioctl may have overwritten
 * the request.
 *
 * With log priority LOG_DEBUG (NDCTL_LOG=debug), libndctl logs why the library refused an answer.
 */
int ndctl_cmd_ocxl_submit(struct ndctl_cmd *cmd);

/* status of an answer (wire.md 3) */
enum ndctl_ocxl_status {
	NDCTL_OCXL_STATUS_OK = 0x00,
	NDCTL_OCXL_STATUS_MEM_UNAVAILABLE = 0x20, /* the card's memory is not available yet */
	NDCTL_OCXL_STATUS_BLOCKED = 0x21, /* the card runs another task */
	NDCTL_OCXL_STATUS_BAD_OPCODE = 0x50,
	NDCTL_OCXL_STATUS_BAD_REQUEST_PARM = 0x51,
	NDCTL_OCXL_STATUS_BAD_DATA_PARM = 0x52,
	NDCTL_OCXL_STATUS_DEBUG_BLOCKED = 0x70,
	NDCTL_OCXL_STATUS_TIMEOUT = 0x80, /* the controller did not answer in time */
	NDCTL_OCXL_STATUS_NOT_READY = 0x81, /* the controller is starting, or was shut down */
	NDCTL_OCXL_STATUS_NO_ENTRY = 0x82,
	NDCTL_OCXL_STATUS_BAD_RESPONSE = 0x83,
	NDCTL_OCXL_STATUS_BAD_INPUT = 0x84,
	NDCTL_OCXL_STATUS_NOT_PERMITTED = 0x85,
	NDCTL_OCXL_STATUS_FATAL = 0x86, /* the controller has failed */
	NDCTL_OCXL_STATUS_HOLD_FULL = 0x87, /* the driver retains too many entries of the log */
	NDCTL_OCXL_STATUS_FAILED = 0xFF,
};

/**
 * ndctl_cmd_ocxl_get_status() - status byte of the answer (wire.md 3)
 * @cmd: a submitted command, or NULL
 *
 * Return: 0 to 255, enum ndctl_ocxl_status or another number, also if the rest of the answer is
 * invalid; -1 without an answer.
 */
int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd);

/**
 * ndctl_ocxl_status_name() - name of a status (wire.md 3)
 * @status: any number
 *
 * Return: "TIMEOUT", ...; NULL for a number without a name.
 */
const char *ndctl_ocxl_status_name(unsigned int status);

/*
 * ---- getters ----
 *
 * A getter ndctl_cmd_ocxl_get_*() fills its struct completely or not at all. In addition to the
 * errors in its comment, each getter returns the error of ndctl_cmd_ocxl_submit() if that failed,
 * -EIO for a command that was never submitted, and -EINVAL for a different command.
 */

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_H_ */
