// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/base/names.h"
#include "ocxl/records/acknowledge-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_acknowledge_record
static const struct ocxl_field acknowledge_fields[] = {
	FIELD("cleared", BITS, cleared, .heading = "CLEARED", .names = ocxl_latch_names),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_acknowledge_record = {
	.size = sizeof(struct ocxl_acknowledge_record),
	.fields = acknowledge_fields,
};
