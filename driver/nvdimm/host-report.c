// SPDX-License-Identifier: GPL-2.0-only
/* What the host learns about a card: trace events, and lines in the kernel log. */
#include <linux/device.h>
#include <linux/lockdep.h>
#include "internal.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

void ocxlpmem_trace_entry(void *context, const struct ocxlpmem_error_log_rsp *entry)
{
	const struct ocxlpmem *pmem = context;

	lockdep_assert_held(&pmem->lock);
	trace_ocxlpmem_error_log(pmem, entry);
}

#define EVENT_NAME(event, name)		     [event] = #name,
#define OPCODE_NAME(number, NAME, name, ...) [number] = (name),

void ocxlpmem_trace_event(void *context, u32 event, u64 count)
{
	static const char *const traced_events[OCXLPMEM_EVENT_COUNT] = { OCXLPMEM_EVENTS(
		EVENT_NAME) };
	const struct ocxlpmem *pmem = context;

	lockdep_assert_held(&pmem->lock);
	trace_ocxlpmem_event(pmem, traced_events[event] ? traced_events[event] : "", count);
}

void ocxlpmem_trace_transaction(void *context, const struct ocxlpmem_transaction *transaction)
{
	static const char *const traced_opcodes[OCXL_OPCODE_COUNT] = { OCXL_OPCODES(OPCODE_NAME) };
	const char *name =
		transaction->opcode < OCXL_OPCODE_COUNT ? traced_opcodes[transaction->opcode] : "";
	const struct ocxlpmem *pmem = context;

	lockdep_assert_held(&pmem->lock);
	trace_ocxlpmem_mailbox(pmem, name, transaction);
}

void ocxlpmem_write_log(void *context, bool is_warning, const char *text)
{
	const struct ocxlpmem *pmem = context;

	lockdep_assert_held(&pmem->lock);
	if (is_warning)
		dev_warn(pmem->dev, "%s: %s\n", pmem->dimm_name, text);
	else
		dev_notice_ratelimited(pmem->dev, "%s: %s\n", pmem->dimm_name, text);
}
