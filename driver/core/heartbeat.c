// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands HEARTBEAT and REQUEST_HEALTH (Documentation/protocol/wire.md 4.3 and 4.7,
 * controller.md 4.1 and 6).
 */
#include "services.h"

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
