// SPDX-License-Identifier: GPL-2.0-only
/*
 * A package in ND_CMD_VENDOR (wire.md 1).
 */
#include "envelope.h"
#include "vendor-envelope.h"

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
		rc = ocxlpmem_package_check(&package);
	if (rc)
		return rc;
	rc = ocxlpmem_package_run(device, caller, &package, vendor.package + sizeof(package),
				  vendor.output + sizeof(package));
	if (rc)
		return rc;
	/* status of the envelope; the status of the command is in the response */
	memset(vendor.tail + offsetof(struct nd_cmd_vendor_tail, status), 0, sizeof(u32));
	memcpy(vendor.output, &package, sizeof(package));
	return 0;
}
