// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands EVENTS and CLEAR_CONDITIONS: error-log entries by type, and the conditions that they set
 * (wire.md 4.17 and 4.19). These conditions belong to the device: they survive that
 * its DIMM and region are registered anew, and end with the driver's binding.
 */
#include "device-health.h"
#include "host-log.h"
#include "service-events.h"
#include "wire-command.h"

#define KEPT_BIT(kept, ...) (kept) |
#define ALL_KEPT	    ((u64)(OCXLPMEM_KEPT_CONDITIONS(KEPT_BIT) 0))

static u64 kept_of_entry(const struct ocxlpmem_error_log_rsp *entry)
{
	u64 kept = 0;

	if (entry->error_log_type == OCXLPMEM_ERROR_LOG_DATA_LOSS)
		kept |= OCXLPMEM_KEPT_DATA_LOSS;
	if (entry->error_log_type == OCXLPMEM_ERROR_LOG_PREDICTIVE_FAILURE)
		kept |= OCXLPMEM_KEPT_PREDICTIVE_FAILURE;
	if (entry->action_flags & OCXLPMEM_ERROR_LOG_ACTION_REPLACE)
		kept |= OCXLPMEM_KEPT_REPLACEMENT_REQUESTED;
	return kept;
}

void ocxlpmem_kept_conditions_add_entry(struct ocxlpmem_device *device,
					const struct ocxlpmem_error_log_rsp *entry)
{
	u64 kept = kept_of_entry(entry);

	device->entries[min_t(u32, entry->error_log_type, OCXLPMEM_ENTRY_OTHER)]++;
	device->kept_conditions |= kept;
	if (device->host->entry_was_read)
		device->host->entry_was_read(device->host->context, entry);
	ocxlpmem_log_entry(device, entry, kept);
	ocxlpmem_device_update_events(device);
}

bool ocxlpmem_check_clear_conditions(struct ocxlpmem_call *call)
{
	return !(call->request.clear_conditions.mask & ~ALL_KEPT);
}

static u64 count_entries(const struct ocxlpmem_device *device)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < OCXLPMEM_ENTRY_COUNT; i++)
		sum += device->entries[i];
	return sum;
}

int ocxlpmem_service_clear_conditions(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_clear_conditions_req *request = &call->request.clear_conditions;
	struct ocxlpmem_device *device = call->device;
	u64 cleared = device->kept_conditions & request->mask;

	/* the condition may be that of an entry which the caller has not seen */
	if (count_entries(device) > request->seen) {
		call->status = OCXLPMEM_STATUS_BLOCKED;
		return 0;
	}
	if (!cleared)
		return 0;
	device->kept_conditions &= ~cleared;
	ocxlpmem_log_cleared(device, call->caller->uid, cleared);
	ocxlpmem_device_update_events(device);
	return 0;
}

int ocxlpmem_service_events(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	struct ocxlpmem_events_rsp events;
	u32 i;
	int rc;

	rc = ocxlpmem_device_refresh_health(device);
	if (rc)
		return rc;
	/* a good state: a healthy card has nothing pending */
	events.pending = device->pending & ~BIT_ULL(OCXLPMEM_EVENT_MEMORY_AVAILABLE);
	for (i = 0; i < OCXLPMEM_EVENT_COUNT; i++)
		events.count[i] = device->event_count[i];
	for (i = 0; i < OCXLPMEM_ENTRY_COUNT; i++)
		events.entries[i] = device->entries[i];
	events.kept_conditions = device->kept_conditions;
	ocxlpmem_call_add_record(call, &events);
	return 0;
}
