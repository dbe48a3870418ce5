// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a region in use? libnvdimm does not check this before it deletes a region, and deleting it
 * under a mapped file ends in an oops: on 7.3, umount of ext4 looks at pages that
 * memunmap_pages() has removed, because ext4, unlike XFS, keeps its DAX entries
 * (MF_MEM_PRE_REMOVE). So the driver claims every disk of the region until the region is deleted.
 *
 * The pages of the region must be unreferenced as well: a pipe or a device can refer to a page
 * long after the file system was unmounted.
 *
 * Meanwhile no namespace of the region can be enabled (region-guard.c).
 */
#include <linux/blkdev.h>
#include <linux/dax.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include "pmem.h"

/* a namespace is being enabled for some milliseconds; then its disk is open, for the partitions */
#define BUSY_WAIT_MS	 200
#define BUSY_PAUSE_MS	 5
/* for a process that can be killed meanwhile */
#define KILLABLE_WAIT_MS 5000

struct disk_claim {
	struct list_head node;
	ocxlpmem_disk *disk;
};

static void set_reason(struct ocxlpmem_claims *claims, const char *name, const char *what)
{
	snprintf(claims->reason, sizeof(claims->reason), "%s %s", name, what);
}

static bool is_killed(const struct ocxlpmem_claims *claims)
{
	return claims->killable && fatal_signal_pending(current);
}

bool ocxlpmem_claims_wait(const struct ocxlpmem_claims *claims, unsigned int *waited)
{
	if (*waited >= (claims->killable ? KILLABLE_WAIT_MS : BUSY_WAIT_MS) || is_killed(claims))
		return false;
	msleep(BUSY_PAUSE_MS);
	*waited += BUSY_PAUSE_MS;
	return true;
}

static int claim_disk(struct device *disk, struct ocxlpmem_claims *claims)
{
	struct disk_claim *claim = kzalloc(sizeof(*claim), GFP_KERNEL);
	int rc;

	if (!claim)
		return -ENOMEM;
	claim->disk = ocxlpmem_open_disk(disk->devt, claims);
	if (IS_ERR(claim->disk)) {
		rc = PTR_ERR(claim->disk);
		kfree(claim);
		set_reason(claims, dev_name(disk), "is mounted or claimed");
		/* after any other error it is unknown whether the disk is in use */
		return rc == -ENOMEM ? rc : -EBUSY;
	}
	list_add(&claim->node, &claims->list);
	return 0;
}

/* is_nd_dax() of libnvdimm has no public declaration */
static bool is_enabled_dax(const struct device *dev)
{
	return dev->type && dev->type->name && !strcmp(dev->type->name, "nd_dax") && dev->driver;
}

static int claim_child(struct device *dev, void *context)
{
	struct ocxlpmem_claims *claims = context;

	/* claims of partitions count as claims of their disk */
	if (ocxlpmem_is_disk(dev))
		return claim_disk(dev, claims);
	/* its mappings are not visible */
	if (is_enabled_dax(dev)) {
		set_reason(claims, dev_name(dev), "is an enabled device-dax namespace");
		return -EBUSY;
	}
	return ocxlpmem_children_visit(claims->children, dev, claim_child, claims);
}

static const struct gendisk *find_open_disk(const struct ocxlpmem_claims *claims)
{
	const struct disk_claim *claim;

	list_for_each_entry(claim, &claims->list, node) {
		struct gendisk *disk = ocxlpmem_bdev(claim->disk)->bd_disk;

		if (disk_openers(disk) > 1)
			return disk;
	}
	return NULL;
}

static int wait_for_openers(struct ocxlpmem_claims *claims)
{
	const struct gendisk *disk;
	unsigned int waited;

	for (waited = 0; (disk = find_open_disk(claims)); waited += BUSY_PAUSE_MS) {
		if (waited >= BUSY_WAIT_MS) {
			set_reason(claims, disk->disk_name, "is open");
			return -EBUSY;
		}
		msleep(BUSY_PAUSE_MS);
	}
	return 0;
}

/* the first page of data: the pages before it hold the page map and are not counted */
static unsigned long first_page(const struct dev_pagemap *map)
{
	unsigned long first = PHYS_PFN(map->range.start);

	if (map->flags & PGMAP_ALTMAP_VALID)
		first += map->altmap.reserve + map->altmap.free;
	return first;
}

/* the first page of this map that is referenced, from @page to the end of its section; 0: none */
static unsigned long find_reference(const struct dev_pagemap *map, unsigned long page,
				    unsigned long end)
{
	if (map->type != MEMORY_DEVICE_FS_DAX)
		return 0;
	end = min(end, PHYS_PFN(map->range.end) + 1);
	for (page = max(page, first_page(map)); page < end; page++) {
		if (!dax_page_is_idle(pfn_to_page(page)))
			return page;
	}
	return 0;
}

/* while no namespace is being enabled: the kernel finds a map before its pages exist */
static unsigned long find_reference_until(unsigned long page, unsigned long end)
{
	struct dev_pagemap *map = get_dev_pagemap(page);
	unsigned long found;

	if (!map)
		return 0;
	found = find_reference(map, page, end);
	put_dev_pagemap(map);
	return found;
}

static int check_page_references(u64 start, u64 size, struct ocxlpmem_claims *claims)
{
	unsigned long page = PHYS_PFN(start), end = PHYS_PFN(start + size), found, next;

	/* the check is repeated while a page is referenced, and most often it is the same page */
	found = claims->busy_page;
	if (found)
		found = find_reference_until(found, found + 1);
	for (; page < end && !found && !is_killed(claims); page = next) {
		next = min(ALIGN(page + 1, PAGES_PER_SUBSECTION), end);
		found = find_reference_until(page, next);
		cond_resched();
	}
	claims->busy_page = found;
	if (found) {
		strscpy(claims->reason, "a pipe, a device or a process still refers to its memory",
			sizeof(claims->reason));
		return -EBUSY;
	}
	if (page < end) {
		strscpy(claims->reason, "the process is being killed", sizeof(claims->reason));
		return -EINTR;
	}
	return 0;
}

void ocxlpmem_claims_init(struct ocxlpmem_claims *claims)
{
	INIT_LIST_HEAD(&claims->list);
	claims->killable = false;
	claims->reason[0] = '\0';
	claims->busy_page = 0;
}

int ocxlpmem_claims_acquire(struct nd_region *region, u64 start, u64 size,
			    struct ocxlpmem_children *children, struct ocxlpmem_claims *claims)
{
	int rc;

	claims->children = children;
	rc = ocxlpmem_children_visit(children, nd_region_dev(region), claim_child, claims);
	if (!rc)
		rc = wait_for_openers(claims);
	if (!rc)
		rc = check_page_references(start, size, claims);
	if (rc)
		ocxlpmem_claims_release(claims);
	return rc;
}

void ocxlpmem_claims_release(struct ocxlpmem_claims *claims)
{
	struct disk_claim *claim, *next;

	list_for_each_entry_safe(claim, next, &claims->list, node) {
		list_del(&claim->node);
		ocxlpmem_close_disk(claim->disk, claims);
		kfree(claim);
	}
}
