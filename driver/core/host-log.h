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
 *
 * At most 10 lines in 5 s; entries that set one have no limit and do not count.
 */
void ocxlpmem_log_entry(struct ocxlpmem_device *device, const struct ocxlpmem_error_log_rsp *entry,
			u64 kept);

/**
 * ocxlpmem_log_omitted() - write how many lines were left out, when it is time
 * @device: the caller holds the card's lock
 * @at_once: the driver is being unbound: do not wait for the end of the interval
 */
void ocxlpmem_log_omitted(struct ocxlpmem_device *device, bool at_once);

/**
 * ocxlpmem_log_omitted_ns() - when to call ocxlpmem_log_omitted()
 * @device: the caller holds the card's lock
 *
 * Return: a time of the transport's now_ns(), perhaps in the past; OCXL_NEVER if nothing was left
 * out.
 */
u64 ocxlpmem_log_omitted_ns(const struct ocxlpmem_device *device);

/**
 * ocxlpmem_log_cleared() - write a line about kept conditions that an administrator cleared
 * @device: the caller holds the card's lock
 * @uid: the administrator
 * @kept: OCXLPMEM_KEPT_* that were set
 */
void ocxlpmem_log_cleared(struct ocxlpmem_device *device, u32 uid, u64 kept);

#endif /* OCXL_CORE_HOST_LOG_H */
