// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controller and memory that take longer than the card allows (wire.md 5,
 * controller.md 2.1).
 */
#include "overdue.h"

#define NS_PER_S 1000000000ULL

static void update_clock(struct ocxlpmem_overdue_clock *clock, bool is_awaited, bool restarted,
			 u64 now_ns, u32 limit_s)
{
	if (!is_awaited) {
		clock->since_ns = OCXL_NEVER;
	} else if (clock->since_ns == OCXL_NEVER || restarted) {
		clock->since_ns = now_ns;
		clock->limit_ns = limit_s * NS_PER_S;
	}
}

void ocxlpmem_overdue_update(struct ocxlpmem_device *device, u64 health, bool restarted)
{
	bool is_ready = (health & OCXL_CHI_CRDY) != 0;
	bool awaits_memory = is_ready && !(health & OCXL_CHI_MA) && !device->erasing;
	u64 now_ns = ocxlpmem_now_ns(device->transport);
	u64 ccap0 = 0;

	if ((!is_ready || awaits_memory) &&
	    ocxlpmem_read_register(device->transport, OCXL_REG_CCAP0, &ccap0))
		ccap0 = 0;
	update_clock(&device->ready_clock, !is_ready && !device->shut_down, restarted, now_ns,
		     OCXL_CCAP0_READINESS_TIMEOUT(ccap0));
	update_clock(&device->memory_clock, awaits_memory, restarted, now_ns,
		     OCXL_CCAP0_MEMORY_TIMEOUT(ccap0));
}

u64 ocxlpmem_overdue_ns(const struct ocxlpmem_overdue_clock *clock)
{
	if (clock->since_ns == OCXL_NEVER || clock->limit_ns == 0)
		return OCXL_NEVER;
	return clock->since_ns + clock->limit_ns;
}
