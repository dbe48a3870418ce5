// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/error-log-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

/* without details a row has 79 columns; several actions move the rest to the right */
#define RECORD struct ocxl_error_log_record
static const struct ocxl_field error_log_fields[] = {
	FIELD("cursor", HEX, entry.cursor, .heading = "CURSOR", .width = 18, .detail = true),
	FIELD("log_id", HEX, entry.log_identifier, .heading = "LOG ID", .width = 10),
	FIELD("reference_code", HEX, entry.program_reference_code, .heading = "REFERENCE",
	      .width = 10),
	FIELD("type", CODE, entry.type, .heading = "TYPE", .width = 18,
	      .names = ocxl_error_log_type_names),
	FIELD("actions", BITS, entry.action_flags, .heading = "ACTIONS", .width = 14,
	      .names = ocxl_action_names),
	FIELD("action_flags", HEX, entry.action_flags),
	FIELD("power_on_seconds", QUANTITY, entry.power_on_seconds, .heading = "POWER ON",
	      .unit = "s", .width = 9, .brief = true),
	FIELD("card_timestamp", QUANTITY, entry.timestamp, .heading = "CARD TIME", .width = 20,
	      .detail = true),
	FIELD("wwid", WWID, entry.wwid, .heading = "WWID", .width = 32, .detail = true),
	FIELD("fw_version", TEXT, entry.fw_revision, .heading = "FIRMWARE", .width = 8,
	      .detail = true),
	FIELD("data_bytes", QUANTITY, entry.data_length, .heading = "DATA", .width = 5),
	FIELD("data", DATA, entry.data, .size_offset = offsetof(RECORD, entry.data_length),
	      .optional = OCXL_OPTIONAL(OCXL_ERROR_LOG_HAS_DATA)),
	FIELD("read_time", TEXT, read_time, .heading = "READ AT", .width = 20, .detail = true),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_error_log_record = {
	.size = sizeof(struct ocxl_error_log_record),
	.fields = error_log_fields,
};

#define RECORD struct ocxl_error_log_list_record
static const struct ocxl_field error_log_list_fields[] = {
	FIELD("error_log", LIST, entries, .heading = "ERROR LOG", .record = &ocxl_error_log_record),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_error_log_list_record = {
	.size = sizeof(struct ocxl_error_log_list_record),
	.fields = error_log_list_fields,
};
