// SPDX-License-Identifier: GPL-2.0-only
/* A package in ND_CMD_CALL or ND_CMD_VENDOR (wire.md 1). */
#include "service.h"

/* a 64-bit sum: libnvdimm adds the lengths from user space in 32 bits, which can wrap */
static u64 package_size(const struct nd_cmd_pkg *package)
{
	return sizeof(*package) + (u64)package->nd_size_in + package->nd_size_out;
}

static int check_package(const struct nd_cmd_pkg *package)
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

static int run_package(struct ocxlpmem_device *device, const struct ocxlpmem_caller *caller,
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
	rc = check_package(&package);
	if (rc)
		return rc;
	rc = run_package(device, caller, &package, payload, payload + package.nd_size_in);
	if (rc)
		return rc;
	memcpy(buffer, &package, sizeof(package));
	return 0;
}

/* parts of an ND_CMD_VENDOR in its buffer */
struct vendor_parts {
	u8 *package;
	u8 *tail;
	u8 *output;
};

static int find_vendor_input(struct vendor_parts *vendor, struct nd_cmd_pkg *package, u8 *buffer,
			     u64 size)
{
	struct nd_cmd_vendor_hdr header;

	if (size < sizeof(header))
		return -EINVAL;
	memcpy(&header, buffer, sizeof(header));
	if (header.opcode != OCXLPMEM_VENDOR_OPCODE)
		return -ENOTTY;
	if (header.in_length < sizeof(*package) ||
	    sizeof(header) + (u64)header.in_length + sizeof(struct nd_cmd_vendor_tail) > size)
		return -EINVAL;
	vendor->package = buffer + sizeof(header);
	vendor->tail = vendor->package + header.in_length;
	memcpy(package, vendor->package, sizeof(*package));
	return header.in_length == sizeof(*package) + (u64)package->nd_size_in ? 0 : -EINVAL;
}

static int find_vendor_output(struct vendor_parts *vendor, const struct nd_cmd_pkg *package,
			      const u8 *buffer, u64 size)
{
	struct nd_cmd_vendor_tail tail;
	u64 used = (u64)(vendor->tail - buffer) + sizeof(tail);

	memcpy(&tail, vendor->tail, sizeof(tail));
	if (tail.out_length != sizeof(*package) + (u64)package->nd_size_out ||
	    used + tail.out_length > size)
		return -EINVAL;
	vendor->output = vendor->tail + sizeof(tail);
	return 0;
}

int ocxlpmem_device_handle_vendor(struct ocxlpmem_device *device,
				  const struct ocxlpmem_caller *caller, void *buffer, size_t size)
{
	struct nd_cmd_pkg package;
	struct vendor_parts vendor;
	int rc;

	size = min_t(size_t, size, OCXLPMEM_ENVELOPE_MAX);
	rc = find_vendor_input(&vendor, &package, buffer, size);
	if (!rc)
		rc = find_vendor_output(&vendor, &package, buffer, size);
	if (!rc)
		rc = check_package(&package);
	if (rc)
		return rc;
	rc = run_package(device, caller, &package, vendor.package + sizeof(package),
			 vendor.output + sizeof(package));
	if (rc)
		return rc;
	/* status of the envelope; the status of the command is in the response */
	memset(vendor.tail + offsetof(struct nd_cmd_vendor_tail, status), 0, sizeof(u32));
	memcpy(vendor.output, &package, sizeof(package));
	return 0;
}
