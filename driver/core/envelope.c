// SPDX-License-Identifier: GPL-2.0-only
/*
 * A package in ND_CMD_CALL (wire.md 1).
 */
#include "wire-command.h"
#include "device.h"
#include "envelope.h"

/* a 64-bit sum: libnvdimm adds the lengths from user space in 32 bits, which can wrap */
static u64 package_size(const struct nd_cmd_pkg *package)
{
	return sizeof(*package) + (u64)package->nd_size_in + package->nd_size_out;
}

int ocxlpmem_package_check(const struct nd_cmd_pkg *package)
{
	u32 i;

	if (package->nd_family != NVDIMM_FAMILY_OCXL || package->nd_size_in % 8 != 0)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(package->nd_reserved2); i++) {
		if (package->nd_reserved2[i])
			return -EINVAL;
	}
	return 0;
}

int ocxlpmem_package_run(struct ocxlpmem_device *device, const struct ocxlpmem_caller *caller,
			 struct nd_cmd_pkg *package, const u8 *input, u8 *response)
{
	struct ocxlpmem_call call = {
		.device = device,
		.caller = caller,
		.command = package->nd_command,
		.input = input,
		.input_size = package->nd_size_in,
		.response = response,
		.response_capacity = package->nd_size_out,
	};
	int rc = ocxlpmem_command_run(&call);

	if (!rc)
		package->nd_fw_size = call.needed;
	return rc;
}

int ocxlpmem_device_handle_call(struct ocxlpmem_device *device,
				const struct ocxlpmem_caller *caller, void *buffer, size_t size)
{
	struct nd_cmd_pkg package;
	u8 *payload = (u8 *)buffer + sizeof(package);
	int rc;

	if (size < sizeof(package))
		return -EINVAL;
	memcpy(&package, buffer, sizeof(package));
	if (package_size(&package) > min_t(size_t, size, OCXLPMEM_ENVELOPE_MAX))
		return -EINVAL;
	rc = ocxlpmem_package_check(&package);
	if (rc)
		return rc;
	rc = ocxlpmem_package_run(device, caller, &package, payload, payload + package.nd_size_in);
	if (rc)
		return rc;
	memcpy(buffer, &package, sizeof(package));
	return 0;
}
