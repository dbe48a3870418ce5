// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands EVENTS and CLEAR_CONDITIONS: error-log entries by type, the conditions that they
 * set, and lines about them for the log of the host (wire.md 4.2, 4.17 and 4.19). These conditions
 * belong to the device: they survive that its DIMM and region are registered anew, and end with the
 * driver's binding. The lines have numbers and names only, no bytes of the card.
 */
#include "service.h"

#define LINE_SIZE 192

/* a bit and its name */
struct bit_name {
	u64 bit;
	const char *name;
};

#define TYPE_NAME(type, name) [type] = #name,
static const char *const type_names[] = { OCXLPMEM_ERROR_LOG_TYPES(TYPE_NAME) };

#define ACTION_NAME(action, name)   { (action), #name },
#define KEPT_NAME(kept, flag, name) { (kept), #name },
static const struct bit_name actions[] = { OCXLPMEM_ERROR_LOG_ACTIONS(ACTION_NAME) { 0, NULL } };
static const struct bit_name kept_condition_names[] = { OCXLPMEM_KEPT_CONDITIONS(KEPT_NAME) {
	0, NULL } };

static void write_line(struct ocxlpmem_device *device, bool is_warning, const char *text)
{
	if (device->host->log)
		device->host->log(device->host->context, is_warning, text);
}

/* the names of the bits that are set, with ", " between them */
static size_t append_names(char *text, size_t size, const struct bit_name *names, u64 bits)
{
	const char *separator = "";
	size_t used = 0;

	for (; names->name; names++) {
		if (!(bits & names->bit))
			continue;
		used += scnprintf(text + used, size - used, "%s%s", separator, names->name);
		separator = ", ";
	}
	return used;
}

static void log_entry(struct ocxlpmem_device *device, const struct ocxlpmem_error_log_rsp *entry,
		      u64 kept)
{
	u8 type = entry->error_log_type;
	char line[LINE_SIZE];
	size_t used;

	used = scnprintf(line, sizeof(line),
			 "error log 0x%08x: type %u (%s), reference code 0x%08x, actions 0x%06x",
			 entry->log_id, type,
			 type < ARRAY_SIZE(type_names) ? type_names[type] : "unknown",
			 entry->reference_code, entry->action_flags);
	if (entry->action_flags) {
		used += scnprintf(line + used, sizeof(line) - used, " (");
		used += append_names(line + used, sizeof(line) - used, actions,
				     entry->action_flags);
		scnprintf(line + used, sizeof(line) - used, ")");
	}
	write_line(device, kept != 0, line);
}

static void log_cleared(struct ocxlpmem_device *device, u32 uid, u64 kept)
{
	char line[LINE_SIZE];
	size_t used = scnprintf(line, sizeof(line), "uid %u cleared ", uid);

	append_names(line + used, sizeof(line) - used, kept_condition_names, kept);
	/* a warning is never omitted, as lines about entries may be */
	write_line(device, true, line);
}

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
	log_entry(device, entry, kept);
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
	log_cleared(device, call->caller->uid, cleared);
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
