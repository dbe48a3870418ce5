// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-health.h"
#include "ocxl-smart.h"

/* highest whole degree that fits the 15 bits of ndctl's temperatures */
#define TEMPERATURE_MAX 2047

static void add_temperature(struct ocxl_health *health,
			    const struct ocxl_smart_attribute *attribute)
{
	health->flags |= ND_SMART_ALARM_VALID;
	if (ocxl_smart_attribute_failing(attribute))
		health->alarms |= ND_SMART_TEMP_TRIP;
	if (attribute->raw > TEMPERATURE_MAX)
		return;
	health->flags |= ND_SMART_TEMP_VALID;
	health->temperature = ndctl_encode_smart_temperature((double)attribute->raw);
}

static void add_life(struct ocxl_health *health, const struct ocxl_smart_attribute *attribute)
{
	if (attribute->raw > OCXL_PERCENTAGE_MAX)
		return;
	health->flags |= ND_SMART_USED_VALID;
	health->life_used = OCXL_PERCENTAGE_MAX - (unsigned int)attribute->raw;
}

static void add_values(struct ocxl_health *health, const struct ocxl_answer *answer)
{
	struct ocxl_smart_attribute attribute;

	if (ocxl_find_attribute(answer, OCXL_SMART_TEMPERATURE, &attribute) == 0)
		add_temperature(health, &attribute);
	if (ocxl_find_attribute(answer, OCXL_SMART_LIFE_REMAINING, &attribute) == 0)
		add_life(health, &attribute);
}

/* without a valid answer, the health may be known from status, errno or flags; nothing else is */
void ocxl_smart_read_health(struct ndctl_cmd *cmd)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	struct ocxl_health *health = &state->health;
	struct ocxl_health_evidence evidence = {
		.error = state->result,
		.status = state->answer.status,
		.answer = &state->answer,
	};

	/* such a driver loses its errors, and the status is 0 then */
	if (ocxl_dimm_has_old_driver(cmd->dimm) && evidence.status == OCXL_STATUS_OK)
		evidence.status = -1;
	ocxl_dimm_read_flags(cmd->dimm, &evidence.flags);
	*health = (struct ocxl_health) { .flags = ND_SMART_HEALTH_VALID };
	if (ocxl_health_find(&evidence, &health->health))
		health->error = state->result;
	if (state->result == 0)
		add_values(health, &state->answer);
}

/* Return: the health; NULL with errno if it does not have this value */
static const struct ocxl_health *find_value(struct ndctl_cmd *cmd, unsigned int valid)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	int error = -EINVAL;

	if (state && state->reads_health)
		error = state->health.error;
	if (!error && !(state->health.flags & valid))
		error = -ENOENT;
	if (!error)
		return &state->health;
	errno = -error;
	return NULL;
}

#define SMART_GETTER(name, field, valid, on_error)                           \
	unsigned int ocxl_smart_get_##name(struct ndctl_cmd *cmd)            \
	{                                                                    \
		const struct ocxl_health *health = find_value(cmd, (valid)); \
                                                                             \
		return health ? health->field : (on_error);                  \
	}

SMART_GETTER(flags, flags, UINT_MAX, 0)
SMART_GETTER(health, health, ND_SMART_HEALTH_VALID, UINT_MAX)
SMART_GETTER(temperature, temperature, ND_SMART_TEMP_VALID, UINT_MAX)
SMART_GETTER(alarm_flags, alarms, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(life_used, life_used, ND_SMART_USED_VALID, UINT_MAX)

struct ndctl_cmd *ocxl_smart_new(struct ndctl_dimm *dimm)
{
	struct ndctl_cmd *cmd = ocxl_cmd_new_plain(dimm, OCXL_CMD_SMART);

	if (cmd)
		ocxl_cmd_get_state(cmd)->reads_health = true;
	return cmd;
}
