// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/dump-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_dump_record
static const struct ocxl_field dump_fields[] = {
	FIELD("file", WORD, file, .heading = "File"),
	FIELD("dump_bytes", QUANTITY, dump_bytes, .heading = "Size", .unit = "B"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_dump_record = {
	.size = sizeof(struct ocxl_dump_record),
	.fields = dump_fields,
	.properties = true,
};
