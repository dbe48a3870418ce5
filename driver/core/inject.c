// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command SMART_INJECT: emulated cards have a back door beside their registers
 * (Documentation/protocol/wire.md 4.18).
 */
#include "command.h"

#define VALUES	(OCXL_SMART_INJECT_CURRENT | OCXL_SMART_INJECT_THRESHOLD | OCXL_SMART_INJECT_RAW)
#define FATAL	(OCXL_SMART_INJECT_HARDWARE_FATAL)
#define RESTORE (OCXL_SMART_INJECT_RESTORE)

/* values or a restore of one attribute, or the fatal state: never more than one of these */
static bool is_one_thing(u8 flags)
{
	if (flags & FATAL)
		return !(flags & ~(FATAL | RESTORE));
	if (flags & RESTORE)
		return flags == RESTORE;
	return flags != 0 && !(flags & ~VALUES);
}

bool ocxlpmem_check_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxl_smart_inject_req *request = &call->request.smart_inject;
	u32 i;

	for (i = 0; i < sizeof(request->reserved); i++) {
		if (request->reserved[i])
			return false;
	}
	return is_one_thing(request->flags);
}

int ocxlpmem_service_smart_inject(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_transport *transport = call->device->transport;
	const struct ocxl_smart_inject_req *request = &call->request.smart_inject;
	struct ocxlpmem_injection injection = {
		.attribute = request->attribute,
		.fatal = (request->flags & FATAL) != 0,
		.restore = (request->flags & RESTORE) != 0,
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
