// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads and writes of the module parameters map, add and remove
 * (windows.md).
 */
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include "windows.h"

/**
 * struct window_write - a write while it is executed; too large for the stack
 * @existing: the windows before it
 * @plan: its steps
 * @reserved: new windows whose memory is claimed, in the order of their steps
 * @batch: of the windows that it removes or expands
 * @message: why it was refused
 * @text: for the log
 */
struct window_write {
	struct ocxlpmem_windows existing;
	struct ocxlpmem_window_plan plan;
	struct list_head reserved;
	struct ocxlpmem_batch *batch;
	char message[OCXL_WINDOW_MESSAGE_MAX];
	char text[OCXL_WINDOWS_MAX * OCXL_WINDOW_TEXT_MAX];
};

static bool is_kernel_memory(void *context, u64 start, u64 size)
{
	return ocxlpmem_is_system_ram(start, size);
}

static int check_place(void *context, const struct ocxlpmem_window *window, u64 start, u64 size,
		       char *reason)
{
	return ocxlpmem_place_check(window, start, size, reason);
}

/* libnvdimm maps the memory as pages, which is only possible in this range */
static bool is_mappable(void *context, u64 start, u64 size)
{
	struct range range = mhp_get_pluggable_range(true);

	return start >= range.start && start + (size - 1) <= range.end;
}

/* checks that only the kernel can do, for the planner */
static const struct ocxlpmem_window_host window_host = {
	.is_ram = is_kernel_memory,
	.check = check_place,
	.is_addressable = is_mappable,
	.find_card = ocxlpmem_card_memory_find,
};

static void log_failed_step(const struct ocxlpmem_window *window, const char *what, int rc)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(window, text, sizeof(text));
	pr_err("%s %s: %d\n", text, what, rc);
}

static void log_in_use(const struct ocxlpmem_window_entry *entry, int rc)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(&entry->window, text, sizeof(text));
	pr_err("%s is in use: %s (%d)\n", text, entry->claims.reason, rc);
}

/* claims all windows that will change, before the first of them changes */
static int claim_all(const struct ocxlpmem_window_plan *plan)
{
	struct ocxlpmem_window_entry *entry;
	u32 i;
	int rc;

	for (i = 0; i < plan->count; i++) {
		const struct ocxlpmem_window_step *step = &plan->step[i];

		if (step->action == OCXL_WINDOW_CREATE)
			continue;
		entry = ocxlpmem_window_find(step->window.start);
		rc = ocxlpmem_window_claim(entry, true);
		if (rc) {
			log_in_use(entry, rc);
			return rc;
		}
	}
	return 0;
}

/* after all other checks, because it writes: the memory that windows will have in addition */
static int test_new_memory(const struct ocxlpmem_window_plan *plan)
{
	const struct ocxlpmem_window_entry *entry;
	u64 old_size;
	int rc = 0;
	u32 i;

	for (i = 0; i < plan->count && !rc; i++) {
		const struct ocxlpmem_window *window = &plan->step[i].window;

		if (plan->step[i].action == OCXL_WINDOW_DELETE)
			continue;
		entry = ocxlpmem_window_find(window->start);
		old_size = entry ? entry->window.size : 0;
		rc = ocxlpmem_place_test(window, window->start + old_size, window->size - old_size);
	}
	return rc;
}

static void unclaim_all(void)
{
	struct ocxlpmem_window_entry *entry;

	list_for_each_entry(entry, &ocxlpmem_window_list, node) {
		ocxlpmem_window_unclaim(entry);
		entry->created_now = false;
	}
}

/* windows that change are claimed, so only a creation can fail, and these come first */
static int execute_step(struct window_write *write, const struct ocxlpmem_window_step *step)
{
	struct ocxlpmem_window_entry *entry = ocxlpmem_window_find(step->window.start);
	int rc = 0;

	switch (step->action) {
	case OCXL_WINDOW_CREATE:
		entry = list_first_entry(&write->reserved, typeof(*entry), node);
		rc = ocxlpmem_window_create(entry);
		if (rc)
			log_failed_step(&step->window, "could not be created", rc);
		if (rc && entry->pmem)
			ocxlpmem_window_remove(entry, write->batch);
		break;
	case OCXL_WINDOW_EXPAND:
		ocxlpmem_window_expand(entry, step->window.size, write->batch);
		break;
	case OCXL_WINDOW_DELETE:
		ocxlpmem_window_remove(entry, write->batch);
		break;
	}
	return rc;
}

/* removes the windows that this write has created, except those that are in use already */
static void undo_creations(struct window_write *write)
{
	struct ocxlpmem_window_entry *entry, *next;
	int rc;

	list_for_each_entry_safe(entry, next, &ocxlpmem_window_list, node) {
		if (!entry->created_now)
			continue;
		rc = ocxlpmem_window_claim(entry, false);
		if (rc)
			log_in_use(entry, rc);
		else
			ocxlpmem_window_remove(entry, write->batch);
	}
}

static void list_windows(struct ocxlpmem_windows *windows)
{
	struct ocxlpmem_window_entry *entry;

	windows->count = 0;
	list_for_each_entry(entry, &ocxlpmem_window_list, node)
		ocxlpmem_windows_insert(windows, &entry->window);
}

static int format_windows(const struct ocxlpmem_windows *windows, char *text, size_t size)
{
	int used = 0;
	u32 i;

	text[0] = '\0';
	for (i = 0; i < windows->count; i++) {
		if (i > 0)
			used += scnprintf(text + used, size - used, ",");
		used += ocxlpmem_window_format(&windows->window[i], text + used, size - used);
	}
	return used;
}

static void log_current_windows(struct window_write *write)
{
	list_windows(&write->existing);
	format_windows(&write->existing, write->text, sizeof(write->text));
	pr_err("current windows: %s\n", write->text);
}

static int execute_plan(struct window_write *write)
{
	u32 i;
	int rc = claim_all(&write->plan);

	if (!rc)
		rc = test_new_memory(&write->plan);
	for (i = 0; i < write->plan.count && !rc; i++) {
		rc = execute_step(write, &write->plan.step[i]);
		if (rc) {
			undo_creations(write);
			log_current_windows(write);
		}
	}
	unclaim_all();
	return rc;
}

static int reserve_memory(struct window_write *write)
{
	int rc = 0;
	u32 i;

	for (i = 0; i < write->plan.count && !rc; i++) {
		const struct ocxlpmem_window_step *step = &write->plan.step[i];

		if (step->action == OCXL_WINDOW_DELETE)
			continue;
		rc = ocxlpmem_window_reserve(&step->window, &write->reserved);
		if (rc)
			log_failed_step(&step->window, "could not be claimed", rc);
	}
	return rc;
}

static int plan_and_reserve(struct window_write *write, enum ocxlpmem_window_operation operation,
			    const char *text)
{
	static const char *const names[] = {
		[OCXL_WINDOW_MAP] = "map",
		[OCXL_WINDOW_ADD] = "add",
		[OCXL_WINDOW_REMOVE] = "remove",
	};
	int rc;

	list_windows(&write->existing);
	rc = ocxlpmem_window_plan(&write->plan, operation, text, strlen(text), &write->existing,
				  &window_host, write->message);
	if (rc) {
		pr_err("%s: %s\n", names[operation], write->message);
		return rc;
	}
	return reserve_memory(write);
}

/*
 * Who has ocxlpmem_windows_lock may wait for a region for seconds, or examine pages. No device
 * could be plugged or unplugged as long, if this waited with the lock of the PCI bus.
 */
static void lock_bus_and_windows(void)
{
	pci_lock_rescan_remove();
	while (!mutex_trylock(&ocxlpmem_windows_lock)) {
		pci_unlock_rescan_remove();
		mutex_lock(&ocxlpmem_windows_lock);
		mutex_unlock(&ocxlpmem_windows_lock);
		pci_lock_rescan_remove();
	}
}

static int execute_write(struct window_write *write, enum ocxlpmem_window_operation operation,
			 const char *text)
{
	bool reserves = operation != OCXL_WINDOW_REMOVE;
	int rc = -ENODEV;

	/* no BAR disappears between a check and the claim */
	if (reserves)
		lock_bus_and_windows();
	else
		mutex_lock(&ocxlpmem_windows_lock);
	if (ocxlpmem_windows_are_open())
		rc = plan_and_reserve(write, operation, text);
	if (reserves)
		pci_unlock_rescan_remove();
	if (!rc)
		rc = execute_plan(write);
	ocxlpmem_windows_unreserve(&write->reserved);
	ocxlpmem_card_memory_unmap_unused();
	mutex_unlock(&ocxlpmem_windows_lock);
	return rc;
}

int ocxlpmem_windows_write(enum ocxlpmem_window_operation operation, const char *text)
{
	struct window_write *write = kvzalloc(sizeof(*write), GFP_KERNEL);
	int rc, waited;

	if (!write)
		return -ENOMEM;
	INIT_LIST_HEAD(&write->reserved);
	write->batch = ocxlpmem_batch_begin();
	rc = execute_write(write, operation, text);
	waited = ocxlpmem_batch_await(write->batch);
	kvfree(write);
	return rc ? rc : waited;
}

int ocxlpmem_windows_read(char *text, size_t size)
{
	struct ocxlpmem_windows *windows = kvzalloc(sizeof(*windows), GFP_KERNEL);
	int used;

	if (!windows)
		return -ENOMEM;
	mutex_lock(&ocxlpmem_windows_lock);
	list_windows(windows);
	mutex_unlock(&ocxlpmem_windows_lock);
	used = format_windows(windows, text, size);
	used += scnprintf(text + used, size - used, "\n");
	kvfree(windows);
	return used;
}
