/* SPDX-License-Identifier: GPL-2.0-only */
/* SMART attributes of a card. */
#ifndef OCXL_READ_SMART_H
#define OCXL_READ_SMART_H

#include "ocxl/records/records.h"

struct ndctl_cmd;
struct ocxl_command;
struct ocxl_dimm;
struct ocxl_options;

/* attributes of one DIMM, and values of those with a known meaning */
struct ocxl_smart {
	struct ocxl_smart_summary_record summary; /* its list points to @attributes */
	struct ndctl_ocxl_smart_attribute *attributes; /* release with ocxl_smart_release() */
};

/*
 * append an attribute
 * @smart: its array has space for one more
 * @attribute: copied
 */
void ocxl_smart_add_attribute(struct ocxl_smart *smart,
			      const struct ndctl_ocxl_smart_attribute *attribute);

/*
 * copy the attributes of an answer
 * @smart: zero; filled in
 * Return: 0 or -ENOMEM.
 */
int ocxl_smart_copy(struct ocxl_smart *smart, struct ndctl_cmd *cmd);

/*
 * ask a DIMM for its SMART attributes
 * @command: receives the result; release with ocxl_command_release()
 * @smart: zero; receives the attributes if rc of @command is 0; release with ocxl_smart_release()
 */
void ocxl_smart_read(struct ocxl_command *command, struct ocxl_smart *smart,
		     const struct ocxl_dimm *dimm);

/* free the attributes */
void ocxl_smart_release(struct ocxl_smart *smart);

#endif /* OCXL_READ_SMART_H */
