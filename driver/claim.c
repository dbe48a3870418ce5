// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a region in use? libnvdimm does not ask before it deletes one, and deleting one
 * under a mapped file ends in an oops. So every disk of the region is claimed for as
 * long as it takes to delete it.
 *
 * Its pages have to be free as well: a pipe or a device may refer to one long after the file
 * system was unmounted.
 *
 * What remains: somebody with root's rights who enables another namespace of the same
 * region between the claims and the delete, and mounts and maps it in that time.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "compat.h"
#include "ocxlpmem.h"

/* a fresh disk has a second opener for some milliseconds: the scan for partitions */
#define OPENERS_WAIT_MS	 200
#define OPENERS_PAUSE_MS 5

struct claim {
	struct list_head node;
	struct ocxlpmem_disk_claim disk;
};

static void say(struct ocxlpmem_claims *claims, const char *name, const char *what)
{
	snprintf(claims->why, sizeof(claims->why), "%s %s", name, what);
}

static int claim_disk(struct device *disk, struct ocxlpmem_claims *claims)
{
	struct claim *claim = kzalloc(sizeof(*claim), GFP_KERNEL);
	int rc;

	if (!claim)
		return -ENOMEM;
	rc = ocxlpmem_disk_claim(&claim->disk, disk->devt, claims);
	if (rc) {
		kfree(claim);
		say(claims, dev_name(disk), "is mounted or claimed");
		/* whatever the reason: it cannot be said that nobody uses it */
		return rc == -ENOMEM ? rc : -EBUSY;
	}
	list_add(&claim->node, &claims->list);
	return 0;
}

/* is_nd_dax() is exported, its declaration is private to libnvdimm */
static bool is_enabled_dax(const struct device *dev)
{
	return dev->type && dev->type->name && !strcmp(dev->type->name, "nd_dax") && dev->driver;
}

static int claim_child(struct device *dev, void *claims)
{
	/* claims of partitions count for their disk */
	if (dev->class && !strcmp(dev->class->name, "block"))
		return claim_disk(dev, claims);
	/* who has mapped it cannot be seen */
	if (is_enabled_dax(dev)) {
		say(claims, dev_name(dev), "is an enabled device-dax namespace");
		return -EBUSY;
	}
	return device_for_each_child(dev, claims, claim_child);
}

static const struct gendisk *find_open(const struct ocxlpmem_claims *claims)
{
	const struct claim *claim;

	list_for_each_entry(claim, &claims->list, node) {
		struct gendisk *disk = ocxlpmem_disk_claimed(&claim->disk);

		if (disk_openers(disk) > 1)
			return disk;
	}
	return NULL;
}

static int await_openers(struct ocxlpmem_claims *claims)
{
	const struct gendisk *disk;
	unsigned int waited;

	for (waited = 0; (disk = find_open(claims)); waited += OPENERS_PAUSE_MS) {
		if (waited >= OPENERS_WAIT_MS) {
			say(claims, disk->disk_name, "is open");
			return -EBUSY;
		}
		msleep(OPENERS_PAUSE_MS);
	}
	return 0;
}

/* the first page of data; those of the map of pages itself have none */
static unsigned long first_page(const struct dev_pagemap *map)
{
	unsigned long first = PHYS_PFN(map->range.start);

	if (map->flags & PGMAP_ALTMAP_VALID)
		first += map->altmap.reserve + map->altmap.free;
	return first;
}

/* does anybody refer to a page of this map, from @page on to the end of its section */
static bool is_pinned(const struct dev_pagemap *map, unsigned long page, unsigned long end)
{
	if (map->type != MEMORY_DEVICE_FS_DAX)
		return false;
	end = min(end, PHYS_PFN(map->range.end) + 1);
	for (page = max(page, first_page(map)); page < end; page++) {
		if (page_ref_count(pfn_to_page(page)) > 1)
			return true;
	}
	return false;
}

static int check_pages(u64 start, u64 size, struct ocxlpmem_claims *claims)
{
	unsigned long page = PHYS_PFN(start), end = PHYS_PFN(start + size);
	struct dev_pagemap *map = NULL;
	bool pinned = false;

	while (page < end && !pinned) {
		unsigned long next = min(ALIGN(page + 1, PAGES_PER_SUBSECTION), end);

		map = get_dev_pagemap(page, map);
		if (map)
			pinned = is_pinned(map, page, next);
		page = next;
		cond_resched();
	}
	put_dev_pagemap(map);
	if (!pinned)
		return 0;
	strscpy(claims->why, "a pipe, a device or a process still refers to its memory",
		sizeof(claims->why));
	return -EBUSY;
}

void ocxlpmem_claims_init(struct ocxlpmem_claims *claims)
{
	INIT_LIST_HEAD(&claims->list);
	claims->why[0] = '\0';
}

int ocxlpmem_claims_acquire(struct nd_region *region, u64 start, u64 size,
			    struct ocxlpmem_claims *claims)
{
	int rc = device_for_each_child(nd_region_dev(region), claims, claim_child);

	if (!rc)
		rc = await_openers(claims);
	if (!rc)
		rc = check_pages(start, size, claims);
	if (rc)
		ocxlpmem_claims_release(claims);
	return rc;
}

void ocxlpmem_claims_release(struct ocxlpmem_claims *claims)
{
	struct claim *claim, *next;

	list_for_each_entry_safe(claim, next, &claims->list, node) {
		list_del(&claim->node);
		ocxlpmem_disk_release(&claim->disk);
		kfree(claim);
	}
}
