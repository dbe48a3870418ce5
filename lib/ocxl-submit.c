// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"

/*
 * The space at least doubles, so the number of attempts is limited, also if the answer becomes
 * longer each time.
 */
static int replace_by_larger(struct ndctl_cmd **cmd, size_t needed)
{
	struct ocxl_request request = ocxl_cmd_get_state(*cmd)->request;
	struct ndctl_cmd *larger;
	size_t space = (size_t)request.size_out * 2;

	if (needed > OCXL_ANSWER_MAX) {
		ocxl_dimm_dbg((*cmd)->dimm, "answer to %s refused: it needs %zu bytes",
			      ndctl_ocxl_command_name(request.command), needed);
		return -EMSGSIZE;
	}
	if (space < needed)
		space = (needed + 7) / 8 * 8;
	request.size_out = space < OCXL_ANSWER_MAX ? (uint32_t)space : OCXL_ANSWER_MAX;
	larger = ocxl_cmd_new((*cmd)->dimm, &request);
	if (!larger)
		return -errno;
	ndctl_cmd_unref(*cmd);
	*cmd = larger;
	return 0;
}

NDCTL_EXPORT int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	const struct ocxl_cmd_state *state;
	int rc;

	if (!cmd || !ocxl_cmd_get_state(*cmd))
		return -EINVAL;
	for (;;) {
		if (ocxl_cmd_get_state(*cmd)->submitted)
			ocxl_cmd_write_envelope(*cmd);
		ndctl_cmd_submit(*cmd);
		state = ocxl_cmd_get_state(*cmd);
		if (state->answer.needed <= state->request.size_out)
			return state->result;
		rc = replace_by_larger(cmd, state->answer.needed);
		if (rc)
			return rc;
	}
}

NDCTL_EXPORT int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->answer.status : -1;
}

NDCTL_EXPORT const void *ndctl_cmd_ocxl_get_answer(struct ndctl_cmd *cmd, size_t *size)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*size = 0;
	if (!state || !state->output)
		return NULL;
	if (state->result == 0)
		*size = state->answer.needed;
	else if (state->answer.status != OCXL_STATUS_OK)
		*size = sizeof(struct ocxl_rsp_header);
	else
		*size = state->request.size_out;
	return state->output;
}

NDCTL_EXPORT size_t ndctl_cmd_ocxl_get_fw_size(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->fw_size : 0;
}

NDCTL_EXPORT unsigned int ndctl_cmd_ocxl_get_command(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->request.command : 0;
}

NDCTL_EXPORT void ndctl_cmd_ocxl_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*in = state ? state->request.size_in : 0;
	*out = state ? state->request.size_out : 0;
}
