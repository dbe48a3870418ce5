// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/heartbeat-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_heartbeat_record
static const struct ocxl_field heartbeat_fields[] = {
	FIELD("response_time_us", QUANTITY, response_time_us, .heading = "RESPONSE TIME",
	      .unit = "us"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_heartbeat_record = {
	.size = sizeof(struct ocxl_heartbeat_record),
	.fields = heartbeat_fields,
};
