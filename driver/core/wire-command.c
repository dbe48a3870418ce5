// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of wire commands, the rules that hold for all of them, and what all functions that
 * serve them need: is the card ready, its response, the response to user space (wire.md 2 and 3).
 */
#include "service.h"

/* columns "rights" and "state" of OCXLPMEM_COMMANDS; a number without a row has STATE_NEVER */
enum ocxlpmem_rights {
	RIGHTS_ANYBODY,
	RIGHTS_ADMIN,
};

enum ocxlpmem_state {
	STATE_NEVER,
	STATE_READY,
	STATE_AFTER_FATAL,
	STATE_ANYTIME,
	STATE_EMULATED,
};

/**
 * struct command_row - when a command is served, its form and its functions
 * @rights: rights that its sender needs
 * @state: when it is served
 * @opcode: opcode of the card's mailbox that serves it, or OCXL_OPCODE_NONE
 * @request_size: bytes of the fixed part of its input
 * @record_size: bytes of one record of its response
 * @check: checks the input; NULL for a command without input
 * @service: serves it
 */
struct command_row {
	enum ocxlpmem_rights rights;
	enum ocxlpmem_state state;
	u8 opcode;
	u32 request_size;
	u32 record_size;
	bool (*check)(struct ocxlpmem_call *call);
	int (*service)(struct ocxlpmem_call *call);
};

#define COLUMNS(cmd, who, when, op, answer)                                        \
	.rights = RIGHTS_##who, .state = STATE_##when, .opcode = OCXL_OPCODE_##op, \
	.record_size = OCXLPMEM_RECORD_SIZE_##answer, .service = ocxlpmem_service_##cmd

#define PLAIN_ROW(number, ...) [number] = { COLUMNS(__VA_ARGS__) },
#define INPUT_ROW(number, cmd, who, when, op, answer, input)                                    \
	[number] = { COLUMNS(cmd, who, when, op, answer), .request_size = sizeof(struct input), \
		     .check = ocxlpmem_check_##cmd },

/* ERROR_LOG needs the card if the driver retains no entry; it checks the state itself */
static const struct command_row rows[OCXLPMEM_CMD_MAX + 1] = { OCXLPMEM_COMMANDS(PLAIN_ROW,
										 INPUT_ROW) };

/* a command without a row would never be served; there is no command 0 and no command 6 */
OCXLPMEM_ASSERT(OCXLPMEM_CMD_MASK == (((1ULL << OCXLPMEM_CMD_END) - 2) & ~(1ULL << 6)));

/* @command comes from user space: no processor may read behind the table, even speculatively */
static const struct command_row *find_row(u64 command)
{
	u32 index;

	if (command > OCXLPMEM_CMD_MAX)
		return NULL;
	index = array_index_nospec((u32)command, ARRAY_SIZE(rows));
	return rows[index].state == STATE_NEVER ? NULL : &rows[index];
}

u64 ocxlpmem_command_mask(bool emulated)
{
	u64 mask = 0;
	u32 command;

	for (command = 0; command <= OCXLPMEM_CMD_MAX; command++) {
		if (rows[command].state != STATE_NEVER &&
		    (emulated || rows[command].state != STATE_EMULATED))
			mask |= BIT_ULL(command);
	}
	return mask;
}

static bool is_all_zero(const u8 *bytes, u32 size)
{
	u32 i;

	for (i = 0; i < size; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

/* wire.md 2, rules 3 and 4 */
static bool read_request(struct ocxlpmem_call *call, const struct command_row *row)
{
	u32 known = min_t(u32, call->input_size, row->request_size);
	u32 data;

	memset(&call->request, 0, sizeof(call->request));
	if (known > 0)
		memcpy(&call->request, call->input, known);
	if (row->check && !row->check(call))
		return false;
	data = call->data_size;
	return data <= call->input_size - known &&
	       is_all_zero(call->input + known + data, call->input_size - known - data);
}

static bool is_admin_caller(const struct ocxlpmem_caller *caller)
{
	return caller->admin || (caller->is_admin && caller->is_admin(caller->context));
}

static int check_and_serve(struct ocxlpmem_call *call, const struct command_row *row)
{
	int rc;

	/* before any other check: callers without rights learn nothing else */
	if (row->rights == RIGHTS_ADMIN && !is_admin_caller(call->caller))
		call->status = OCXLPMEM_STATUS_NOT_PERMITTED;
	else if (!read_request(call, row))
		call->status = OCXLPMEM_STATUS_BAD_INPUT;
	if (call->status != OCXLPMEM_STATUS_OK)
		return 0;
	if (row->state == STATE_READY || row->state == STATE_AFTER_FATAL) {
		rc = ocxlpmem_call_prepare(call, row->state == STATE_AFTER_FATAL);
		if (rc || call->status != OCXLPMEM_STATUS_OK)
			return rc;
	}
	return row->service(call);
}

static void write_response_header(struct ocxlpmem_call *call)
{
	struct ocxlpmem_rsp_header header = { .count = call->count, .status = call->status };

	if (call->status != OCXLPMEM_STATUS_OK) {
		header.count = 0;
		call->written = sizeof(header);
		call->needed = sizeof(header);
	}
	memcpy(call->response, &header, sizeof(header));
	memset(call->response + call->written, 0, call->response_capacity - call->written);
}

int ocxlpmem_command_run(struct ocxlpmem_call *call)
{
	const struct command_row *row = find_row(call->command);
	int rc;

	if (!row || !(call->device->cmd_mask & BIT_ULL(call->command)))
		return -ENOTTY;
	if (call->response_capacity < sizeof(struct ocxlpmem_rsp_header))
		return -EINVAL;
	call->record_size = row->record_size;
	call->opcode = row->opcode;
	call->data_size = 0;
	call->status = OCXLPMEM_STATUS_OK;
	call->count = 0;
	call->written = sizeof(struct ocxlpmem_rsp_header);
	call->needed = call->written;
	rc = check_and_serve(call, row);
	/* the card disappeared while it was asked: pollers of "flags" learn it now */
	if (rc == -ENXIO)
		ocxlpmem_device_refresh_health(call->device);
	if (rc)
		return rc;
	write_response_header(call);
	return 0;
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
		call->status = OCXLPMEM_STATUS_FATAL;
	else if (!fatal && !(device->health & OCXL_CHI_CRDY))
		call->status = OCXLPMEM_STATUS_NOT_READY;
	if (call->status != OCXLPMEM_STATUS_OK || device->mailbox_ready)
		return 0;
	rc = ocxlpmem_mailbox_init(&device->mailbox, device->transport);
	if (rc == -EIO)
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
	device->mailbox_ready = rc == 0;
	return rc == -EIO ? 0 : rc;
}

int ocxlpmem_call_fetch_data(struct ocxlpmem_call *call, u64 parameter, u16 identifier, u64 *header)
{
	struct ocxlpmem_mailbox *mailbox = &call->device->mailbox;
	int rc;

	/* the controller may have restarted since ocxlpmem_call_prepare() and moved its blocks */
	if (!call->device->mailbox_ready) {
		call->status = OCXLPMEM_STATUS_NOT_READY;
		return 0;
	}
	rc = ocxlpmem_mailbox_run(mailbox, call->opcode, parameter, &call->status);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	rc = ocxlpmem_mailbox_read64(mailbox, 0, header);
	/* leave it unacknowledged; the next drain retries */
	if (rc && rc != -EINVAL)
		return rc;
	if (rc || OCXL_DATA_IDENTIFIER(*header) != identifier) {
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
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

	if (call->written == call->needed && size <= call->response_capacity - call->written) {
		memcpy(call->response + call->written, record, size);
		call->written += size;
		call->count++;
	}
	call->needed += size;
}

void ocxlpmem_call_add_data(struct ocxlpmem_call *call, const void *bytes, u32 size)
{
	u32 part = min_t(u32, size, call->response_capacity - call->written);

	if (call->written == call->needed && part > 0) {
		memcpy(call->response + call->written, bytes, part);
		call->written += part;
	}
	call->needed += size;
}
