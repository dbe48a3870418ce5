/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of numbers and bits. */
#ifndef OCXL_NAMES_H
#define OCXL_NAMES_H

#include <stdint.h>

/** struct ocxl_name - one word for one number (of a code, or of a bit) */
struct ocxl_name {
	unsigned int number;
	const char *name;
};

/* the words of the interface, each list ended by a NULL name */
extern const struct ocxl_name ocxl_error_log_type_names[];
extern const struct ocxl_name ocxl_action_names[]; /* bits */
extern const struct ocxl_name ocxl_event_names[]; /* bits */
extern const struct ocxl_name ocxl_health_names[]; /* bits */
extern const struct ocxl_name ocxl_flag_names[]; /* bits, in the order of the sysfs file */
extern const struct ocxl_name ocxl_command_names[]; /* bits */
extern const struct ocxl_name ocxl_attribute_names[];

/** ocxl_name_find() - word for @number, NULL without one; @names may be NULL */
const char *ocxl_name_find(const struct ocxl_name *names, unsigned int number);

/** ocxl_attribute_name() - word for a SMART attribute, "unknown" without one */
const char *ocxl_attribute_name(uint64_t id);

#endif /* OCXL_NAMES_H */
