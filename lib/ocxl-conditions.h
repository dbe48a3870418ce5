/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of conditions: severity, evidence, summary and advice of each. */
#ifndef OCXL_CONDITIONS_H
#define OCXL_CONDITIONS_H

#include "ocxl-private.h"

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

/* a condition is about each attribute that no other row names */
#define OCXL_ANY_ATTRIBUTE 0

/* the health of a card in the words of ndctl's own verbs, if its severity does not decide */
enum ocxl_stock_health {
	OCXL_STOCK_HEALTH_BY_SEVERITY,
	OCXL_STOCK_HEALTH_FATAL,
	/* ndctl has no word for a waiting log or dump: the card itself is well */
	OCXL_STOCK_HEALTH_GOOD,
};

/**
 * struct ocxl_condition - one row: everything that is special about a condition
 * @name: as in output
 * @severity: of a condition that is not overdue
 * @source: evidence that rules the condition out
 * @flags: NDCTL_OCXL_FLAG_*, each of which means the condition
 * @overdue: the one of @flags that makes the condition critical, or 0
 * @kept_bit: NDCTL_OCXL_KEPT_*, or 0
 * @attribute: SMART attribute whose raw value is judged, or OCXL_ANY_ATTRIBUTE, whose current value
 *	is
 * @needs_threshold: without a plausible threshold, the attribute cannot be judged
 * @judge: does a plausible attribute mean the condition; NULL: the condition is about no attribute
 * @measure: does an answer to STATS mean the condition, with its value and threshold, or NULL
 * @unit: of value and threshold, as in struct ndctl_ocxl_condition
 * @explained_by: condition whose presence explains this one, if there is @explained
 * @stock_health: see enum ocxl_stock_health
 * @summary: one sentence
 * @measured: the same with the numbers of a condition in braces, or NULL
 * @explained: @summary of a condition that is explained, or NULL
 * @advice: recommended action
 * @late: the same when it is overdue, or NULL
 */
struct ocxl_condition {
	const char *name;
	enum ndctl_ocxl_severity severity;
	enum ocxl_source source;
	uint64_t flags;
	uint64_t overdue;
	unsigned int kept_bit;
	uint8_t attribute;
	bool needs_threshold;
	bool (*judge)(const struct ndctl_ocxl_smart_attribute *attribute);
	bool (*measure)(const struct ndctl_ocxl_evidence *evidence, uint64_t *value,
			uint64_t *threshold);
	const char *unit;
	enum ndctl_ocxl_condition_id explained_by;
	enum ocxl_stock_health stock_health;
	const char *summary;
	const char *measured;
	const char *explained;
	const char *advice;
	const char *late;
};

/* indexed by enum ndctl_ocxl_condition_id */
extern const struct ocxl_condition ocxl_conditions[OCXL_CONDITION_COUNT];

/* the row of a condition; NULL for a number without a condition */
const struct ocxl_condition *ocxl_condition_find(unsigned int condition);

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
