// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command CAPABILITIES. It only reads registers, so it works on a card that is starting or
 * has failed (Documentation/protocol/wire.md 4.5, controller.md 2.1).
 */
#include "device-health.h"
#include "services.h"

enum { CSTS, FWVER, CCAP0, CCAP1, DATA, REGISTER_COUNT };

static const u32 register_offsets[REGISTER_COUNT] = {
	[CSTS] = OCXL_REG_CSTS,	  [FWVER] = OCXL_REG_FWVER,    [CCAP0] = OCXL_REG_CCAP0,
	[CCAP1] = OCXL_REG_CCAP1, [DATA] = OCXL_REG_ACMA_DATA,
};

static int read_capability_registers(const struct ocxlpmem_transport *transport,
				     u64 values[REGISTER_COUNT])
{
	u32 i;
	int rc;

	for (i = 0; i < REGISTER_COUNT; i++) {
		rc = ocxlpmem_read_register(transport, register_offsets[i], &values[i]);
		if (rc)
			return rc;
	}
	return 0;
}

static void add_capabilities(struct ocxlpmem_call *call, const u64 values[REGISTER_COUNT])
{
	const struct ocxlpmem_device *device = call->device;
	struct ocxl_capabilities_rsp capabilities = {
		.cmd_mask = device->cmd_mask,
		.serial = device->setup.serial,
		.capacity = device->setup.capacity,
		.label_area_size = OCXL_LABEL_AREA_SIZE,
		.health_status = device->health,
		.controller_status = values[CSTS],
		.max_dump_size = OCXL_CCAP1_MAX_DUMP(values[CCAP1]),
		.max_data_size = OCXL_DATA_SIZE(values[DATA]),
		.interface_revision = OCXL_CCAP0_REVISION(values[CCAP0]),
		.read_latency = OCXL_CCAP0_READ_LATENCY(values[CCAP0]),
		.memory_available_timeout = OCXL_CCAP0_MEMORY_TIMEOUT(values[CCAP0]),
		.readiness_timeout = OCXL_CCAP0_READINESS_TIMEOUT(values[CCAP0]),
		.flags = device->setup.emulated ? OCXL_CAPABILITY_EMULATED : 0,
	};

	ocxlpmem_unpack_text(values[FWVER], capabilities.fw_version);
	ocxlpmem_call_add_record(call, &capabilities);
}

int ocxlpmem_service_capabilities(struct ocxlpmem_call *call)
{
	u64 values[REGISTER_COUNT];
	int rc;

	rc = ocxlpmem_device_refresh_health(call->device);
	if (!rc)
		rc = read_capability_registers(call->device->transport, values);
	if (!rc)
		add_capabilities(call, values);
	return rc;
}
