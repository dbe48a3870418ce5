// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands HEARTBEAT, REQUEST_HEALTH and SHUTDOWN
 * (Documentation/protocol/controller.md 4.1 and 6, wire.md 4.7 and 4.16).
 */
#include "command.h"

int ocxl_service_heartbeat(struct ocxl_call *call)
{
	int rc = ocxl_mailbox_run(&call->device->mailbox, OCXL_OPCODE_HEARTBEAT, 0, &call->status);

	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	return ocxl_call_close(call, 0);
}

int ocxl_service_request_health(struct ocxl_call *call)
{
	const struct ocxl_transport *transport = call->device->transport;

	return ocxl_write_register(transport, OCXL_REG_HCI, OCXL_HCI_CHPD);
}

/* a stopped controller takes the memory with it, so nobody may be using that */
static bool is_region_bound(const struct ocxl_device *device)
{
	return device->host->region_bound && device->host->region_bound(device->host->context);
}

int ocxl_service_shutdown(struct ocxl_call *call)
{
	struct ocxl_device *device = call->device;
	int rc;

	if (is_region_bound(device)) {
		call->status = OCXL_STATUS_BLOCKED;
		return 0;
	}
	rc = ocxl_mailbox_run(&device->mailbox, OCXL_OPCODE_SHUTDOWN, 0, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	rc = ocxl_call_close(call, 0);
	/* not ready any more: pollers hear of it. Gone from its link is no failure by now */
	ocxl_device_look(device);
	return rc;
}
