// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Drivers outside of the kernel. The envelope of ND_CMD_VENDOR (wire.md 1) is
 *
 *	opcode, in_length | package | input | status, out_length | package | answer
 */
#include <errno.h>
#include <string.h>
#include <lib/private.h>
#include "ocxl-cmd.h"

#define PACKAGE sizeof(struct nd_cmd_pkg)
#define FRONT	sizeof(struct nd_cmd_vendor_hdr)
#define TAIL	sizeof(struct nd_cmd_vendor_tail)

static size_t tail_offset(const struct ocxl_request *request)
{
	return FRONT + PACKAGE + request->size_in;
}

static void write_vendor(uint8_t *bytes, const struct ocxl_request *request)
{
	const struct nd_cmd_vendor_hdr header = {
		.opcode = OCXLPMEM_VENDOR_OPCODE,
		.in_length = (u32)(PACKAGE + request->size_in),
	};
	const struct nd_cmd_vendor_tail tail = {
		.out_length = (u32)(PACKAGE + request->size_out),
	};

	memcpy(bytes, &header, FRONT);
	memcpy(bytes + tail_offset(request), &tail, TAIL);
}

static bool is_vendor_answered(const uint8_t *bytes, const struct ocxl_request *request)
{
	struct nd_cmd_vendor_tail tail;

	memcpy(&tail, bytes + tail_offset(request), TAIL);
	return tail.status == 0 && tail.out_length == PACKAGE + request->size_out;
}

const struct ocxl_driver ocxl_vendor_driver = {
	.type = ND_CMD_VENDOR,
	.before = FRONT,
	.between = TAIL + PACKAGE,
	.write = write_vendor,
	.is_answered = is_vendor_answered,
	.parse = ocxl_parse_answer,
};

int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes, size_t fw_size)
{
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	rc = ocxl_parse_header(answer, request, bytes);
	if (rc)
		return rc;
	if (answer->count == 0) {
		answer->problem = "no attributes: the driver lost an error";
		return -EIO;
	}
	if (answer->count >
	    (request->size_out - OCXL_HEADER) / sizeof(struct ocxlpmem_smart_attribute)) {
		answer->count = 0;
		return ocxl_refuse_answer(answer, "too many attributes");
	}
	answer->body_size = answer->count * sizeof(struct ocxlpmem_smart_attribute);
	answer->body = (const uint8_t *)bytes + OCXL_HEADER;
	answer->needed = OCXL_HEADER + answer->body_size;
	return 0;
}

const struct ocxl_driver ocxl_posted_driver = {
	.type = ND_CMD_CALL,
	.parse = ocxl_parse_old_smart,
	.loses_errors = true,
};
