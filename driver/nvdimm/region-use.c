// SPDX-License-Identifier: GPL-2.0-only
/* A region that may be in use: claimed before it is deleted or gets another size. */
#include <linux/delay.h>
#include <linux/device.h>
#include "../core/device.h"
#include "device-access.h"
#include "memory-claim.h"
#include "region-use.h"
#include "region.h"
#include "reminder.h"
#include "security.h"

int ocxlpmem_region_claim_disks(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	/*
	 * Called because it waits for libnvdimm's asynchronous work: before that, the region may
	 * not exist yet.
	 */
	nvdimm_bus_check_dimm_count(pmem->bus, 1);
	if (!pmem->region)
		return 0;
	return ocxlpmem_claims_acquire(pmem->region, pmem->memory.start + OCXL_LABEL_AREA_SIZE,
				       pmem->memory.size - OCXL_LABEL_AREA_SIZE, claims);
}

int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims,
			  struct mutex *windows_lock)
{
	int rc;

	mutex_lock_nest_lock(&pmem->region_lock, windows_lock);
	rc = ocxlpmem_region_claim_disks(pmem, claims);
	if (!rc && ocxlpmem_erase_is_running(pmem)) {
		ocxlpmem_claims_release(claims);
		strscpy(claims->reason, "an erase runs", sizeof(claims->reason));
		rc = -EBUSY;
	}
	if (rc)
		mutex_unlock(&pmem->region_lock);
	return rc;
}

void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	ocxlpmem_claims_release(claims);
	mutex_unlock(&pmem->region_lock);
}

/* waits even if the process is killed: deleting a region under a mapped file ends in an oops */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem)
{
	struct ocxlpmem_claims claims;
	unsigned long due = jiffies;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	while (ocxlpmem_region_claim_disks(pmem, &claims)) {
		if (ocxlpmem_is_reminder_due(&due))
			dev_notice(pmem->dev, "waiting until it is not in use: %s\n",
				   claims.reason);
		msleep(OCXL_BUSY_PAUSE_MS);
	}
	ocxlpmem_region_close(pmem);
	ocxlpmem_claims_release(&claims);
	mutex_unlock(&pmem->region_lock);
}

static void set_window_size(struct ocxlpmem *pmem, u64 size)
{
	u64 capacity = size - OCXL_LABEL_AREA_SIZE;

	pmem->memory.size = size;
	ocxlpmem_lock_device(pmem);
	pmem->device.setup.capacity = capacity;
	if (pmem->controller->ops->resize)
		pmem->controller->ops->resize(pmem->controller, capacity);
	ocxlpmem_unlock_device(pmem);
}

int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size)
{
	u64 old_size = pmem->memory.size;
	bool had_region = pmem->region;
	int rc = ocxlpmem_memory_resize(pmem, size);

	if (rc) {
		ocxlpmem_claims_release(claims);
		return rc;
	}
	if (had_region)
		ocxlpmem_region_delete(pmem);
	ocxlpmem_claims_release(claims);
	set_window_size(pmem, size);
	if (had_region)
		rc = ocxlpmem_region_create(pmem);
	if (!rc)
		return 0;
	set_window_size(pmem, old_size);
	ocxlpmem_memory_resize(pmem, old_size);
	if (ocxlpmem_region_create(pmem))
		dev_err(pmem->dev, "cannot create its region again\n");
	return rc;
}
