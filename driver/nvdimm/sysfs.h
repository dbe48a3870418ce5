/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in the directory of a DIMM. */
#ifndef OCXLPMEM_SYSFS_H
#define OCXLPMEM_SYSFS_H

#include <linux/sysfs.h>

/* Documentation/protocol/wire.md 5 */
extern const struct attribute_group *ocxlpmem_dimm_groups[];

#endif /* OCXLPMEM_SYSFS_H */
