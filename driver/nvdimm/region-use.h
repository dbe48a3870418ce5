/* SPDX-License-Identifier: GPL-2.0-only */
/* A region that may be in use. */
#ifndef OCXLPMEM_REGION_USE_H
#define OCXLPMEM_REGION_USE_H

#include "pmem.h"
#include "region-claims.h"

/* pause between two checks of a region that is in use */
#define OCXL_BUSY_PAUSE_MS 100

/**
 * ocxlpmem_region_claim_disks() - claim the disks of the region, if there is one
 * @pmem: region_lock is held
 * @claims: initialised; receives the claims
 *
 * Return: as ocxlpmem_claims_acquire().
 */
int ocxlpmem_region_claim_disks(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

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

#endif /* OCXLPMEM_REGION_USE_H */
