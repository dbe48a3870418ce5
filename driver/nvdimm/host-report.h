/* SPDX-License-Identifier: GPL-2.0-only */
/* What the host learns about a card: trace events, and lines in the kernel log. */
#ifndef OCXLPMEM_HOST_REPORT_H
#define OCXLPMEM_HOST_REPORT_H

#include "pmem.h"

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

#endif /* OCXLPMEM_HOST_REPORT_H */
