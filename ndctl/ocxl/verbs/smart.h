/* SPDX-License-Identifier: GPL-2.0-only */
/* SMART attributes as records. */
#ifndef OCXL_SMART_H
#define OCXL_SMART_H

#include "ocxl/records/smart-record.h"

struct ndctl_cmd;
struct ocxl_command;
struct ocxl_options;
struct ocxl_dimm;

/**
 * struct ocxl_smart - attributes of one DIMM, and what the known ones say
 * @summary: refers to @attributes
 * @attributes: released by ocxl_smart_release()
 */
struct ocxl_smart {
	struct ocxl_smart_summary_record summary;
	struct ndctl_ocxl_smart_attribute *attributes;
};

/** ocxl_smart_add_attribute() - take over one attribute; there is room for it in @smart->attributes */
void ocxl_smart_add_attribute(struct ocxl_smart *smart,
			      const struct ndctl_ocxl_smart_attribute *attribute);

/** ocxl_smart_copy() - take over an answered command; 0 or -ENOMEM */
int ocxl_smart_copy(struct ocxl_smart *smart, struct ndctl_cmd *cmd);

/**
 * ocxl_smart_read() - send the command, and take over its answer
 * @exchange: what became of it; released by the caller
 * @smart: zero before; released by ocxl_smart_release()
 */
void ocxl_smart_read(struct ocxl_command *exchange, struct ocxl_smart *smart,
		     const struct ocxl_dimm *dimm, const struct ocxl_options *options);

/** ocxl_smart_release() - free the records */
void ocxl_smart_release(struct ocxl_smart *smart);

#endif /* OCXL_SMART_H */
