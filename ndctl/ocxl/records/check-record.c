// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/check-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_reason_record
static const struct ocxl_field reason_fields[] = {
	FIELD("name", WORD, name, .heading = "REASON"),
	FIELD("message", WORD, message, .heading = "MESSAGE"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_reason_record = {
	.size = sizeof(struct ocxl_reason_record),
	.fields = reason_fields,
};

#define RECORD struct ocxl_check_record
static const struct ocxl_field check_fields[] = {
	FIELD("verdict", WORD, verdict, .heading = "VERDICT", .highlight = true),
	FIELD("reasons", LIST, reasons, .heading = "REASONS", .record = &ocxl_reason_record),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_check_record = {
	.size = sizeof(struct ocxl_check_record),
	.fields = check_fields,
};
