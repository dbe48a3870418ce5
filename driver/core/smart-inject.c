// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command SMART_INJECT: changes what an emulated card reports, beside its registers
 * (Documentation/protocol/wire.md 4.18).
 */
#include "device-health.h"
#include "services.h"

#define INJECT_VALUES \
	(OCXL_SMART_INJECT_CURRENT | OCXL_SMART_INJECT_THRESHOLD | OCXL_SMART_INJECT_RAW)
#define INJECT_FATAL   (OCXL_SMART_INJECT_HARDWARE_FATAL)
#define INJECT_RESTORE (OCXL_SMART_INJECT_RESTORE)

/* exactly one of: values of an attribute, restoring an attribute, the fatal state */
static bool is_single_change(u8 flags)
{
	if (flags & INJECT_FATAL)
		return !(flags & ~(INJECT_FATAL | INJECT_RESTORE));
	if (flags & INJECT_RESTORE)
		return flags == INJECT_RESTORE;
	return flags != 0 && !(flags & ~INJECT_VALUES);
}

bool ocxlpmem_check_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxl_smart_inject_req *request = &call->request.smart_inject;
	u32 i;

	for (i = 0; i < sizeof(request->reserved); i++) {
		if (request->reserved[i])
			return false;
	}
	return is_single_change(request->flags);
}

int ocxlpmem_service_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_transport *transport = call->device->transport;
	const struct ocxl_smart_inject_req *request = &call->request.smart_inject;
	struct ocxlpmem_injection injection = {
		.attribute = request->attribute,
		.fatal = (request->flags & INJECT_FATAL) != 0,
		.restore = (request->flags & INJECT_RESTORE) != 0,
		.has_current = (request->flags & OCXL_SMART_INJECT_CURRENT) != 0,
		.has_threshold = (request->flags & OCXL_SMART_INJECT_THRESHOLD) != 0,
		.has_raw = (request->flags & OCXL_SMART_INJECT_RAW) != 0,
		.current_value = request->current_value,
		.threshold = request->threshold,
		.raw = request->raw,
	};
	int rc;

	rc = transport->inject ? transport->inject(transport->context, &injection) : -ENOTTY;
	if (rc == -ENOENT) {
		call->status = OCXL_STATUS_BAD_REQUEST_PARM;
		return 0;
	}
	return rc ? rc : ocxlpmem_device_refresh_health(call->device);
}
