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

/* @summary: zero before; its list points to @attributes */
void ocxl_smart_summarize(struct ocxl_smart_summary_record *summary,
			  const struct ndctl_ocxl_smart_attribute *attributes, size_t count);

/* @smart: zero before */
void ocxl_smart_copy(struct ocxl_smart *smart, struct ndctl_cmd *cmd);

/* @smart: zero before; filled if rc of @command is 0. Release both */
void ocxl_smart_read(struct ocxl_command *command, struct ocxl_smart *smart,
		     const struct ocxl_dimm *dimm);

void ocxl_smart_release(struct ocxl_smart *smart);

#endif /* OCXL_READ_SMART_H */
