/* SPDX-License-Identifier: GPL-2.0-only */
/* The region of a DIMM. */
#ifndef OCXLPMEM_REGION_H
#define OCXLPMEM_REGION_H

#include "pmem.h"

/** ocxlpmem_region_init() - initialise locks */
void ocxlpmem_region_init(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_create() - attach the DIMM and create the region
 * @pmem: region_lock is held, there is no region
 *
 * Return: 0, -ENOMEM, or -ENODEV without a DIMM.
 */
int ocxlpmem_region_create(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_is_bound() - is the region enabled
 * @pmem: struct ocxlpmem
 *
 * Operation region_bound of struct ocxlpmem_device_host.
 */
bool ocxlpmem_region_is_bound(void *pmem);

/** ocxlpmem_region_delete() - delete the region; region_lock is held, and there is one */
void ocxlpmem_region_delete(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_close() - delete the region and disconnect the card
 * @pmem: its region is not in use; region_lock is held. Another region is never created
 *
 * Commands in flight end with -ENXIO.
 */
void ocxlpmem_region_close(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_REGION_H */
