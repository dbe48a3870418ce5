/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of the error log. */
#ifndef OCXL_ERROR_LOG_RECORD_H
#define OCXL_ERROR_LOG_RECORD_H

#include <ndctl/libndctl-ocxl-error-log.h>
#include "ocxl/records/field.h"

/* bits of ocxl_error_log_record.present */
enum { OCXL_ERROR_LOG_HAS_DATA };

/* "2026-11-20T06:15:00Z", terminated */
#define OCXL_READ_TIME_SIZE 32

/**
 * struct ocxl_error_log_record - an entry
 * @entry: as the card sent it
 * @read_time: when the host read it, UTC
 */
struct ocxl_error_log_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_error_log entry;
	char read_time[OCXL_READ_TIME_SIZE];
};
extern const struct ocxl_record ocxl_error_log_record;

/**
 * struct ocxl_error_log_list_record - entries that are not streamed: of the report
 * @entries: of struct ocxl_error_log_record; key "error_log"
 */
struct ocxl_error_log_list_record {
	struct ocxl_list entries;
};
extern const struct ocxl_record ocxl_error_log_list_record;

#endif /* OCXL_ERROR_LOG_RECORD_H */
