// SPDX-License-Identifier: GPL-2.0-only
/*
 * Visits to the devices below a region. A visitor has a reference to a device, and if another
 * process deletes the device meanwhile, the visitor drops the last one. libnvdimm then takes its
 * lock of the bus, which an ioctl may have for ever. So references are dropped by work, without the
 * locks of the visitor.
 */
#include <linux/device.h>
#include <linux/slab.h>
#include "internal.h"

/* libnvdimm uses @parent when it releases @dev, and a deleted device has no reference to it */
struct visited {
	struct list_head node;
	struct device *dev;
	struct device *parent;
};

struct visit {
	struct ocxlpmem_children *children;
	struct device *parent;
	int (*visitor)(struct device *dev, void *context);
	void *context;
	struct list_head visited;
};

bool ocxlpmem_is_disk(const struct device *dev)
{
	return dev->class && !strcmp(dev->class->name, "block");
}

/* the work may wait for long: earlier visits to the same device */
static struct visited *take_visited(struct ocxlpmem_children *children, const struct device *dev)
{
	struct visited *visited, *found = NULL;

	spin_lock(&children->lock);
	list_for_each_entry(visited, &children->visited, node) {
		if (visited->dev != dev)
			continue;
		list_del(&visited->node);
		found = visited;
		break;
	}
	spin_unlock(&children->lock);
	return found;
}

static struct visited *get_visited(struct device *dev, struct device *parent)
{
	struct visited *visited = kmalloc(sizeof(*visited), GFP_KERNEL | __GFP_NOFAIL);

	visited->dev = get_device(dev);
	visited->parent = get_device(parent);
	return visited;
}

static int visit_child(struct device *dev, void *context)
{
	struct visit *visit = context;
	struct visited *visited;

	/*
	 * the release of a disk takes no lock of libnvdimm, but may need the module of its driver
	 */
	if (!ocxlpmem_is_disk(dev)) {
		visited = take_visited(visit->children, dev);
		if (!visited)
			visited = get_visited(dev, visit->parent);
		list_add_tail(&visited->node, &visit->visited);
	}
	return visit->visitor(dev, visit->context);
}

int ocxlpmem_children_visit(struct ocxlpmem_children *children, struct device *parent,
			    int (*visitor)(struct device *dev, void *context), void *context)
{
	struct visit visit = {
		.children = children,
		.parent = parent,
		.visitor = visitor,
		.context = context,
	};
	int rc;

	INIT_LIST_HEAD(&visit.visited);
	rc = device_for_each_child(parent, &visit, visit_child);
	if (list_empty(&visit.visited))
		return rc;
	spin_lock(&children->lock);
	list_splice_tail(&visit.visited, &children->visited);
	spin_unlock(&children->lock);
	queue_work(system_long_wq, &children->put_work);
	return rc;
}

static void put_visited(struct work_struct *work)
{
	struct ocxlpmem_children *children = container_of(work, struct ocxlpmem_children, put_work);
	struct visited *visited, *next;
	LIST_HEAD(list);

	spin_lock(&children->lock);
	list_splice_init(&children->visited, &list);
	spin_unlock(&children->lock);
	list_for_each_entry_safe(visited, next, &list, node) {
		put_device(visited->dev);
		put_device(visited->parent);
		kfree(visited);
	}
}

void ocxlpmem_children_init(struct ocxlpmem_children *children)
{
	spin_lock_init(&children->lock);
	INIT_LIST_HEAD(&children->visited);
	INIT_WORK(&children->put_work, put_visited);
}

void ocxlpmem_children_flush(struct ocxlpmem_children *children)
{
	flush_work(&children->put_work);
}
