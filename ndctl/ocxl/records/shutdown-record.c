// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/shutdown-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_shutdown_record
static const struct ocxl_field shutdown_fields[] = {
	FIELD("requested", BOOL, requested, .heading = "REQUESTED"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_shutdown_record = {
	.size = sizeof(struct ocxl_shutdown_record),
	.fields = shutdown_fields,
};
