// SPDX-License-Identifier: GPL-2.0-only
/* The region of a window gets another size, also while its namespaces are enabled but not in use. */
#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/lockdep.h>
#include "windows.h"

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
	lockdep_assert_held(&pmem->region_lock);
	ocxlpmem_claims_release(claims);
	mutex_unlock(&pmem->region_lock);
}

static int resize_claim(struct ocxlpmem *pmem, u64 size)
{
	int rc = adjust_resource(pmem->claim, pmem->memory.start, size);

	if (rc)
		dev_err(pmem->dev, "another driver uses the memory behind the window\n");
	return rc;
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
	int rc = resize_claim(pmem, size);

	lockdep_assert_held(&pmem->region_lock);
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
	if (!rc) {
		ocxlpmem_window_warn_of_labels(pmem);
		return 0;
	}
	set_window_size(pmem, old_size);
	resize_claim(pmem, old_size);
	if (ocxlpmem_region_create(pmem))
		dev_err(pmem->dev, "cannot create its region again\n");
	return rc;
}
