// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/events-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

#define RECORD struct ndctl_ocxl_events
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, pending, .heading = "PENDING", .names = ocxl_event_names),
	FIELD("counts", COUNTERS, count, .heading = "COUNT", .names = ocxl_event_names),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_events_record = {
	.size = sizeof(struct ndctl_ocxl_events),
	.fields = events_fields,
};
