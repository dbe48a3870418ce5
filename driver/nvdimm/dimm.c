// SPDX-License-Identifier: GPL-2.0-only
/* The DIMM that libnvdimm gets. */
#include <linux/device.h>
#include <linux/ndctl.h>
#include "parts.h"

/* libnvdimm does not report a freed DIMM: poll. Ioctls end soon, unless one waits for its caller */
#define IOCTL_PAUSE_MS 1

#define LABEL_COMMANDS \
	(BIT(ND_CMD_GET_CONFIG_SIZE) | BIT(ND_CMD_GET_CONFIG_DATA) | BIT(ND_CMD_SET_CONFIG_DATA))

int ocxlpmem_dimm_create(struct ocxlpmem *pmem)
{
	bool no_commands = pmem->device.setup.no_commands;
	unsigned long packages = no_commands ? 0 : BIT(ND_CMD_CALL) | BIT(ND_CMD_VENDOR);

	pmem->dimm = __nvdimm_create(pmem->bus, pmem, ocxlpmem_dimm_groups,
				     BIT(NDD_LABELING) | BIT(NDD_REGISTER_SYNC),
				     LABEL_COMMANDS | packages, 0, NULL, pmem->dimm_id,
				     no_commands ? NULL : &ocxlpmem_security_ops, NULL);
	if (!pmem->dimm)
		return -ENOMEM;
	ocxlpmem_notify_attach(pmem);
	return 0;
}

void ocxlpmem_dimm_delete(struct ocxlpmem *pmem)
{
	pmem->deleted_dimm = get_device(kobj_to_dev(nvdimm_kobj(pmem->dimm)));
	ocxlpmem_notify_detach(pmem);
	nvdimm_delete(pmem->dimm);
	pmem->dimm = NULL;
}

bool ocxlpmem_dimm_is_gone(struct ocxlpmem *pmem)
{
	if (!pmem->deleted_dimm)
		return true;
	if (kref_read(&pmem->deleted_dimm->kobj.kref) > 1)
		return false;
	put_device(pmem->deleted_dimm);
	pmem->deleted_dimm = NULL;
	ocxlpmem_notify_deleted(pmem);
	return true;
}

/*
 * While a bus is unregistered, libnvdimm waits for the end of all ioctls, and holds a lock that
 * each ioctl takes first: with an ioctl that begins meanwhile, both would wait without end. So the
 * DIMM is deleted first. Then no new ioctl finds it, and the running ones hold references.
 */
int ocxlpmem_dimm_destroy(struct ocxlpmem *pmem)
{
	unsigned long due = jiffies + msecs_to_jiffies(OCXL_REMINDER_MS);

	if (pmem->dimm)
		ocxlpmem_dimm_delete(pmem);
	while (!ocxlpmem_dimm_is_gone(pmem)) {
		if (ocxlpmem_system_ends())
			return -ESHUTDOWN;
		if (ocxlpmem_is_reminder_due(&due))
			dev_notice(pmem->dev, "waiting until nobody refers to the DIMM\n");
		ocxlpmem_pause(IOCTL_PAUSE_MS);
	}
	return 0;
}

void ocxlpmem_dimm_attach(struct ocxlpmem *pmem)
{
	struct device *dimm = kobj_to_dev(nvdimm_kobj(pmem->dimm));

	if (!dimm->driver && device_attach(dimm) < 0)
		dev_warn(pmem->dev, "cannot attach %s\n", dev_name(dimm));
}
