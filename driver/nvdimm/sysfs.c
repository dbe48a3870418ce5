// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts and events of a card, and the files in the directory of its DIMM (wire.md 5). Reading
 * them neither sends a command to the card nor waits for one.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/ndctl.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "internal.h"

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
		mod_delayed_work(system_long_wq, &pmem->events_work, 0);
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
		queue_delayed_work(system_long_wq, &pmem->events_work,
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

static struct ocxlpmem *device_to_pmem(struct device *dev)
{
	return nvdimm_provider_data(to_nvdimm(dev));
}

/* while a command holds the card's lock, the text stays as pollers know it */
static int refresh_flags(struct ocxlpmem *pmem)
{
	char flags[sizeof(pmem->flags)];
	int rc;

	if (!mutex_trylock(&pmem->lock))
		return 0;
	rc = ocxlpmem_device_format_flags(&pmem->device, flags, sizeof(flags));
	if (rc >= 0) {
		spin_lock(&pmem->text_lock);
		memcpy(pmem->flags, flags, sizeof(flags));
		spin_unlock(&pmem->text_lock);
	}
	ocxlpmem_unlock_device(pmem);
	return min(rc, 0);
}

static ssize_t flags_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ocxlpmem *pmem = device_to_pmem(dev);
	ssize_t size = refresh_flags(pmem);

	if (size)
		return size;
	spin_lock(&pmem->text_lock);
	size = sysfs_emit(buf, "%s", pmem->flags);
	spin_unlock(&pmem->text_lock);
	return size;
}
static DEVICE_ATTR_RO(flags);

static ssize_t fw_version_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ocxlpmem *pmem = device_to_pmem(dev);
	ssize_t size;

	spin_lock(&pmem->text_lock);
	size = sysfs_emit(buf, "%s\n", pmem->fw_version);
	spin_unlock(&pmem->text_lock);
	return size;
}
static DEVICE_ATTR_RO(fw_version);

static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(device_to_pmem(dev)->serial));
}
static DEVICE_ATTR_RO(serial);

static ssize_t cmd_mask_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ocxlpmem *pmem = device_to_pmem(dev);

	return sysfs_emit(buf, "0x%llx\n", pmem->device.cmd_mask);
}
static DEVICE_ATTR_RO(cmd_mask);

static ssize_t envelope_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	/* no released libnvdimm lets the family through in ND_CMD_CALL */
	bool passes_call = NVDIMM_FAMILY_MAX >= NVDIMM_FAMILY_OCXL;

	return sysfs_emit(buf, "%s\n", passes_call ? "call" : "vendor");
}
static DEVICE_ATTR_RO(envelope);

static struct attribute *dimm_attributes[] = {
	&dev_attr_serial.attr,	 &dev_attr_fw_version.attr, &dev_attr_cmd_mask.attr,
	&dev_attr_envelope.attr, &dev_attr_flags.attr,	    NULL,
};

static const struct attribute_group dimm_group = {
	.name = OCXL_NAME,
	.attrs = dimm_attributes,
};

const struct attribute_group *ocxlpmem_dimm_groups[] = { &dimm_group, NULL };
