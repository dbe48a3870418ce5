// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"

void ocxl_position_note(struct ocxl_result *result)
{
	struct ocxl_position *position = result->target->position;
	const struct ocxl_element *element = &result->element;
	const char *message = element->failure.name ? element->failure.message : "";
	bool truncated = element->truncated;

	if (!position)
		return;
	result->repeated = *message ? !strcmp(position->said, message)
				    : truncated && position->truncated;
	position->outcome = result->outcome;
	position->truncated = truncated;
	memcpy(position->said, message, strlen(message) + 1);
}

struct ocxl_position *ocxl_position_attach(struct ocxl_selection *selection)
{
	struct ocxl_position *positions = calloc(selection->count + 1, sizeof(*positions));
	size_t i;

	for (i = 0; positions && i < selection->count; i++)
		selection->targets[i].position = &positions[i];
	return positions;
}

bool ocxl_position_is_hopeful(const struct ocxl_position *position)
{
	return position->outcome == OCXL_DONE || position->outcome == OCXL_FAILED;
}
