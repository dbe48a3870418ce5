/* SPDX-License-Identifier: GPL-2.0-only */
/* What the host learns about error-log entries: a trace event, and lines in the kernel log. */
#ifndef OCXLPMEM_ENTRY_REPORT_H
#define OCXLPMEM_ENTRY_REPORT_H

#include "ocxlpmem.h"

/**
 * ocxlpmem_trace_entry() - record an entry as trace event ocxlpmem_error_log
 * @pmem: struct ocxlpmem; the card's lock is held
 * @entry: the entry
 *
 * Operation entry_taken of struct ocxlpmem_device_host.
 */
void ocxlpmem_trace_entry(void *pmem, const struct ocxl_error_log_rsp *entry);

/**
 * ocxlpmem_write_log() - write a line into the kernel log
 * @pmem: struct ocxlpmem; the card's lock is held
 * @is_warning: level warning, else notice
 * @text: the line, without the name of the DIMM
 *
 * Operation log of struct ocxlpmem_device_host.
 */
void ocxlpmem_write_log(void *pmem, bool is_warning, const char *text);

#endif /* OCXLPMEM_ENTRY_REPORT_H */
