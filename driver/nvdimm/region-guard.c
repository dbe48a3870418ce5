// SPDX-License-Identifier: GPL-2.0-only
/*
 * While a region is claimed, none of its namespaces can be enabled: to enable one, libnvdimm claims
 * its memory, and the memory that nobody has is reserved before that.
 *
 * Memory of a region may stay System RAM when nothing is bound to it any more: the driver kmem
 * leaves memory that is online to the kernel until the next reboot. The kernel then needs the claim
 * of the window, and this module, to which the claim belongs.
 */
#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include "internal.h"

/* memory of a closed region that nobody had */
struct reservation {
	struct list_head node;
	u64 start;
	u64 size;
};

/* a namespace that could not be enabled because its region was closed */
struct refusal {
	struct list_head node;
	struct device *dev;
};

static int stop_walk(struct resource *found, void *unused)
{
	return 1;
}

bool ocxlpmem_is_system_ram(u64 start, u64 size)
{
	/* not region_intersects(): before 6.12 it does not see what is inside of other resources */
	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_SYSTEM_RAM, start,
				   start + (size - 1), NULL, stop_walk) == 1;
}

static u64 region_start(const struct ocxlpmem *pmem)
{
	return pmem->memory.start + OCXL_LABEL_AREA_SIZE;
}

static u64 region_end(const struct ocxlpmem *pmem)
{
	return pmem->memory.start + (pmem->memory.size - 1);
}

/* from the first address that was not looked at */
static int reserve_until(struct ocxlpmem_guard *guard, u64 end)
{
	struct reservation *reservation;

	if (guard->next >= end)
		return 0;
	if (!request_mem_region(guard->next, end - guard->next, OCXL_NAME))
		return -EBUSY;
	reservation = kmalloc(sizeof(*reservation), GFP_KERNEL | __GFP_NOFAIL);
	reservation->start = guard->next;
	reservation->size = end - guard->next;
	list_add(&reservation->node, &guard->reservations);
	return 0;
}

static int reserve_before(struct resource *used, void *context)
{
	struct ocxlpmem_guard *guard = context;
	int rc = reserve_until(guard, used->start);

	guard->next = max_t(u64, guard->next, used->end + 1);
	return rc;
}

static void reserve_free_memory(struct ocxlpmem *pmem)
{
	struct ocxlpmem_guard *guard = &pmem->guard;
	u64 end = region_end(pmem);
	int attempts = 3, rc;

	lockdep_assert_held(&guard->lock);
	/* a driver that began before the region was closed claims memory meanwhile: again */
	do {
		guard->next = region_start(pmem);
		rc = walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_MEM | IORESOURCE_BUSY,
					 guard->next, end, guard, reserve_before);
		if (rc != -EBUSY)
			rc = reserve_until(guard, end + 1);
	} while (rc && --attempts);
}

static void free_reservations(struct ocxlpmem_guard *guard)
{
	struct reservation *reservation, *next;

	list_for_each_entry_safe(reservation, next, &guard->reservations, node) {
		list_del(&reservation->node);
		release_mem_region(reservation->start, reservation->size);
		kfree(reservation);
	}
}

void ocxlpmem_guard_close(struct ocxlpmem *pmem)
{
	lockdep_assert_held(&pmem->region_lock);
	mutex_lock(&pmem->guard.lock);
	pmem->guard.region = pmem->region ? nd_region_dev(pmem->region) : NULL;
	mutex_unlock(&pmem->guard.lock);
}

void ocxlpmem_guard_open(struct ocxlpmem *pmem)
{
	mutex_lock(&pmem->guard.lock);
	pmem->guard.region = NULL;
	free_reservations(&pmem->guard);
	if (!list_empty(&pmem->guard.refusals))
		queue_work(system_long_wq, &pmem->guard.enable_work);
	mutex_unlock(&pmem->guard.lock);
}

/*
 * The kernel does not try again by itself. This is work, because libnvdimm takes its lock of the
 * bus, which an ioctl may have for long. A namespace whose region was deleted stays as it is.
 */
static void enable_refused(struct work_struct *work)
{
	struct ocxlpmem_guard *guard = container_of(work, struct ocxlpmem_guard, enable_work);
	struct refusal *refusal, *next;
	LIST_HEAD(refusals);

	mutex_lock(&guard->lock);
	list_splice_init(&guard->refusals, &refusals);
	mutex_unlock(&guard->lock);
	list_for_each_entry_safe(refusal, next, &refusals, node) {
		struct device *region = refusal->dev->parent;

		if (device_attach(refusal->dev) < 0)
			dev_dbg(refusal->dev, "could not be enabled\n");
		put_device(refusal->dev);
		put_device(region);
		kfree(refusal);
	}
}

static void note_refusal(struct ocxlpmem_guard *guard, struct device *dev)
{
	struct refusal *refusal = kmalloc(sizeof(*refusal), GFP_KERNEL | __GFP_NOFAIL);

	lockdep_assert_held(&guard->lock);
	refusal->dev = get_device(dev);
	/* libnvdimm uses it when it releases @dev, and a deleted device has no reference to it */
	get_device(dev->parent);
	list_add_tail(&refusal->node, &guard->refusals);
}

/* with the lock of the device, before its driver begins to enable a namespace */
static void begin_enabling(struct ocxlpmem *pmem, struct device *dev)
{
	mutex_lock(&pmem->guard.lock);
	if (pmem->guard.region && dev->parent == pmem->guard.region) {
		reserve_free_memory(pmem);
		note_refusal(&pmem->guard, dev);
	}
	mutex_unlock(&pmem->guard.lock);
}

void ocxlpmem_guard_pin_module(struct ocxlpmem *pmem, bool pin)
{
	bool was_pinned;

	mutex_lock(&pmem->guard.lock);
	was_pinned = pmem->guard.module_is_pinned;
	pmem->guard.module_is_pinned = pin;
	mutex_unlock(&pmem->guard.lock);
	if (pin && !was_pinned)
		__module_get(THIS_MODULE);
	if (!pin && was_pinned)
		module_put(THIS_MODULE);
}

static int count_enabled(struct device *dev, void *count)
{
	*(unsigned int *)count += dev->driver ? 1 : 0;
	return 0;
}

/*
 * The kernel adds a device to the children of its region after its driver has enabled it, and
 * removes it before the driver disables it.
 */
bool ocxlpmem_guard_is_settled(struct ocxlpmem *pmem)
{
	struct ocxlpmem_guard *guard = &pmem->guard;
	unsigned int before = READ_ONCE(guard->events), count = 0;
	bool settled;

	ocxlpmem_children_visit(&pmem->children, nd_region_dev(pmem->region), count_enabled,
				&count);
	mutex_lock(&guard->lock);
	settled = guard->events == before && !guard->changing && count == guard->enabled;
	mutex_unlock(&guard->lock);
	return settled;
}

static void count_drivers(struct ocxlpmem_guard *guard, unsigned long event)
{
	bool begins = event == BUS_NOTIFY_BIND_DRIVER || event == BUS_NOTIFY_UNBIND_DRIVER;
	bool binds = event == BUS_NOTIFY_BOUND_DRIVER;
	bool unbinds = event == BUS_NOTIFY_UNBOUND_DRIVER;
	bool ends = binds || unbinds || event == BUS_NOTIFY_DRIVER_NOT_BOUND;

	mutex_lock(&guard->lock);
	WRITE_ONCE(guard->events, guard->events + 1);
	guard->changing += begins - ends;
	guard->enabled += binds - unbinds;
	mutex_unlock(&guard->lock);
}

static bool is_region(struct ocxlpmem *pmem, const struct device *dev)
{
	bool found;

	spin_lock(&pmem->bound_lock);
	found = pmem->region && nd_region_dev(pmem->region) == dev;
	spin_unlock(&pmem->bound_lock);
	return found;
}

static int notice_driver(struct notifier_block *block, unsigned long event, void *data)
{
	struct ocxlpmem *pmem = container_of(block, struct ocxlpmem, guard.block);
	struct device *dev = data;

	/* below a region of this bus */
	if (dev->parent && dev->parent->parent == to_nvdimm_bus_dev(pmem->bus))
		count_drivers(&pmem->guard, event);
	if (event == BUS_NOTIFY_BIND_DRIVER)
		begin_enabling(pmem, dev);
	/* between the two, libnvdimm lets the module go */
	if ((event == BUS_NOTIFY_UNBIND_DRIVER || event == BUS_NOTIFY_UNBOUND_DRIVER) &&
	    is_region(pmem, dev))
		ocxlpmem_guard_pin_module(pmem, ocxlpmem_is_system_ram(pmem->memory.start,
								       pmem->memory.size));
	return NOTIFY_DONE;
}

void ocxlpmem_guard_init(struct ocxlpmem *pmem)
{
	mutex_init(&pmem->guard.lock);
	INIT_LIST_HEAD(&pmem->guard.reservations);
	INIT_LIST_HEAD(&pmem->guard.refusals);
	INIT_WORK(&pmem->guard.enable_work, enable_refused);
	pmem->guard.block.notifier_call = notice_driver;
}

int ocxlpmem_guard_begin(struct ocxlpmem *pmem)
{
	return bus_register_notifier(to_nvdimm_bus_dev(pmem->bus)->bus, &pmem->guard.block);
}

void ocxlpmem_guard_end(struct ocxlpmem *pmem)
{
	bus_unregister_notifier(to_nvdimm_bus_dev(pmem->bus)->bus, &pmem->guard.block);
	flush_work(&pmem->guard.enable_work);
}
