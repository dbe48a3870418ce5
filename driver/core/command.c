// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of wire commands and the one place that obeys the rules for all of
 * them (Documentation/protocol/wire.md 2 and 3).
 */
#include "command.h"

/* needs CAP_SYS_ADMIN, whatever the node's permissions */
#define NEEDS_ADMIN	  OCXL_BIT(0)
/* answered from registers or memory: at any time, or the service opens the card itself */
#define WITHOUT_MAILBOX	  OCXL_BIT(1)
/* tried with its time-outs after a fatal failure */
#define TRIED_AFTER_FATAL OCXL_BIT(2)
/* emulated cards only */
#define EMULATED_ONLY	  OCXL_BIT(3)

/**
 * struct row - one wire command
 * @name: for messages
 * @request_size: bytes of its fixed request
 * @record_size: bytes of one record of its answer
 * @flags: above
 * @check: reserved fields and unknown flags; NULL when its request has none
 * @data: bytes of data that a checked request announces behind its fixed part; NULL: none
 * @service: NULL for a number that is no command
 */
struct row {
	const char *name;
	u32 request_size;
	u32 record_size;
	u64 flags;
	bool (*check)(const struct ocxlpmem_call *call);
	u64 (*data)(const struct ocxlpmem_call *call);
	int (*service)(struct ocxlpmem_call *call);
};

static const struct row rows[OCXL_CMD_MAX + 1] = {
	[OCXL_CMD_SMART] = {
		.name = "smart",
		.record_size = sizeof(struct ocxl_smart_attribute),
		.service = ocxlpmem_service_smart,
	},
	[OCXL_CMD_ERROR_LOG] = {
		.name = "error_log",
		.request_size = sizeof(struct ocxl_error_log_req),
		.record_size = sizeof(struct ocxl_error_log_rsp),
		.flags = WITHOUT_MAILBOX | TRIED_AFTER_FATAL,
		.check = ocxlpmem_check_error_log,
		.service = ocxlpmem_service_error_log,
	},
	[OCXL_CMD_HEARTBEAT] = {
		.name = "heartbeat",
		.service = ocxlpmem_service_heartbeat,
	},
	[OCXL_CMD_STATS] = {
		.name = "stats",
		.record_size = sizeof(struct ocxl_stats_rsp),
		.service = ocxlpmem_service_stats,
	},
	[OCXL_CMD_CAPABILITIES] = {
		.name = "capabilities",
		.record_size = sizeof(struct ocxl_capabilities_rsp),
		.flags = WITHOUT_MAILBOX,
		.service = ocxlpmem_service_capabilities,
	},
	[OCXL_CMD_REQUEST_HEALTH] = {
		.name = "request_health",
		.service = ocxlpmem_service_request_health,
	},
	[OCXL_CMD_DUMP_TAKE] = {
		.name = "dump_take",
		.request_size = sizeof(struct ocxl_dump_take_req),
		.record_size = sizeof(struct ocxl_dump_take_rsp),
		.flags = TRIED_AFTER_FATAL,
		.check = ocxlpmem_check_dump_take,
		.service = ocxlpmem_service_dump_take,
	},
	[OCXL_CMD_DUMP_READ] = {
		.name = "dump_read",
		.request_size = sizeof(struct ocxl_dump_read_req),
		.record_size = sizeof(struct ocxl_dump_read_rsp),
		.flags = TRIED_AFTER_FATAL,
		.check = ocxlpmem_check_dump_read,
		.service = ocxlpmem_service_dump_read,
	},
	[OCXL_CMD_DUMP_RELEASE] = {
		.name = "dump_release",
		.flags = TRIED_AFTER_FATAL,
		.service = ocxlpmem_service_dump_release,
	},
	[OCXL_CMD_FW_INFO] = {
		.name = "fw_info",
		.record_size = sizeof(struct ocxl_fw_info_rsp),
		.flags = WITHOUT_MAILBOX,
		.service = ocxlpmem_service_fw_info,
	},
	[OCXL_CMD_FW_START] = {
		.name = "fw_start",
		.record_size = sizeof(struct ocxl_fw_context),
		.flags = NEEDS_ADMIN,
		.service = ocxlpmem_service_fw_start,
	},
	[OCXL_CMD_FW_SEND] = {
		.name = "fw_send",
		.request_size = sizeof(struct ocxl_fw_send_req),
		.flags = NEEDS_ADMIN,
		.check = ocxlpmem_check_fw_send,
		.data = ocxlpmem_fw_send_data,
		.service = ocxlpmem_service_fw_send,
	},
	[OCXL_CMD_FW_FINISH] = {
		.name = "fw_finish",
		.request_size = sizeof(struct ocxl_fw_finish_req),
		.flags = NEEDS_ADMIN,
		.check = ocxlpmem_check_fw_finish,
		.service = ocxlpmem_service_fw_finish,
	},
	[OCXL_CMD_FW_QUERY] = {
		.name = "fw_query",
		.request_size = sizeof(struct ocxl_fw_context),
		.record_size = sizeof(struct ocxl_fw_query_rsp),
		.check = ocxlpmem_check_fw_query,
		.service = ocxlpmem_service_fw_query,
	},
	[OCXL_CMD_SHUTDOWN] = {
		.name = "shutdown",
		.flags = NEEDS_ADMIN,
		.service = ocxlpmem_service_shutdown,
	},
	[OCXL_CMD_EVENTS] = {
		.name = "events",
		.record_size = sizeof(struct ocxl_events_rsp),
		.flags = WITHOUT_MAILBOX,
		.service = ocxlpmem_service_events,
	},
	[OCXL_CMD_SMART_INJECT] = {
		.name = "smart_inject",
		.request_size = sizeof(struct ocxl_smart_inject_req),
		.flags = NEEDS_ADMIN | WITHOUT_MAILBOX | EMULATED_ONLY,
		.check = ocxlpmem_check_smart_inject,
		.service = ocxlpmem_service_smart_inject,
	},
};

static const struct row *find_row(u64 command)
{
	if (command > OCXL_CMD_MAX || !rows[command].service)
		return NULL;
	return &rows[command];
}

const char *ocxlpmem_command_name(u64 command)
{
	const struct row *row = find_row(command);

	return row ? row->name : NULL;
}

u64 ocxlpmem_command_mask(bool emulated)
{
	u64 mask = 0;
	u32 command;

	for (command = 0; command <= OCXL_CMD_MAX; command++) {
		if (rows[command].service && (emulated || !(rows[command].flags & EMULATED_ONLY)))
			mask |= OCXL_BIT(command);
	}
	return mask;
}

int ocxlpmem_call_prepare(struct ocxlpmem_call *call, bool after_fatal)
{
	struct ocxlpmem_device *device = call->device;
	bool fatal;
	int rc;

	rc = ocxlpmem_device_refresh_health(device);
	if (rc)
		return rc;
	fatal = (device->health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS)) != 0;
	if (fatal && !after_fatal)
		call->status = OCXL_STATUS_FATAL;
	else if (!fatal && !(device->health & OCXL_CHI_CRDY))
		call->status = OCXL_STATUS_NOT_READY;
	if (call->status != OCXL_STATUS_OK || device->mailbox_ready)
		return 0;
	rc = ocxlpmem_mailbox_init(&device->mailbox, device->transport);
	if (rc == -EIO)
		call->status = OCXL_STATUS_BAD_RESPONSE;
	device->mailbox_ready = rc == 0;
	return rc == -EIO ? 0 : rc;
}

int ocxlpmem_call_fetch_data(struct ocxlpmem_call *call, u8 opcode, u64 parameter, u16 identifier,
			     u64 *header)
{
	struct ocxlpmem_mailbox *mailbox = &call->device->mailbox;
	int rc;

	/* the controller may have gone since the call was opened, and its blocks with it */
	if (!call->device->mailbox_ready) {
		call->status = OCXL_STATUS_NOT_READY;
		return 0;
	}
	rc = ocxlpmem_mailbox_run(mailbox, opcode, parameter, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	rc = ocxlpmem_mailbox_read64(mailbox, 0, header);
	/* what could not be read is not said to have been: the next one who settles tries again */
	if (rc && rc != -EINVAL)
		return rc;
	if (rc || OCXL_DATA_IDENTIFIER(*header) != identifier) {
		call->status = OCXL_STATUS_BAD_RESPONSE;
		return ocxlpmem_call_acknowledge(call, 0);
	}
	return 0;
}

int ocxlpmem_call_acknowledge(struct ocxlpmem_call *call, int rc)
{
	int acknowledged = ocxlpmem_mailbox_acknowledge(&call->device->mailbox);

	return rc ? rc : acknowledged;
}

void ocxlpmem_call_add_record(struct ocxlpmem_call *call, const void *record)
{
	u32 size = call->record_size;

	if (call->written == call->needed && size <= call->room_size - call->written) {
		memcpy(call->room + call->written, record, size);
		call->written += size;
		call->count++;
	}
	call->needed += size;
}

void ocxlpmem_call_add_data(struct ocxlpmem_call *call, const void *bytes, u32 size)
{
	u32 part = min_t(u32, size, call->room_size - call->written);

	if (call->written == call->needed && part > 0) {
		memcpy(call->room + call->written, bytes, part);
		call->written += part;
	}
	call->needed += size;
}

static bool is_zero(const u8 *bytes, u32 size)
{
	u32 i;

	for (i = 0; i < size; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

/* wire.md 2, rules 3 and 4 */
static bool take_request(struct ocxlpmem_call *call, const struct row *row)
{
	u32 known = min_t(u32, call->input_size, row->request_size);
	u64 data;

	memset(call->request, 0, sizeof(call->request));
	if (known > 0)
		memcpy(call->request, call->input, known);
	if (row->check && !row->check(call))
		return false;
	data = row->data ? row->data(call) : 0;
	return data <= call->input_size - known &&
	       is_zero(call->input + known + data, call->input_size - known - (u32)data);
}

static bool is_admin(const struct ocxlpmem_caller *caller)
{
	return caller->admin || (caller->is_admin && caller->is_admin(caller->context));
}

static int serve(struct ocxlpmem_call *call, const struct row *row)
{
	int rc;

	/* rights first: who has none is told nothing else */
	if ((row->flags & NEEDS_ADMIN) && !is_admin(call->caller))
		call->status = OCXL_STATUS_NOT_PERMITTED;
	else if (!take_request(call, row))
		call->status = OCXL_STATUS_BAD_INPUT;
	if (call->status != OCXL_STATUS_OK)
		return 0;
	if (!(row->flags & WITHOUT_MAILBOX)) {
		rc = ocxlpmem_call_prepare(call, (row->flags & TRIED_AFTER_FATAL) != 0);
		if (rc || call->status != OCXL_STATUS_OK)
			return rc;
	}
	return row->service(call);
}

static void write_header(struct ocxlpmem_call *call)
{
	struct ocxl_rsp_header header = { .count = call->count, .status = call->status };

	if (call->status != OCXL_STATUS_OK) {
		header.count = 0;
		call->written = sizeof(header);
		call->needed = sizeof(header);
	}
	memcpy(call->room, &header, sizeof(header));
	memset(call->room + call->written, 0, call->room_size - call->written);
}

int ocxlpmem_command_run(struct ocxlpmem_call *call)
{
	const struct row *row = find_row(call->command);
	int rc;

	if (!row || !(call->device->cmd_mask & OCXL_BIT(call->command)))
		return -ENOTTY;
	if (call->room_size < sizeof(struct ocxl_rsp_header))
		return -EINVAL;
	call->record_size = row->record_size;
	call->status = OCXL_STATUS_OK;
	call->count = 0;
	call->written = sizeof(struct ocxl_rsp_header);
	call->needed = call->written;
	rc = serve(call, row);
	if (rc)
		return rc;
	write_header(call);
	return 0;
}
