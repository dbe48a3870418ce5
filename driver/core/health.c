// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands HEARTBEAT, REQUEST_HEALTH and SHUTDOWN
 * (Documentation/protocol/controller.md 4.1 and 6, wire.md 4.7 and 4.16).
 */
#include "command.h"

int ocxlpmem_service_heartbeat(struct ocxlpmem_call *call)
{
	int rc = ocxlpmem_mailbox_run(&call->device->mailbox, call->opcode, 0, &call->status);

	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	return ocxlpmem_call_acknowledge(call, 0);
}

int ocxlpmem_service_request_health(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_transport *transport = call->device->transport;

	return ocxlpmem_write_register(transport, OCXL_REG_HCI, OCXL_HCI_CHPD);
}

/* a stopped controller takes the memory with it, so nobody may be using that */
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
	/* not ready any more: pollers hear of it. Gone from its link is no failure by now */
	ocxlpmem_device_refresh_health(device);
	return rc;
}
