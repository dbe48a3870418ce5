/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that the parts of nvdimm/ have for each other; private to nvdimm/. */
#ifndef OCXLPMEM_PARTS_H
#define OCXLPMEM_PARTS_H

#include "pmem.h"

/* Brings a card up: CRDY, a heartbeat, MA, then the region. */

/** ocxlpmem_card_start_init() - initialise the work; ocxlpmem_kick_start() begins */
void ocxlpmem_card_start_init(struct ocxlpmem *pmem);

/* The DIMM and the region of a card are registered anew after an erase. */

/** ocxlpmem_renew_init() - initialise the work */
void ocxlpmem_renew_init(struct ocxlpmem *pmem);

/* The DIMM that libnvdimm gets. */

/** ocxlpmem_dimm_create() - register the DIMM; 0 or -ENOMEM */
int ocxlpmem_dimm_create(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_delete() - unregister the DIMM; ioctls may still refer to it */
void ocxlpmem_dimm_delete(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_is_gone() - does nobody refer to the deleted DIMM, or is there none */
bool ocxlpmem_dimm_is_gone(struct ocxlpmem *pmem);

/**
 * ocxlpmem_dimm_destroy() - unregister the DIMM, and wait for its ioctls; does nothing without one
 * @pmem: its device may be locked
 *
 * Return: 0; -ESHUTDOWN if the system ends before the ioctls.
 */
int ocxlpmem_dimm_destroy(struct ocxlpmem *pmem);

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

/** ocxlpmem_notify_deleted() - the files are deleted: wake pollers, who then find out */
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

/* erase of a card */
extern const struct nvdimm_security_ops ocxlpmem_security_ops;

#endif /* OCXLPMEM_PARTS_H */
