/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and capabilities of a card. */
#ifndef OCXL_INFO_H
#define OCXL_INFO_H

#include "ocxl/records/records.h"

struct ndctl_ocxl_capabilities;
struct ocxl_command;
struct ocxl_dimm;
struct ocxl_options;

/* @capabilities: replace the values of sysfs; NULL: the card did not answer */
void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_dimm *dimm,
		    const struct ndctl_ocxl_capabilities *capabilities);

/* @capabilities: filled if rc of @command is 0. Release the command */
void ocxl_info_read(struct ocxl_command *command, struct ndctl_ocxl_capabilities *capabilities,
		    const struct ocxl_dimm *dimm);

#endif /* OCXL_INFO_H */
