/* SPDX-License-Identifier: GPL-2.0-only */
/* The region of a window: claimed before it changes. */
#ifndef OCXLPMEM_WINDOW_RESIZE_H
#define OCXLPMEM_WINDOW_RESIZE_H

#include "../nvdimm/pmem.h"
#include "../nvdimm/region-claims.h"

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
 * ocxlpmem_region_resize() - register the region with another size
 * @pmem: its region is claimed
 * @claims: claims of its disks; released before the new region is created
 * @size: new size of the window
 *
 * Return: 0; or -EBUSY or -ENOMEM, and the region has its old size.
 */
int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size);

#endif /* OCXLPMEM_WINDOW_RESIZE_H */
