/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions of the files of nvdimm/ for each other. */
#ifndef OCXLPMEM_INTERNAL_H
#define OCXLPMEM_INTERNAL_H

#include "pmem.h"

/* Access to a card, and the connection to its controller. */

/** ocxlpmem_access_init() - initialise lock, transport and work */
void ocxlpmem_access_init(struct ocxlpmem *pmem);

/**
 * ocxlpmem_connection_open() - start to use the controller
 * @pmem: has its controller
 *
 * Return: 0, or the error of the card. ocxlpmem_connection_close() has to follow in both cases.
 */
int ocxlpmem_connection_open(struct ocxlpmem *pmem);

/** ocxlpmem_connection_close() - disable the interrupts of the card, and stop to use it */
void ocxlpmem_connection_close(struct ocxlpmem *pmem);

/* The region of a DIMM. */

/* pause between two checks of a region that is in use */
#define OCXL_BUSY_PAUSE_MS 100

/** ocxlpmem_region_init() - initialise locks */
void ocxlpmem_region_init(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_is_bound() - is the region enabled, or a part of its memory System RAM
 * @pmem: struct ocxlpmem, locked
 *
 * Operation region_bound of struct ocxlpmem_device_host.
 */
bool ocxlpmem_region_is_bound(void *pmem);

/** ocxlpmem_region_close_when_idle() - wait until the region is not in use, then close it */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem);

/* While a region is claimed, none of its namespaces can be enabled. */

/** ocxlpmem_guard_init() - initialise lock and list */
void ocxlpmem_guard_init(struct ocxlpmem *pmem);

/** ocxlpmem_guard_begin() - begin to watch drivers on the new bus; 0 or -errno */
int ocxlpmem_guard_begin(struct ocxlpmem *pmem);

/** ocxlpmem_guard_end() - the reverse of ocxlpmem_guard_begin(); the bus exists */
void ocxlpmem_guard_end(struct ocxlpmem *pmem);

/**
 * ocxlpmem_guard_close() - no driver begins to enable a namespace from now on
 * @pmem: with region_lock held. Those that have begun continue
 */
void ocxlpmem_guard_close(struct ocxlpmem *pmem);

/**
 * ocxlpmem_guard_is_settled() - have all drivers ended that began to enable or disable a namespace
 * @pmem: its region is registered, and closed
 */
bool ocxlpmem_guard_is_settled(struct ocxlpmem *pmem);

/** ocxlpmem_guard_open() - the reverse of ocxlpmem_guard_close(); may be called again */
void ocxlpmem_guard_open(struct ocxlpmem *pmem);

/** ocxlpmem_guard_pin_module() - keep this module loaded, or no longer */
void ocxlpmem_guard_pin_module(struct ocxlpmem *pmem, bool pin);

/* Erase of a card. */

extern const struct nvdimm_security_ops ocxlpmem_security_ops;

/** ocxlpmem_security_init() - initialise the work */
void ocxlpmem_security_init(struct ocxlpmem *pmem);

/** ocxlpmem_security_stop() - stop checking whether an erase has ended */
void ocxlpmem_security_stop(struct ocxlpmem *pmem);

/* Uncorrectable memory errors, which machine checks report. */

/** ocxlpmem_machine_checks_attach() - report machine checks in this memory to its bus */
void ocxlpmem_machine_checks_attach(struct ocxlpmem *pmem);

/**
 * ocxlpmem_machine_checks_detach() - the reverse of ocxlpmem_machine_checks_attach()
 * @pmem: attached; its bus exists. Waits for a report
 */
void ocxlpmem_machine_checks_detach(struct ocxlpmem *pmem);

/* Brings a card up: CRDY, a heartbeat, MA, then the region. */

/** ocxlpmem_card_start_init() - initialise the work; ocxlpmem_kick_start() begins */
void ocxlpmem_card_start_init(struct ocxlpmem *pmem);

/* The DIMM and the region of a card are registered anew after an erase. */

/** ocxlpmem_renew_init() - initialise the work */
void ocxlpmem_renew_init(struct ocxlpmem *pmem);

/* The DIMM that libnvdimm gets. */

/** ocxlpmem_dimm_init() - no DIMM yet */
void ocxlpmem_dimm_init(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_create() - register the DIMM; 0 or -ENOMEM */
int ocxlpmem_dimm_create(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_delete() - unregister the DIMM; ioctls may still refer to it */
void ocxlpmem_dimm_delete(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_is_gone() - is there no deleted DIMM to which references exist */
bool ocxlpmem_dimm_is_gone(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_destroy() - unregister the DIMM, if there is one, and wait for its ioctls */
void ocxlpmem_dimm_destroy(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_attach() - let libnvdimm read the labels, which it could not read at first */
void ocxlpmem_dimm_attach(struct ocxlpmem *pmem);

/* The label area. */

/** ocxlpmem_labels_map() - claim and map the label area; 0, -EBUSY or -ENOMEM */
int ocxlpmem_labels_map(struct ocxlpmem *pmem);

/** ocxlpmem_labels_unmap() - the reverse of ocxlpmem_labels_map() */
void ocxlpmem_labels_unmap(struct ocxlpmem *pmem);

/* Interrupts and events of a card, and waking the pollers of file "flags". */

/** ocxlpmem_notify_init() - initialise texts and work */
void ocxlpmem_notify_init(struct ocxlpmem *pmem);

/** ocxlpmem_notify_attach() - find the name of a new DIMM and its file "flags" */
void ocxlpmem_notify_attach(struct ocxlpmem *pmem);

/** ocxlpmem_notify_detach() - before the DIMM and its files are deleted */
void ocxlpmem_notify_detach(struct ocxlpmem *pmem);

/** ocxlpmem_notify_deleted() - wake pollers of deleted files: their next read fails */
void ocxlpmem_notify_deleted(struct ocxlpmem *pmem);

/** ocxlpmem_notify_interrupt() - the card has set a bit of CHI; any context */
void ocxlpmem_notify_interrupt(struct ocxlpmem *pmem);

/**
 * ocxlpmem_notify_changed() - update the texts and wake pollers
 * @pmem: struct ocxlpmem, locked
 *
 * Operation changed of struct ocxlpmem_device_host.
 */
void ocxlpmem_notify_changed(void *pmem);

/* What the host learns about a card: trace events, and lines in the kernel log. */

/**
 * ocxlpmem_trace_entry() - record an entry as trace event ocxlpmem_error_log
 * @pmem: struct ocxlpmem, locked
 * @entry: the entry
 *
 * Operation entry_was_read of struct ocxlpmem_device_host.
 */
void ocxlpmem_trace_entry(void *pmem, const struct ocxlpmem_error_log_rsp *entry);

/**
 * ocxlpmem_trace_event() - record an event of the card as trace event ocxlpmem_event
 * @pmem: struct ocxlpmem, locked
 * @event: OCXLPMEM_EVENT_*
 * @count: how often it has occurred
 *
 * Operation event_raised of struct ocxlpmem_device_host.
 */
void ocxlpmem_trace_event(void *pmem, u32 event, u64 count);

/**
 * ocxlpmem_trace_transaction() - record a request to the card as trace event ocxlpmem_mailbox
 * @pmem: struct ocxlpmem, locked
 * @transaction: the request
 *
 * Operation transaction_ended of struct ocxlpmem_device_host.
 */
void ocxlpmem_trace_transaction(void *pmem, const struct ocxlpmem_transaction *transaction);

/**
 * ocxlpmem_write_log() - write a line into the kernel log
 * @pmem: struct ocxlpmem, locked
 * @is_warning: level warning, else notice, of which the kernel lets 10 through in 5 s
 * @text: the line, without the name of the DIMM
 *
 * Operation log of struct ocxlpmem_device_host.
 */
void ocxlpmem_write_log(void *pmem, bool is_warning, const char *text);

/* The ioctls of /dev/nmemX, as libnvdimm passes them on. */

/**
 * ocxlpmem_handle_ioctl() - operation ndctl of struct nvdimm_bus_descriptor
 * @descriptor: of struct ocxlpmem
 * @dimm: NULL for commands of the bus, which only the kernel sends
 * @command: ND_CMD_*
 * @buffer: copy of the caller's memory; the response is written into it
 * @size: bytes of @buffer
 * @command_rc: receives the result for callers inside of the kernel; may be NULL
 *
 * Return: 0 or the errno of the ioctl.
 */
int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc);

/* files in the directory of a DIMM (wire.md 5) */
extern const struct attribute_group *ocxlpmem_dimm_groups[];

#endif /* OCXLPMEM_INTERNAL_H */
