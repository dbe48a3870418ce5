/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories and files in /sys/kernel/debug/ocxlpmem. */
#ifndef OCXLPMEM_DEBUGFS_H
#define OCXLPMEM_DEBUGFS_H

#include "../nvdimm/pmem.h"
#include "front-end.h"

/** ocxlpmem_debugfs_init() - create the directory of the driver */
void ocxlpmem_debugfs_init(void);

/** ocxlpmem_debugfs_exit() - remove it */
void ocxlpmem_debugfs_exit(void);

/**
 * ocxlpmem_debugfs_attach() - create the files of a window with a controller
 * @pmem: its DIMM
 * @front_end: of its controller
 *
 * Return: their directory.
 */
struct dentry *ocxlpmem_debugfs_attach(struct ocxlpmem *pmem,
				       const struct ocxlpmem_front_end *front_end);

/** ocxlpmem_debugfs_detach() - remove them; waits until nobody uses them. Accepts NULL */
void ocxlpmem_debugfs_detach(struct dentry *directory);

#endif /* OCXLPMEM_DEBUGFS_H */
