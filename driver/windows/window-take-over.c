// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows without a controller get one when the module of a front end is loaded. A bound window is bound
 * anew; its namespaces come back by themselves.
 */
#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/workqueue.h>
#include "controllers.h"
#include "window-take-over.h"
#include "window-work.h"
#include "windows.h"

/* protected by ocxlpmem_windows_lock: windows that are released wait for the others, see below */
static unsigned int takers;

static int get_controller(struct ocxlpmem_window_entry *entry)
{
	int rc = ocxlpmem_controller_get(&entry->window, &entry->controller, &entry->front_end);

	if (rc || !entry->controller)
		strscpy(entry->claims.reason, "no controller", sizeof(entry->claims.reason));
	return rc;
}

static bool lacks_controller(const struct ocxlpmem_window_entry *entry)
{
	return !entry->controller && !entry->window.has_card && !entry->closed;
}

/* @sealed: it has a controller, and its driver has to be bound anew */
static int take_over_window(struct ocxlpmem_window_entry *entry, bool *sealed)
{
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	*sealed = false;
	if (!lacks_controller(entry))
		return 0;
	rc = ocxlpmem_window_claim(entry);
	if (rc)
		return rc;
	rc = get_controller(entry);
	if (entry->controller && entry->pmem) {
		ocxlpmem_window_seal(entry);
		*sealed = true;
	}
	ocxlpmem_window_unclaim(entry);
	return rc;
}

static int attach_window(struct ocxlpmem_window_entry *entry)
{
	int rc = device_attach(&entry->pdev->dev);

	if (rc == 0)
		strscpy(entry->claims.reason, "the driver could not be bound again",
			sizeof(entry->claims.reason));
	return rc > 0 ? 0 : rc ? rc : entry->probe_rc;
}

static void log_failure(const struct ocxlpmem_window_entry *entry, int rc)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	mutex_lock(&ocxlpmem_windows_lock);
	ocxlpmem_window_format(&entry->window, text, sizeof(text));
	pr_notice("%s stays without a controller: %s (%d)\n", text, entry->claims.reason, rc);
	mutex_unlock(&ocxlpmem_windows_lock);
}

/* without a lock: it waits for ioctls; false: the taker lets the driver be bound again */
static bool release_window(struct ocxlpmem_window_entry *entry)
{
	bool is_late;

	ocxlpmem_window_unseal(entry);
	device_release_driver(&entry->pdev->dev);
	mutex_lock(&ocxlpmem_windows_lock);
	is_late = !takers;
	entry->released = !is_late;
	mutex_unlock(&ocxlpmem_windows_lock);
	return is_late;
}

static void rebind_work(struct work_struct *work)
{
	struct ocxlpmem_window_entry *entry =
		container_of(work, struct ocxlpmem_window_entry, rebind_work);
	bool sealed = false, released;
	int rc = 0;

	mutex_lock(&ocxlpmem_windows_lock);
	released = entry->released;
	entry->released = false;
	if (!released)
		rc = take_over_window(entry, &sealed);
	mutex_unlock(&ocxlpmem_windows_lock);
	if (sealed)
		released = release_window(entry);
	if (released)
		rc = attach_window(entry);
	if (rc)
		log_failure(entry, rc);
	ocxlpmem_window_work_end();
}

static void queue_rebinding(struct ocxlpmem_window_entry *entry, struct workqueue_struct *queue)
{
	if (!entry->rebind_work.func)
		INIT_WORK(&entry->rebind_work, rebind_work);
	ocxlpmem_window_work_begin();
	if (!queue_work(queue, &entry->rebind_work))
		ocxlpmem_window_work_end();
}

/*
 * Windows are released at the same time, because one may wait for its users. Then they are bound again
 * one after the other, so that regions and block devices keep their names; a late one binds itself.
 */
void ocxlpmem_windows_take_over(void)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_windows_lock);
	takers++;
	list_for_each_entry(entry, &ocxlpmem_window_list, node) {
		if (lacks_controller(entry))
			queue_rebinding(entry, ocxlpmem_window_queue);
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_window_work_wait();
	mutex_lock(&ocxlpmem_windows_lock);
	takers--;
	list_for_each_entry(entry, &ocxlpmem_window_list, node) {
		if (entry->released)
			queue_rebinding(entry, ocxlpmem_rebind_queue);
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_window_work_wait();
}
