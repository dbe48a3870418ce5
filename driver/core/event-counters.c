// SPDX-License-Identifier: GPL-2.0-only
/* Events of a card, and how often each has occurred (wire.md 4.17). */
#include "event-counters.h"

static const u64 chi_of_event[OCXLPMEM_EVENT_COUNT] = {
	[OCXLPMEM_EVENT_DUMP] = OCXL_CHI_CDA,
	[OCXLPMEM_EVENT_ERROR_LOG] = OCXL_CHI_ELA,
	[OCXLPMEM_EVENT_HARDWARE_FATAL] = OCXL_CHI_CHFS,
	[OCXLPMEM_EVENT_FIRMWARE_FATAL] = OCXL_CHI_CFFS,
	[OCXLPMEM_EVENT_MEMORY_AVAILABLE] = OCXL_CHI_MA,
};

static u64 raised_events(const struct ocxlpmem_device *device)
{
	u64 raised = 0;
	u32 event;

	for (event = 0; event < OCXLPMEM_EVENT_COUNT; event++) {
		if (device->health & chi_of_event[event])
			raised |= BIT_ULL(event);
	}
	if (device->smart_failing)
		raised |= BIT_ULL(OCXLPMEM_EVENT_SMART_NOTIFY);
	if (device->erase_failed)
		raised |= BIT_ULL(OCXLPMEM_EVENT_ERASE_FAILED);
	return raised;
}

bool ocxlpmem_has_error_log(const struct ocxlpmem_device *device, u64 health)
{
	return (health & OCXL_CHI_ELA) || device->retained_count > 0;
}

static void count_event(struct ocxlpmem_device *device, u32 event)
{
	const struct ocxlpmem_device_host *host = device->host;

	device->event_count[event]++;
	if (host->event_raised)
		host->event_raised(host->context, event, device->event_count[event]);
}

bool ocxlpmem_count_events(struct ocxlpmem_device *device)
{
	u64 raised = raised_events(device);
	u64 began = raised & ~device->raised;
	u64 pending = raised;
	u32 event;
	bool changed;

	for (event = 0; event < OCXLPMEM_EVENT_COUNT; event++) {
		if (began & BIT_ULL(event))
			count_event(device, event);
	}
	if (ocxlpmem_has_error_log(device, device->health))
		pending |= BIT_ULL(OCXLPMEM_EVENT_ERROR_LOG);
	changed = began || pending != device->pending;
	device->raised = raised;
	device->pending = pending;
	return changed;
}
