// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command SMART: passes the attributes on in the card's layout, and remembers whether one of
 * them is failing (wire.md 4.1, controller.md 4.5). SMART_INJECT changes what an
 * emulated card reports, beside its registers (4.18).
 */
#include "service.h"

static int read_smart_attribute(struct ocxlpmem_mailbox *mailbox, u32 index,
				struct ocxlpmem_smart_attribute *attribute)
{
	u32 offset = OCXL_DATA_HEADER + index * OCXL_SMART_ATTRIBUTE_SIZE;
	u64 fields, raw;
	int rc;

	rc = ocxlpmem_mailbox_read64(mailbox, offset, &fields);
	if (!rc)
		rc = ocxlpmem_mailbox_read64(mailbox, offset + 8, &raw);
	if (rc)
		return rc;
	attribute->fields = fields;
	attribute->raw = raw;
	return 0;
}

static int add_attributes(struct ocxlpmem_call *call, u32 count)
{
	struct ocxlpmem_device *device = call->device;
	struct ocxlpmem_smart_attribute attribute;
	bool failing = false;
	u32 i;
	int rc;

	for (i = 0; i < count; i++) {
		rc = read_smart_attribute(&device->mailbox, i, &attribute);
		if (rc)
			return rc;
		failing |= ocxlpmem_smart_attribute_failing(&attribute) != 0;
		ocxlpmem_call_add_record(call, &attribute);
	}
	device->smart_failing = failing;
	ocxlpmem_device_update_events(device);
	return 0;
}

int ocxlpmem_service_smart(struct ocxlpmem_call *call)
{
	u32 length, count;
	u64 header;
	int rc;

	rc = ocxlpmem_call_fetch_data(call, 0, OCXL_IDENTIFIER_SMART, &header);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	length = OCXL_DATA_LENGTH32(header);
	if (length % OCXL_SMART_ATTRIBUTE_SIZE != 0 ||
	    length > call->device->mailbox.data_size - OCXL_DATA_HEADER) {
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
		return ocxlpmem_call_acknowledge(call, 0);
	}
	count = min_t(u32, length / OCXL_SMART_ATTRIBUTE_SIZE, OCXLPMEM_SMART_ATTRIBUTES_MAX);
	return ocxlpmem_call_acknowledge(call, add_attributes(call, count));
}

#define INJECT_VALUES                                                      \
	(OCXLPMEM_SMART_INJECT_CURRENT | OCXLPMEM_SMART_INJECT_THRESHOLD | \
	 OCXLPMEM_SMART_INJECT_RAW)
#define INJECT_FATAL   (OCXLPMEM_SMART_INJECT_HARDWARE_FATAL)
#define INJECT_RESTORE (OCXLPMEM_SMART_INJECT_RESTORE)

/* exactly one of: values of an attribute, restoring an attribute, the fatal state */
static bool is_single_change(u8 flags)
{
	if (flags & INJECT_FATAL)
		return !(flags & ~(INJECT_FATAL | INJECT_RESTORE));
	if (flags & INJECT_RESTORE)
		return flags == INJECT_RESTORE;
	return flags != 0 && !(flags & ~INJECT_VALUES);
}

bool ocxlpmem_check_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_smart_inject_req *request = &call->request.smart_inject;
	u32 i;

	for (i = 0; i < sizeof(request->reserved); i++) {
		if (request->reserved[i])
			return false;
	}
	return is_single_change(request->flags);
}

int ocxlpmem_service_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_transport *transport = call->device->transport;
	const struct ocxlpmem_smart_inject_req *request = &call->request.smart_inject;
	struct ocxlpmem_injection injection = {
		.attribute = request->attribute,
		.fatal = (request->flags & INJECT_FATAL) != 0,
		.restore = (request->flags & INJECT_RESTORE) != 0,
		.has_current = (request->flags & OCXLPMEM_SMART_INJECT_CURRENT) != 0,
		.has_threshold = (request->flags & OCXLPMEM_SMART_INJECT_THRESHOLD) != 0,
		.has_raw = (request->flags & OCXLPMEM_SMART_INJECT_RAW) != 0,
		.current_value = request->current_value,
		.threshold = request->threshold,
		.raw = request->raw,
	};
	int rc;

	rc = transport->inject ? transport->inject(transport->context, &injection) : -ENOTTY;
	if (rc == -ENOENT) {
		call->status = OCXLPMEM_STATUS_BAD_REQUEST_PARM;
		return 0;
	}
	return rc ? rc : ocxlpmem_device_refresh_health(call->device);
}
