// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands DUMP_TAKE, DUMP_READ and DUMP_RELEASE
 * (Documentation/protocol/wire.md 4.8 to 4.10, controller.md 4.7).
 *
 * The dump stays on the card and is read in place, so nothing is held here.
 */
#include "command.h"

/* HCI first: a dump that is complete in between is seen as being taken, never as missing */
static int read_state(struct ocxlpmem_device *device, u32 *state)
{
	u64 doorbells;
	int rc;

	rc = ocxlpmem_read_register(device->transport, OCXL_REG_HCI, &doorbells);
	if (!rc)
		rc = ocxlpmem_device_refresh_health(device);
	if (rc)
		return rc;
	*state = OCXL_DUMP_STATE_NONE;
	if (doorbells & OCXL_HCI_CD)
		*state = OCXL_DUMP_STATE_TAKING;
	/* the documents promise the end of CD for a dump that was asked for, not CDA */
	else if ((device->health & OCXL_CHI_CDA) || device->dump_asked)
		*state = OCXL_DUMP_STATE_READY;
	return 0;
}

static int read_max_size(const struct ocxlpmem_device *device, u32 *size)
{
	u64 capabilities = 0;
	int rc = ocxlpmem_read_register(device->transport, OCXL_REG_CCAP1, &capabilities);

	*size = OCXL_CCAP1_MAX_DUMP(capabilities);
	return rc;
}

/* seen without CDA in between, so that the next dump counts as an event of its own */
static int forget_event(struct ocxlpmem_device *device)
{
	int rc = ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_CDA);

	return rc ? rc : ocxlpmem_device_refresh_health(device);
}

static int start_new(struct ocxlpmem_device *device)
{
	int rc = forget_event(device);

	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_HCI, OCXL_HCI_CD);
	if (!rc)
		device->dump_asked = true;
	return rc;
}

bool ocxlpmem_check_dump_take(struct ocxlpmem_call *call)
{
	const struct ocxl_dump_take_req *request = &call->request.dump_take;

	return request->reserved == 0 && !(request->flags & ~OCXL_DUMP_NEW);
}

int ocxlpmem_service_dump_take(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	struct ocxl_dump_take_rsp answer;
	int rc = 0;

	if (call->request.dump_take.flags & OCXL_DUMP_NEW)
		rc = start_new(device);
	if (!rc)
		rc = read_state(device, &answer.state);
	if (!rc)
		rc = read_max_size(device, &answer.max_size);
	if (!rc)
		ocxlpmem_call_add_record(call, &answer);
	return rc;
}

bool ocxlpmem_check_dump_read(struct ocxlpmem_call *call)
{
	const struct ocxl_dump_read_req *request = &call->request.dump_read;

	return request->offset % 8 == 0 && request->length % 8 == 0 && request->length > 0;
}

/* room to ask the card for, header included; 0 when its data buffer has none */
static u32 room_for(const struct ocxlpmem_device *device, u32 length)
{
	u32 most = min_t(u32, device->mailbox.data_size, OCXL_DUMP_CAPACITY_MAX);

	if (most <= OCXL_DATA_HEADER)
		return 0;
	return min_t(u32, length, most - OCXL_DATA_HEADER) + OCXL_DATA_HEADER;
}

/* the piece goes straight from the data buffer into the answer */
static int answer_piece(struct ocxlpmem_call *call, u32 offset, u32 length)
{
	struct ocxl_dump_read_rsp piece = { .offset = offset, .length = length };
	u32 part;
	int rc = 0;

	ocxlpmem_call_add_record(call, &piece);
	part = min_t(u32, length, call->room_size - call->written);
	if (call->written == call->needed && part > 0) {
		rc = ocxlpmem_mailbox_read(&call->device->mailbox, OCXL_DATA_HEADER,
					   call->room + call->written, part);
		call->written += part;
	}
	call->needed += length;
	return rc;
}

/*
 * 32 bits throughout: header and length together do not fit the card's 16. No piece may end
 * behind the largest dump (0: the card does not say): a card without an end would fill disks.
 */
static bool is_piece(u32 offset, u32 length, u32 room, u32 max_size)
{
	if (length > room - OCXL_DATA_HEADER)
		return false;
	return max_size == 0 || (u64)offset + length <= max_size || length == 0;
}

static int read_piece(struct ocxlpmem_call *call, const struct ocxl_dump_read_req *request,
		      u32 max_size)
{
	u32 room = room_for(call->device, request->length);
	u32 length;
	u64 header;
	int rc;

	if (room == 0) {
		call->status = OCXL_STATUS_BAD_RESPONSE;
		return 0;
	}
	rc = ocxlpmem_call_fetch_data(call, OCXL_DUMP_REQUEST(request->offset, room),
				      OCXL_IDENTIFIER_DUMP, &header);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	length = OCXL_DATA_LENGTH16(header);
	if (is_piece(request->offset, length, room, max_size))
		rc = answer_piece(call, request->offset, length);
	else
		call->status = OCXL_STATUS_BAD_RESPONSE;
	return ocxlpmem_call_acknowledge(call, rc);
}

int ocxlpmem_service_dump_read(struct ocxlpmem_call *call)
{
	u32 max_size;
	u32 state;
	int rc;

	rc = read_state(call->device, &state);
	if (!rc)
		rc = read_max_size(call->device, &max_size);
	if (rc)
		return rc;
	if (state == OCXL_DUMP_STATE_READY)
		return read_piece(call, &call->request.dump_read, max_size);
	call->status = OCXL_STATUS_NO_ENTRY;
	return 0;
}

int ocxlpmem_service_dump_release(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	u32 state;
	int rc;

	rc = read_state(device, &state);
	if (rc)
		return rc;
	if (state != OCXL_DUMP_STATE_READY) {
		call->status = OCXL_STATUS_NO_ENTRY;
		return 0;
	}
	/* the event first: behind CDC it might be that of the next dump */
	rc = forget_event(device);
	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_HCI, OCXL_HCI_CDC);
	if (!rc)
		device->dump_asked = false;
	return rc;
}
