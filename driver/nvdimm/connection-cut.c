// SPDX-License-Identifier: GPL-2.0-only
/*
 * A controller that disappears while its window is in use is replaced by one whose card is gone.
 */
#include "../core/device.h"
#include "connection.h"
#include "device-access.h"

static int gone_read64(void *context, u32 offset, u64 *value)
{
	*value = ~0ULL;
	return 0;
}

static int gone_write64(void *context, u32 offset, u64 value)
{
	return 0;
}

static u64 gone_serial(const struct ocxlpmem_controller *controller)
{
	return controller->pmem->serial;
}

static const struct ocxlpmem_controller_ops gone_controllers = { .serial = gone_serial };

/* the card's lock is held */
static void replace_controller(struct ocxlpmem *pmem)
{
	pmem->gone_controller = (struct ocxlpmem_controller) {
		.ops = &gone_controllers,
		.registers = { .read64 = gone_read64, .write64 = gone_write64 },
		.pmem = pmem,
	};
	pmem->controller = &pmem->gone_controller;
}

void ocxlpmem_connection_cut(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem *pmem = controller->pmem;

	if (!pmem)
		return;
	/* ends a command that holds the card's lock */
	WRITE_ONCE(pmem->disconnected, true);
	ocxlpmem_lock_device(pmem);
	ocxlpmem_connection_stop_interrupts(controller);
	WRITE_ONCE(controller->pmem, NULL);
	replace_controller(pmem);
	WRITE_ONCE(pmem->disconnected, false);
	ocxlpmem_device_refresh_health(&pmem->device);
	ocxlpmem_unlock_device(pmem);
}
