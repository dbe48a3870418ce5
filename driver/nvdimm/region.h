/* SPDX-License-Identifier: GPL-2.0-only */
/* The region of a DIMM. */
#ifndef OCXLPMEM_REGION_H
#define OCXLPMEM_REGION_H

#include "pmem.h"
#include "region-claims.h"

/* pause between two checks of a region that is in use */
#define OCXL_BUSY_PAUSE_MS 100

/** ocxlpmem_region_init() - initialise locks */
void ocxlpmem_region_init(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_create() - attach the DIMM and create the region
 * @pmem: without a region
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

/** ocxlpmem_region_delete() - delete the region, which exists */
void ocxlpmem_region_delete(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_block() - disconnect the card; another region is never created
 * @pmem: its region is not in use, and will be closed
 *
 * Commands in flight end with -ENXIO.
 */
void ocxlpmem_region_block(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_close() - block the region, and delete it
 * @pmem: its region is not in use
 *
 * Waits until no ioctl delivers an answer.
 */
void ocxlpmem_region_close(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_claim_disks() - claim the disks of the region, if there is one
 * @pmem: the DIMM
 * @claims: initialised; receives the claims
 *
 * Return: as ocxlpmem_claims_acquire().
 */
int ocxlpmem_region_claim_disks(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_region_close_when_idle() - wait until the region is not in use, then close it
 * @pmem: its device may be locked
 *
 * Return: 0; -ESHUTDOWN if the system ends before that, and the region stays in use.
 */
int ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_REGION_H */
