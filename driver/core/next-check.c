// SPDX-License-Identifier: GPL-2.0-only
/* What changes because time passes (Documentation/protocol/wire.md 5). */
#include "device-health.h"
#include "host-log.h"
#include "overdue.h"

/* what was due before the last check was part of it */
static u64 unless_checked(const struct ocxlpmem_device *device, u64 due_ns)
{
	return due_ns > device->checked_ns ? due_ns : OCXL_NEVER;
}

u64 ocxlpmem_device_next_check_ns(const struct ocxlpmem_device *device)
{
	u64 next_ns = ocxlpmem_log_omitted_ns(device);
	u64 due_ns;

	if (device->unreachable)
		return next_ns;
	due_ns = unless_checked(device, ocxlpmem_overdue_ns(&device->ready_clock));
	next_ns = min_t(u64, next_ns, due_ns);
	due_ns = unless_checked(device, ocxlpmem_overdue_ns(&device->memory_clock));
	next_ns = min_t(u64, next_ns, due_ns);
	due_ns = unless_checked(device, ocxlpmem_mailbox_stuck_ns(&device->mailbox));
	return min_t(u64, next_ns, due_ns);
}
