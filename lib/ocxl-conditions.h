/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of conditions: severity, evidence, summary and advice of each. */
#ifndef OCXL_CONDITIONS_H
#define OCXL_CONDITIONS_H

#include <ndctl/libndctl-ocxl.h>

/* libndctl.so hides what has no default visibility */
#define OCXL_EXPORT __attribute__((visibility("default")))

/* number of conditions; a unit test looks for rows that are missing */
enum { OCXL_CONDITION_COUNT = NDCTL_OCXL_CONDITION_FW_UPDATE_INCOMPLETE + 1 };

/**
 * enum ocxl_source - evidence that rules a condition out
 * @OCXL_SOURCE_FLAGS: the flags of the condition
 * @OCXL_SOURCE_COMMANDS: an answer to HEARTBEAT or SMART
 * @OCXL_SOURCE_ATTRIBUTES: an answer to SMART
 * @OCXL_SOURCE_STATISTICS: an answer to STATS
 */
enum ocxl_source {
	OCXL_SOURCE_FLAGS,
	OCXL_SOURCE_COMMANDS,
	OCXL_SOURCE_ATTRIBUTES,
	OCXL_SOURCE_STATISTICS,
};

/**
 * struct ocxl_condition - one row
 * @name: as in output
 * @severity: of a condition that is not overdue
 * @source: evidence that rules the condition out
 * @flags: NDCTL_OCXL_FLAG_*, each of which means the condition
 * @overdue: the one of @flags that makes the condition critical, or 0
 * @kept_bit: NDCTL_OCXL_KEPT_*, or 0
 * @summary: one sentence
 * @measured: the same with the numbers of a condition in braces, or NULL
 * @explained: @summary of a condition whose cause was read, or NULL
 * @advice: recommended action
 * @late: the same when it is overdue, or NULL
 */
struct ocxl_condition {
	const char *name;
	enum ndctl_ocxl_severity severity;
	enum ocxl_source source;
	unsigned int flags;
	unsigned int overdue;
	unsigned int kept_bit;
	const char *summary;
	const char *measured;
	const char *explained;
	const char *advice;
	const char *late;
};

/* indexed by enum ndctl_ocxl_condition_id */
extern const struct ocxl_condition ocxl_conditions[OCXL_CONDITION_COUNT];

/**
 * ocxl_evidence_find_failed_file() - the first file that could not be read
 * @evidence: of a card
 * @error: receives its negative errno
 *
 * Return: name as in struct ndctl_ocxl_condition; NULL without one.
 */
const char *ocxl_evidence_find_failed_file(const struct ndctl_ocxl_evidence *evidence, int *error);

/* an error of a command that no driver gives: the device node could not be opened, or is another */
bool ocxl_error_is_of_node(int error);

#endif /* OCXL_CONDITIONS_H */
