/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts and events of a card, and waking the pollers of file "flags". */
#ifndef OCXLPMEM_NOTIFY_H
#define OCXLPMEM_NOTIFY_H

#include "pmem.h"

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

#endif /* OCXLPMEM_NOTIFY_H */
