// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/names.h"

#define NAME(number, lower, ...)     { (number), #lower },
/* for masks: the number of the bit */
#define BIT_NAME(mask, lower)	     { __builtin_ctz(mask), #lower },
#define KEPT_NAME(mask, flag, lower) BIT_NAME(mask, lower)

const struct ocxl_name ocxl_error_log_type_names[] = { OCXLPMEM_ERROR_LOG_TYPES(NAME) { 0, NULL } };
const struct ocxl_name ocxl_attribute_names[] = { OCXLPMEM_SMART_IDS(NAME) { 0, NULL } };
const struct ocxl_name ocxl_action_names[] = { OCXLPMEM_ERROR_LOG_ACTIONS(BIT_NAME) { 0, NULL } };
const struct ocxl_name ocxl_command_names[] = { OCXLPMEM_COMMANDS(NAME, NAME) { 0, NULL } };
const struct ocxl_name ocxl_event_names[] = { OCXLPMEM_EVENTS(NAME) { 0, NULL } };
const struct ocxl_name ocxl_entry_names[] = {
	OCXLPMEM_ERROR_LOG_TYPES(NAME) { OCXLPMEM_ENTRY_OTHER, "other" },
	{ 0, NULL },
};
const struct ocxl_name ocxl_kept_condition_names[] = { OCXLPMEM_KEPT_CONDITIONS(KEPT_NAME) {
	0, NULL } };
const struct ocxl_name ocxl_flag_names[] = { OCXLPMEM_FLAGS(NAME) { 0, NULL } };
const struct ocxl_name ocxl_health_names[] = { OCXLPMEM_HEALTH_BITS(BIT_NAME) { 0, NULL } };
/* its address stands for the table of the library */
const struct ocxl_name ocxl_condition_names[] = { { 0, NULL } };

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
	if (!names)
		return NULL;
	if (names == ocxl_condition_names)
		return ndctl_ocxl_condition_name((unsigned int)number);
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
