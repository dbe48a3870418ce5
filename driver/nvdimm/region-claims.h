/* SPDX-License-Identifier: GPL-2.0-only */
/* Is a region in use; claims that prevent its use. */
#ifndef OCXLPMEM_REGION_CLAIMS_H
#define OCXLPMEM_REGION_CLAIMS_H

#include <linux/libnvdimm.h>
#include <linux/list.h>

/**
 * struct ocxlpmem_claims - exclusive claims of the disks of a region
 * @list: one claim per disk
 * @reason: if claiming failed: the user of the region, for the log
 */
struct ocxlpmem_claims {
	struct list_head list;
	char reason[64];
};

/** ocxlpmem_claims_init() - no claims yet */
void ocxlpmem_claims_init(struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_claims_acquire() - claim every disk of a region; fail if the region is in use
 * @region: libnvdimm's asynchronous work for it has ended
 * @start: physical address of its first byte
 * @size: its size in bytes
 * @claims: receives the claims
 *
 * Return: 0; -EBUSY without claims if a disk is mounted or open, a device-dax namespace is
 * enabled, or a page of the region is referenced; or -ENOMEM.
 */
int ocxlpmem_claims_acquire(struct nd_region *region, u64 start, u64 size,
			    struct ocxlpmem_claims *claims);

/** ocxlpmem_claims_release() - release all claims; may be called again */
void ocxlpmem_claims_release(struct ocxlpmem_claims *claims);

#endif /* OCXLPMEM_REGION_CLAIMS_H */
