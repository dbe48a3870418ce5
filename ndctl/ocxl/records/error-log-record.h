/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of the error log. */
#ifndef OCXL_ERROR_LOG_RECORD_H
#define OCXL_ERROR_LOG_RECORD_H

#include "ocxl/records/field.h"

enum { OCXL_ERROR_LOG_HAS_DATA };
struct ocxl_error_log_record {
	OCXL_PRESENT;
	uint64_t cursor;
	uint64_t log_id;
	uint64_t reference_code;
	uint64_t type;
	uint64_t action_flags; /* keys "actions" and "action_flags" */
	uint64_t power_on_seconds;
	uint64_t card_timestamp;
	struct ocxl_wwid wwid;
	struct ocxl_text fw_version;
	uint64_t data_bytes;
	struct ocxl_data data;
	char read_time[32];
	const char *read_time_word; /* points to read_time */
};
extern const struct ocxl_record ocxl_error_log_record;

/* entries that do not come one by one (the report): key "error_log" */
struct ocxl_error_log_list_record {
	struct ocxl_list entries; /* of ocxl_error_log_record */
};
extern const struct ocxl_record ocxl_error_log_list_record;

#endif /* OCXL_ERROR_LOG_RECORD_H */
