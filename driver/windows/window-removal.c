// SPDX-License-Identifier: GPL-2.0-only
/*
 * Deferred removal of windows: a write has removed them, or a card was unplugged, or the PCI device
 * whose BAR is the memory. A mounted file system cannot be taken from its users, and the removal of
 * a device must not wait for them: the PCI core holds a lock for it that each other removal and
 * each scan needs. So a removed window is taken off the list of windows at once, and is destroyed
 * when it is not in use.
 *
 * Windows are expanded by the same work: deleting a region may wait as long.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/notifier.h>
#include <linux/pci.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>
#include <linux/workqueue.h>
#include "windows.h"

/*
 * This work may wait for an ioctl, and the ioctl for memory of its process. So the work holds no
 * lock meanwhile, and does not run in a thread that others need, for example to unplug a card.
 */

/* the work takes some milliseconds, unless an ioctl waits */
#define LONGEST_WAIT_MS 5000

static struct workqueue_struct *window_queue;

void ocxlpmem_windows_queue_work(struct work_struct *work)
{
	queue_work(window_queue, work);
}

/**
 * struct ocxlpmem_batch - windows whose regions are deleted, and the thread that waits for that
 * @users: the thread, windows that may go without delay, and those that are being expanded; the
 *	last one frees this
 */
struct ocxlpmem_batch {
	refcount_t users;
};

struct ocxlpmem_batch *ocxlpmem_batch_begin(void)
{
	struct ocxlpmem_batch *batch = kmalloc(sizeof(*batch), GFP_KERNEL | __GFP_NOFAIL);

	refcount_set(&batch->users, 1);
	return batch;
}

static void put_batch(struct ocxlpmem_batch *batch)
{
	if (refcount_dec_and_test(&batch->users)) {
		kfree(batch);
		return;
	}
	/* wake_up_var() looks for the thread without a lock, and refcount_t alone allows it too early */
	smp_mb__after_atomic();
	/* only the address is used: the thread may have freed it */
	wake_up_var(batch);
}

static bool has_ended(const struct ocxlpmem_batch *batch)
{
	return refcount_read(&batch->users) == 1;
}

int ocxlpmem_batch_await(struct ocxlpmem_batch *batch)
{
	int rc = wait_var_event_killable(batch, has_ended(batch));

	put_batch(batch);
	return rc ? -EINTR : 0;
}

static void await_briefly(struct ocxlpmem_batch *batch)
{
	wait_var_event_timeout(batch, has_ended(batch), msecs_to_jiffies(LONGEST_WAIT_MS));
	put_batch(batch);
}

void ocxlpmem_window_leave_batch(struct ocxlpmem_window_entry *entry)
{
	if (entry->batch)
		put_batch(entry->batch);
	entry->batch = NULL;
}

/* pause between two checks of a window in use */
#define REMOVAL_PAUSE_MS 200

/* protected by ocxlpmem_windows_lock */
static LIST_HEAD(removed_windows);

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
	pr_notice("%s: its %s is gone; it is removed when it is not in use%s: %s\n", text,
		  entry->window.has_card ? "card" : "memory",
		  entry->memory.unmap ? ", plug no other card before that" : "",
		  entry->claims.reason);
}

/* false if the window is in use */
static bool seal_idle_window(struct ocxlpmem_window_entry *entry, struct list_head *closed)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	if (!entry->sealed) {
		if (ocxlpmem_window_claim(entry, false))
			return false;
		ocxlpmem_window_seal(entry, true);
	}
	list_move(&entry->node, closed);
	return true;
}

static void destroy_when_idle(struct ocxlpmem_window_entry *entry)
{
	LIST_HEAD(closed);

	mutex_lock(&ocxlpmem_windows_lock);
	/* not in the list: ocxlpmem_windows_removal_exit() removes it */
	if (!list_empty(&entry->node) && !seal_idle_window(entry, &closed)) {
		log_wait(entry);
		/* the card may be switched off until then */
		WRITE_ONCE(entry->pmem->card_gone, true);
		ocxlpmem_window_leave_batch(entry);
		queue_delayed_work(window_queue, &entry->work, msecs_to_jiffies(REMOVAL_PAUSE_MS));
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_windows_destroy(&closed);
}

void ocxlpmem_window_work(struct work_struct *work)
{
	struct ocxlpmem_window_entry *entry =
		container_of(work, struct ocxlpmem_window_entry, work.work);

	if (READ_ONCE(entry->removed))
		destroy_when_idle(entry);
	else
		ocxlpmem_window_resize(entry);
}

static bool card_answers(const struct ocxlpmem_controller *controller)
{
	u64 health;

	return !ocxlpmem_read_health(&controller->registers, &health);
}

/* ends commands in flight; only a window that is not sealed reports that its card is gone */
static void cut_controller(struct ocxlpmem_window_entry *entry)
{
	struct ocxlpmem_controller *controller = entry->controller;
	struct ocxlpmem *pmem = controller->pmem;

	lockdep_assert_held(&ocxlpmem_connections_lock);
	if (!pmem)
		return;
	/* ends a command that holds the card's lock */
	WRITE_ONCE(pmem->disconnected, true);
	ocxlpmem_lock_device(pmem);
	if (!card_answers(controller))
		WRITE_ONCE(pmem->card_gone, true);
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
	cut_controller(entry);
	if (entry->window.has_card)
		ocxlpmem_controller_put(entry);
	mutex_unlock(&ocxlpmem_connections_lock);
}

static void disconnect_window(struct ocxlpmem_window_entry *entry)
{
	struct device *dev = &entry->pdev->dev;
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	/* the window has already given its card back */
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

static void queue_work_of(struct ocxlpmem_window_entry *entry, struct ocxlpmem_batch *batch)
{
	/* nobody waits for the expansion of a removed window */
	ocxlpmem_window_leave_batch(entry);
	refcount_inc(&batch->users);
	entry->batch = batch;
	queue_delayed_work(window_queue, &entry->work, 0);
}

static void queue_removal(struct ocxlpmem_window_entry *entry, struct ocxlpmem_batch *batch)
{
	lockdep_assert_held(&ocxlpmem_windows_lock);
	list_move(&entry->node, &removed_windows);
	WRITE_ONCE(entry->removed, true);
	entry->reminder_due = jiffies;
	queue_work_of(entry, batch);
}

static void begin_removal(struct ocxlpmem_window_entry *entry, struct ocxlpmem_batch *batch)
{
	disconnect_window(entry);
	queue_removal(entry, batch);
}

void ocxlpmem_window_remove(struct ocxlpmem_window_entry *entry, struct ocxlpmem_batch *batch)
{
	if (!entry->sealed)
		ocxlpmem_window_seal(entry, true);
	/* destroying it may take as long as an ioctl likes, and unplugging its card must not */
	if (entry->window.has_card)
		disconnect_window(entry);
	queue_removal(entry, batch);
}

void ocxlpmem_window_expand(struct ocxlpmem_window_entry *entry, u64 size,
			    struct ocxlpmem_batch *batch)
{
	ocxlpmem_window_seal(entry, false);
	entry->window.size = size;
	queue_work_of(entry, batch);
}

void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller, bool unplugged)
{
	struct ocxlpmem_batch *batch = ocxlpmem_batch_begin();
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	entry = find_window_of_controller(controller);
	if (entry && !unplugged && !ocxlpmem_window_claim(entry, false))
		ocxlpmem_window_remove(entry, batch);
	else if (entry)
		begin_removal(entry, batch);
	mutex_unlock(&ocxlpmem_windows_lock);
	await_briefly(batch);
}

/* memory that the firmware reserves can be between the two */
static bool is_below(const struct resource *claim, const struct resource *memory)
{
	while (claim && claim != memory)
		claim = claim->parent;
	return claim;
}

/*
 * The claims of windows are moved out of the resource of a device that is removed, and take its
 * place: the range is not free while somebody uses it. The claims below them, of labels and
 * namespaces, stay there.
 */
static void move_claims(struct resource *memory)
{
	struct resource *parent = memory->parent;
	struct ocxlpmem_window_entry *entry;
	bool moved = false;

	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node) {
		if (is_below(entry->claim, memory))
			moved |= !release_resource(entry->claim);
	}
	/* as the kernel will do */
	if (moved)
		release_resource(memory);
	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node) {
		if (!entry->claim->parent && request_resource(parent, entry->claim))
			pr_err("cannot claim the memory at 0x%llx again\n", entry->window.start);
	}
}

/* without ocxlpmem_windows_lock: it may be held while the pages of a window are examined */
static bool has_claims(const struct resource *memory)
{
	const struct ocxlpmem_window_entry *entry;
	bool found = false;

	mutex_lock(&ocxlpmem_connections_lock);
	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node)
		found |= is_below(entry->claim, memory);
	mutex_unlock(&ocxlpmem_connections_lock);
	return found;
}

static bool is_inside(const struct ocxlpmem_window *window, const struct resource *memory)
{
	return !window->has_card && window->start >= memory->start &&
	       window->start + (window->size - 1) <= memory->end;
}

static void remove_windows_in(struct resource *memory)
{
	struct ocxlpmem_window_entry *entry, *next;
	struct ocxlpmem_batch *batch;

	if (!has_claims(memory))
		return;
	batch = ocxlpmem_batch_begin();
	mutex_lock(&ocxlpmem_windows_lock);
	mutex_lock(&ocxlpmem_connections_lock);
	move_claims(memory);
	mutex_unlock(&ocxlpmem_connections_lock);
	list_for_each_entry_safe(entry, next, &ocxlpmem_window_list, node) {
		if (is_inside(&entry->window, memory))
			begin_removal(entry, batch);
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	await_briefly(batch);
}

/* into a list for ocxlpmem_windows_destroy(); false: there was no window */
static bool take_removed_window(struct list_head *taken)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	entry = list_first_entry_or_null(&removed_windows, struct ocxlpmem_window_entry, node);
	if (entry)
		list_del_init(&entry->node);
	mutex_unlock(&ocxlpmem_windows_lock);
	if (!entry)
		return false;
	cancel_delayed_work_sync(&entry->work);
	list_add(&entry->node, taken);
	return true;
}

/*
 * Windows in BARs of PCI devices go with their device: the kernel tells only the driver of a device
 * that the device is removed, and these devices have no driver.
 */

/**
 * struct removal - a device is removed
 * @work: removes the windows in its BARs
 * @dev: the device, whose resources are still those of the kernel
 * @done: @work has ended
 */
struct removal {
	struct work_struct work;
	struct pci_dev *dev;
	struct completion done;
};

static void removal_work(struct work_struct *work)
{
	struct removal *removal = container_of(work, struct removal, work);
	int i;

	for (i = 0; i < PCI_NUM_RESOURCES; i++) {
		struct resource *memory = &removal->dev->resource[i];

		if (resource_type(memory) == IORESOURCE_MEM && memory->parent)
			remove_windows_in(memory);
	}
	complete(&removal->done);
}

/*
 * The removal is a work item: this thread holds the lock of the notifier chain of a bus. Creating
 * a window takes such a lock, of another bus, with ocxlpmem_windows_lock held, and lockdep cannot
 * tell the two locks apart.
 */
static int notice_device(struct notifier_block *block, unsigned long event, void *dev)
{
	struct removal removal = { .dev = to_pci_dev(dev) };

	if (event != BUS_NOTIFY_DEL_DEVICE)
		return NOTIFY_DONE;
	INIT_WORK_ONSTACK(&removal.work, removal_work);
	init_completion(&removal.done);
	queue_work(window_queue, &removal.work);
	wait_for_completion(&removal.done);
	destroy_work_on_stack(&removal.work);
	return NOTIFY_DONE;
}

static struct notifier_block pci_block = { .notifier_call = notice_device };

int ocxlpmem_windows_removal_init(void)
{
	int rc;

	window_queue = alloc_workqueue(OCXL_NAME, WQ_UNBOUND, 0);
	if (!window_queue)
		return -ENOMEM;
	rc = bus_register_notifier(&pci_bus_type, &pci_block);
	if (rc)
		destroy_workqueue(window_queue);
	return rc;
}

void ocxlpmem_windows_removal_exit(void)
{
	LIST_HEAD(taken);

	while (take_removed_window(&taken))
		ocxlpmem_windows_destroy(&taken);
	bus_unregister_notifier(&pci_bus_type, &pci_block);
	destroy_workqueue(window_queue);
}
