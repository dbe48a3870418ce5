// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command SHUTDOWN (Documentation/protocol/wire.md 4.16, controller.md 4.1).
 */
#include "device-health.h"
#include "services.h"

/* a stopped controller takes its memory away, so the region must not be in use */
static bool is_region_bound(const struct ocxlpmem_device *device)
{
	return device->host->region_bound && device->host->region_bound(device->host->context);
}

int ocxlpmem_service_shutdown(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	if (is_region_bound(device)) {
		call->status = OCXL_STATUS_BLOCKED;
		return 0;
	}
	rc = ocxlpmem_mailbox_run(&device->mailbox, call->opcode, 0, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	rc = ocxlpmem_call_acknowledge(call, 0);
	/* wakes pollers, as CRDY is clear now. An error is ignored: the card may have left its link */
	ocxlpmem_device_refresh_health(device);
	return rc;
}
