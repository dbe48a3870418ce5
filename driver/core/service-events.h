/* SPDX-License-Identifier: GPL-2.0-only */
/* Error-log entries by type, and the conditions that they latch; private to core. */
#ifndef OCXL_CORE_LATCHES_H
#define OCXL_CORE_LATCHES_H

#include "device-state.h"

/**
 * ocxlpmem_latches_add_entry() - count an entry that was taken from the card
 * @device: the caller holds the card's lock
 * @entry: the entry
 *
 * Latches what the entry says, reports it to the host, and wakes pollers if a word of "flags" is
 * new. Call it once for each entry.
 */
void ocxlpmem_latches_add_entry(struct ocxlpmem_device *device,
				const struct ocxlpmem_error_log_rsp *entry);

#endif /* OCXL_CORE_LATCHES_H */
