// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DIMM and the region of a card are registered anew after an erase: libnvdimm marks a DIMM as
 * incoherent when an erase begins. Where it cannot invalidate the caches of the processors, only a
 * newly registered DIMM is without this mark.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include "internal.h"

/* false: the erase runs, or another one has begun on the same DIMM */
static bool begin_renewal(struct ocxlpmem *pmem)
{
	ocxlpmem_lock_device(pmem);
	pmem->dimm_leaves = READ_ONCE(pmem->erase_reported);
	ocxlpmem_unlock_device(pmem);
	return pmem->dimm_leaves;
}

static void end_renewal(struct ocxlpmem *pmem)
{
	ocxlpmem_lock_device(pmem);
	pmem->dimm_leaves = false;
	WRITE_ONCE(pmem->erase_reported, false);
	WRITE_ONCE(pmem->renewing, false);
	/* the limits of CCAP0 count anew */
	pmem->start_warned = false;
	ocxlpmem_unlock_device(pmem);
	ocxlpmem_kick_start(pmem);
}

/*
 * Runs twice per erase. When the erase begins, it deletes the region, so that nobody enables it
 * before the DIMM is registered anew. When the erase has ended, it registers the DIMM anew. The
 * region follows when the memory is available, which it may not be after an erase that failed.
 */
static void renew_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, renew_work.work);
	struct ocxlpmem_claims claims;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	/* the end of the old DIMM may queue this work once more */
	if (pmem->region_blocked || !READ_ONCE(pmem->renewing))
		goto out;
	if (ocxlpmem_region_claim(pmem, &claims)) {
		queue_delayed_work(system_long_wq, &pmem->renew_work,
				   msecs_to_jiffies(OCXL_BUSY_PAUSE_MS));
		goto out;
	}
	if (pmem->region)
		ocxlpmem_region_delete(pmem);
	ocxlpmem_region_unclaim(pmem, &claims);
	if (!begin_renewal(pmem))
		goto out;
	if (pmem->dimm)
		ocxlpmem_dimm_delete(pmem);
	/* ioctls on it may still run; the end of the last one queues this work again */
	if (!ocxlpmem_dimm_is_gone(pmem))
		goto out;
	if (ocxlpmem_dimm_create(pmem)) {
		queue_delayed_work(system_long_wq, &pmem->renew_work,
				   msecs_to_jiffies(OCXL_BUSY_PAUSE_MS));
		goto out;
	}
	end_renewal(pmem);
out:
	mutex_unlock(&pmem->region_lock);
}

void ocxlpmem_renew_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->renew_work, renew_work);
}
