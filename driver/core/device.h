/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One card as the driver sees it: mailbox, held error-log entries, events, and
 * the table of wire commands. Freestanding: the kernel module, the emulator,
 * the unit tests and the fuzzers compile the same sources.
 */
#ifndef OCXL_CORE_DEVICE_H
#define OCXL_CORE_DEVICE_H

#include "mailbox.h"
#include <linux/ndctl.h>
#include <nvdimm/ocxlpmem.h>

/* wire.md 4.2: the driver holds so many unacknowledged entries a card */
#define OCXL_RETAINED_MAX 64

/**
 * struct ocxlpmem_retained_entry - one error-log entry that nobody acknowledged yet
 * @entry: as it goes over the wire; entry.cursor names it
 * @data: entry.data_length bytes, from the host's allocate(); NULL when there are none
 */
struct ocxlpmem_retained_entry {
	struct ocxl_error_log_rsp entry;
	u8 *data;
};

/**
 * struct ocxlpmem_firmware_update - the driver's side of a firmware update (wire.md 4.12 to 4.15)
 * @context: of the update that runs or ran last; 0: there was none
 * @last_context: the last that was given away
 * @running: it has begun and not ended
 * @state: OCXL_FW_STATE_*
 * @card_status: OCXL_STATUS_* of the last piece
 * @sent: bytes that the card took
 */
struct ocxlpmem_firmware_update {
	u32 context;
	u32 last_context;
	bool running;
	u8 state;
	u8 card_status;
	u64 sent;
};

/**
 * struct ocxlpmem_device_host - what a device needs of the place where it lives
 * @context: handed to every operation
 * @allocate: memory of that many bytes or NULL; may sleep
 * @release: give it back; NULL is allowed
 * @changed: what the sysfs file "flags" says may have changed: wake its
 *	pollers. Called with the card's lock held; may be NULL
 * @region_bound: is the card's region enabled, so that somebody may use its memory.
 *	Called with the card's lock held; NULL where there are no regions
 */
struct ocxlpmem_device_host {
	void *context;
	void *(*allocate)(void *context, size_t size);
	void (*release)(void *context, void *memory);
	void (*changed)(void *context);
	bool (*region_bound)(void *context);
};

/**
 * struct ocxlpmem_device_setup - facts about a card that its registers do not tell
 * @serial: serial number
 * @capacity: bytes of the region, labels not counted
 * @generation: a number that differs from one binding of the driver to the next;
 *	cursors of another life are recognised by it
 * @emulated: the card is an emulated one
 */
struct ocxlpmem_device_setup {
	u64 serial;
	u64 capacity;
	u32 generation;
	bool emulated;
};

/**
 * struct ocxlpmem_device - one card; the caller serialises every call for it
 * @transport: how to reach the card
 * @host: memory and notification
 * @setup: facts
 * @mailbox: the admin mailbox; @mailbox_ready says whether it was set up, which
 *	needs CRDY once
 * @cmd_mask: wire commands that this driver has for this card
 * @retained: held entries, oldest first
 * @retained_count: how many
 * @next_cursor: of the next entry that the card gives
 * @spare_buffer: room for the data of the next entry, taken before the card is asked
 *	for it, because the card forgets what it gave; NULL until the first one
 * @health: register CHI as last seen
 * @raised: event bits as last seen, the card's own state: what @event_count counts
 * @pending: what wire command EVENTS says is so: @raised, and error_log also
 *	while entries are held, since evidence waits for somebody then
 * @flag_words: words of the file "flags" as last told to pollers
 * @event_count: wire.md 4.17
 * @smart_failing: a SMART attribute was failing when one was last relayed
 * @erase_failed: wire.md 5
 * @gone: the card did not answer when it was looked at last
 * @restarts: how often the controller was seen to be ready no more
 * @firmware: the update that runs or ran last
 * @dump_asked: a dump was asked for and is not released: it is there when the card has
 *	ended HCI.CD, whether or not CDA says so; a restart of the controller forgets it
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
	u64 event_count[OCXL_EVENT_COUNT];
	bool smart_failing;
	bool erase_failed;
	bool gone;
	u32 restarts;
	struct ocxlpmem_firmware_update firmware;
	bool dump_asked;
};

/**
 * struct ocxlpmem_caller - who asks
 * @admin: known to have CAP_SYS_ADMIN
 * @is_admin: unless @admin: has it? Called only for a command that needs it, because the
 *	question leaves traces (audit). NULL: does not
 * @context: handed to @is_admin
 */
struct ocxlpmem_caller {
	bool admin;
	bool (*is_admin)(void *context);
	void *context;
};

/**
 * ocxlpmem_device_init() - make a device of a card; never waits for the card
 * @device: filled
 * @transport: stays the caller's, must outlive @device
 * @host: stays the caller's, must outlive @device
 * @setup: copied
 *
 * Return: 0 or the transport's error.
 */
int ocxlpmem_device_init(struct ocxlpmem_device *device, const struct ocxlpmem_transport *transport,
			 const struct ocxlpmem_device_host *host,
			 const struct ocxlpmem_device_setup *setup);

/**
 * ocxlpmem_device_destroy() - release what is held
 * @device: no call for it is running
 */
void ocxlpmem_device_destroy(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_set_timeout() - allow an opcode of the card another time
 * @device: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*; others are ignored
 * @milliseconds: 0 for the default of controller.md 3.2
 */
void ocxlpmem_device_set_timeout(struct ocxlpmem_device *device, u8 opcode, u32 milliseconds);

/**
 * ocxlpmem_device_handle_call() - answer one package (wire.md 1 to 4)
 * @device: the caller holds the card's lock
 * @caller: who asks
 * @buffer: package, then nd_size_in bytes of input, then nd_size_out bytes of
 *	room, as libnvdimm lays them out; the answer is written into it. In the
 *	driver's own memory: user space cannot change it meanwhile
 * @size: bytes of @buffer; compared before anything behind it is read
 *
 * Return: 0, or the errno of the ioctl (wire.md 2, rule 9): -EINVAL, -ENOTTY,
 * -ENOMEM, -ENXIO, -EINTR.
 */
int ocxlpmem_device_handle_call(struct ocxlpmem_device *device,
				const struct ocxlpmem_caller *caller, void *buffer, size_t size);

/**
 * ocxlpmem_device_handle_vendor() - the same inside ND_CMD_VENDOR (wire.md 1)
 * @device: the caller holds the card's lock
 * @caller: who asks
 * @buffer: struct nd_cmd_vendor_hdr, its input, struct nd_cmd_vendor_tail, its
 *	output, as libnvdimm lays them out
 * @size: bytes of @buffer
 *
 * Return: as ocxlpmem_device_handle_call(); -ENOTTY also for another opcode.
 */
int ocxlpmem_device_handle_vendor(struct ocxlpmem_device *device,
				  const struct ocxlpmem_caller *caller, void *buffer, size_t size);

/**
 * ocxlpmem_device_refresh_health() - look at CHI, count what began, tell pollers
 * @device: the caller holds the card's lock; not in atomic context
 *
 * Return: 0, -ENXIO when the card reads as all ones (it is gone), or the
 * transport's error.
 */
int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_format_flags() - text of the sysfs file "flags" (wire.md 5)
 * @device: the caller holds the card's lock
 * @text: receives the words and a newline, terminated
 * @size: bytes of @text, 128 suffice
 *
 * Sends no command. Return: bytes written without the NUL, or the transport's error.
 */
int ocxlpmem_device_format_flags(struct ocxlpmem_device *device, char *text, size_t size);

/**
 * ocxlpmem_device_read_fw_version() - the running firmware, printable or not (wire.md 5)
 * @device: the caller holds the card's lock
 * @version: 8 bytes, memory order, not terminated
 *
 * Return: 0 or the transport's error.
 */
int ocxlpmem_device_read_fw_version(struct ocxlpmem_device *device, char version[8]);

#endif /* OCXL_CORE_DEVICE_H */
