// SPDX-License-Identifier: GPL-2.0-only
/* The region of a window: created, claimed, resized, deleted, and renewed after an erase. */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/numa.h>
#include "compat.h"
#include "core/device.h"
#include "device-access.h"
#include "dimm.h"
#include "region.h"
#include "reminder.h"
#include "security.h"
#include "window-memory.h"

/* pause between two checks of a region that is in use */
#define BUSY_PAUSE_MS 100

static void set_region(struct ocxlpmem *pmem, struct nd_region *region)
{
	spin_lock(&pmem->bound_lock);
	pmem->region = region;
	spin_unlock(&pmem->bound_lock);
}

/*
 * Without region_lock, because a callback of libnvdimm calls this. A region has its driver as soon
 * as it is being enabled. A race remains: root can enable the region while the card executes the
 * command.
 */
bool ocxlpmem_region_is_bound(void *context)
{
	struct ocxlpmem *pmem = context;
	bool bound;

	spin_lock(&pmem->bound_lock);
	bound = pmem->region && READ_ONCE(nd_region_dev(pmem->region)->driver);
	spin_unlock(&pmem->bound_lock);
	return bound;
}

int ocxlpmem_region_create(struct ocxlpmem *pmem)
{
	struct resource range = {
		.start = pmem->window.start + OCXL_LABEL_AREA_SIZE,
		.end = pmem->window.start + (pmem->window.size - 1),
		.flags = IORESOURCE_MEM,
	};
	struct nd_mapping_desc mapping = {
		.nvdimm = pmem->dimm,
		/* device addresses, so that a window can move; real cards use host addresses */
		.start = pmem->window.has_card ? range.start : OCXL_LABEL_AREA_SIZE,
		.size = pmem->window.size - OCXL_LABEL_AREA_SIZE,
	};
	struct nd_region_desc description = {
		.res = &range,
		.mapping = &mapping,
		.num_mappings = 1,
		.nd_set = &pmem->set,
		.provider_data = pmem,
		/* a node without processors and memory is offline */
		.numa_node = numa_map_to_online_node(pmem->node),
		.target_node = pmem->node,
		.flags = BIT(ND_REGION_PAGEMAP),
	};
	struct nd_region *region;

	/* there was no memory to register it anew after an erase */
	if (!pmem->dimm)
		return -ENODEV;
	ocxlpmem_dimm_attach(pmem);
	region = nvdimm_pmem_region_create(pmem->bus, &description);
	set_region(pmem, region);
	return region ? 0 : -ENOMEM;
}

static void delete_region(struct ocxlpmem *pmem)
{
	struct nd_region *region = pmem->region;

	/* before the deletion, so that ocxlpmem_region_is_bound() cannot use the region */
	set_region(pmem, NULL);
	nvdimm_region_delete(region);
}

/* region_lock is held */
static int claim_region(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	/*
	 * Called because it waits for libnvdimm's asynchronous work: before that, the region may
	 * not exist yet.
	 */
	nvdimm_bus_check_dimm_count(pmem->bus, 1);
	if (!pmem->region)
		return 0;
	return ocxlpmem_claims_acquire(pmem->region, pmem->window.start + OCXL_LABEL_AREA_SIZE,
				       pmem->window.size - OCXL_LABEL_AREA_SIZE, claims);
}

int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims,
			  struct mutex *windows_lock)
{
	int rc;

	mutex_lock_nest_lock(&pmem->region_lock, windows_lock);
	rc = claim_region(pmem, claims);
	if (!rc && pmem->controller && ocxlpmem_erase_is_running(pmem)) {
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

void ocxlpmem_region_close(struct ocxlpmem *pmem)
{
	pmem->region_blocked = true;
	/*
	 * Ends a running command: libnvdimm holds the lock of the bus for it, and deleting the
	 * region needs that lock. Not earlier, because a region that is in use stays as it is,
	 * commands included.
	 */
	WRITE_ONCE(pmem->disconnected, true);
	if (pmem->region)
		delete_region(pmem);
}

/* waits even if the process is killed: deleting a region under a mapped file ends in an oops */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem)
{
	struct ocxlpmem_claims claims;
	unsigned long due = jiffies;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	while (claim_region(pmem, &claims)) {
		if (ocxlpmem_is_reminder_due(&due))
			dev_notice(pmem->dev, "waiting until it is not in use: %s\n",
				   claims.reason);
		msleep(BUSY_PAUSE_MS);
	}
	ocxlpmem_region_close(pmem);
	ocxlpmem_region_unclaim(pmem, &claims);
}

static void set_window_size(struct ocxlpmem *pmem, u64 size)
{
	u64 capacity = size - OCXL_LABEL_AREA_SIZE;

	pmem->window.size = size;
	if (!pmem->controller)
		return;
	ocxlpmem_lock_device(pmem);
	pmem->device.setup.capacity = capacity;
	if (pmem->controller->ops->resize)
		pmem->controller->ops->resize(pmem->controller, capacity);
	ocxlpmem_unlock_device(pmem);
}

int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size)
{
	u64 old_size = pmem->window.size;
	bool had_region = pmem->region;
	int rc = ocxlpmem_memory_resize(pmem, size);

	if (rc) {
		ocxlpmem_claims_release(claims);
		return rc;
	}
	if (had_region)
		delete_region(pmem);
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

static void renew_dimm(struct ocxlpmem *pmem)
{
	if (ocxlpmem_dimm_create(pmem)) {
		dev_err(pmem->dev, "cannot register its DIMM again after an erase\n");
		return;
	}
	if (ocxlpmem_region_create(pmem))
		dev_err(pmem->dev, "cannot create its region again after an erase\n");
}

/*
 * Runs twice per erase. When the erase begins, it deletes the region, so that nobody enables it
 * before the DIMM is registered anew. When the erase has ended, it registers DIMM and region anew.
 */
static void renew_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, renew_work.work);
	struct ocxlpmem_claims claims;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	if (pmem->region_blocked)
		goto out;
	if (claim_region(pmem, &claims)) {
		queue_delayed_work(OCXL_UNBOUND_WQ, &pmem->renew_work,
				   msecs_to_jiffies(BUSY_PAUSE_MS));
		goto out;
	}
	if (pmem->region)
		delete_region(pmem);
	ocxlpmem_claims_release(&claims);
	if (!pmem->erase_reported)
		goto out;
	if (pmem->dimm)
		ocxlpmem_dimm_delete(pmem);
	/* ioctls on it may still run */
	if (!ocxlpmem_dimm_is_gone(pmem)) {
		queue_delayed_work(OCXL_UNBOUND_WQ, &pmem->renew_work,
				   msecs_to_jiffies(BUSY_PAUSE_MS));
		goto out;
	}
	renew_dimm(pmem);
	pmem->erase_reported = false;
	pmem->renewing = false;
out:
	mutex_unlock(&pmem->region_lock);
}

void ocxlpmem_region_init(struct ocxlpmem *pmem)
{
	mutex_init(&pmem->region_lock);
	spin_lock_init(&pmem->bound_lock);
	INIT_DELAYED_WORK(&pmem->renew_work, renew_work);
}
