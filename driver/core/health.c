// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands HEARTBEAT and REQUEST_HEALTH
 * (Documentation/protocol/controller.md 4.1 and 6, wire.md 4.7).
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

	return transport->write64(transport->context, OCXL_REG_HCI, OCXL_HCI_CHPD);
}
