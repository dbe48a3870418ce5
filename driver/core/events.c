// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command EVENTS (Documentation/protocol/wire.md 4.17).
 */
#include "device-health.h"
#include "services.h"

int ocxlpmem_service_events(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	struct ocxl_events_rsp events;
	u32 i;
	int rc;

	rc = ocxlpmem_device_refresh_health(device);
	if (rc)
		return rc;
	events.pending = device->pending;
	for (i = 0; i < OCXL_EVENT_COUNT; i++)
		events.count[i] = device->event_count[i];
	for (i = 0; i < OCXL_ENTRY_COUNT; i++)
		events.entries[i] = device->entries[i];
	events.latched = device->latched;
	ocxlpmem_call_add_record(call, &events);
	return 0;
}
