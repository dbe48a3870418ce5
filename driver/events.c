// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a card reports by itself: interrupts, events, and waking who polls the sysfs file
 * "flags".
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/sysfs.h>
#include "ocxlpmem.h"

/* until the next look at a condition that cannot interrupt while it lasts */
#define MASKED_LOOK_MS 1000
/* bytes of an entry's data that go to the kernel log when the driver goes away */
#define RESCUE_DATA    256

/* the lock is held */
static void store_texts(struct ocxlpmem *pmem)
{
	char flags[sizeof(pmem->flags)];
	char version[8];
	bool has_flags = ocxlpmem_device_format_flags(&pmem->device, flags, sizeof(flags)) >= 0;
	bool has_version = !ocxlpmem_device_read_fw_version(&pmem->device, version);

	spin_lock(&pmem->text_lock);
	if (has_flags)
		memcpy(pmem->flags, flags, sizeof(flags));
	if (has_version)
		memcpy(pmem->fw_version, version, sizeof(version));
	spin_unlock(&pmem->text_lock);
}

void ocxlpmem_events_changed(void *context)
{
	struct ocxlpmem *pmem = context;

	store_texts(pmem);
	if (pmem->flags_node)
		sysfs_notify_dirent(pmem->flags_node);
}

void ocxlpmem_events_interrupt(struct ocxlpmem *pmem)
{
	if (!READ_ONCE(pmem->going))
		mod_delayed_work(system_unbound_wq, &pmem->events, 0);
}

static void look(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, events.work);

	ocxlpmem_lock_device(pmem);
	ocxlpmem_device_refresh_health(&pmem->device);
	if (!pmem->controller->emulated && ocxlpmem_opencapi_rearm(pmem->controller))
		queue_delayed_work(system_unbound_wq, &pmem->events,
				   msecs_to_jiffies(MASKED_LOOK_MS));
	ocxlpmem_unlock_device(pmem);
	ocxlpmem_start_kick(pmem);
}

void ocxlpmem_events_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->events, look);
	pmem->flags[0] = '\n';
}

void ocxlpmem_events_attach(struct ocxlpmem *pmem)
{
	struct kernfs_node *group, *node = NULL;

	group = sysfs_get_dirent(nvdimm_kobj(pmem->dimm)->sd, OCXL_NAME);
	if (group)
		node = sysfs_get_dirent(group, "flags");
	sysfs_put(group);
	ocxlpmem_lock_device(pmem);
	pmem->flags_node = node;
	ocxlpmem_unlock_device(pmem);
}

void ocxlpmem_events_detach(struct ocxlpmem *pmem)
{
	struct kernfs_node *node;

	ocxlpmem_lock_device(pmem);
	node = pmem->flags_node;
	pmem->flags_node = NULL;
	ocxlpmem_unlock_device(pmem);
	sysfs_put(node);
}

static void rescue(struct ocxlpmem *pmem, const struct ocxlpmem_retained_entry *held)
{
	const struct ocxl_error_log_rsp *entry = &held->entry;
	char prefix[32];

	dev_notice(
		pmem->dev,
		"error log 0x%08x: prc 0x%08x, type %u, actions 0x%06x, %u s, time 0x%llx, wwid %016llx%016llx, fw %.8s, %u bytes\n",
		entry->log_identifier, entry->program_reference_code, entry->error_log_type,
		entry->action_flags, entry->power_on_seconds, entry->timestamp, entry->wwid[0],
		entry->wwid[1], entry->fw_revision, entry->data_length);
	if (!held->data)
		return;
	snprintf(prefix, sizeof(prefix), OCXL_NAME " 0x%08x: ", entry->log_identifier);
	print_hex_dump(KERN_NOTICE, prefix, DUMP_PREFIX_OFFSET, 16, 1, held->data,
		       min_t(u32, entry->data_length, RESCUE_DATA), false);
}

void ocxlpmem_events_log_retained(struct ocxlpmem *pmem)
{
	u32 i;

	for (i = 0; i < pmem->device.retained_count; i++)
		rescue(pmem, &pmem->device.retained[i]);
}
