// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of the DIMMs of windows: packages in ND_CMD_VENDOR too, commands about bad memory. The
 * file "envelope" tells which ioctl user space should use; the driver serves both.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/ndctl.h>
#include <linux/string.h>
#include <linux/uio.h>
#include "windows.h"

static ssize_t envelope_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	/* no released libnvdimm lets the family through in ND_CMD_CALL */
	bool passes_call = NVDIMM_FAMILY_MAX >= NVDIMM_FAMILY_OCXL;

	return sysfs_emit(buf, "%s\n", passes_call ? "call" : "vendor");
}
static DEVICE_ATTR_RO(envelope);

static struct attribute *window_attributes[] = {
	&ocxlpmem_serial_attribute.attr,   &ocxlpmem_fw_version_attribute.attr,
	&ocxlpmem_cmd_mask_attribute.attr, &dev_attr_envelope.attr,
	&ocxlpmem_flags_attribute.attr,	   NULL,
};

static const struct attribute_group window_attribute_group = {
	.name = OCXL_NAME,
	.attrs = window_attributes,
};

static const struct attribute_group *window_groups[] = {
	&window_attribute_group,
	NULL,
};

/* bytes that are cleared at once: the cache line of processors with OpenCAPI */
#define CLEAR_UNIT 128U

/* whole cache lines are written without reading them */
static int write_zeros(u64 start, u64 size)
{
	const void *zeros = page_address(ZERO_PAGE(0));
	void *memory = memremap(start, size, MEMREMAP_WB);
	u64 done;

	if (!memory)
		return -ENOMEM;
	for (done = 0; done < size; done += min_t(u64, size - done, PAGE_SIZE))
		memcpy_flushcache(memory + done, zeros, min_t(u64, size - done, PAGE_SIZE));
	pmem_wmb();
	memunmap(memory);
	return 0;
}

static int clear_errors(struct ocxlpmem *pmem, struct nd_cmd_clear_error *command)
{
	int rc;

	if (!ocxlpmem_has_range(pmem, command->address, command->length))
		return -EINVAL;
	if (pmem->memory.on_card) {
		dev_notice_once(
			pmem->dev,
			"errors stay: no command of the card clears errors of its memory\n");
		return -EOPNOTSUPP;
	}
	rc = write_zeros(command->address, command->length);
	command->cleared = rc ? 0 : command->length;
	return rc;
}

/* commands that libnvdimm itself sends before it clears errors; it refuses them from processes */
static int serve_bus_command(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
{
	if (command == ND_CMD_ARS_CAP && size >= sizeof(struct nd_cmd_ars_cap)) {
		((struct nd_cmd_ars_cap *)buffer)->clear_err_unit = CLEAR_UNIT;
		return 0;
	}
	if (command == ND_CMD_CLEAR_ERROR && size >= sizeof(struct nd_cmd_clear_error))
		return clear_errors(pmem, buffer);
	return -ENOTTY;
}

static int handle_window_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			       unsigned int command, void *buffer, unsigned int size,
			       int *command_rc)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);
	int rc;

	if (buffer && !dimm)
		rc = serve_bus_command(pmem, command, buffer, size);
	else if (buffer && command == ND_CMD_CALL)
		rc = ocxlpmem_serve_package(pmem, ocxlpmem_device_handle_call, buffer, size);
	else if (buffer && command == ND_CMD_VENDOR)
		rc = ocxlpmem_serve_package(pmem, ocxlpmem_device_handle_vendor, buffer, size);
	else if (buffer && command == ND_CMD_SET_CONFIG_DATA &&
		 ocxlpmem_window_keeps_labels(pmem, buffer, size))
		rc = -EBUSY;
	else
		return ocxlpmem_handle_ioctl(descriptor, dimm, command, buffer, size, command_rc);
	if (command_rc)
		*command_rc = rc;
	return rc;
}

void ocxlpmem_window_setup_init(struct ocxlpmem_setup *setup, bool has_controller, u64 cookie)
{
	*setup = (struct ocxlpmem_setup) {
		.ioctl = handle_window_ioctl,
		.groups = window_groups,
		.cookie = cookie,
		.renews = OCXL_ERASE_MARKS_DIMM,
	};
	if (!has_controller)
		return;
	setup->commands = BIT(ND_CMD_CALL) | BIT(ND_CMD_VENDOR);
	setup->security = &ocxlpmem_security_ops;
}
