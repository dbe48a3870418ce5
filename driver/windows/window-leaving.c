// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows whose controller or memory has disappeared: a card was unplugged, or its driver was unbound, or the
 * PCI device whose BAR is the memory was unplugged. A
 * mounted file system cannot be taken from its users, and the removal of a device must not wait for
 * them: the PCI core holds a lock for it that each other removal and each scan needs. So such a
 * window leaves the list of windows at once, and is removed when it is not in use.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/workqueue.h>
#include "../core/device.h"
#include "../nvdimm/connection.h"
#include "../nvdimm/device-access.h"
#include "front-ends.h"
#include "window-leaving.h"
#include "window-work.h"
#include "windows.h"

/* pause between two checks of a window in use */
#define LEAVE_PAUSE_MS 200

/* protected by ocxlpmem_windows_lock */
static LIST_HEAD(leaving_windows);

static int gone_read64(void *context, u32 offset, u64 *value)
{
	*value = ~0ULL;
	return 0;
}

static int gone_write64(void *context, u32 offset, u64 value)
{
	return 0;
}

static u64 gone_serial(const struct ocxlpmem_controller *controller)
{
	return controller->pmem->serial;
}

static const struct ocxlpmem_controller_ops gone_controllers = { .serial = gone_serial };

static void log_wait(struct ocxlpmem_window_entry *entry)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	if (!ocxlpmem_is_reminder_due(&entry->reminder_due))
		return;
	ocxlpmem_window_format(&entry->window, text, sizeof(text));
	pr_notice("%s: its %s is gone; it is removed when it is not in use: %s\n", text,
		  entry->window.has_card ? "card" : "memory", entry->claims.reason);
}

/* false if the window is in use */
static bool close_idle_window(struct ocxlpmem_window_entry *entry, struct list_head *closed)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	if (ocxlpmem_window_claim(entry))
		return false;
	ocxlpmem_window_close(entry, closed);
	return true;
}

static void leave_work(struct work_struct *work)
{
	struct ocxlpmem_window_entry *entry =
		container_of(work, struct ocxlpmem_window_entry, leave_work.work);
	bool awaited = entry->leave_awaited;
	LIST_HEAD(closed);

	entry->leave_awaited = false;
	mutex_lock(&ocxlpmem_windows_lock);
	/* not in the list: ocxlpmem_windows_leaving_exit() removes it */
	if (!list_empty(&entry->node) && !close_idle_window(entry, &closed)) {
		log_wait(entry);
		queue_delayed_work(ocxlpmem_window_queue, &entry->leave_work,
				   msecs_to_jiffies(LEAVE_PAUSE_MS));
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_windows_destroy(&closed);
	if (awaited)
		ocxlpmem_window_work_end();
}

/* the card of a bound window is gone from now on; commands in flight end. Of a closed window nobody learns that */
static void cut_controller(struct ocxlpmem_window_entry *entry)
{
	struct ocxlpmem_controller *controller =
		entry->controller ? entry->controller : &entry->no_controller.controller;
	struct ocxlpmem *pmem = controller->pmem;

	lockdep_assert_held(&ocxlpmem_connections_lock);
	if (!pmem)
		return;
	/* ends a command that holds the card's lock */
	WRITE_ONCE(pmem->disconnected, true);
	ocxlpmem_lock_device(pmem);
	ocxlpmem_connection_stop_interrupts(controller);
	/* files in debugfs use an emulated controller until the driver is unbound */
	if (entry->window.has_card)
		WRITE_ONCE(controller->pmem, NULL);
	entry->gone_controller = (struct ocxlpmem_controller) {
		.ops = &gone_controllers,
		.registers = { .read64 = gone_read64, .write64 = gone_write64 },
		.pmem = pmem,
	};
	pmem->controller = &entry->gone_controller;
	if (!READ_ONCE(pmem->region_blocked)) {
		WRITE_ONCE(pmem->disconnected, false);
		ocxlpmem_device_refresh_health(&pmem->device);
	}
	ocxlpmem_unlock_device(pmem);
}

static void cut_connection(struct ocxlpmem_window_entry *entry)
{
	mutex_lock(&ocxlpmem_connections_lock);
	entry->closed = true;
	cut_controller(entry);
	if (entry->window.has_card) {
		ocxlpmem_controller_put(entry->controller, entry->front_end);
		entry->controller = NULL;
	}
	mutex_unlock(&ocxlpmem_connections_lock);
}

static void leave_card_or_memory(struct ocxlpmem_window_entry *entry)
{
	struct device *dev = &entry->pdev->dev;
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	/* it has given it back */
	if (entry->window.has_card && !entry->controller)
		return;
	cut_connection(entry);
	if (dev->parent == &platform_bus)
		return;
	/* its parent, the device of the card, can go before it */
	rc = device_move(dev, &platform_bus, DPM_ORDER_NONE);
	if (rc)
		dev_err(dev, "stays below the device of its card: %d\n", rc);
}

void ocxlpmem_window_close_and_leave(struct ocxlpmem_window_entry *entry, struct list_head *closed)
{
	ocxlpmem_window_close(entry, closed);
	/* destroying it may take as long as an ioctl likes, and unplugging its card must not */
	if (entry->window.has_card)
		leave_card_or_memory(entry);
}

void ocxlpmem_windows_leave_cards(void)
{
	struct ocxlpmem_window_entry *entry, *next;
	LIST_HEAD(closed);

	mutex_lock(&ocxlpmem_windows_lock);
	list_for_each_entry_safe(entry, next, &ocxlpmem_window_list, node) {
		if (entry->window.has_card && !ocxlpmem_window_claim(entry))
			ocxlpmem_window_close_and_leave(entry, &closed);
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_windows_destroy(&closed);
}

static struct ocxlpmem_window_entry *
find_window_of_controller(const struct ocxlpmem_controller *controller)
{
	struct ocxlpmem_window_entry *entry;

	list_for_each_entry(entry, &ocxlpmem_window_list, node) {
		if (entry->controller == controller)
			return entry;
	}
	return NULL;
}

static void begin_leaving(struct ocxlpmem_window_entry *entry)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	leave_card_or_memory(entry);
	list_move(&entry->node, &leaving_windows);
	INIT_DELAYED_WORK(&entry->leave_work, leave_work);
	entry->reminder_due = jiffies;
	entry->leave_awaited = true;
	ocxlpmem_window_work_begin();
	queue_delayed_work(ocxlpmem_window_queue, &entry->leave_work, 0);
}

void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	entry = find_window_of_controller(controller);
	if (entry)
		begin_leaving(entry);
	mutex_unlock(&ocxlpmem_windows_lock);
	if (entry)
		ocxlpmem_window_work_wait();
}

/*
 * The claims of windows leave the resource of a device that goes, and take its place: the range is not free as
 * long as somebody uses it. The claims below them, of the label area and of namespaces, stay below them.
 */
static void move_claims(struct resource *memory)
{
	struct resource *parent = memory->parent;
	struct ocxlpmem_window_entry *entry;
	bool moved = false;

	list_for_each_entry(entry, &ocxlpmem_bound_windows, bound_node) {
		if (entry->pmem->claim->parent == memory)
			moved |= !release_resource(entry->pmem->claim);
	}
	/* as the kernel will do */
	if (moved)
		release_resource(memory);
	list_for_each_entry(entry, &ocxlpmem_bound_windows, bound_node) {
		if (!entry->pmem->claim->parent && request_resource(parent, entry->pmem->claim))
			dev_err(entry->pmem->dev, "cannot claim its memory again\n");
	}
}

static bool is_inside(const struct ocxlpmem_window *window, const struct resource *memory)
{
	return !window->has_card && window->start >= memory->start &&
	       window->start + (window->size - 1) <= memory->end;
}

void ocxlpmem_windows_remove_memory(struct resource *memory)
{
	struct ocxlpmem_window_entry *entry, *next;
	bool found = false;

	mutex_lock(&ocxlpmem_windows_lock);
	mutex_lock(&ocxlpmem_connections_lock);
	move_claims(memory);
	mutex_unlock(&ocxlpmem_connections_lock);
	list_for_each_entry_safe(entry, next, &ocxlpmem_window_list, node) {
		if (!is_inside(&entry->window, memory))
			continue;
		begin_leaving(entry);
		found = true;
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	if (found)
		ocxlpmem_window_work_wait();
}

/* into a list for ocxlpmem_windows_destroy(); false: there was no window */
static bool take_leaving_window(struct list_head *taken)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	entry = list_first_entry_or_null(&leaving_windows, struct ocxlpmem_window_entry, node);
	if (entry)
		list_del_init(&entry->node);
	mutex_unlock(&ocxlpmem_windows_lock);
	if (!entry)
		return false;
	cancel_delayed_work_sync(&entry->leave_work);
	list_add(&entry->node, taken);
	return true;
}

void ocxlpmem_windows_leaving_exit(void)
{
	LIST_HEAD(taken);

	while (take_leaving_window(&taken))
		ocxlpmem_windows_destroy(&taken);
}
