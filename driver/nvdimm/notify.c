// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts and events of a card, and waking the pollers of the sysfs file
 * "flags".
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "../core/device.h"
#include "device-access.h"
#include "notify.h"

/* delay until the next check of a bit that is masked as long as it is set */
#define MASKED_CHECK_MS 1000

static void store_texts(struct ocxlpmem *pmem)
{
	char flags[sizeof(pmem->flags)];
	char version[8];
	bool has_flags = ocxlpmem_device_format_flags(&pmem->device, flags, sizeof(flags)) >= 0;
	bool has_version = !ocxlpmem_device_read_fw_version(&pmem->device, version);

	lockdep_assert_held(&pmem->lock);
	spin_lock(&pmem->text_lock);
	if (has_flags)
		memcpy(pmem->flags, flags, sizeof(flags));
	if (has_version)
		memcpy(pmem->fw_version, version, sizeof(version));
	spin_unlock(&pmem->text_lock);
}

void ocxlpmem_notify_changed(void *context)
{
	struct ocxlpmem *pmem = context;

	store_texts(pmem);
	if (pmem->flags_node)
		sysfs_notify_dirent(pmem->flags_node);
}

void ocxlpmem_notify_interrupt(struct ocxlpmem *pmem)
{
	if (!READ_ONCE(pmem->disconnected))
		mod_delayed_work(system_dfl_wq, &pmem->events_work, 0);
}

static bool needs_another_check(struct ocxlpmem_controller *controller)
{
	return controller->ops->rearm && controller->ops->rearm(controller);
}

static void events_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, events_work.work);

	ocxlpmem_lock_device(pmem);
	ocxlpmem_device_refresh_health(&pmem->device);
	if (needs_another_check(pmem->controller))
		queue_delayed_work(system_dfl_wq, &pmem->events_work,
				   msecs_to_jiffies(MASKED_CHECK_MS));
	ocxlpmem_unlock_device(pmem);
	ocxlpmem_kick_start(pmem);
}

void ocxlpmem_notify_init(struct ocxlpmem *pmem)
{
	spin_lock_init(&pmem->text_lock);
	INIT_DELAYED_WORK(&pmem->events_work, events_work);
	pmem->flags[0] = '\n';
}

void ocxlpmem_notify_attach(struct ocxlpmem *pmem)
{
	struct kernfs_node *group, *node = NULL;

	group = sysfs_get_dirent(nvdimm_kobj(pmem->dimm)->sd, OCXL_NAME);
	if (group)
		node = sysfs_get_dirent(group, "flags");
	sysfs_put(group);
	ocxlpmem_lock_device(pmem);
	strscpy_pad(pmem->dimm_name, nvdimm_name(pmem->dimm), sizeof(pmem->dimm_name));
	pmem->flags_node = node;
	ocxlpmem_unlock_device(pmem);
}

void ocxlpmem_notify_detach(struct ocxlpmem *pmem)
{
	ocxlpmem_lock_device(pmem);
	pmem->deleted_flags = pmem->flags_node;
	pmem->flags_node = NULL;
	ocxlpmem_unlock_device(pmem);
}

/* sysfs wakes nobody when it deletes a file */
void ocxlpmem_notify_deleted(struct ocxlpmem *pmem)
{
	if (pmem->deleted_flags)
		sysfs_notify_dirent(pmem->deleted_flags);
	sysfs_put(pmem->deleted_flags);
	pmem->deleted_flags = NULL;
}
