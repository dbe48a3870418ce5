// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DIMM that libnvdimm gets. Ioctls refer to a DIMM that was deleted. libnvdimm does not report
 * their end, but a device releases its resources before it is freed.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/ndctl.h>
#include "internal.h"

#define LABEL_COMMANDS \
	(BIT(ND_CMD_GET_CONFIG_SIZE) | BIT(ND_CMD_GET_CONFIG_DATA) | BIT(ND_CMD_SET_CONFIG_DATA))

/* the last reference to a deleted DIMM was dropped */
static void release_dimm(struct device *dev, void *resource)
{
	struct ocxlpmem *pmem = *(struct ocxlpmem **)resource;

	if (READ_ONCE(pmem->renewing))
		mod_delayed_work(system_long_wq, &pmem->renew_work, 0);
	complete_all(&pmem->dimm_gone);
}

static int alloc_release(struct ocxlpmem *pmem)
{
	pmem->dimm_release = devres_alloc(release_dimm, sizeof(pmem), GFP_KERNEL);
	if (!pmem->dimm_release)
		return -ENOMEM;
	*(struct ocxlpmem **)pmem->dimm_release = pmem;
	return 0;
}

int ocxlpmem_dimm_create(struct ocxlpmem *pmem)
{
	bool no_commands = pmem->device.setup.no_commands;
	unsigned long packages = no_commands ? 0 : BIT(ND_CMD_CALL) | BIT(ND_CMD_VENDOR);

	/* so that deleting the DIMM cannot fail */
	if (alloc_release(pmem))
		return -ENOMEM;
	pmem->dimm = __nvdimm_create(pmem->bus, pmem, ocxlpmem_dimm_groups,
				     BIT(NDD_LABELING) | BIT(NDD_REGISTER_SYNC),
				     LABEL_COMMANDS | packages, 0, NULL, pmem->dimm_id,
				     no_commands ? NULL : &ocxlpmem_security_ops, NULL);
	if (!pmem->dimm) {
		devres_free(pmem->dimm_release);
		return -ENOMEM;
	}
	ocxlpmem_notify_attach(pmem);
	return 0;
}

void ocxlpmem_dimm_delete(struct ocxlpmem *pmem)
{
	struct device *dev = get_device(kobj_to_dev(nvdimm_kobj(pmem->dimm)));

	ocxlpmem_notify_detach(pmem);
	nvdimm_delete(pmem->dimm);
	pmem->dimm = NULL;
	reinit_completion(&pmem->dimm_gone);
	/* not earlier: a driver that is unbound from a device releases its resources, too */
	devres_add(dev, pmem->dimm_release);
	put_device(dev);
}

bool ocxlpmem_dimm_is_gone(struct ocxlpmem *pmem)
{
	if (!completion_done(&pmem->dimm_gone))
		return false;
	ocxlpmem_notify_deleted(pmem);
	return true;
}

/*
 * While a bus is unregistered, libnvdimm waits for the end of all ioctls, and holds a lock that
 * each ioctl takes first: with an ioctl that begins meanwhile, both would wait without end. So the
 * DIMM is deleted first. Then no new ioctl finds it, and the running ones hold references.
 */
void ocxlpmem_dimm_destroy(struct ocxlpmem *pmem)
{
	if (pmem->dimm)
		ocxlpmem_dimm_delete(pmem);
	while (!wait_for_completion_timeout(&pmem->dimm_gone, msecs_to_jiffies(OCXL_REMINDER_MS)))
		dev_notice(pmem->dev, "waiting until nobody refers to the DIMM\n");
	ocxlpmem_notify_deleted(pmem);
}

void ocxlpmem_dimm_attach(struct ocxlpmem *pmem)
{
	struct device *dimm = kobj_to_dev(nvdimm_kobj(pmem->dimm));

	if (!dimm->driver && device_attach(dimm) < 0)
		dev_warn(pmem->dev, "cannot attach %s\n", dev_name(dimm));
}

void ocxlpmem_dimm_init(struct ocxlpmem *pmem)
{
	init_completion(&pmem->dimm_gone);
	complete_all(&pmem->dimm_gone);
}
