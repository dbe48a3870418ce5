// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands FW_INFO, FW_START, FW_SEND, FW_FINISH and FW_QUERY (wire.md
 * 4.11 to 4.15, controller.md 4.2). The card accepts pieces of an image and knows no beginning and
 * no end of an update: the driver tracks both.
 */
#include "service.h"

/* wire.md 4.11: sizes and offsets of the card have 32 bits, pieces are multiples of 8 */
#define IMAGE_MAX	  0xFFFFFFF8ULL
#define QUERY_INTERVAL_US 100000
#define NS_PER_US	  1000ULL
#define NS_PER_MS	  1000000ULL
#define US_PER_MS	  1000U
/* microseconds must fit 32 bits, whatever the time-out is */
#define QUERY_TIME_MAX_MS 4000000U
/* pause between two attempts while the card is busy: a tenth of the time waited so far */
#define SHORTEST_PAUSE_US 1000U
#define LONGEST_PAUSE_US  100000U
#define PAUSE_DIVISOR	  10U

/* only emulated cards tell which firmware they will run next */
static int read_next_version(const struct ocxlpmem_device *device, char next[8])
{
	const struct ocxlpmem_transport *transport = device->transport;
	u64 word = 0;
	int rc = 0;

	if (device->setup.emulated)
		rc = ocxlpmem_read_register(transport, OCXL_REG_FWNEXT, &word);
	ocxlpmem_unpack_text(word, next);
	return rc;
}

/* largest piece that both the data buffer and the request allow, a multiple of 8 */
static u32 max_piece_size(u32 buffer_size)
{
	return min_t(u32, buffer_size & ~7U, OCXL_FW_PIECE_MAX);
}

int ocxlpmem_service_fw_info(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	const struct ocxlpmem_transport *transport = device->transport;
	struct ocxlpmem_fw_info_rsp info = {
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
		rc = read_next_version(device, info.next);
	if (!rc)
		rc = ocxlpmem_read_register(transport, OCXL_REG_ACMA_DATA, &data);
	if (rc)
		return rc;
	info.max_send = max_piece_size(OCXL_DATA_SIZE(data));
	info.max_query_time = min_t(u32, time_ms, QUERY_TIME_MAX_MS) * US_PER_MS;
	info.state = device->firmware.state;
	ocxlpmem_call_add_record(call, &info);
	return 0;
}

static void begin_update(struct ocxlpmem_device *device)
{
	struct ocxlpmem_firmware_update *update = &device->firmware;

	update->last_context++;
	/* 0 is no context */
	if (update->last_context == 0)
		update->last_context = 1;
	update->context = update->last_context;
	update->running = true;
	update->state = OCXLPMEM_FW_STATE_RECEIVING;
	update->card_status = OCXLPMEM_STATUS_OK;
	update->sent = 0;
	update->active_ns = ocxlpmem_now_ns(device->transport);
	/* this update replaces the part of an earlier image */
	ocxlpmem_device_update_events(device);
}

int ocxlpmem_service_fw_start(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	struct ocxlpmem_fw_context response = { 0 };

	if (update->running) {
		call->status = OCXLPMEM_STATUS_BLOCKED;
		return 0;
	}
	/* if the context does not fit, the caller asks again: no update may be running then */
	if (call->record_size <= call->response_capacity - call->written) {
		begin_update(call->device);
		response.context = update->context;
	}
	ocxlpmem_call_add_record(call, &response);
	return 0;
}

static bool is_current_update(const struct ocxlpmem_firmware_update *update, u32 context)
{
	return update->running && update->context == context;
}

bool ocxlpmem_check_fw_send(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_fw_send_req *request = &call->request.fw_send;

	call->data_size = request->length;
	return !request->reserved && request->length > 0 && request->length % 8 == 0 &&
	       request->offset % 8 == 0;
}

/* drains the mailbox first: a stale response would overwrite the piece in the data buffer */
static int send_piece_once(struct ocxlpmem_call *call, const struct ocxlpmem_fw_send_req *request)
{
	struct ocxlpmem_mailbox *mailbox = &call->device->mailbox;
	u64 parameter = (u64)request->offset << 32 | request->length;
	int rc;

	rc = ocxlpmem_mailbox_drain(mailbox, OCXL_OPCODE_FW_UPDATE, &call->status);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	/* a stale error-log entry may still come, and the piece would overwrite it */
	if (ocxlpmem_mailbox_awaits_stale(mailbox, OCXL_OPCODE_ERROR_LOG)) {
		call->status = OCXLPMEM_STATUS_BLOCKED;
		return 0;
	}
	rc = ocxlpmem_mailbox_write(mailbox, 0, call->input + sizeof(*request), request->length);
	if (rc)
		return rc;
	rc = ocxlpmem_mailbox_run(mailbox, call->opcode, parameter, &call->status);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	return ocxlpmem_call_acknowledge(call, 0);
}

static int pause_while_busy(const struct ocxlpmem_device *device, u64 waited_ns, u64 limit_ns)
{
	u64 pause_us = div_u64(waited_ns, (u32)(PAUSE_DIVISOR * NS_PER_US));
	u64 left_us = div_u64(limit_ns - waited_ns, (u32)NS_PER_US) + 1;

	pause_us = min_t(u64, max_t(u64, pause_us, SHORTEST_PAUSE_US), LONGEST_PAUSE_US);
	return device->transport->wait_us(device->transport->context,
					  (u32)min_t(u64, pause_us, left_us));
}

/*
 * Retries while the card is busy. All attempts together have the time-out of the command. The
 * driver does not begin an attempt that takes longer than the rest of it: "busy" would then be
 * reported as a time-out.
 */
static int send_piece(struct ocxlpmem_call *call, const struct ocxlpmem_fw_send_req *request)
{
	struct ocxlpmem_device *device = call->device;
	u32 *timeout_ms = &device->mailbox.timeout_ms[OCXL_OPCODE_FW_UPDATE];
	u64 limit_ns =
		ocxlpmem_mailbox_timeout_ms(&device->mailbox, OCXL_OPCODE_FW_UPDATE) * NS_PER_MS;
	u32 saved_ms = *timeout_ms;
	u64 began_ns = ocxlpmem_now_ns(device->transport);
	u64 waited_ns = 0;
	u64 taken_ns;
	int rc;

	do {
		taken_ns = waited_ns;
		*timeout_ms = (u32)div_u64(limit_ns - waited_ns + NS_PER_MS - 1, (u32)NS_PER_MS);
		rc = send_piece_once(call, request);
		*timeout_ms = saved_ms;
		waited_ns = ocxlpmem_now_ns(device->transport) - began_ns;
		if (rc || call->status != OCXLPMEM_STATUS_BLOCKED || waited_ns >= limit_ns)
			return rc;
		taken_ns = waited_ns - taken_ns;
		rc = pause_while_busy(device, waited_ns, limit_ns);
		waited_ns = ocxlpmem_now_ns(device->transport) - began_ns;
	} while (!rc && waited_ns < limit_ns && limit_ns - waited_ns > taken_ns);
	return rc;
}

static bool is_expected_piece(const struct ocxlpmem_device *device,
			      const struct ocxlpmem_fw_send_req *request)
{
	return request->offset == device->firmware.sent &&
	       request->length <= max_piece_size(device->mailbox.data_size) &&
	       request->length <= IMAGE_MAX - request->offset;
}

/*
 * After a request without an answer, the card may hold its piece. The pieces of an image that it
 * refuses count as discarded (controller.md 4.2). Any other answer leaves the card as it was, also
 * with a part of an earlier image, if it refuses the first piece of this one.
 */
static void update_partial(struct ocxlpmem_device *device, int rc, u8 status)
{
	struct ocxlpmem_firmware_update *update = &device->firmware;

	if (rc || status == OCXLPMEM_STATUS_OK || status == OCXLPMEM_STATUS_TIMEOUT)
		update->partial = true;
	else if (status == OCXLPMEM_STATUS_BAD_DATA_PARM && update->sent)
		update->partial = false;
	update->active_ns = ocxlpmem_now_ns(device->transport);
	ocxlpmem_device_update_events(device);
}

int ocxlpmem_service_fw_send(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	const struct ocxlpmem_fw_send_req *request = &call->request.fw_send;
	int rc;

	if (!is_current_update(update, request->context))
		call->status = OCXLPMEM_STATUS_NO_ENTRY;
	else if (!is_expected_piece(call->device, request))
		call->status = OCXLPMEM_STATUS_BAD_INPUT;
	if (call->status != OCXLPMEM_STATUS_OK)
		return 0;
	/* holds until the card has accepted the piece */
	update->state = OCXLPMEM_FW_STATE_FAILED;
	update->card_status = OCXLPMEM_STATUS_TIMEOUT;
	rc = send_piece(call, request);
	update_partial(call->device, rc, call->status);
	if (rc)
		return rc;
	update->card_status = call->status;
	if (call->status == OCXLPMEM_STATUS_OK) {
		update->state = OCXLPMEM_FW_STATE_RECEIVING;
		update->sent += request->length;
	} else if (call->status == OCXLPMEM_STATUS_BLOCKED) {
		update->state = OCXLPMEM_FW_STATE_BUSY;
	}
	return 0;
}

bool ocxlpmem_check_fw_finish(struct ocxlpmem_call *call)
{
	return !(call->request.fw_finish.flags & ~OCXLPMEM_FW_FINISH_ABORT);
}

/* context 0 aborts any update; it is no error if none is running */
static u8 abort_update(struct ocxlpmem_firmware_update *update, u32 context)
{
	if (context && !is_current_update(update, context))
		return OCXLPMEM_STATUS_NO_ENTRY;
	if (update->running)
		update->state = OCXLPMEM_FW_STATE_IDLE;
	update->running = false;
	return OCXLPMEM_STATUS_OK;
}

/* if the last piece failed, the image is not staged and the update goes on */
static u8 finish_update(struct ocxlpmem_firmware_update *update, u32 context)
{
	if (!is_current_update(update, context))
		return OCXLPMEM_STATUS_NO_ENTRY;
	if (update->state != OCXLPMEM_FW_STATE_RECEIVING)
		return update->card_status;
	if (!update->sent)
		return OCXLPMEM_STATUS_BAD_INPUT;
	update->running = false;
	update->partial = false;
	update->state = OCXLPMEM_FW_STATE_STAGED;
	return OCXLPMEM_STATUS_OK;
}

int ocxlpmem_service_fw_finish(struct ocxlpmem_call *call)
{
	struct ocxlpmem_firmware_update *update = &call->device->firmware;
	const struct ocxlpmem_fw_finish_req *request = &call->request.fw_finish;

	if (request->flags & OCXLPMEM_FW_FINISH_ABORT)
		call->status = abort_update(update, request->context);
	else
		call->status = finish_update(update, request->context);
	ocxlpmem_device_update_events(call->device);
	return 0;
}

bool ocxlpmem_check_fw_query(struct ocxlpmem_call *call)
{
	return !call->request.fw_query.reserved;
}

int ocxlpmem_service_fw_query(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_firmware_update *update = &call->device->firmware;
	struct ocxlpmem_fw_query_rsp response = {
		.state = update->state,
		.card_status = update->card_status,
	};
	u32 context = call->request.fw_query.context;
	int rc;

	if (!context || context != update->context) {
		call->status = OCXLPMEM_STATUS_NO_ENTRY;
		return 0;
	}
	rc = read_next_version(call->device, response.next);
	if (!rc)
		ocxlpmem_call_add_record(call, &response);
	return rc;
}
