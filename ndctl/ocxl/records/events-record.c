// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/events-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

#define RECORD struct ocxl_events_record
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, pending, .heading = "PENDING", .names = ocxl_event_names),
	FIELD("counts", COUNTERS, counts, .heading = "COUNT", .names = ocxl_event_names),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_events_record = {
	.size = sizeof(struct ocxl_events_record),
	.fields = events_fields,
};
