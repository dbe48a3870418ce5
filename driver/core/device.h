/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One card as the driver sees it: its state, the packages that it serves, its health, its erase.
 */
#ifndef OCXL_CORE_DEVICE_H
#define OCXL_CORE_DEVICE_H

#include <linux/ndctl.h>
#include <nvdimm/ocxlpmem.h>
#include "mailbox.h"

/* wire.md 4.2: unacknowledged entries that the driver retains per card */
#define OCXL_RETAINED_MAX 64

/* bytes of the longest text of the sysfs file "flags", with its newline and terminating NUL */
#define OCXL_FLAGS_TEXT_SIZE 256

/**
 * struct ocxlpmem_retained_entry - an error-log entry that no reader has acknowledged yet
 * @entry: the entry in wire format; entry.cursor identifies it
 * @data: entry.data_length bytes, from the host's allocate(); NULL without data
 */
struct ocxlpmem_retained_entry {
	struct ocxlpmem_error_log_rsp entry;
	u8 *data;
};

/**
 * struct ocxlpmem_firmware_update - the driver's side of a firmware update (wire.md 4.12 to 4.15)
 * @context: context of the current or last update; 0: no update yet
 * @last_context: the last context that was assigned
 * @running: the update has begun and not ended
 * @state: OCXLPMEM_FW_STATE_*
 * @card_status: OCXLPMEM_STATUS_* of the last piece
 * @sent: bytes that the card accepted
 * @partial: the card may hold a part of an image
 * @active_ns: when the update began, or its last piece was handled
 */
struct ocxlpmem_firmware_update {
	u32 context;
	u32 last_context;
	bool running;
	u8 state;
	u8 card_status;
	u64 sent;
	bool partial;
	u64 active_ns;
};

/**
 * struct ocxlpmem_overdue_clock - how long a bit of CHI has been clear (wire.md 5)
 * @since_ns: when that began; OCXL_NEVER: the bit is set, or is not awaited
 * @limit_ns: how long the card may take, from CCAP0; 0: no limit
 */
struct ocxlpmem_overdue_clock {
	u64 since_ns;
	u64 limit_ns;
};

/**
 * struct ocxlpmem_device_host - what a device needs of its environment
 * @context: passed to every operation
 * @allocate: allocate that many bytes; NULL if there is no memory. May sleep
 * @release: free memory of @allocate; accepts NULL
 * @changed: the contents of the sysfs file "flags" may have changed: wake its pollers. Called
 *	with the card's lock held. May be NULL
 * @region_bound: is the card's region enabled, so that its memory may be in use. Called with the
 *	card's lock held. NULL if there are no regions
 * @entry_was_read: the driver has read an error-log entry from the card: once for each entry,
 *	however often readers get it. Called with the card's lock held. May be NULL
 * @event_raised: the card has raised an event (wire.md 4.17); @count: how often, with this one.
 *	Called with the card's lock held. May be NULL
 * @transaction_ended: a request to the card has ended. Called with the card's lock held. May be
 *	NULL
 * @log: write a line about the card into the log of the host. @text has neither the name of the
 *	card nor a newline; the host may omit lines without @is_warning. Called with the card's
 *	lock held. May be NULL
 * @set_targets: tell the card where its interrupts go, before the first is enabled, and again
 *	after a restart of its controller. Called with the card's lock held. Returns 0 or -errno.
 *	NULL: there is nothing to tell
 */
struct ocxlpmem_device_host {
	void *context;
	void *(*allocate)(void *context, size_t size);
	void (*release)(void *context, void *memory);
	void (*changed)(void *context);
	bool (*region_bound)(void *context);
	void (*entry_was_read)(void *context, const struct ocxlpmem_error_log_rsp *entry);
	void (*event_raised)(void *context, u32 event, u64 count);
	void (*transaction_ended)(void *context, const struct ocxlpmem_transaction *transaction);
	void (*log)(void *context, bool is_warning, const char *text);
	int (*set_targets)(void *context);
};

/**
 * struct ocxlpmem_device_setup - properties of a card that are not in its registers
 * @serial: serial number
 * @capacity: bytes of the region, without the label area
 * @generation: differs for each binding of the driver; the upper half of every cursor
 * @emulated: the card is an emulated one
 * @no_commands: the card takes no commands
 */
struct ocxlpmem_device_setup {
	u64 serial;
	u64 capacity;
	u32 generation;
	bool emulated;
	bool no_commands;
};

/**
 * struct ocxlpmem_device - one card; the caller serialises all calls for it
 * @transport: how to reach the card
 * @host: memory and notification
 * @setup: properties of the card
 * @mailbox: the admin mailbox
 * @mailbox_ready: @mailbox is initialised, which is only possible after CRDY
 * @cmd_mask: wire commands that the driver offers for this card
 * @retained: retained error-log entries, oldest first
 * @retained_count: number of them
 * @next_cursor: cursor of the next entry
 * @spare_buffer: memory for the data of the next entry. Allocated before the card is asked for the
 *	entry, because the card then forgets it; NULL before the first entry
 * @health: last value of register CHI
 * @raised: last events of the card, one bit per event; @event_count counts the changes
 * @pending: events that the wire command EVENTS reports: @raised, and error_log as long as
 *	entries are retained
 * @flag_words: words of the file "flags" that pollers know, one bit per word
 * @event_count: how often each event occurred (wire.md 4.17)
 * @smart_failing: the last SMART response had a failing attribute
 * @erasing: an erase runs: the card has taken its memory away
 * @erase_failed: the last erase failed (wire.md 5)
 * @shut_down: the controller has accepted SHUTDOWN, and no restart was seen since then
 * @entries: error-log entries read from the card, by type (wire.md 4.17)
 * @kept_conditions: OCXLPMEM_KEPT_*
 * @ready_clock: how long the controller has not been ready
 * @memory_clock: how long a ready controller has had no memory available
 * @checked_ns: when @flag_words were computed, or CHI could not be read
 * @unreachable: the last read of CHI failed, also because the card is gone
 * @gone: the last read of CHI gave all ones
 * @restarts: how often the controller lost CRDY
 * @shows_enables: CHIE has shown the bits that were written last
 * @firmware: the current or last firmware update
 * @dump_requested: a dump was requested and not released. It is complete when the card clears
 *	HCI.CD, whether or not CDA is set; a restart of the controller clears this
 */
struct ocxlpmem_device {
	const struct ocxlpmem_transport *transport;
	const struct ocxlpmem_device_host *host;
	struct ocxlpmem_device_setup setup;
	struct ocxlpmem_mailbox mailbox;
	bool mailbox_ready;
	u64 cmd_mask;
	struct ocxlpmem_retained_entry retained[OCXL_RETAINED_MAX];
	u32 retained_count;
	u64 next_cursor;
	u8 *spare_buffer;
	u64 health;
	u64 raised;
	u64 pending;
	u32 flag_words;
	u64 event_count[OCXLPMEM_EVENT_COUNT];
	bool smart_failing;
	bool erasing;
	bool erase_failed;
	bool shut_down;
	u64 entries[OCXLPMEM_ENTRY_COUNT];
	u64 kept_conditions;
	struct ocxlpmem_overdue_clock ready_clock;
	struct ocxlpmem_overdue_clock memory_clock;
	u64 checked_ns;
	bool unreachable;
	bool gone;
	u32 restarts;
	bool shows_enables;
	struct ocxlpmem_firmware_update firmware;
	bool dump_requested;
};

/**
 * struct ocxlpmem_caller - the sender of a command
 * @admin: the caller is known to have CAP_SYS_ADMIN
 * @is_admin: unless @admin: does the caller have CAP_SYS_ADMIN. Only called for commands that need
 *	it, because the check leaves traces in the audit log. NULL: it does not
 * @context: passed to @is_admin
 * @uid: user, for lines in the log of the host
 */
struct ocxlpmem_caller {
	bool admin;
	bool (*is_admin)(void *context);
	void *context;
	u32 uid;
};

/**
 * ocxlpmem_device_init() - prepare a device for a card; never waits for the card
 * @device: filled
 * @transport: owned by the caller, must outlive @device
 * @host: owned by the caller, must outlive @device
 * @setup: copied
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_device_init(struct ocxlpmem_device *device, const struct ocxlpmem_transport *transport,
			 const struct ocxlpmem_device_host *host,
			 const struct ocxlpmem_device_setup *setup);

/**
 * ocxlpmem_device_destroy() - disable interrupts and free retained entries
 * @device: no call for it is running. Without ocxlpmem_device_init(), all zeros: nothing to do
 */
void ocxlpmem_device_destroy(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_set_timeout() - change the time-out of an opcode of the card
 * @device: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*; others are ignored
 * @milliseconds: 0 for the default of controller.md 3.2
 */
void ocxlpmem_device_set_timeout(struct ocxlpmem_device *device, u8 opcode, u32 milliseconds);

/**
 * ocxlpmem_device_handle_call() - serve one package of ND_CMD_CALL (wire.md 1 to 4)
 * @device: the caller holds the card's lock
 * @caller: the sender
 * @buffer: the package, nd_size_in bytes of input and nd_size_out bytes for the response, as
 *	libnvdimm arranges them. The response is written into it. Memory of the driver: user space
 *	cannot change it meanwhile
 * @size: bytes of @buffer; checked before anything behind the package is read
 *
 * Return: 0, or the errno of the ioctl (wire.md 2, rule 9): -EINVAL, -ENOTTY, -ENOMEM, -ENXIO,
 * -EINTR.
 */
int ocxlpmem_device_handle_call(struct ocxlpmem_device *device,
				const struct ocxlpmem_caller *caller, void *buffer, size_t size);

/**
 * ocxlpmem_device_read_fw_version() - version of the running firmware (wire.md 5)
 * @device: the caller holds the card's lock
 * @version: receives 8 bytes in memory order, not terminated, not necessarily printable
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_device_read_fw_version(struct ocxlpmem_device *device, char version[8]);

/* Health of a card: register CHI, restarts of the controller. */

/*
 * Bits of CHI that are enabled to interrupt. The driver that was posted in 2020 enabled the first
 * four; a card that interrupts for CRDY and MA too saves the driver some polling.
 */
#define OCXL_CHI_INTERRUPTS \
	(OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CFFS | OCXL_CHI_CHFS | OCXL_CHI_CRDY | OCXL_CHI_MA)

/**
 * ocxlpmem_device_enable_interrupts() - set the targets of interrupts, then enable these
 * @device: the caller holds the card's lock
 *
 * Return: 0, or the error of the transport or of the host.
 */
int ocxlpmem_device_enable_interrupts(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_refresh_health() - read CHI, and wake pollers if anything changed
 * @device: the caller holds the card's lock; not in atomic context
 *
 * After a restart of the controller, requests, a requested dump and a firmware update count as
 * lost. A card that was gone, or has forgotten all interrupt enables, counts as restarted.
 *
 * Return: 0, -ENXIO if CHI reads as all ones (the card is gone), or the error of the transport.
 */
int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_update_events() - wake pollers if anything changed
 * @device: call this after a change of a member that a word of "flags" or an event depends on
 */
void ocxlpmem_device_update_events(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_format_flags() - text of the sysfs file "flags" (wire.md 5)
 * @device: the caller holds the card's lock
 * @text: receives the words and a newline, terminated
 * @size: bytes of @text; OCXL_FLAGS_TEXT_SIZE is enough
 *
 * Reads CHI; sends no command. For a card that is gone, the words are "gone" and the kept ones.
 *
 * Return: bytes written without the NUL, or the error of the transport.
 */
int ocxlpmem_device_format_flags(struct ocxlpmem_device *device, char *text, size_t size);

/**
 * ocxlpmem_device_next_check_ns() - when a word of "flags" changes because time passes
 * @device: the caller holds the card's lock
 *
 * Call ocxlpmem_device_refresh_health() at that time, or a little later. The time can change with
 * each access to the card.
 *
 * Return: a time of the transport's now_ns(), perhaps in the past; OCXL_NEVER.
 */
u64 ocxlpmem_device_next_check_ns(const struct ocxlpmem_device *device);

/* A package in ND_CMD_VENDOR (wire.md 1). */

/**
 * ocxlpmem_device_handle_vendor() - serve one package of ND_CMD_VENDOR (wire.md 1)
 * @device: the caller holds the card's lock
 * @caller: the sender
 * @buffer: struct nd_cmd_vendor_hdr, its input, struct nd_cmd_vendor_tail, its output, as
 *	libnvdimm arranges them
 * @size: bytes of @buffer
 *
 * Return: as ocxlpmem_device_handle_call(); -ENOTTY also for another opcode.
 */
int ocxlpmem_device_handle_vendor(struct ocxlpmem_device *device,
				  const struct ocxlpmem_caller *caller, void *buffer, size_t size);

/*
 * Near-storage secure erase. It has a mailbox of its own, which is polled
 * (controller.md 4.9).
 */

/**
 * struct ocxlpmem_erase - the erase of one card; zeroed at first
 * @running: an erase was started and is not known to have ended
 * @last_id: id of the last request; 0 is never used
 * @response_block: offset in MMIO of the 64-byte response block
 * @since_ns: when the erase was started
 * @restarts: ocxlpmem_device.restarts when the erase was started
 */
struct ocxlpmem_erase {
	bool running;
	u16 last_id;
	u32 response_block;
	u64 since_ns;
	u32 restarts;
};

/**
 * struct ocxlpmem_erase_result - result of an erase
 * @status: OCXLPMEM_STATUS_*
 * @pages_erased: accessible pages that were erased
 * @pages: accessible pages that the card tried to erase
 * @defective_erased: defective pages that were erased
 * @defective: defective pages that the card tried to erase
 */
struct ocxlpmem_erase_result {
	u8 status;
	u64 pages_erased;
	u64 pages;
	u64 defective_erased;
	u64 defective;
};

/**
 * ocxlpmem_erase_start() - start to erase all memory of the card
 * @device: the caller holds the card's lock
 * @erase: erase of that device
 * @status: receives OK if the erase runs; BLOCKED if one runs already; NOT_READY, FATAL; or
 *	BAD_RESPONSE if the offsets of the request and response block are invalid
 *
 * Return: 0 with @status set, or the error of the transport.
 */
int ocxlpmem_erase_start(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u8 *status);

/**
 * ocxlpmem_erase_poll() - has the erase ended
 * @device: the caller holds the card's lock; device->erase_failed is set when the erase ends
 * @erase: running
 * @result: filled when the erase has ended
 *
 * An erase that takes more than 24 hours fails with OCXLPMEM_STATUS_TIMEOUT; one during which the
 * controller fails fatally or restarts, without an answer, with OCXLPMEM_STATUS_FAILED.
 *
 * Return: 0 if the erase has ended, -EBUSY while it runs, or the error of the transport, with
 * which the erase has failed. erase->running stays true with -EBUSY only.
 */
int ocxlpmem_erase_poll(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			struct ocxlpmem_erase_result *result);

/*
 * Evidence for the open questions of controller.md 7: the registers of a card, and accesses of a
 * heartbeat. The program ocxl-first-contact compares this text with the decisions.
 */

/* enough for the longest text, with its terminating NUL */
#define OCXL_FIRST_CONTACT_SIZE 16384

/**
 * ocxlpmem_first_contact_write() - read the registers of a card, send a heartbeat, read them again
 * @device: the caller holds the card's lock
 * @text: receives the lines
 * @size: bytes of @text
 *
 * Writes nothing but the heartbeat, and the acknowledgment of its answer, to the card. Each line is
 * one of
 *
 *	before NAME VALUE		a register or a word of a block before the heartbeat
 *	write NANOSECONDS OFFSET VALUE	a write of the heartbeat
 *	read NANOSECONDS OFFSET VALUE	a read
 *	status NANOSECONDS CHI HCI	CHI, and HCI right after it; only when one has
 *					changed, and after a write
 *	heartbeat ERRNO STATUS		its end: 0 or a negative errno, and the wire status
 *	after NAME VALUE		as "before"
 *
 * A register that cannot be read is omitted. The targets of interrupts, which are addresses of the
 * kernel, are not in the text.
 *
 * Return: bytes written, without the NUL.
 */
size_t ocxlpmem_first_contact_write(struct ocxlpmem_device *device, char *text, size_t size);

#endif /* OCXL_CORE_DEVICE_H */
