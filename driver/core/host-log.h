/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines about a card for the log of the host; private to core (wire.md 4.2 and 4.19). */
#ifndef OCXL_CORE_HOST_LOG_H
#define OCXL_CORE_HOST_LOG_H

#include "device-state.h"

/**
 * ocxlpmem_log_entry() - write a line about an error-log entry that was read from the card
 * @device: the caller holds the card's lock
 * @entry: the entry
 * @kept: OCXLPMEM_KEPT_* that it sets
 */
void ocxlpmem_log_entry(struct ocxlpmem_device *device, const struct ocxlpmem_error_log_rsp *entry,
			u64 kept);

/**
 * ocxlpmem_log_cleared() - write a line about kept conditions that an administrator cleared
 * @device: the caller holds the card's lock
 * @uid: the administrator
 * @kept: OCXLPMEM_KEPT_* that were set
 */
void ocxlpmem_log_cleared(struct ocxlpmem_device *device, u32 uid, u64 kept);

#endif /* OCXL_CORE_HOST_LOG_H */
