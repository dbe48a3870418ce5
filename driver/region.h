/* SPDX-License-Identifier: GPL-2.0-only */
/* The region of a window. */
#ifndef OCXLPMEM_REGION_H
#define OCXLPMEM_REGION_H

#include "ocxlpmem.h"
#include "region-claims.h"

/** ocxlpmem_region_init() - initialise locks and work */
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

/**
 * ocxlpmem_region_claim() - make sure that the region is not in use and cannot be used
 * @pmem: its device lock is held
 * @claims: initialised; receives the claims of its disks
 * @windows_lock: ocxlpmem_windows_lock, held: with it, several regions may be claimed
 *
 * Return: 0 with region_lock held; -EBUSY with @claims->reason set; or -ENOMEM.
 */
int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims,
			  struct mutex *windows_lock);

/** ocxlpmem_region_unclaim() - the reverse of ocxlpmem_region_claim() */
void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_region_close() - delete the region and disconnect the card
 * @pmem: its region is claimed; another region is never created
 *
 * Commands in flight end with -ENXIO.
 */
void ocxlpmem_region_close(struct ocxlpmem *pmem);

/** ocxlpmem_region_close_when_idle() - wait until the region is not in use, then close it */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_resize() - register the region with another size
 * @pmem: its region is claimed
 * @claims: claims of its disks; released before the new region is created
 * @size: new size of the window
 *
 * Return: 0; or -EBUSY or -ENOMEM, and the region has its old size.
 */
int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size);

#endif /* OCXLPMEM_REGION_H */
