/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdict on the health of a DIMM. */
#ifndef OCXL_CHECK_RECORD_H
#define OCXL_CHECK_RECORD_H

#include "ocxl/records/field.h"

/**
 * struct ocxl_reason_record - a reason for a verdict
 * @name: word for programs
 * @message: sentence for people
 */
struct ocxl_reason_record {
	const char *name;
	const char *message;
};
extern const struct ocxl_record ocxl_reason_record;

/**
 * struct ocxl_check_record - a verdict
 * @verdict: "ok", "warning", "failed"
 * @reasons: of struct ocxl_reason_record, the gravest first
 */
struct ocxl_check_record {
	const char *verdict;
	struct ocxl_list reasons;
};
extern const struct ocxl_record ocxl_check_record;

#endif /* OCXL_CHECK_RECORD_H */
