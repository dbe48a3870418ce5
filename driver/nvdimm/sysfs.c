// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files in the directory of the DIMM (wire.md 5). Reading them neither sends
 * a command to the card nor waits for one.
 */
#include <linux/device.h>
#include "../core/device.h"
#include "device-access.h"
#include "sysfs.h"

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
struct device_attribute ocxlpmem_flags_attribute = __ATTR_RO(flags);

static ssize_t fw_version_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ocxlpmem *pmem = device_to_pmem(dev);
	ssize_t size;

	spin_lock(&pmem->text_lock);
	size = sysfs_emit(buf, "%s\n", pmem->fw_version);
	spin_unlock(&pmem->text_lock);
	return size;
}
struct device_attribute ocxlpmem_fw_version_attribute = __ATTR_RO(fw_version);

static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(device_to_pmem(dev)->serial));
}
struct device_attribute ocxlpmem_serial_attribute = __ATTR_RO(serial);

static ssize_t cmd_mask_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ocxlpmem *pmem = device_to_pmem(dev);

	return sysfs_emit(buf, "0x%llx\n", pmem->device.cmd_mask);
}
struct device_attribute ocxlpmem_cmd_mask_attribute = __ATTR_RO(cmd_mask);
