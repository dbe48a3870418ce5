/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdict on the health of a DIMM. */
#ifndef OCXL_CHECK_RECORD_H
#define OCXL_CHECK_RECORD_H

#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/records/field.h"

/* room for the longest message: a failure, or summary and advice of a condition */
#define OCXL_REASON_MESSAGE_SIZE 320

/* bits of ocxl_reason_record.present */
enum { OCXL_REASON_HAS_VALUE, OCXL_REASON_HAS_THRESHOLD, OCXL_REASON_HAS_ATTRIBUTE };

/**
 * struct ocxl_reason_record - a reason for a verdict: a condition of the card
 * @name: of the condition
 * @severity: "warning", "unknown", "critical"
 * @message: one or two sentences for people
 * @value: measured value
 * @threshold: limit of @value
 * @unit: "Cel" (degree Celsius), "%"; NULL: @value has no unit
 * @attribute: identifier of the SMART attribute
 */
struct ocxl_reason_record {
	OCXL_PRESENT;
	const char *name;
	const char *severity;
	const char *message;
	uint64_t value;
	uint64_t threshold;
	const char *unit;
	unsigned int attribute;
};
extern const struct ocxl_record ocxl_reason_record;

/**
 * struct ocxl_check_record - a verdict
 * @verdict: "ok", "warning", "unknown", "critical": the severity of the worst reason
 * @reasons: of struct ocxl_reason_record, the worst first
 * @not_checked: bit n: condition n could not be checked
 */
struct ocxl_check_record {
	const char *verdict;
	struct ocxl_list reasons;
	uint64_t not_checked;
};
extern const struct ocxl_record ocxl_check_record;

#endif /* OCXL_CHECK_RECORD_H */
