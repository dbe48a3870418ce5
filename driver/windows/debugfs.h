/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories and files in /sys/kernel/debug/ocxlpmem. */
#ifndef OCXLPMEM_DEBUGFS_H
#define OCXLPMEM_DEBUGFS_H

#include "../nvdimm/pmem.h"

/** ocxlpmem_debugfs_init() - create the directory of the driver */
void ocxlpmem_debugfs_init(void);

/** ocxlpmem_debugfs_exit() - remove it */
void ocxlpmem_debugfs_exit(void);

/**
 * ocxlpmem_debugfs_attach() - create the files of a window
 * @pmem: its DIMM, with a struct ocxlpmem_window_setup
 *
 * Return: their directory, or NULL for a window without a controller.
 */
struct dentry *ocxlpmem_debugfs_attach(struct ocxlpmem *pmem);

/** ocxlpmem_debugfs_detach() - remove them; waits until nobody uses them. Accepts NULL */
void ocxlpmem_debugfs_detach(struct dentry *directory);

#endif /* OCXLPMEM_DEBUGFS_H */
