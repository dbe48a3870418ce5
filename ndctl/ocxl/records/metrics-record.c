// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/metrics-record.h"
#include "ocxl/records/field-table.h"

#define HAS_READINESS .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_READINESS)
#define RECORD	      struct ocxl_metrics_record
static const struct ocxl_field metrics_fields[] = {
	FIELD("up", BOOL, up),
	FIELD("ready", BOOL, ready, HAS_READINESS),
	FIELD("memory_available", BOOL, memory_available, HAS_READINESS),
	FIELD("start_time_seconds", QUANTITY, start_time_seconds,
	      .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_START_TIME)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_LIFE)),
	FIELD("duration_us", QUANTITY, duration_us),
	FIELDS_END,
};
#undef RECORD
#undef HAS_READINESS

const struct ocxl_record ocxl_metrics_record = {
	.size = sizeof(struct ocxl_metrics_record),
	.fields = metrics_fields,
};
