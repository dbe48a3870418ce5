// SPDX-License-Identifier: LGPL-2.1-or-later
/* The health of a card in the words of ndctl's own verbs; the judge decides. */
#include <errno.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include "ocxl-private.h"
#include "ocxl-sysfs.h"
#include "ocxl-conditions.h"
#include "ocxl-ops.h"
#include "ocxl-records.h"

static unsigned int health_of_condition(const struct ndctl_ocxl_condition *condition)
{
	switch (ocxl_conditions[condition->id].stock_health) {
	case OCXL_STOCK_HEALTH_FATAL:
		return ND_SMART_FATAL_HEALTH;
	case OCXL_STOCK_HEALTH_GOOD:
		return 0;
	default:
		break;
	}
	switch (condition->severity) {
	case NDCTL_OCXL_SEVERITY_CRITICAL:
		return ND_SMART_CRITICAL_HEALTH;
	case NDCTL_OCXL_SEVERITY_WARNING:
		return ND_SMART_NON_CRITICAL_HEALTH;
	default:
		return 0;
	}
}

/* Return: 0; -ENODATA if the state of the card is unknown */
static int judge_health(const struct ndctl_ocxl_evidence *evidence, unsigned int *health)
{
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	bool is_known = true;
	size_t i, count;

	*health = 0;
	ndctl_ocxl_judge(evidence, conditions, ARRAY_SIZE(conditions), &count);
	for (i = 0; i < count; i++) {
		unsigned int one = health_of_condition(&conditions[i]);

		if (one > *health)
			*health = one;
		is_known &= conditions[i].severity != NDCTL_OCXL_SEVERITY_UNKNOWN;
	}
	return is_known || *health >= ND_SMART_CRITICAL_HEALTH ? 0 : -ENODATA;
}

/*
 * Health of a card by flags and SMART: fatal for hw_fatal and fw_fatal, critical for another
 * critical condition, non-critical for a warning, else 0. Return: 0; -ENODATA if the state of the
 * card is unknown, unless it is known to be critical.
 */
static int find_health(struct ndctl_dimm *dimm, const struct ocxl_cmd_state *smart,
		       unsigned int *health)
{
	struct ndctl_ocxl_smart_attribute attributes[OCXLPMEM_SMART_ATTRIBUTES_MAX];
	struct ndctl_ocxl_evidence evidence = {
		.smart = {
			.asked = true,
			.error = smart->result,
			.status = smart->answer.status,
		},
		.attributes = attributes,
	};
	size_t *count = &evidence.attribute_count;

	ocxl_dimm_read_properties(dimm, &evidence);
	while (!smart->result && *count < ARRAY_SIZE(attributes) &&
	       ocxl_parse_smart(&smart->answer, *count, &attributes[*count]) == 0)
		++*count;
	return judge_health(&evidence, health);
}

static bool find_plausible(const struct ocxl_answer *answer, unsigned int id,
			   struct ocxlpmem_smart_attribute *attribute)
{
	return ocxl_find_attribute(answer, id, attribute) == 0 &&
	       ocxlpmem_smart_is_plausible(id, attribute->raw);
}

static void add_values(struct ocxl_health *health, const struct ocxl_answer *answer)
{
	struct ocxlpmem_smart_attribute attribute;

	if (find_plausible(answer, OCXLPMEM_SMART_TEMPERATURE, &attribute)) {
		health->flags |= ND_SMART_ALARM_VALID | ND_SMART_TEMP_VALID;
		health->temperature = ndctl_encode_smart_temperature((double)attribute.raw);
		if (ocxlpmem_smart_attribute_failing(&attribute))
			health->alarms |= ND_SMART_TEMP_TRIP;
	}
	if (find_plausible(answer, OCXLPMEM_SMART_LIFE_REMAINING, &attribute)) {
		health->flags |= ND_SMART_USED_VALID;
		health->life_used = OCXLPMEM_SMART_PERCENTAGE_MAX - (unsigned int)attribute.raw;
	}
}

void ocxl_health_read(struct ndctl_cmd *cmd)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	struct ocxl_health *health = &state->health;

	*health = (struct ocxl_health) { .flags = ND_SMART_HEALTH_VALID };
	if (find_health(cmd->dimm, state, &health->health))
		health->error = state->result ? state->result : -ENODATA;
	if (state->result == 0)
		add_values(health, &state->answer);
}
