// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command SMART: passes the attributes on in the card's layout, and remembers whether one of
 * them is failing (Documentation/protocol/wire.md 4.1, controller.md 4.5).
 */
#include "device-health.h"
#include "services.h"

static int read_smart_attribute(struct ocxlpmem_mailbox *mailbox, u32 index,
				struct ocxl_smart_attribute *attribute)
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
	struct ocxl_smart_attribute attribute;
	bool failing = false;
	u32 i;
	int rc;

	for (i = 0; i < count; i++) {
		rc = read_smart_attribute(&device->mailbox, i, &attribute);
		if (rc)
			return rc;
		failing |= ocxl_smart_attribute_failing(&attribute) != 0;
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
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	length = OCXL_DATA_LENGTH32(header);
	if (length % OCXL_SMART_ATTRIBUTE_SIZE != 0 ||
	    length > call->device->mailbox.data_size - OCXL_DATA_HEADER) {
		call->status = OCXL_STATUS_BAD_RESPONSE;
		return ocxlpmem_call_acknowledge(call, 0);
	}
	count = min_t(u32, length / OCXL_SMART_ATTRIBUTE_SIZE, OCXL_SMART_ATTRIBUTES_MAX);
	return ocxlpmem_call_acknowledge(call, add_attributes(call, count));
}
