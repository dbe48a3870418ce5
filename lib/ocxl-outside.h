/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drivers outside of the kernel. */
#ifndef OCXL_OUTSIDE_H
#define OCXL_OUTSIDE_H

#include "ocxl-cmd.h"
#include "ocxl-dimm.h"

/* a libnvdimm without this family: commands travel in ND_CMD_VENDOR (wire.md 1) */
extern const struct ocxl_driver ocxl_vendor_driver;

/* the driver that was posted in 2020, without cmd_mask (wire.md 4) */
extern const struct ocxl_driver ocxl_posted_driver;

/**
 * ocxl_outside_add_dimm() - ocxl_add_dimm() for the DIMM of any driver
 * @dimm: as for ocxl_add_dimm(); also receives its driver
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Return: as ocxl_add_dimm().
 */
int ocxl_outside_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base);

/**
 * ocxl_parse_old_smart() - check an answer of the posted driver (wire.md 4)
 * @answer: as for ocxl_parse_answer()
 * @request: a request for SMART
 * @bytes: the answer, @request->size_out bytes
 * @fw_size: meaningless
 *
 * An answer without attributes means that the command failed, because that driver loses the error.
 *
 * Return: 0, -EIO for an answer without attributes, else as ocxl_parse_answer().
 */
int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes, size_t fw_size);

#endif /* OCXL_OUTSIDE_H */
