// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands DUMP_TAKE, DUMP_READ and DUMP_RELEASE
 * (wire.md 4.8 to 4.10, controller.md 4.7).
 *
 * The dump stays on the card until it is released, so the driver keeps no copy.
 */
#include "service.h"

/*
 * Reads HCI before CHI: a dump that is completed in between is reported as TAKING, never as NONE.
 */
static int read_dump_state(struct ocxlpmem_device *device, u32 *state)
{
	u64 doorbells;
	int rc;

	rc = ocxlpmem_read_register(device->transport, OCXL_REG_HCI, &doorbells);
	if (!rc)
		rc = ocxlpmem_device_refresh_health(device);
	if (rc)
		return rc;
	*state = OCXLPMEM_DUMP_STATE_NONE;
	if (doorbells & OCXL_HCI_CD)
		*state = OCXLPMEM_DUMP_STATE_TAKING;
	/* for a requested dump the documents promise that CD is cleared, not that CDA is set */
	else if ((device->health & OCXL_CHI_CDA) || device->dump_requested)
		*state = OCXLPMEM_DUMP_STATE_READY;
	return 0;
}

static int read_max_dump_size(const struct ocxlpmem_device *device, u32 *size)
{
	u64 capabilities = 0;
	int rc = ocxlpmem_read_register(device->transport, OCXL_REG_CCAP1, &capabilities);

	*size = OCXL_CCAP1_MAX_DUMP(capabilities);
	return rc;
}

/* refreshes the health while CDA is clear, so that the next dump counts as a new event */
static int clear_dump_event(struct ocxlpmem_device *device)
{
	int rc = ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_CDA);

	return rc ? rc : ocxlpmem_device_refresh_health(device);
}

static int request_new_dump(struct ocxlpmem_device *device)
{
	int rc = clear_dump_event(device);

	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_HCI, OCXL_HCI_CD);
	if (!rc)
		device->dump_requested = true;
	return rc;
}

bool ocxlpmem_check_dump_take(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_dump_take_req *request = &call->request.dump_take;

	return request->reserved == 0 && !(request->flags & ~OCXLPMEM_DUMP_NEW);
}

int ocxlpmem_service_dump_take(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	struct ocxlpmem_dump_take_rsp response;
	int rc = 0;

	if (call->request.dump_take.flags & OCXLPMEM_DUMP_NEW)
		rc = request_new_dump(device);
	if (!rc)
		rc = read_dump_state(device, &response.state);
	if (!rc)
		rc = read_max_dump_size(device, &response.max_size);
	if (!rc)
		ocxlpmem_call_add_record(call, &response);
	return rc;
}

bool ocxlpmem_check_dump_read(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_dump_read_req *request = &call->request.dump_read;

	return request->offset % 8 == 0 && request->length % 8 == 0 && request->length > 0;
}

/* capacity to request from the card, header included; 0 if its data buffer is too small */
static u32 dump_capacity(const struct ocxlpmem_device *device, u32 length)
{
	u32 most = min_t(u32, device->mailbox.data_size, OCXL_DUMP_CAPACITY_MAX);

	if (most <= OCXL_DATA_HEADER)
		return 0;
	return min_t(u32, length, most - OCXL_DATA_HEADER) + OCXL_DATA_HEADER;
}

/* copies the piece from the data buffer directly into the response */
static int add_dump_piece(struct ocxlpmem_call *call, u32 offset, u32 length)
{
	struct ocxlpmem_dump_read_rsp piece = { .offset = offset, .length = length };
	u32 part;
	int rc = 0;

	ocxlpmem_call_add_record(call, &piece);
	part = min_t(u32, length, call->response_capacity - call->written);
	if (call->written == call->needed) {
		rc = ocxlpmem_mailbox_read(&call->device->mailbox, OCXL_DATA_HEADER,
					   call->response + call->written, part);
		call->written += part;
	}
	call->needed += length;
	return rc;
}

/*
 * Calculates with 32 bits: header and length together may exceed the card's 16. A piece must not
 * end behind @max_size (0: unknown), so that a card that never stops cannot fill a disk.
 */
static bool is_valid_dump_piece(u32 offset, u32 length, u32 capacity, u32 max_size)
{
	if (length > capacity - OCXL_DATA_HEADER)
		return false;
	return max_size == 0 || (u64)offset + length <= max_size || length == 0;
}

static int read_dump_piece(struct ocxlpmem_call *call, const struct ocxlpmem_dump_read_req *request,
			   u32 max_size)
{
	u32 capacity = dump_capacity(call->device, request->length);
	u32 length;
	u64 header;
	int rc;

	if (capacity == 0) {
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
		return 0;
	}
	rc = ocxlpmem_call_fetch_data(call, OCXL_DUMP_REQUEST(request->offset, capacity),
				      OCXL_IDENTIFIER_DUMP, &header);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	length = OCXL_DATA_LENGTH16(header);
	if (is_valid_dump_piece(request->offset, length, capacity, max_size))
		rc = add_dump_piece(call, request->offset, length);
	else
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
	return ocxlpmem_call_acknowledge(call, rc);
}

int ocxlpmem_service_dump_read(struct ocxlpmem_call *call)
{
	u32 max_size;
	u32 state;
	int rc;

	rc = read_dump_state(call->device, &state);
	if (!rc)
		rc = read_max_dump_size(call->device, &max_size);
	if (rc)
		return rc;
	if (state == OCXLPMEM_DUMP_STATE_READY)
		return read_dump_piece(call, &call->request.dump_read, max_size);
	call->status = OCXLPMEM_STATUS_NO_ENTRY;
	return 0;
}

int ocxlpmem_service_dump_release(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	u32 state;
	int rc;

	rc = read_dump_state(device, &state);
	if (rc)
		return rc;
	if (state != OCXLPMEM_DUMP_STATE_READY) {
		call->status = OCXLPMEM_STATUS_NO_ENTRY;
		return 0;
	}
	/* before CDC: afterwards CDA could belong to the next dump */
	rc = clear_dump_event(device);
	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_HCI, OCXL_HCI_CDC);
	if (!rc)
		device->dump_requested = false;
	return rc;
}
