// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-health.h"
#include "ocxl-hook.h"

int ocxl_health_read(struct ndctl_cmd *cmd, unsigned int *health)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	struct ocxl_health_evidence evidence;
	struct ocxl_answer answer;
	int rc;

	if (!state || state->request.command != OCXL_CMD_SMART)
		return -EINVAL;
	if (!ocxl_cmd_is_submitted(cmd))
		return -EIO;
	evidence.answer = &answer;
	evidence.error = ocxl_cmd_parse_answer(cmd, OCXL_CMD_SMART, &answer);
	evidence.status = ocxl_cmd_get_status(cmd);
	/* such a driver loses its errors, and the status is 0 then */
	if (ocxl_dimm_has_old_driver(cmd->dimm) && evidence.status == OCXL_STATUS_OK)
		evidence.status = -1;
	ocxl_dimm_read_flags(cmd->dimm, &evidence.flags);
	rc = ocxl_health_find(&evidence, health);
	return rc == -ENODATA ? evidence.error : rc;
}

bool ocxl_knows_health(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	unsigned int health;

	return state && !state->thresholds && ocxl_health_read(cmd, &health) == 0;
}
