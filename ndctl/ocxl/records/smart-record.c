// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/smart-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

#define RECORD struct ndctl_ocxl_smart_attribute
static const struct ocxl_field attribute_fields[] = {
	FIELD("id", QUANTITY, id, .heading = "ID", .hex = true),
	FIELD("name", NAME, id, .heading = "NAME", .names = ocxl_attribute_names),
	FIELD("flags", HEX, flags, .heading = "FLAGS", .detail = true),
	FIELD("current", QUANTITY, current_value, .heading = "CURRENT"),
	FIELD("threshold", QUANTITY, threshold, .heading = "THRESHOLD"),
	FIELD("worst", QUANTITY, worst, .heading = "WORST"),
	FIELD("raw", QUANTITY, raw, .heading = "RAW"),
	FIELD("failing", BOOL, failing, .heading = "FAILING", .highlight = true),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_smart_attribute_record = {
	.size = sizeof(struct ndctl_ocxl_smart_attribute),
	.fields = attribute_fields,
};

/* the table shows these values as attributes, so they have no heading */
#define RECORD struct ocxl_smart_summary_record
static const struct ocxl_field smart_summary_fields[] = {
	FIELD("smart", LIST, attributes, .heading = "SMART",
	      .record = &ocxl_smart_attribute_record),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_LIFE)),
	FIELD("power_on_hours", QUANTITY, power_on_hours,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_HOURS)),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_smart_summary_record = {
	.size = sizeof(struct ocxl_smart_summary_record),
	.fields = smart_summary_fields,
};
