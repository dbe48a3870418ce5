// SPDX-License-Identifier: GPL-2.0-only
/* The region of a DIMM, which may be in use: it is claimed before it is deleted. */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/numa.h>
#include "internal.h"

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

	lockdep_assert_held(&pmem->lock);
	spin_lock(&pmem->bound_lock);
	bound = pmem->region && READ_ONCE(nd_region_dev(pmem->region)->driver);
	spin_unlock(&pmem->bound_lock);
	return bound || ocxlpmem_is_system_ram(pmem->memory.start, pmem->memory.size);
}

int ocxlpmem_region_create(struct ocxlpmem *pmem)
{
	struct resource range = {
		.start = pmem->memory.start + OCXL_LABEL_AREA_SIZE,
		.end = pmem->memory.start + (pmem->memory.size - 1),
		.flags = IORESOURCE_MEM,
	};
	struct nd_mapping_desc mapping = {
		.nvdimm = pmem->dimm,
		/* device addresses, so that a window can move; real cards use host addresses */
		.start = pmem->memory.on_card ? range.start : OCXL_LABEL_AREA_SIZE,
		.size = pmem->memory.size - OCXL_LABEL_AREA_SIZE,
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

	lockdep_assert_held(&pmem->region_lock);
	ocxlpmem_dimm_attach(pmem);
	pmem->keeps_labels(pmem, NULL, 0);
	region = nvdimm_pmem_region_create(pmem->bus, &description);
	set_region(pmem, region);
	return region ? 0 : -ENOMEM;
}

void ocxlpmem_region_delete(struct ocxlpmem *pmem)
{
	struct nd_region *region = pmem->region;

	lockdep_assert_held(&pmem->region_lock);
	/* before the deletion, so that ocxlpmem_region_is_bound() cannot use the region */
	set_region(pmem, NULL);
	/* the region and its namespaces have no other references from here on */
	ocxlpmem_children_flush(&pmem->children);
	/*
	 * called because it waits until libnvdimm has registered the region, which works in
	 * parallel
	 */
	nvdimm_bus_check_dimm_count(pmem->bus, 1);
	nvdimm_region_delete(region);
}

void ocxlpmem_region_block(struct ocxlpmem *pmem, bool disconnect)
{
	lockdep_assert_held(&pmem->region_lock);
	WRITE_ONCE(pmem->region_blocked, true);
	/*
	 * Ends a running command: libnvdimm holds the lock of the bus for it, and deleting the
	 * region needs that lock. Not earlier, because a region that is in use stays as it is,
	 * commands included.
	 */
	if (disconnect)
		WRITE_ONCE(pmem->disconnected, true);
}

void ocxlpmem_region_unblock(struct ocxlpmem *pmem)
{
	lockdep_assert_held(&pmem->region_lock);
	WRITE_ONCE(pmem->region_blocked, false);
	/* an erase may have begun meanwhile */
	mod_delayed_work(system_long_wq, &pmem->renew_work, 0);
	ocxlpmem_kick_start(pmem);
}

void ocxlpmem_region_close(struct ocxlpmem *pmem)
{
	ocxlpmem_region_block(pmem, true);
	if (pmem->region)
		ocxlpmem_region_delete(pmem);
}

static int claim_users(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	unsigned int waited = 0;

	/* while it is being registered, it has no users, and the guard keeps it so */
	if (!pmem->region || !device_is_registered(nd_region_dev(pmem->region)))
		return 0;
	while (!ocxlpmem_guard_is_settled(pmem)) {
		if (!ocxlpmem_claims_wait(claims, &waited)) {
			strscpy(claims->reason, "a namespace is being enabled or disabled",
				sizeof(claims->reason));
			return -EBUSY;
		}
	}
	return ocxlpmem_claims_acquire(pmem->region, pmem->memory.start + OCXL_LABEL_AREA_SIZE,
				       pmem->memory.size - OCXL_LABEL_AREA_SIZE, &pmem->children,
				       claims);
}

static int claim_closed_region(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	int rc = claim_users(pmem, claims);

	/*
	 * the first reason to tell; also without kmem, which leaves memory that is online to the
	 * kernel
	 */
	if (ocxlpmem_is_system_ram(pmem->memory.start, pmem->memory.size)) {
		ocxlpmem_claims_release(claims);
		strscpy(claims->reason, "the kernel uses its memory as System RAM",
			sizeof(claims->reason));
		rc = -EBUSY;
	}
	return rc;
}

int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	int rc;

	lockdep_assert_held(&pmem->region_lock);
	ocxlpmem_guard_close(pmem);
	rc = claim_closed_region(pmem, claims);
	if (rc)
		ocxlpmem_guard_open(pmem);
	else
		ocxlpmem_guard_pin_module(pmem, false);
	return rc;
}

void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	lockdep_assert_held(&pmem->region_lock);
	ocxlpmem_claims_release(claims);
	ocxlpmem_guard_open(pmem);
}

/* waits even if the process is killed: deleting a region under a mapped file ends in an oops */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem)
{
	struct ocxlpmem_claims claims;
	unsigned long due = jiffies;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	while (ocxlpmem_region_claim(pmem, &claims)) {
		if (ocxlpmem_is_reminder_due(&due))
			dev_notice(pmem->dev, "waiting until it is not in use: %s\n",
				   claims.reason);
		msleep(OCXL_BUSY_PAUSE_MS);
	}
	ocxlpmem_region_close(pmem);
	ocxlpmem_region_unclaim(pmem, &claims);
	mutex_unlock(&pmem->region_lock);
}

void ocxlpmem_region_init(struct ocxlpmem *pmem)
{
	mutex_init(&pmem->region_lock);
	spin_lock_init(&pmem->bound_lock);
	ocxlpmem_children_init(&pmem->children);
	ocxlpmem_guard_init(pmem);
}
