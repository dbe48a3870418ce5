// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/check-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_reason_record
static const struct ocxl_field reason_fields[] = {
	FIELD("name", WORD, name, .heading = "REASON"),
	/* the heading of "verdict" below: one column for both */
	FIELD("severity", WORD, severity, .heading = "SEVERITY", .highlight = true),
	FIELD("message", WORD, message, .heading = "MESSAGE"),
	FIELD("value", QUANTITY, value, .optional = OCXL_OPTIONAL(OCXL_REASON_HAS_VALUE)),
	FIELD("threshold", QUANTITY, threshold,
	      .optional = OCXL_OPTIONAL(OCXL_REASON_HAS_THRESHOLD)),
	FIELD("unit", WORD, unit),
	FIELD("attribute", QUANTITY, attribute,
	      .optional = OCXL_OPTIONAL(OCXL_REASON_HAS_ATTRIBUTE)),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_reason_record = {
	.size = sizeof(struct ocxl_reason_record),
	.fields = reason_fields,
};

#define RECORD struct ocxl_check_record
static const struct ocxl_field check_fields[] = {
	FIELD("verdict", WORD, verdict, .heading = "SEVERITY", .highlight = true),
	FIELD("reasons", LIST, reasons, .heading = "REASONS", .record = &ocxl_reason_record),
	FIELD("not_checked", BITS, not_checked, .names = ocxl_condition_names),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_check_record = {
	.size = sizeof(struct ocxl_check_record),
	.fields = check_fields,
};
