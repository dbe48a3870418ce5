// SPDX-License-Identifier: GPL-2.0-only
/*
 * Brings a card up: CRDY, then a heartbeat, then MA, then the region. Nothing here waits; the work
 * checks the card and runs again later.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/ndctl.h>
#include "internal.h"

#define FIRST_CHECK_MS	 10
#define LONGEST_PAUSE_MS 1000

/* @overdue: the word of the file "flags" that says that the limit of @clock is over */
static void warn_if_late(struct ocxlpmem *pmem, const char *what, u32 overdue,
			 const struct ocxlpmem_overdue_clock *clock)
{
	lockdep_assert_held(&pmem->lock);
	if (pmem->start_warned || !(pmem->device.flag_words & BIT_ULL(overdue)))
		return;
	pmem->start_warned = true;
	dev_warn(pmem->dev, "%s not ready after %llu s (CCAP0 limit)\n", what,
		 div_u64(clock->limit_ns, NSEC_PER_SEC));
}

/* shows that the mailbox works; the memory does not depend on it */
static void send_heartbeat(struct ocxlpmem *pmem)
{
	struct ocxlpmem_caller caller = { .admin = true };
	struct {
		struct nd_cmd_pkg package;
		struct ocxlpmem_rsp_header response;
	} call = {
		.package = {
			.nd_family = NVDIMM_FAMILY_OCXL,
			.nd_command = OCXLPMEM_CMD_HEARTBEAT,
			.nd_size_out = sizeof(call.response),
		},
	};
	int rc = ocxlpmem_device_handle_call(&pmem->device, &caller, &call, sizeof(call));

	lockdep_assert_held(&pmem->lock);
	if (rc)
		dev_warn(pmem->dev, "first heartbeat failed: %d\n", rc);
	else if (call.response.status != OCXLPMEM_STATUS_OK)
		dev_warn(pmem->dev, "first heartbeat failed: status 0x%02x\n",
			 call.response.status);
}

static bool is_memory_available(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_device *device = &pmem->device;

	lockdep_assert_held(&pmem->lock);
	if (ocxlpmem_device_refresh_health(&pmem->device))
		return false;
	if (!(device->health & OCXL_CHI_CRDY)) {
		warn_if_late(pmem, "controller", OCXLPMEM_FLAG_NOT_READY_OVERDUE,
			     &device->ready_clock);
		return false;
	}
	if (!pmem->start_heartbeat_sent) {
		pmem->start_heartbeat_sent = true;
		if (!pmem->controller->ops->no_commands)
			send_heartbeat(pmem);
	}
	if (!(device->health & OCXL_CHI_MA))
		warn_if_late(pmem, "memory", OCXLPMEM_FLAG_MEM_UNAVAILABLE_OVERDUE,
			     &device->memory_clock);
	return device->health & OCXL_CHI_MA;
}

/* returns false if the card need not be checked again */
static bool advance_start(struct ocxlpmem *pmem)
{
	bool available;
	int rc;

	lockdep_assert_held(&pmem->region_lock);
	if (pmem->region || pmem->region_blocked || READ_ONCE(pmem->renewing))
		return false;
	ocxlpmem_lock_device(pmem);
	available = is_memory_available(pmem);
	ocxlpmem_unlock_device(pmem);
	if (!available)
		return true;
	rc = ocxlpmem_region_create(pmem);
	if (rc)
		dev_err(pmem->dev, "cannot create its region: %d\n", rc);
	return rc;
}

static void start_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, start_work.work);
	bool again;

	mutex_lock(&pmem->region_lock);
	again = advance_start(pmem);
	mutex_unlock(&pmem->region_lock);
	if (!again || READ_ONCE(pmem->disconnected))
		return;
	pmem->start_delay_ms = min_t(u32, pmem->start_delay_ms * 2, LONGEST_PAUSE_MS);
	queue_delayed_work(system_long_wq, &pmem->start_work,
			   msecs_to_jiffies(pmem->start_delay_ms));
}

void ocxlpmem_card_start_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->start_work, start_work);
	pmem->start_delay_ms = FIRST_CHECK_MS / 2;
}
