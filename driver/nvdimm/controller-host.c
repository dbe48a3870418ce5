// SPDX-License-Identifier: GPL-2.0-only
/* What the driver offers to controllers. */
#include <linux/lockdep.h>
#include "../core/device.h"
#include "controller-host.h"
#include "device-access.h"
#include "notify.h"

void ocxlpmem_load_timeouts(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	u8 opcode;

	lockdep_assert_held(&pmem->lock);
	if (!controller->ops->timeout_ms)
		return;
	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxlpmem_device_set_timeout(&pmem->device, opcode,
					    controller->ops->timeout_ms(controller, opcode));
}

void ocxlpmem_controller_interrupt(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem *pmem = READ_ONCE(controller->pmem);

	if (pmem)
		ocxlpmem_notify_interrupt(pmem);
}

static void reload_controller(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;

	/* the interleave set keeps the serial number with which the region was created */
	WRITE_ONCE(pmem->serial, controller->ops->serial(controller));
	pmem->device.setup.serial = pmem->serial;
	ocxlpmem_load_timeouts(pmem);
	ocxlpmem_device_refresh_health(&pmem->device);
	ocxlpmem_notify_changed(pmem);
}

int ocxlpmem_controller_update(struct ocxlpmem_controller *controller, int (*change)(void *context),
			       void *context)
{
	struct ocxlpmem *pmem = controller->pmem;
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = change(context);
	if (!rc)
		reload_controller(pmem);
	ocxlpmem_unlock_device(pmem);
	ocxlpmem_kick_start(pmem);
	return rc;
}
