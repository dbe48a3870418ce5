// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands FW_INFO, FW_START, FW_SEND, FW_FINISH and FW_QUERY
 * (Documentation/protocol/wire.md 4.11 to 4.15, controller.md 4.2). The card takes pieces of an
 * image and knows neither a beginning nor an end: both are kept here.
 */
#include "command.h"

/* wire.md 4.11: sizes and offsets of the card have 32 bits, pieces are multiples of 8 */
#define IMAGE_MAX	  0xFFFFFFF8ULL
#define QUERY_INTERVAL_US 100000
#define NS_PER_US	  1000ULL
#define NS_PER_MS	  1000000ULL
#define US_PER_MS	  1000U
/* so that microseconds fit 32 bits, whatever a scenario says */
#define QUERY_TIME_MAX_MS 4000000U
/* between two attempts while the card is busy: after a tenth of what it took so far */
#define PAUSE_FIRST_US	  1000U
#define PAUSE_LAST_US	  100000U
#define PAUSE_SHARE	  10U

static u64 now(const struct ocxlpmem_device *device)
{
	return device->transport->now_ns(device->transport->context);
}

/* only an emulated card has a place where it says what it will run next */
static int read_next(const struct ocxlpmem_device *device, char next[8])
{
	const struct ocxlpmem_transport *transport = device->transport;
	u64 word = 0;
	int rc = 0;

	if (device->setup.emulated)
		rc = ocxlpmem_read_register(transport, OCXL_REG_FWNEXT, &word);
	ocxlpmem_unpack_text(word, next);
	return rc;
}

/* multiples of 8 that both the card's buffer and its command can take */
static u32 piece_max(u32 buffer_size)
{
	return min_t(u32, buffer_size & ~7U, OCXL_FW_PIECE_MAX);
}

int ocxlpmem_service_fw_info(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	const struct ocxlpmem_transport *transport = device->transport;
	struct ocxl_fw_info_rsp info = {
		.max_image_size = IMAGE_MAX,
		.query_interval = QUERY_INTERVAL_US,
	};
	u32 time_ms = ocxlpmem_mailbox_timeout_ms(&device->mailbox, OCXL_OPCODE_FW_UPDATE);
	u64 data;
	int rc;

	rc = ocxlpmem_device_refresh_health(device);
	if (!rc)
		rc = ocxlpmem_device_read_fw_version(device, info.running);
	if (!rc)
		rc = read_next(device, info.next);
	if (!rc)
		rc = ocxlpmem_read_register(transport, OCXL_REG_ACMA_DATA, &data);
	if (rc)
		return rc;
	info.max_send = piece_max(OCXL_DATA_SIZE(data));
	info.max_query_time = min_t(u32, time_ms, QUERY_TIME_MAX_MS) * US_PER_MS;
	info.state = device->firmware.state;
	ocxlpmem_call_add_record(call, &info);
	return 0;
}

static void begin(struct ocxlpmem_firmware_update *update)
{
	update->last_context++;
	/* 0 is nobody's */
	if (update->last_context == 0)
		update->last_context = 1;
	update->context = update->last_context;
	update->running = true;
	update->state = OCXL_FW_STATE_RECEIVING;
	update->card_status = OCXL_STATUS_OK;
	update->sent = 0;
}

int ocxlpmem_service_fw_start(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	struct ocxl_fw_context answer = { .context = 0 };

	if (update->running) {
		call->status = OCXL_STATUS_BLOCKED;
		return 0;
	}
	/* a caller without room for the context asks again: nothing may be running then */
	if (call->record_size <= call->room_size - call->written) {
		begin(update);
		answer.context = update->context;
	}
	ocxlpmem_call_add_record(call, &answer);
	return 0;
}

static bool is_running(const struct ocxlpmem_firmware_update *update, u32 context)
{
	return update->running && update->context == context;
}

bool ocxlpmem_check_fw_send(struct ocxlpmem_call *call)
{
	const struct ocxl_fw_send_req *request = &call->request.fw_send;

	call->data_size = request->length;
	return !request->reserved && request->length > 0 && request->length % 8 == 0 &&
	       request->offset % 8 == 0;
}

/* the late answer of another command may stand in the buffer: it is taken out first */
static int send_once(struct ocxlpmem_call *call, const struct ocxl_fw_send_req *request)
{
	struct ocxlpmem_mailbox *mailbox = &call->device->mailbox;
	u64 parameter = (u64)request->offset << 32 | request->length;
	int rc;

	rc = ocxlpmem_mailbox_drain(mailbox, OCXL_OPCODE_FW_UPDATE, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	/* an entry that came into the buffer under this piece would be lost */
	if (ocxlpmem_mailbox_awaits_stale(mailbox, OCXL_OPCODE_ERROR_LOG)) {
		call->status = OCXL_STATUS_BLOCKED;
		return 0;
	}
	rc = ocxlpmem_mailbox_write(mailbox, 0, call->input + sizeof(*request), request->length);
	if (rc)
		return rc;
	rc = ocxlpmem_mailbox_run(mailbox, call->opcode, parameter, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	return ocxlpmem_call_acknowledge(call, 0);
}

static int pause_once(const struct ocxlpmem_device *device, u64 waited_ns, u64 limit_ns)
{
	u64 share = max_t(u64, div_u64(waited_ns, (u32)(PAUSE_SHARE * NS_PER_US)), PAUSE_FIRST_US);
	u64 left = div_u64(limit_ns - waited_ns, (u32)NS_PER_US) + 1;

	share = min_t(u64, share, PAUSE_LAST_US);
	return device->transport->wait_us(device->transport->context, (u32)min_t(u64, share, left));
}

/*
 * Again while the card is busy. All attempts have the command's time together; one that could
 * not end in what is left of it is not begun, else "busy" would become "no answer".
 */
static int send_piece(struct ocxlpmem_call *call, const struct ocxl_fw_send_req *request)
{
	struct ocxlpmem_device *device = call->device;
	u32 *timeout_ms = &device->mailbox.timeout_ms[OCXL_OPCODE_FW_UPDATE];
	u64 limit =
		ocxlpmem_mailbox_timeout_ms(&device->mailbox, OCXL_OPCODE_FW_UPDATE) * NS_PER_MS;
	u32 saved = *timeout_ms;
	u64 began = now(device);
	u64 waited = 0;
	u64 taken;
	int rc;

	do {
		taken = waited;
		*timeout_ms = (u32)div_u64(limit - waited + NS_PER_MS - 1, (u32)NS_PER_MS);
		rc = send_once(call, request);
		*timeout_ms = saved;
		waited = now(device) - began;
		if (rc || call->status != OCXL_STATUS_BLOCKED || waited >= limit)
			return rc;
		taken = waited - taken;
		rc = pause_once(device, waited, limit);
		waited = now(device) - began;
	} while (!rc && waited < limit && limit - waited > taken);
	return rc;
}

static bool is_piece(const struct ocxlpmem_device *device, const struct ocxl_fw_send_req *request)
{
	return request->offset == device->firmware.sent &&
	       request->length <= piece_max(device->mailbox.data_size) &&
	       request->length <= IMAGE_MAX - request->offset;
}

int ocxlpmem_service_fw_send(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	const struct ocxl_fw_send_req *request = &call->request.fw_send;
	int rc;

	if (!is_running(update, request->context))
		call->status = OCXL_STATUS_NO_ENTRY;
	else if (!is_piece(call->device, request))
		call->status = OCXL_STATUS_BAD_INPUT;
	if (call->status != OCXL_STATUS_OK)
		return 0;
	/* whatever comes between here and the card's word, this piece has not arrived */
	update->state = OCXL_FW_STATE_FAILED;
	update->card_status = OCXL_STATUS_TIMEOUT;
	rc = send_piece(call, request);
	if (rc)
		return rc;
	update->card_status = call->status;
	if (call->status == OCXL_STATUS_OK) {
		update->state = OCXL_FW_STATE_RECEIVING;
		update->sent += request->length;
	} else if (call->status == OCXL_STATUS_BLOCKED) {
		update->state = OCXL_FW_STATE_BUSY;
	}
	return 0;
}

bool ocxlpmem_check_fw_finish(struct ocxlpmem_call *call)
{
	return !(call->request.fw_finish.flags & ~OCXL_FW_FINISH_ABORT);
}

/* context 0 is whichever is running, and none is fine too: what was asked for is so */
static u8 abort_update(struct ocxlpmem_firmware_update *update, u32 context)
{
	if (context && !is_running(update, context))
		return OCXL_STATUS_NO_ENTRY;
	if (update->running)
		update->state = OCXL_FW_STATE_IDLE;
	update->running = false;
	return OCXL_STATUS_OK;
}

/* an image of which a piece is missing is not staged, and the update goes on */
static u8 finish_update(struct ocxlpmem_firmware_update *update, u32 context)
{
	if (!is_running(update, context))
		return OCXL_STATUS_NO_ENTRY;
	if (update->state != OCXL_FW_STATE_RECEIVING)
		return update->card_status;
	if (!update->sent)
		return OCXL_STATUS_BAD_INPUT;
	update->running = false;
	update->state = OCXL_FW_STATE_STAGED;
	return OCXL_STATUS_OK;
}

int ocxlpmem_service_fw_finish(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	const struct ocxl_fw_finish_req *request = &call->request.fw_finish;

	if (request->flags & OCXL_FW_FINISH_ABORT)
		call->status = abort_update(update, request->context);
	else
		call->status = finish_update(update, request->context);
	return 0;
}

bool ocxlpmem_check_fw_query(struct ocxlpmem_call *call)
{
	return !call->request.fw_query.reserved;
}

int ocxlpmem_service_fw_query(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_firmware_update *update = &call->device->firmware;
	struct ocxl_fw_query_rsp answer = {
		.state = update->state,
		.card_status = update->card_status,
	};
	u32 context = call->request.fw_query.context;
	int rc;

	if (!context || context != update->context) {
		call->status = OCXL_STATUS_NO_ENTRY;
		return 0;
	}
	rc = read_next(call->device, answer.next);
	if (!rc)
		ocxlpmem_call_add_record(call, &answer);
	return rc;
}

void ocxlpmem_firmware_restarted(struct ocxlpmem_device *device)
{
	struct ocxlpmem_firmware_update *update = &device->firmware;

	if (update->running)
		update->state = OCXL_FW_STATE_FAILED;
	else if (update->state == OCXL_FW_STATE_STAGED)
		update->state = OCXL_FW_STATE_IDLE;
	update->running = false;
}
