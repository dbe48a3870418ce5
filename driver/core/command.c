// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of wire commands and the one place that obeys the rules for all of
 * them (Documentation/protocol/wire.md 2 and 3).
 */
#include "command.h"

/**
 * enum ocxlpmem_rights - who may send a command: column "rights" of OCXL_COMMANDS
 * @RIGHTS_ANYBODY: who may open the device node
 * @RIGHTS_ADMIN: needs CAP_SYS_ADMIN, whatever the node's permissions
 */
enum ocxlpmem_rights {
	RIGHTS_ANYBODY,
	RIGHTS_ADMIN,
};

/**
 * enum ocxlpmem_state - when a command is served: column "state" of OCXL_COMMANDS
 * @STATE_READY: while the controller is ready
 * @STATE_AFTER_FATAL: also after a fatal failure, with the command's time-out
 * @STATE_ANYTIME: always: from registers or memory, or the service opens the card itself
 * @STATE_EMULATED: always, but on emulated cards only
 */
enum ocxlpmem_state {
	STATE_READY,
	STATE_AFTER_FATAL,
	STATE_ANYTIME,
	STATE_EMULATED,
};

/**
 * struct row - one wire command
 * @name: for messages
 * @request_size: bytes of the fixed part of its input
 * @record_size: bytes of one record of its answer
 * @rights: who may send it
 * @state: when it is served
 * @opcode: of the card's mailbox, OCXL_NO_OPCODE without one
 * @check: checks the input; NULL for a command without input
 * @service: NULL for a number without a command
 */
struct row {
	const char *name;
	u32 request_size;
	u32 record_size;
	enum ocxlpmem_rights rights;
	enum ocxlpmem_state state;
	u8 opcode;
	bool (*check)(struct ocxlpmem_call *call);
	int (*service)(struct ocxlpmem_call *call);
};

#define PLAIN_ROW(number, NAME, cmd, needs, served, code, answer) \
	[number] = {                                              \
		.name = #cmd,                                     \
		.record_size = OCXL_RECORD_SIZE_##answer,         \
		.rights = RIGHTS_##needs,                         \
		.state = STATE_##served,                          \
		.opcode = (code),                                 \
		.service = ocxlpmem_service_##cmd,                \
	},
#define INPUT_ROW(number, NAME, cmd, needs, served, code, answer, input) \
	[number] = {                                                     \
		.name = #cmd,                                            \
		.request_size = sizeof(struct input),                    \
		.record_size = OCXL_RECORD_SIZE_##answer,                \
		.rights = RIGHTS_##needs,                                \
		.state = STATE_##served,                                 \
		.opcode = (code),                                        \
		.check = ocxlpmem_check_##cmd,                           \
		.service = ocxlpmem_service_##cmd,                       \
	},

static const struct row rows[OCXL_CMD_MAX + 1] = { OCXL_COMMANDS(PLAIN_ROW, INPUT_ROW) };

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
		if (rows[command].service && (emulated || rows[command].state != STATE_EMULATED))
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

int ocxlpmem_call_fetch_data(struct ocxlpmem_call *call, u64 parameter, u16 identifier, u64 *header)
{
	struct ocxlpmem_mailbox *mailbox = &call->device->mailbox;
	int rc;

	/* the controller may have gone since the call was opened, and its blocks with it */
	if (!call->device->mailbox_ready) {
		call->status = OCXL_STATUS_NOT_READY;
		return 0;
	}
	rc = ocxlpmem_mailbox_run(mailbox, call->opcode, parameter, &call->status);
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
	u32 data;

	memset(&call->request, 0, sizeof(call->request));
	if (known > 0)
		memcpy(&call->request, call->input, known);
	if (row->check && !row->check(call))
		return false;
	data = call->data_size;
	return data <= call->input_size - known &&
	       is_zero(call->input + known + data, call->input_size - known - data);
}

static bool is_admin(const struct ocxlpmem_caller *caller)
{
	return caller->admin || (caller->is_admin && caller->is_admin(caller->context));
}

static int serve(struct ocxlpmem_call *call, const struct row *row)
{
	int rc;

	/* rights first: who has none is told nothing else */
	if (row->rights == RIGHTS_ADMIN && !is_admin(call->caller))
		call->status = OCXL_STATUS_NOT_PERMITTED;
	else if (!take_request(call, row))
		call->status = OCXL_STATUS_BAD_INPUT;
	if (call->status != OCXL_STATUS_OK)
		return 0;
	if (row->state == STATE_READY || row->state == STATE_AFTER_FATAL) {
		rc = ocxlpmem_call_prepare(call, row->state == STATE_AFTER_FATAL);
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
	call->opcode = row->opcode;
	call->data_size = 0;
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
