// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The envelope of ND_CMD_VENDOR (wire.md 1):
 *
 *	opcode, in_length | package | input | status, out_length | package | answer
 */
#include <lib/private.h>
#include "ocxl-vendor.h"

#define PACKAGE sizeof(struct nd_cmd_pkg)
#define HEADER	sizeof(struct nd_cmd_vendor_hdr)
#define TAIL	sizeof(struct nd_cmd_vendor_tail)

void ocxl_vendor_change_layout(struct ocxl_layout *layout)
{
	layout->package += HEADER;
	layout->input += HEADER;
	layout->answer_package = HEADER + layout->output + TAIL;
	layout->output += HEADER + TAIL + PACKAGE;
	layout->end += HEADER + TAIL + PACKAGE;
}

static size_t tail_offset(const struct ocxl_layout *layout)
{
	return layout->answer_package - TAIL;
}

void ocxl_vendor_write(uint8_t *bytes, const struct ocxl_layout *layout,
		       const struct ocxl_request *request)
{
	const struct nd_cmd_vendor_hdr header = {
		.opcode = OCXL_VENDOR_OPCODE,
		.in_length = (u32)(PACKAGE + request->size_in),
	};
	const struct nd_cmd_vendor_tail tail = {
		.out_length = (u32)(PACKAGE + request->size_out),
	};

	memcpy(bytes, &header, HEADER);
	memcpy(bytes + tail_offset(layout), &tail, TAIL);
}

bool ocxl_vendor_is_valid(const uint8_t *bytes, const struct ocxl_layout *layout,
			  const struct ocxl_request *request)
{
	struct nd_cmd_vendor_tail tail;

	memcpy(&tail, bytes + tail_offset(layout), TAIL);
	return tail.status == 0 && tail.out_length == PACKAGE + request->size_out;
}
