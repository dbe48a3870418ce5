// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a region in use? libnvdimm does not ask before it deletes one, and deleting one
 * under a mapped file ends in an oops. So every disk of the region is claimed for as
 * long as it takes to delete it.
 *
 * What remains: somebody with root's rights who enables another namespace of the same
 * region between the claims and the delete, and mounts and maps it in that time.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/slab.h>
#include "compat.h"
#include "ocxlpmem.h"

/* a fresh disk has a second opener for some milliseconds: the scan for partitions */
#define OPENERS_WAIT_MS	 200
#define OPENERS_PAUSE_MS 5

struct claim {
	struct list_head node;
	struct ocxl_disk_claim disk;
};

static void say(struct ocxl_claims *claims, const char *name, const char *what)
{
	snprintf(claims->why, sizeof(claims->why), "%s %s", name, what);
}

static int claim_disk(struct device *disk, struct ocxl_claims *claims)
{
	struct claim *claim = kzalloc(sizeof(*claim), GFP_KERNEL);
	int rc;

	if (!claim)
		return -ENOMEM;
	rc = ocxl_disk_claim(&claim->disk, disk->devt, claims);
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

static const struct gendisk *find_open(const struct ocxl_claims *claims)
{
	const struct claim *claim;

	list_for_each_entry(claim, &claims->list, node) {
		struct gendisk *disk = ocxl_disk_claimed(&claim->disk);

		if (disk_openers(disk) > 1)
			return disk;
	}
	return NULL;
}

static int await_openers(struct ocxl_claims *claims)
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

void ocxl_claims_init(struct ocxl_claims *claims)
{
	INIT_LIST_HEAD(&claims->list);
	claims->why[0] = '\0';
}

int ocxl_claims_take(struct nd_region *region, struct ocxl_claims *claims)
{
	int rc = device_for_each_child(nd_region_dev(region), claims, claim_child);

	if (!rc)
		rc = await_openers(claims);
	if (rc)
		ocxl_claims_drop(claims);
	return rc;
}

void ocxl_claims_drop(struct ocxl_claims *claims)
{
	struct claim *claim, *next;

	list_for_each_entry_safe(claim, next, &claims->list, node) {
		list_del(&claim->node);
		ocxl_disk_release(&claim->disk);
		kfree(claim);
	}
}
