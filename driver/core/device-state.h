/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * State of one card as the driver sees it: mailbox, retained error-log entries, events, firmware
 * update.
 */
#ifndef OCXL_CORE_DEVICE_STATE_H
#define OCXL_CORE_DEVICE_STATE_H

#include "mailbox.h"
#include <nvdimm/ocxlpmem.h>

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
 *	card nor a newline; @is_warning: somebody has to act; others may be left out. Called with the
 *	card's lock held. May be NULL
 * @set_targets: tell the card where its interrupts go, before the first of them is enabled, and again
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

#endif /* OCXL_CORE_DEVICE_STATE_H */
