// SPDX-License-Identifier: GPL-2.0-only
/*
 * One wire command while it is served: is the card ready, its response, the response to user
 * space.
 */
#include "service.h"

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
