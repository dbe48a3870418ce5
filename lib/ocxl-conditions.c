// SPDX-License-Identifier: LGPL-2.1-or-later
/* The table of conditions: names and properties of each one. */
#include <errno.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include "ocxl-conditions.h"

/* column "flag" of a row without one */
#define NDCTL_OCXL_FLAG_NONE 0

/* column "kind": the flag that makes the condition critical, the bit of a latch */
#define OVERDUE_OF_PLAIN(flag)	 0
#define OVERDUE_OF_OVERDUE(flag) NDCTL_OCXL_FLAG_##flag##_OVERDUE
#define OVERDUE_OF_LATCHED(flag) 0
#define LATCH_OF_PLAIN(NAME)	 0
#define LATCH_OF_OVERDUE(NAME)	 0
#define LATCH_OF_LATCHED(NAME)	 NDCTL_OCXL_LATCH_##NAME

#define CONDITION(number, NAME, word, grade, kind, origin, flag, text, deed)             \
	[NDCTL_OCXL_CONDITION_##NAME] = {                                                \
		.name = #word,                                                           \
		.severity = NDCTL_OCXL_SEVERITY_##grade,                                 \
		.source = OCXL_SOURCE_##origin,                                          \
		.flags = (unsigned int)NDCTL_OCXL_FLAG_##flag | OVERDUE_OF_##kind(flag), \
		.overdue = OVERDUE_OF_##kind(flag),                                      \
		.latch = LATCH_OF_##kind(NAME),                                          \
		.summary = (text),                                                       \
		.advice = (deed),                                                        \
	},

const struct ocxl_condition ocxl_conditions[OCXL_CONDITION_COUNT] = { NDCTL_OCXL_CONDITIONS(
	CONDITION) };

static const struct ocxl_condition *find_condition(unsigned int condition)
{
	return condition < OCXL_CONDITION_COUNT ? &ocxl_conditions[condition] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_name(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->name : NULL;
}

OCXL_EXPORT int ndctl_ocxl_condition_find(const char *name)
{
	int condition;

	for (condition = 0; name && condition < OCXL_CONDITION_COUNT; condition++)
		if (strcmp(ocxl_conditions[condition].name, name) == 0)
			return condition;
	return -ENOENT;
}

OCXL_EXPORT enum ndctl_ocxl_severity ndctl_ocxl_condition_get_severity(unsigned int condition,
								       bool overdue)
{
	const struct ocxl_condition *row = find_condition(condition);

	if (!row)
		return NDCTL_OCXL_SEVERITY_UNKNOWN;
	return overdue && row->overdue ? NDCTL_OCXL_SEVERITY_CRITICAL : row->severity;
}

OCXL_EXPORT unsigned int ndctl_ocxl_condition_get_flags(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->flags : 0;
}

OCXL_EXPORT unsigned int ndctl_ocxl_condition_get_latch(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->latch : 0;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_summary(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->summary : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_advice(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->advice : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_severity_name(unsigned int severity)
{
	static const char *const names[] = {
		[NDCTL_OCXL_SEVERITY_OK] = "ok",
		[NDCTL_OCXL_SEVERITY_WARNING] = "warning",
		[NDCTL_OCXL_SEVERITY_UNKNOWN] = "unknown",
		[NDCTL_OCXL_SEVERITY_CRITICAL] = "critical",
	};

	return severity < ARRAY_SIZE(names) ? names[severity] : NULL;
}
