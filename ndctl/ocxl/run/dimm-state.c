// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"

void ocxl_dimm_state_update(struct ocxl_result *result)
{
	struct ocxl_dimm_state *state = result->dimm->state;
	const struct ocxl_element *element = &result->element;
	const char *message = element->failure.name ? element->failure.message : "";
	bool truncated = element->truncated;

	if (!state)
		return;
	result->repeated = *message ? !strcmp(state->reported, message)
				    : truncated && state->truncated;
	state->outcome = result->outcome;
	state->truncated = truncated;
	snprintf(state->reported, sizeof(state->reported), "%s", message);
}

bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state)
{
	return state->outcome == OCXL_OUTCOME_DONE || state->outcome == OCXL_OUTCOME_FAILED;
}
