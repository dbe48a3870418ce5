/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and capabilities of a DIMM. */
#ifndef OCXL_INFO_RECORD_H
#define OCXL_INFO_RECORD_H

#include <ndctl/libndctl-ocxl-controller.h>
#include "ocxl/records/field.h"

/* bits of ocxl_info_record.present */
enum { OCXL_INFO_HAS_CAPABILITIES, OCXL_INFO_HAS_FLAGS, OCXL_INFO_HAS_FW_VERSION };

/**
 * struct ocxl_info_record - identity and capabilities
 * @capabilities: as the card sent them. Without OCXL_INFO_HAS_CAPABILITIES only the members that
 *	sysfs has are valid: cmd_mask, serial, fw_version
 * @envelope: name of the ioctl package format in use
 * @flags: NDCTL_OCXL_FLAG_*
 */
struct ocxl_info_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_capabilities capabilities;
	const char *envelope;
	unsigned int flags;
};
extern const struct ocxl_record ocxl_info_record;

#endif /* OCXL_INFO_RECORD_H */
