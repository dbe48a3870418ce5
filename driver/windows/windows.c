// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of windows. Each window has a platform device. The driver is bound to it as long as the
 * window exists: unbinding could neither be refused nor wait for the users of the window. A window
 * is expanded also while its namespaces are enabled, but not in use.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/idr.h>
#include <linux/ioport.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/slab.h>
#include "window-labels.h"
#include "windows.h"

DEFINE_MUTEX(ocxlpmem_windows_lock);
DEFINE_MUTEX(ocxlpmem_connections_lock);
LIST_HEAD(ocxlpmem_window_list);
LIST_HEAD(ocxlpmem_claimed_windows);
static DEFINE_IDA(device_numbers);
/* true between init and exit; parameters can be written before init and during exit */
static bool windows_are_open;

/* 0 with region_lock held: the region is not in use and cannot be used; several may be claimed */
static int claim_region(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	unsigned int waited = 0;
	int rc;

	/* who has it may wait for a lock of libnvdimm, which an ioctl may have for ever */
	while (!mutex_trylock(&pmem->region_lock)) {
		if (!ocxlpmem_claims_wait(claims, &waited)) {
			strscpy(claims->reason, "its region is being registered",
				sizeof(claims->reason));
			return -EBUSY;
		}
	}
	rc = ocxlpmem_region_claim(pmem, claims);
	if (!rc && ocxlpmem_erase_is_running(pmem)) {
		ocxlpmem_region_unclaim(pmem, claims);
		strscpy(claims->reason, "an erase runs", sizeof(claims->reason));
		rc = -EBUSY;
	}
	if (rc)
		mutex_unlock(&pmem->region_lock);
	return rc;
}

static void unclaim_region(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	ocxlpmem_region_unclaim(pmem, claims);
	mutex_unlock(&pmem->region_lock);
}

static void set_window_size(struct ocxlpmem *pmem, u64 size)
{
	u64 capacity = size - OCXL_LABEL_AREA_SIZE;

	ocxlpmem_lock_device(pmem);
	pmem->memory.size = size;
	pmem->device.setup.capacity = capacity;
	if (pmem->controller->ops->resize)
		pmem->controller->ops->resize(pmem->controller, capacity);
	ocxlpmem_unlock_device(pmem);
}

static struct ocxlpmem_window_entry *entry_of(struct platform_device *pdev)
{
	return *(struct ocxlpmem_window_entry **)dev_get_platdata(&pdev->dev);
}

/* with driver_override, root can bind any platform device */
static bool is_our_device(const struct platform_device *pdev)
{
	return !strcmp(pdev->name, OCXL_NAME) && dev_get_platdata(&pdev->dev);
}

/*
 * Cookie of the interleave set of every window without a card. Such a set has one member, which
 * cannot be exchanged with another. So all windows have the same cookie, and labels are valid
 * wherever the window is. Not 0, which libnvdimm refuses for a region with labels.
 */
#define WINDOW_COOKIE 0x6f63786c706d656dULL

static struct ocxlpmem *create_bus(struct ocxlpmem_window_entry *entry, struct device *dev)
{
	const struct ocxlpmem_window *window = &entry->window;
	const struct ocxlpmem_memory memory = {
		.start = window->start,
		.size = window->size,
		.on_card = window->has_card,
		.cookie = window->has_card ? 0 : WINDOW_COOKIE,
	};

	lockdep_assert_held(&ocxlpmem_connections_lock);
	return ocxlpmem_bus_create(dev, &memory, entry->controller, ocxlpmem_window_keeps_labels);
}

static int bind_window(struct ocxlpmem_window_entry *entry, struct device *dev)
{
	struct ocxlpmem *pmem = create_bus(entry, dev);

	if (IS_ERR(pmem))
		return PTR_ERR(pmem);
	entry->pmem = pmem;
	if (!pmem->dimm)
		return -ENOMEM;
	if (!entry->controller->ops->no_commands)
		entry->debugfs = ocxlpmem_debugfs_attach(pmem);
	return 0;
}

static int probe_window(struct platform_device *pdev)
{
	struct ocxlpmem_window_entry *entry;

	if (!is_our_device(pdev))
		return -ENODEV;
	entry = entry_of(pdev);
	mutex_lock(&ocxlpmem_connections_lock);
	/* root can have a device probed again whose window was removed, because it has no DIMM */
	entry->probe_rc = entry->pmem ? -EBUSY : bind_window(entry, &pdev->dev);
	mutex_unlock(&ocxlpmem_connections_lock);
	return entry->probe_rc;
}

static struct platform_driver window_driver = {
	.probe = probe_window,
	.driver = {
		.name = OCXL_NAME,
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
		.suppress_bind_attrs = true,
	},
};

bool ocxlpmem_windows_are_open(void)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	return windows_are_open;
}

struct ocxlpmem_window_entry *ocxlpmem_window_find(u64 start)
{
	struct ocxlpmem_window_entry *entry;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	list_for_each_entry(entry, &ocxlpmem_window_list, node) {
		if (entry->window.start == start)
			return entry;
	}
	return NULL;
}

static int register_device(struct ocxlpmem_window_entry *entry)
{
	struct platform_device_info info = {
		.parent = entry->controller->parent,
		.name = OCXL_NAME,
		.data = &entry,
		.size_data = sizeof(entry),
	};
	int number = ida_alloc(&device_numbers, GFP_KERNEL);

	if (number < 0)
		return number;
	info.id = number;
	entry->probe_rc = -ENODEV;
	entry->pdev = platform_device_register_full(&info);
	if (IS_ERR(entry->pdev)) {
		ida_free(&device_numbers, number);
		return PTR_ERR(entry->pdev);
	}
	return 0;
}

static void unregister_device(struct ocxlpmem_window_entry *entry)
{
	int number = entry->pdev->id;

	platform_device_unregister(entry->pdev);
	ida_free(&device_numbers, number);
}

static void insert_entry(struct ocxlpmem_window_entry *entry)
{
	struct ocxlpmem_window_entry *other;

	list_for_each_entry(other, &ocxlpmem_window_list, node) {
		if (other->window.start > entry->window.start)
			break;
	}
	list_add_tail(&entry->node, &other->node);
}

static int claim_memory(struct ocxlpmem_window_entry *entry)
{
	const struct ocxlpmem_window *window = &entry->window;

	lockdep_assert_held(&ocxlpmem_connections_lock);
	entry->claim = request_mem_region(window->start, window->size, OCXL_NAME);
	if (!entry->claim)
		return -EBUSY;
	/* the label area and the drivers of namespaces claim parts of it */
	entry->claim->flags &= ~IORESOURCE_BUSY;
	list_add(&entry->claimed_node, &ocxlpmem_claimed_windows);
	return 0;
}

/*
 * The lines of /proc/iomem below a claim go with it. Nobody has such a line, because the region was
 * claimed before it was deleted; but if the kernel uses the memory, nobody else must get it.
 */
static void release_memory(struct ocxlpmem_window_entry *entry)
{
	lockdep_assert_held(&ocxlpmem_connections_lock);
	list_del(&entry->claimed_node);
	if (WARN_ON(entry->claim->child)) {
		/* the memory of a card stays mapped, with the reference to its module */
		entry->memory.unmap = NULL;
		__module_get(THIS_MODULE);
		return;
	}
	/* before somebody else can claim it, and map it for another window */
	ocxlpmem_card_memory_put(entry);
	/* release_mem_region() finds busy claims only */
	entry->claim->flags |= IORESOURCE_BUSY;
	release_mem_region(entry->claim->start, resource_size(entry->claim));
}

int ocxlpmem_window_reserve(const struct ocxlpmem_window *window, struct list_head *reserved)
{
	struct ocxlpmem_window_entry *entry = ocxlpmem_window_find(window->start);
	int rc;

	if (entry)
		return adjust_resource(entry->claim, window->start, window->size);
	entry = kzalloc(sizeof(*entry), GFP_KERNEL);
	if (!entry)
		return -ENOMEM;
	entry->window = *window;
	entry->created_now = true;
	ocxlpmem_claims_init(&entry->claims);
	INIT_DELAYED_WORK(&entry->work, ocxlpmem_window_work);
	mutex_lock(&ocxlpmem_connections_lock);
	rc = claim_memory(entry);
	mutex_unlock(&ocxlpmem_connections_lock);
	if (rc)
		kfree(entry);
	else
		list_add_tail(&entry->node, reserved);
	return rc;
}

void ocxlpmem_windows_unreserve(struct list_head *reserved)
{
	struct ocxlpmem_window_entry *entry, *next;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	list_for_each_entry_safe(entry, next, reserved, node) {
		mutex_lock(&ocxlpmem_connections_lock);
		release_memory(entry);
		mutex_unlock(&ocxlpmem_connections_lock);
		list_del(&entry->node);
		kfree(entry);
	}
	/* those that were not expanded */
	list_for_each_entry(entry, &ocxlpmem_window_list, node)
		adjust_resource(entry->claim, entry->window.start, entry->window.size);
}

int ocxlpmem_window_create(struct ocxlpmem_window_entry *entry)
{
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	rc = ocxlpmem_controller_get(entry);
	if (!rc)
		rc = register_device(entry);
	if (rc)
		goto put;
	rc = entry->probe_rc;
	if (rc && entry->pmem) {
		/* it has no region, and gets none */
		entry->sealed = true;
		return rc;
	}
	if (rc) {
		unregister_device(entry);
		goto put;
	}
	list_del(&entry->node);
	insert_entry(entry);
	return 0;
put:
	ocxlpmem_controller_put(entry);
	return rc;
}

static void delete_sealed_region(struct ocxlpmem_window_entry *entry)
{
	mutex_lock(&entry->pmem->region_lock);
	ocxlpmem_region_close(entry->pmem);
	unclaim_region(entry->pmem, &entry->claims);
}

/*
 * A line that is written back after the memory was unmapped finds nobody at its address. Namespaces
 * whose page map is in the memory (--map=dev) leave such lines. A card that is gone may have no
 * memory.
 */
static void flush_card_memory(struct ocxlpmem_window_entry *entry)
{
	if (entry->memory.unmap && !READ_ONCE(entry->pmem->card_gone))
		ocxlpmem_flush_caches(entry->pmem);
}

/*
 * The driver of the device needs no operation to remove it: nothing else unbinds it. So the device
 * is not locked while this waits: suspending and rebooting need its lock.
 */
static void destroy_window(struct ocxlpmem_window_entry *entry)
{
	debugfs_remove_recursive(entry->debugfs);
	ocxlpmem_bus_retire(entry->pmem);
	flush_card_memory(entry);
	mutex_lock(&ocxlpmem_connections_lock);
	ocxlpmem_bus_free(entry->pmem);
	/* an emulated controller outlives its window, whose memory may have gone before */
	if (entry->controller)
		WRITE_ONCE(entry->controller->pmem, NULL);
	release_memory(entry);
	mutex_unlock(&ocxlpmem_connections_lock);
	unregister_device(entry);
	ocxlpmem_window_leave_batch(entry);
	ocxlpmem_controller_put(entry);
	kfree(entry);
}

void ocxlpmem_windows_destroy(struct list_head *windows)
{
	struct ocxlpmem_window_entry *entry, *next;

	lockdep_assert_not_held(&ocxlpmem_windows_lock);
	/* all of them first: retiring a window waits for work that may need a claimed region */
	list_for_each_entry(entry, windows, node) {
		if (entry->sealed)
			delete_sealed_region(entry);
	}
	list_for_each_entry_safe(entry, next, windows, node) {
		list_del(&entry->node);
		destroy_window(entry);
	}
}

int ocxlpmem_window_claim(struct ocxlpmem_window_entry *entry, bool killable)
{
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	if (entry->sealed) {
		strscpy(entry->claims.reason, "another write expands it",
			sizeof(entry->claims.reason));
		return -EBUSY;
	}
	entry->claims.killable = killable;
	rc = claim_region(entry->pmem, &entry->claims);
	entry->claimed = !rc;
	return rc;
}

void ocxlpmem_window_unclaim(struct ocxlpmem_window_entry *entry)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	if (!entry->claimed)
		return;
	entry->claimed = false;
	unclaim_region(entry->pmem, &entry->claims);
}

/*
 * Nobody can use a sealed window until its region is deleted: its disks stay claimed. region_lock
 * is released: with it, ocxlpmem_windows_lock has to be held for as long.
 */
void ocxlpmem_window_seal(struct ocxlpmem_window_entry *entry, bool disconnect)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	ocxlpmem_region_block(entry->pmem, disconnect);
	mutex_unlock(&entry->pmem->region_lock);
	entry->claimed = false;
	entry->sealed = true;
}

/* registers the region again as after loading: when the memory is available */
void ocxlpmem_window_resize(struct ocxlpmem_window_entry *entry)
{
	struct ocxlpmem *pmem = entry->pmem;

	lockdep_assert_not_held(&ocxlpmem_windows_lock);
	mutex_lock(&pmem->region_lock);
	if (pmem->region)
		ocxlpmem_region_delete(pmem);
	set_window_size(pmem, entry->window.size);
	ocxlpmem_region_unblock(pmem);
	unclaim_region(pmem, &entry->claims);
	mutex_lock(&ocxlpmem_windows_lock);
	entry->sealed = false;
	if (!entry->removed)
		ocxlpmem_window_leave_batch(entry);
	mutex_unlock(&ocxlpmem_windows_lock);
}

int ocxlpmem_windows_init(void)
{
	int rc = ocxlpmem_windows_removal_init();

	if (rc)
		return rc;
	rc = platform_driver_register(&window_driver);
	if (rc) {
		ocxlpmem_windows_removal_exit();
		return rc;
	}
	mutex_lock(&ocxlpmem_windows_lock);
	windows_are_open = true;
	mutex_unlock(&ocxlpmem_windows_lock);
	return 0;
}

/* into another list; NULL if no window was left. No window is created from now on */
static struct ocxlpmem_window_entry *move_first_window(struct list_head *closed)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	windows_are_open = false;
	entry = list_first_entry_or_null(&ocxlpmem_window_list, struct ocxlpmem_window_entry, node);
	if (entry)
		list_move(&entry->node, closed);
	mutex_unlock(&ocxlpmem_windows_lock);
	return entry;
}

void ocxlpmem_windows_exit(void)
{
	struct ocxlpmem_window_entry *entry;
	LIST_HEAD(closed);

	/* one after the other, so that "map" shows those that are left */
	while ((entry = move_first_window(&closed))) {
		cancel_delayed_work_sync(&entry->work);
		ocxlpmem_windows_destroy(&closed);
	}
	ocxlpmem_windows_removal_exit();
	platform_driver_unregister(&window_driver);
}
