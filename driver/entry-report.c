// SPDX-License-Identifier: GPL-2.0-only
/* What the host learns about error-log entries: a trace event, and lines in the kernel log. */
#include <linux/device.h>
#include "entry-report.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

void ocxlpmem_trace_entry(void *context, const struct ocxl_error_log_rsp *entry)
{
	const struct ocxlpmem *pmem = context;

	trace_ocxlpmem_error_log(pmem, entry);
}

void ocxlpmem_write_log(void *context, bool is_warning, const char *text)
{
	const struct ocxlpmem *pmem = context;

	if (is_warning)
		dev_warn(pmem->dev, "%s: %s\n", pmem->dimm_name, text);
	else
		dev_notice(pmem->dev, "%s: %s\n", pmem->dimm_name, text);
}
