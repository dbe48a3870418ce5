/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories and files in /sys/kernel/debug/ocxlpmem. */
#ifndef OCXLPMEM_DEBUGFS_H
#define OCXLPMEM_DEBUGFS_H

#include "../nvdimm/pmem.h"

/** ocxlpmem_debugfs_init() - create the directory of the driver */
void ocxlpmem_debugfs_init(void);

/** ocxlpmem_debugfs_exit() - remove it */
void ocxlpmem_debugfs_exit(void);

/** ocxlpmem_debugfs_attach() - create the files of a window with a controller */
void ocxlpmem_debugfs_attach(struct ocxlpmem *pmem);

/** ocxlpmem_debugfs_detach() - remove them; waits until nobody uses them */
void ocxlpmem_debugfs_detach(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_DEBUGFS_H */
