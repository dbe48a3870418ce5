/* SPDX-License-Identifier: GPL-2.0-only */
/* Error-log entries by type, and the conditions that they set; private to core. */
#ifndef OCXL_CORE_SERVICE_EVENTS_H
#define OCXL_CORE_SERVICE_EVENTS_H

#include "device-state.h"

/**
 * ocxlpmem_kept_conditions_add_entry() - count an entry that was read from the card
 * @device: the caller holds the card's lock
 * @entry: the entry
 *
 * Keeps what the entry says, reports it to the host, and wakes pollers if a word of "flags" is
 * new. Call it once for each entry.
 */
void ocxlpmem_kept_conditions_add_entry(struct ocxlpmem_device *device,
					const struct ocxlpmem_error_log_rsp *entry);

#endif /* OCXL_CORE_SERVICE_EVENTS_H */
