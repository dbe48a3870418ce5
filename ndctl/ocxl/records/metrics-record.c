// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/metrics-record.h"
#include "ocxl/records/field-table.h"

#define HAS_READINESS .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_READINESS)
#define HAS_STATE     .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_STATE)
#define RECORD	      struct ocxl_metrics_record
static const struct ocxl_field metrics_fields[] = {
	FIELD("up", BOOL, up),
	FIELD("ready", BOOL, ready, HAS_READINESS),
	FIELD("memory_available", BOOL, memory_available, HAS_READINESS),
	FIELD("hardware_fatal", BOOL, hardware_fatal, HAS_STATE),
	FIELD("firmware_fatal", BOOL, firmware_fatal, HAS_STATE),
	FIELD("error_log_pending", BOOL, error_log_pending, HAS_STATE),
	FIELD("dump_pending", BOOL, dump_pending, HAS_STATE),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_LIFE)),
	FIELD("duration_us", QUANTITY, duration_us),
	FIELDS_END,
};
#undef RECORD
#undef HAS_STATE
#undef HAS_READINESS

const struct ocxl_record ocxl_metrics_record = {
	.size = sizeof(struct ocxl_metrics_record),
	.fields = metrics_fields,
};
