/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the numbers on the wire and of conditions, as JSON, tables and metrics show them. The
 * names are those of the lists in <nvdimm/ocxlpmem.h> and <ndctl/libndctl-ocxl-conditions.h>.
 */
#ifndef OCXL_BASE_NAMES_H
#define OCXL_BASE_NAMES_H

#include <stdint.h>

/* name of a code or of a bit */
struct ocxl_name {
	unsigned int number; /* the code, or the number of the bit */
	const char *name; /* constant; NULL ends a list */
};

/* codes */
extern const struct ocxl_name ocxl_error_log_type_names[];
extern const struct ocxl_name ocxl_attribute_names[];
/* elements of struct ndctl_ocxl_events.entries */
extern const struct ocxl_name ocxl_entry_names[];
/* bits */
extern const struct ocxl_name ocxl_action_names[];
extern const struct ocxl_name ocxl_command_names[];
extern const struct ocxl_name ocxl_event_names[];
extern const struct ocxl_name ocxl_kept_condition_names[];
extern const struct ocxl_name ocxl_flag_names[];
extern const struct ocxl_name ocxl_health_names[];
extern const struct ocxl_name ocxl_condition_names[];

/* NULL when the list is NULL or has no such number */
const char *ocxl_name_find(const struct ocxl_name *names, uint64_t number);

/* "unknown" instead of NULL */
const char *ocxl_name_or_unknown(const struct ocxl_name *names, uint64_t number);

#define OCXL_NAME_LIST_SIZE 1024

/* "error_log, dump": the names of the bits that are set */
void ocxl_name_list(char list[OCXL_NAME_LIST_SIZE], const struct ocxl_name *names, uint64_t bits);

/* enum ndctl_ocxl_severity of its name; UNKNOWN for another word and for NULL */
unsigned int ocxl_severity_number(const char *severity);

/*
 * exit status of a monitoring plug-in: 0 ok, 1 warning, 2 critical, 3 unknown; enum
 * ndctl_ocxl_severity
 */
unsigned int ocxl_nagios_status(unsigned int severity);

enum ocxl_format {
	OCXL_FORMAT_JSON, /* one document */
	OCXL_FORMAT_NDJSON, /* a JSON object for each line */
	OCXL_FORMAT_TABLE, /* tables for people */
	OCXL_FORMAT_METRICS, /* Prometheus text; the only format of the verb "metrics" */
	OCXL_FORMAT_NAGIOS, /* output of a monitoring plug-in; of "check" only */
};

#endif /* OCXL_BASE_NAMES_H */
