/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts and events of a card, and waking the pollers of file "flags". */
#ifndef OCXLPMEM_EVENTS_H
#define OCXLPMEM_EVENTS_H

#include "ocxlpmem.h"

/** ocxlpmem_events_init() - initialise texts and work */
void ocxlpmem_events_init(struct ocxlpmem *pmem);

/** ocxlpmem_events_attach() - find the name of a new DIMM and its file "flags" */
void ocxlpmem_events_attach(struct ocxlpmem *pmem);

/** ocxlpmem_events_detach() - before the DIMM and its files are deleted */
void ocxlpmem_events_detach(struct ocxlpmem *pmem);

/** ocxlpmem_events_interrupt() - the card has set a bit of CHI; any context */
void ocxlpmem_events_interrupt(struct ocxlpmem *pmem);

/**
 * ocxlpmem_events_changed() - update the texts and wake pollers
 * @pmem: struct ocxlpmem; the card's lock is held
 *
 * Operation changed of struct ocxlpmem_device_host.
 */
void ocxlpmem_events_changed(void *pmem);

#endif /* OCXLPMEM_EVENTS_H */
