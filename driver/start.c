// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card becomes ready in its own time: CRDY, then a heartbeat, then MA, then the region.
 * Nothing here waits; it looks, and looks again later.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/ndctl.h>
#include "ocxlpmem.h"

#define FIRST_LOOK_MS 10
#define LAST_LOOK_MS  1000

/* the lock is held */
static void complain(struct ocxlpmem *pmem, const char *what, u64 ccap0)
{
	u32 budget = OCXL_CCAP0_READINESS_TIMEOUT(ccap0);

	if (pmem->started)
		budget += OCXL_CCAP0_MEMORY_TIMEOUT(ccap0);
	if (pmem->complained ||
	    time_before(jiffies, pmem->start_began + (unsigned long)budget * HZ))
		return;
	pmem->complained = true;
	dev_warn(pmem->dev, "its %s is not ready after %u s, as long as it asked for\n", what,
		 budget);
}

/* a heartbeat proves that the mailbox works; memory does not depend on it */
static void send_heartbeat(struct ocxlpmem *pmem)
{
	struct ocxlpmem_caller caller = { .admin = true };
	struct {
		struct nd_cmd_pkg package;
		struct ocxl_rsp_header answer;
	} call = {
		.package = {
			.nd_family = NVDIMM_FAMILY_OCXL,
			.nd_command = OCXL_CMD_HEARTBEAT,
			.nd_size_out = sizeof(call.answer),
		},
	};
	int rc = ocxlpmem_device_handle_call(&pmem->device, &caller, &call, sizeof(call));

	if (rc)
		dev_warn(pmem->dev, "its first heartbeat failed: %d\n", rc);
	else if (call.answer.status != OCXL_STATUS_OK)
		dev_warn(pmem->dev, "its first heartbeat failed: status 0x%02x\n",
			 call.answer.status);
}

/* the lock is held */
static bool is_available(struct ocxlpmem *pmem)
{
	struct ocxlpmem_transport *transport = &pmem->transport;
	u64 health, ccap0;

	if (ocxlpmem_device_refresh_health(&pmem->device) ||
	    ocxlpmem_read_card_health(pmem, &health) ||
	    ocxlpmem_read_register(transport, OCXL_REG_CCAP0, &ccap0))
		return false;
	if (!(health & OCXL_CHI_CRDY)) {
		complain(pmem, "controller", ccap0);
		return false;
	}
	if (!pmem->started) {
		pmem->started = true;
		send_heartbeat(pmem);
	}
	if (!(health & OCXL_CHI_MA))
		complain(pmem, "memory", ccap0);
	return health & OCXL_CHI_MA;
}

/* region_lock is held; false when there is no need to look again */
static bool advance(struct ocxlpmem *pmem)
{
	bool available = true;
	int rc;

	if (pmem->region || pmem->ending || READ_ONCE(pmem->renewing))
		return false;
	if (pmem->controller) {
		ocxlpmem_lock_device(pmem);
		available = is_available(pmem);
		ocxlpmem_unlock_device(pmem);
	}
	if (!available)
		return true;
	rc = ocxlpmem_region_create(pmem);
	if (rc)
		dev_err(pmem->dev, "its region could not be made: %d\n", rc);
	return false;
}

static void start(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, start.work);
	bool again;

	mutex_lock(&pmem->region_lock);
	again = advance(pmem);
	mutex_unlock(&pmem->region_lock);
	if (!again || READ_ONCE(pmem->going))
		return;
	pmem->start_delay_ms = min_t(u32, pmem->start_delay_ms * 2, LAST_LOOK_MS);
	queue_delayed_work(system_unbound_wq, &pmem->start, msecs_to_jiffies(pmem->start_delay_ms));
}

void ocxlpmem_start_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->start, start);
	pmem->start_delay_ms = FIRST_LOOK_MS / 2;
	pmem->start_began = jiffies;
}

void ocxlpmem_start_kick(struct ocxlpmem *pmem)
{
	if (!READ_ONCE(pmem->region) && !READ_ONCE(pmem->ending))
		mod_delayed_work(system_unbound_wq, &pmem->start, 0);
}
