// SPDX-License-Identifier: LGPL-2.1-or-later
/* wire.md 4.11 to 4.15 */
#include <errno.h>
#include "ocxl-payload-firmware.h"

#define HEADER sizeof(struct ocxl_rsp_header)

int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length)
{
	if (length == 0 || length % 8 != 0 || offset % 8 != 0)
		return -EINVAL;
	if (length > OCXL_ANSWER_MAX)
		return -EMSGSIZE;
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_FW_SEND,
		.size_in = (uint32_t)sizeof(request->in.fw_send) + length,
		.size_out = HEADER,
		.in.fw_send = { .context = context, .offset = offset, .length = length },
		.data = data,
		.data_size = length,
	};
	return 0;
}

void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_FW_FINISH,
		.size_in = sizeof(request->in.fw_finish),
		.size_out = HEADER,
		.in.fw_finish = {
			.context = context,
			.flags = abort ? OCXL_FW_FINISH_ABORT : 0,
		},
	};
}

void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_FW_QUERY,
		.size_in = sizeof(request->in.fw_query),
		.size_out = HEADER + sizeof(struct ocxl_fw_query_rsp),
		.in.fw_query.context = context,
	};
}

int ocxl_parse_fw_start(const struct ocxl_answer *answer, uint32_t *context)
{
	struct ocxl_fw_context wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (!rc)
		*context = wire.context;
	return rc;
}
