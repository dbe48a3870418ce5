// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/events-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

#define HAS_ENTRIES .optional = OCXL_OPTIONAL(OCXL_EVENTS_HAS_ENTRIES)

#define RECORD struct ocxl_events_record
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, events.pending, .heading = "PENDING", .names = ocxl_event_names),
	FIELD("counts", COUNTERS, events.count, .heading = "COUNT", .names = ocxl_event_names),
	FIELD("entries", COUNTERS, events.entries, .names = ocxl_entry_names, HAS_ENTRIES),
	FIELD("latched", BITS, events.latched, .names = ocxl_latch_names, HAS_ENTRIES),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_events_record = {
	.size = sizeof(struct ocxl_events_record),
	.fields = events_fields,
};

#define RECORD struct ocxl_event_change
static const struct ocxl_field event_change_fields[] = {
	FIELD("event", NAME, event, .heading = "EVENT", .names = ocxl_event_names, .width = 16),
	FIELD("pending", BOOL, pending, .heading = "PENDING"),
	FIELD("count", QUANTITY, count, .heading = "COUNT"),
	FIELDS_END,
};
#undef RECORD

static const struct ocxl_record event_change_record = {
	.size = sizeof(struct ocxl_event_change),
	.fields = event_change_fields,
};

#define RECORD struct ocxl_event_changes
static const struct ocxl_field event_changes_fields[] = {
	FIELD("changes", LIST, list, .record = &event_change_record),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_event_changes_record = {
	.size = sizeof(struct ocxl_event_changes),
	.fields = event_changes_fields,
};
