// SPDX-License-Identifier: LGPL-2.1-or-later
/* Debug messages of libndctl about answers: why they are refused, once for each submission. */
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-names.h"
#include "ocxl-status.h"

static void ocxl_log_refusal(struct ndctl_cmd *cmd, const char *problem, size_t fw_size)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state->problem_logged)
		ocxl_dimm_dbg(cmd->dimm, "answer to %s refused: %s (nd_fw_size %zu, space %u)",
			      ocxl_command_name(state->request.command), problem, fw_size,
			      state->request.size_out);
	state->problem_logged = true;
}

static void ocxl_log_status(struct ndctl_cmd *cmd, unsigned int status)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state->problem_logged)
		ocxl_dimm_dbg(cmd->dimm, "%s failed with status 0x%02x: %s",
			      ocxl_command_name(state->request.command), status,
			      ocxl_status_find(status)->text);
	state->problem_logged = true;
}

int ocxl_cmd_find_logged_output(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size)
{
	int rc = ocxl_cmd_find_output(cmd, output, fw_size);

	/* libndctl itself logs a negative result */
	if (rc && cmd->status > 0 && ocxl_cmd_is_submitted(cmd))
		ocxl_log_refusal(cmd, "the ioctl had a positive result", 0);
	else if (rc && cmd->status == 0)
		ocxl_log_refusal(cmd, "the vendor envelope is damaged", 0);
	return rc;
}

void ocxl_cmd_log_answer(struct ndctl_cmd *cmd, const struct ocxl_answer *answer, size_t fw_size)
{
	if (answer->problem)
		ocxl_log_refusal(cmd, answer->problem, fw_size);
	else if (answer->status != OCXL_STATUS_OK)
		ocxl_log_status(cmd, answer->status);
}
