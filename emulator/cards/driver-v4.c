// SPDX-License-Identifier: GPL-2.0-only
/*
 * ND_CMD_CALL as the driver of the posted series v4 answers it.
 */
#include "cards/driver-v4.h"

#define ANSWER_SIZE_MAX                   \
	(sizeof(struct ocxl_rsp_header) + \
	 OCXL_SMART_ATTRIBUTES_MAX * sizeof(struct ocxl_smart_attribute))

/* That driver ignores nd_size_in: its output begins where the input would. */
static void copy_answer(struct nd_cmd_pkg *package, u32 size_out, const struct nd_cmd_pkg *answer)
{
	struct ocxl_rsp_header *header = (struct ocxl_rsp_header *)(package + 1);

	size_out = min_t(u32, size_out, answer->nd_fw_size);
	size_out -= (size_out - sizeof(*header)) % sizeof(struct ocxl_smart_attribute);
	package->nd_fw_size = answer->nd_fw_size;
	memcpy(header, answer + 1, size_out);
	header->count = (u8)((size_out - sizeof(*header)) / sizeof(struct ocxl_smart_attribute));
}

int ocxl_driver_v4_call(struct ocxlpmem_device *device, void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = { .admin = false };
	u64 memory[(sizeof(struct nd_cmd_pkg) + ANSWER_SIZE_MAX) / sizeof(u64)] = { 0 };
	struct nd_cmd_pkg *answer = (struct nd_cmd_pkg *)memory;
	const struct ocxl_rsp_header *header = (const struct ocxl_rsp_header *)(answer + 1);
	struct nd_cmd_pkg *package = buffer;
	u32 size_out;

	if (size < sizeof(*package) || package->nd_command != OCXL_CMD_SMART)
		return 0;
	size_out = (u32)min_t(size_t, package->nd_size_out, size - sizeof(*package));
	answer->nd_family = NVDIMM_FAMILY_OCXL;
	answer->nd_command = OCXL_CMD_SMART;
	answer->nd_size_out = ANSWER_SIZE_MAX;
	if (size_out >= sizeof(*header) &&
	    ocxlpmem_device_handle_call(device, &caller, memory, sizeof(memory)) == 0 &&
	    header->status == OCXL_STATUS_OK)
		copy_answer(package, size_out, answer);
	return 0;
}
