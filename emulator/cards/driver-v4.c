// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of the posted series v4, see driver-v4.h.
 */
#include "cards/driver-v4.h"

#define ROOM                              \
	(sizeof(struct ocxl_rsp_header) + \
	 OCXL_SMART_ATTRIBUTES_MAX * sizeof(struct ocxl_smart_attribute))

/* the output stands at the payload's start, whatever nd_size_in says */
static void give_answer(struct nd_cmd_pkg *package, u32 room, const struct nd_cmd_pkg *answer)
{
	struct ocxl_rsp_header *header = (struct ocxl_rsp_header *)(package + 1);

	room = min_t(u32, room, answer->nd_fw_size);
	room -= (room - sizeof(*header)) % sizeof(struct ocxl_smart_attribute);
	package->nd_fw_size = answer->nd_fw_size;
	memcpy(header, answer + 1, room);
	header->count = (u8)((room - sizeof(*header)) / sizeof(struct ocxl_smart_attribute));
}

int ocxl_v4_call(struct ocxlpmem_device *device, void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = { .admin = false };
	u64 memory[(sizeof(struct nd_cmd_pkg) + ROOM) / sizeof(u64)] = { 0 };
	struct nd_cmd_pkg *answer = (struct nd_cmd_pkg *)memory;
	const struct ocxl_rsp_header *header = (const struct ocxl_rsp_header *)(answer + 1);
	struct nd_cmd_pkg *package = buffer;
	u32 room;

	if (size < sizeof(*package) || package->nd_command != OCXL_CMD_SMART)
		return 0;
	room = (u32)min_t(size_t, package->nd_size_out, size - sizeof(*package));
	answer->nd_family = NVDIMM_FAMILY_OCXL;
	answer->nd_command = OCXL_CMD_SMART;
	answer->nd_size_out = ROOM;
	if (room >= sizeof(*header) &&
	    ocxlpmem_device_handle_call(device, &caller, memory, sizeof(memory)) == 0 &&
	    header->status == OCXL_STATUS_OK)
		give_answer(package, room, answer);
	return 0;
}
