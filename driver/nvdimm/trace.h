/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace events of a card: ocxlpmem_error_log, an error-log entry that the driver has read
 * (wire.md 4.2); ocxlpmem_event, an event (4.17); ocxlpmem_mailbox, a request
 * (controller.md 3).
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ocxlpmem

#if !defined(OCXLPMEM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define OCXLPMEM_TRACE_H

#include <linux/tracepoint.h>
#include <nvdimm/ocxlpmem.h>
#include "pmem.h"

/* bytes of the name of an event or an opcode, with its terminating NUL */
#define OCXL_TRACE_NAME_SIZE 24

/* clang-format off */
/* the fields of struct ocxlpmem_error_log_rsp, after the name and the serial number of the DIMM */
TRACE_EVENT(ocxlpmem_error_log,
	TP_PROTO(const struct ocxlpmem *pmem, const struct ocxlpmem_error_log_rsp *taken),
	TP_ARGS(pmem, taken),
	TP_STRUCT__entry(
		__array(char, dimm, OCXL_DIMM_NAME_SIZE)
		__field(u64, serial)
		__field(u64, cursor)
		__field(u32, log_id)
		__field(u32, reference_code)
		__field(u32, action_flags)
		__field(u32, power_on_seconds)
		__field(u64, card_timestamp)
		__field(u64, wwid0)
		__field(u64, wwid1)
		__array(u8, fw_version, 8)
		__field(u8, error_log_type)
		__field(u32, data_length)
	),
	TP_fast_assign(
		memcpy(__entry->dimm, pmem->dimm_name, sizeof(__entry->dimm));
		__entry->serial = pmem->serial;
		__entry->cursor = taken->cursor;
		__entry->log_id = taken->log_id;
		__entry->reference_code = taken->reference_code;
		__entry->action_flags = taken->action_flags;
		__entry->power_on_seconds = taken->power_on_seconds;
		__entry->card_timestamp = taken->card_timestamp;
		__entry->wwid0 = taken->wwid[0];
		__entry->wwid1 = taken->wwid[1];
		memcpy(__entry->fw_version, taken->fw_version, sizeof(__entry->fw_version));
		__entry->error_log_type = taken->error_log_type;
		__entry->data_length = taken->data_length;
	),
	/* fw_version in hexadecimal: its bytes come from the card */
	TP_printk("dimm=%s serial=%llu cursor=0x%llx log_id=0x%08x error_log_type=%u reference_code=0x%08x action_flags=0x%06x power_on_seconds=%u card_timestamp=0x%llx wwid=%016llx%016llx fw_version=%s data_length=%u",
		__entry->dimm, __entry->serial, __entry->cursor, __entry->log_id,
		__entry->error_log_type, __entry->reference_code, __entry->action_flags,
		__entry->power_on_seconds, __entry->card_timestamp, __entry->wwid0, __entry->wwid1,
		__print_hex_str(__entry->fw_version, 8), __entry->data_length)
);

TRACE_EVENT(ocxlpmem_event,
	TP_PROTO(const struct ocxlpmem *pmem, const char *event, u64 count),
	TP_ARGS(pmem, event, count),
	TP_STRUCT__entry(
		__array(char, dimm, OCXL_DIMM_NAME_SIZE)
		__field(u64, serial)
		__array(char, event, OCXL_TRACE_NAME_SIZE)
		__field(u64, count)
		__field(u64, health)
	),
	TP_fast_assign(
		memcpy(__entry->dimm, pmem->dimm_name, sizeof(__entry->dimm));
		__entry->serial = pmem->serial;
		strscpy(__entry->event, event, sizeof(__entry->event));
		__entry->count = count;
		__entry->health = pmem->device.health;
	),
	TP_printk("dimm=%s serial=%llu event=%s count=%llu chi=0x%016llx",
		__entry->dimm, __entry->serial, __entry->event, __entry->count, __entry->health)
);

TRACE_EVENT(ocxlpmem_mailbox,
	TP_PROTO(const struct ocxlpmem *pmem, const char *opcode,
		 const struct ocxlpmem_transaction *transaction),
	TP_ARGS(pmem, opcode, transaction),
	TP_STRUCT__entry(
		__array(char, dimm, OCXL_DIMM_NAME_SIZE)
		__field(u64, serial)
		__array(char, opcode, OCXL_TRACE_NAME_SIZE)
		__field(u16, id)
		__field(u64, parameter)
		__field(int, rc)
		__field(u8, status)
		__field(u64, duration_ns)
	),
	TP_fast_assign(
		memcpy(__entry->dimm, pmem->dimm_name, sizeof(__entry->dimm));
		__entry->serial = pmem->serial;
		strscpy(__entry->opcode, opcode, sizeof(__entry->opcode));
		__entry->id = transaction->id;
		__entry->parameter = transaction->parameter;
		__entry->rc = transaction->rc;
		__entry->status = transaction->status;
		__entry->duration_ns = transaction->duration_ns;
	),
	TP_printk("dimm=%s serial=%llu opcode=%s id=%u parameter=0x%llx rc=%d status=0x%02x duration_ns=%llu",
		__entry->dimm, __entry->serial, __entry->opcode, __entry->id, __entry->parameter,
		__entry->rc, __entry->status, __entry->duration_ns)
);
/* clang-format on */

#endif /* OCXLPMEM_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
