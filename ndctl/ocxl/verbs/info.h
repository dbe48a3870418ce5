/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and abilities of a card. */
#ifndef OCXL_INFO_H
#define OCXL_INFO_H

#include "ocxl/records/info-record.h"

struct ndctl_ocxl_capabilities;
struct ocxl_command;
struct ocxl_options;
struct ocxl_dimm;

/**
 * ocxl_info_fill() - what is known of a card
 * @record: receives it
 * @dimm: what sysfs says
 * @capabilities: what the card says; NULL when it did not
 */
void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_dimm *dimm,
		    const struct ndctl_ocxl_capabilities *capabilities);

/**
 * ocxl_info_read() - send the command
 * @exchange: what became of it; released by the caller
 * @capabilities: the answer, when that went well
 */
void ocxl_info_read(struct ocxl_command *exchange, struct ndctl_ocxl_capabilities *capabilities,
		    const struct ocxl_dimm *dimm, const struct ocxl_options *options);

#endif /* OCXL_INFO_H */
