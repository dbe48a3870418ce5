// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include <ndctl/libndctl-ocxl-smart.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/names.h"

#define NAME(number, lower, ...)     { (number), #lower },
/* for masks: the number of the bit */
#define BIT_NAME(mask, lower)	     { __builtin_ctz(mask), #lower },
#define KEPT_NAME(mask, flag, lower) BIT_NAME(mask, lower)

const struct ocxl_name ocxl_command_names[] = { OCXLPMEM_COMMANDS(NAME, NAME) { 0, NULL } };
const struct ocxl_name ocxl_event_names[] = { OCXLPMEM_EVENTS(NAME) { 0, NULL } };
const struct ocxl_name ocxl_entry_names[] = {
	OCXLPMEM_ERROR_LOG_TYPES(NAME) { NDCTL_OCXL_ERROR_LOG_TYPES, "other" },
	{ 0, NULL },
};
const struct ocxl_name ocxl_kept_condition_names[] = { OCXLPMEM_KEPT_CONDITIONS(KEPT_NAME) {
	0, NULL } };
const struct ocxl_name ocxl_flag_names[] = { OCXLPMEM_FLAGS(NAME) { 0, NULL } };
const struct ocxl_name ocxl_health_names[] = { OCXLPMEM_HEALTH_BITS(BIT_NAME) { 0, NULL } };

/* their addresses stand for tables of the library */
const struct ocxl_name ocxl_error_log_type_names[] = { { 0, NULL } };
const struct ocxl_name ocxl_attribute_names[] = { { 0, NULL } };
const struct ocxl_name ocxl_action_names[] = { { 0, NULL } };
const struct ocxl_name ocxl_condition_names[] = { { 0, NULL } };

static const struct {
	const struct ocxl_name *names;
	const char *(*find)(unsigned int number);
} library_tables[] = {
	{ ocxl_error_log_type_names, ndctl_ocxl_error_log_type_name },
	{ ocxl_attribute_names, ndctl_ocxl_smart_id_name },
	{ ocxl_action_names, ndctl_ocxl_error_log_action_name },
	{ ocxl_condition_names, ndctl_ocxl_condition_id_name },
};

void ocxl_name_list(char list[OCXL_NAME_LIST_SIZE], const struct ocxl_name *names, uint64_t bits)
{
	unsigned int bit;
	size_t used = 0;

	list[0] = '\0';
	for (bit = 0; bit < 64 && used < OCXL_NAME_LIST_SIZE; bit++) {
		const char *name = bits >> bit & 1 ? ocxl_name_find(names, bit) : NULL;

		if (name)
			used += (size_t)snprintf(list + used, OCXL_NAME_LIST_SIZE - used, "%s%s",
						 used ? ", " : "", name);
	}
}

const char *ocxl_name_find(const struct ocxl_name *names, uint64_t number)
{
	size_t i;

	if (!names || number > UINT_MAX)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(library_tables); i++) {
		if (names == library_tables[i].names)
			return library_tables[i].find((unsigned int)number);
	}
	for (; names->name; names++) {
		if (names->number == number)
			return names->name;
	}
	return NULL;
}

const char *ocxl_name_or_unknown(const struct ocxl_name *names, uint64_t number)
{
	const char *name = ocxl_name_find(names, number);

	return name ? name : "unknown";
}

unsigned int ocxl_severity_number(const char *severity)
{
	const char *name;
	unsigned int i;

	for (i = 0; (name = ndctl_ocxl_severity_name(i)); i++)
		if (severity && strcmp(name, severity) == 0)
			return i;
	return NDCTL_OCXL_SEVERITY_UNKNOWN;
}

unsigned int ocxl_nagios_status(unsigned int severity)
{
	static const unsigned int statuses[] = {
		[NDCTL_OCXL_SEVERITY_OK] = 0,
		[NDCTL_OCXL_SEVERITY_WARNING] = 1,
		[NDCTL_OCXL_SEVERITY_CRITICAL] = 2,
		[NDCTL_OCXL_SEVERITY_UNKNOWN] = 3,
	};

	return statuses[severity];
}
