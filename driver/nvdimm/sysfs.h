/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in the directory of a DIMM. */
#ifndef OCXLPMEM_SYSFS_H
#define OCXLPMEM_SYSFS_H

#include <linux/device.h>

/* wire.md 5 */
extern struct device_attribute ocxlpmem_serial_attribute;
extern struct device_attribute ocxlpmem_fw_version_attribute;
extern struct device_attribute ocxlpmem_cmd_mask_attribute;
extern struct device_attribute ocxlpmem_flags_attribute;

#endif /* OCXLPMEM_SYSFS_H */
