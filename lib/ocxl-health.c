// SPDX-License-Identifier: LGPL-2.1-or-later
/* The health of a card, for ndctl's own verbs: from its flags and the end of SMART. */
#include <errno.h>
#include <lib/private.h>
#include "ocxl-cmd.h"
#include "ocxl-files.h"
#include "ocxl-health.h"

/* warnings begin so many percentage points above, or degrees below, a threshold */
#define LIFE_MARGIN	   5
#define TEMPERATURE_MARGIN 5

#define FLAG(name) (1U << OCXLPMEM_FLAG_##name)
/* the driver remembers these, so they also count when the card is gone */
#define KEPT	   (FLAG(DATA_LOSS) | FLAG(REPLACEMENT_REQUESTED) | FLAG(PREDICTIVE_FAILURE))
#define FATAL	   (FLAG(HW_FATAL) | FLAG(FW_FATAL))
#define CRITICAL                                                                           \
	(FLAG(SMART_NOTIFY) | FLAG(MAILBOX_STUCK) | FLAG(GONE) | FLAG(NOT_READY_OVERDUE) | \
	 FLAG(MEM_UNAVAILABLE_OVERDUE) | FLAG(DATA_LOSS) | FLAG(REPLACEMENT_REQUESTED))
#define WARNING \
	(FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE) | FLAG(ERASE_FAILED) | FLAG(PREDICTIVE_FAILURE))

static bool is_incomplete(const struct ocxl_properties *properties)
{
	return ocxl_evidence_has_failed(properties->flags_error) ||
	       ocxl_evidence_has_failed(properties->cmd_mask_error) ||
	       /* no driver lacks this file: something hides it */
	       properties->serial_error;
}

static unsigned int judge_flags(unsigned int flags)
{
	/* registers of a card that is gone read all ones, so that all its bits seem to be set */
	if (flags & FLAG(GONE))
		flags &= FLAG(GONE) | KEPT;
	if (flags & (FLAG(NOT_READY) | FLAG(NOT_READY_OVERDUE)))
		flags &= ~(FLAG(MEM_UNAVAILABLE) | FLAG(MEM_UNAVAILABLE_OVERDUE));
	if (flags & FATAL)
		return ND_SMART_FATAL_HEALTH;
	if (flags & CRITICAL)
		return ND_SMART_CRITICAL_HEALTH;
	return flags & WARNING ? ND_SMART_NON_CRITICAL_HEALTH : 0;
}

/* is the value failing, or close to its threshold */
static unsigned int judge_attribute(const struct ocxlpmem_smart_attribute *attribute)
{
	uint64_t threshold = OCXL_SMART_FIELD(attribute, THRESHOLD);
	unsigned int id = OCXL_SMART_FIELD(attribute, ID);
	bool is_near = false;

	if (!ocxlpmem_smart_is_plausible(id, attribute->raw))
		return 0;
	if (id == OCXLPMEM_SMART_LIFE_REMAINING)
		is_near = attribute->raw <= threshold + LIFE_MARGIN;
	else if (id == OCXLPMEM_SMART_TEMPERATURE && attribute->raw < threshold)
		is_near = threshold - attribute->raw <= TEMPERATURE_MARGIN;
	if (ocxlpmem_smart_attribute_failing(attribute))
		return ND_SMART_CRITICAL_HEALTH;
	return is_near ? ND_SMART_NON_CRITICAL_HEALTH : 0;
}

/* What an answer without data says of the card, as flags; 0: nothing. */
static unsigned int flags_of_failure(unsigned int status, unsigned int flags)
{
	switch (status) {
	case OCXLPMEM_STATUS_NOT_READY:
		return FLAG(NOT_READY);
	case OCXLPMEM_STATUS_MEM_UNAVAILABLE:
		return FLAG(MEM_UNAVAILABLE);
	case OCXLPMEM_STATUS_FATAL:
		return flags & FATAL ? flags & FATAL : FLAG(MAILBOX_STUCK);
	case OCXLPMEM_STATUS_BLOCKED:
	case OCXLPMEM_STATUS_NOT_PERMITTED:
	case OCXLPMEM_STATUS_DEBUG_BLOCKED:
	case OCXLPMEM_STATUS_BAD_OPCODE:
	case OCXLPMEM_STATUS_BAD_REQUEST_PARM:
	case OCXLPMEM_STATUS_BAD_DATA_PARM:
	case OCXLPMEM_STATUS_BAD_INPUT:
		return 0;
	default:
		/* no answer in time, or one that is damaged or unknown */
		return FLAG(MAILBOX_STUCK);
	}
}

/* Return: does the failure say something about the card */
static bool judge_failure(const struct ocxl_health_evidence *evidence, unsigned int *health)
{
	const struct ocxl_properties *properties = &evidence->properties;
	unsigned int flags = properties->flags, more = 0;

	if (evidence->status >= 0)
		more = flags_of_failure((unsigned int)evidence->status, flags);
	else if ((evidence->error == -ENXIO || evidence->error == -ENODEV) &&
		 properties->flags_error == -ENOENT)
		more = FLAG(GONE);
	*health = judge_flags(flags | more);
	return more != 0;
}

/*
 * Return: is at least one attribute known. SMART_NOTIFY counts only if an attribute has a value that
 * means nothing: otherwise the attributes say which ones are failing, and now.
 */
static bool judge_attributes(const struct ocxl_health_evidence *evidence, unsigned int *health)
{
	unsigned int flags = evidence->properties.flags & ~FLAG(SMART_NOTIFY);
	struct ocxlpmem_smart_attribute attribute;
	unsigned int i, one, worst = 0;

	for (i = 0; ocxl_copy_attribute(evidence->answer, i, &attribute) == 0; i++) {
		if (!ocxlpmem_smart_is_plausible(OCXL_SMART_FIELD(&attribute, ID), attribute.raw))
			flags = evidence->properties.flags;
		one = judge_attribute(&attribute);
		if (one > worst)
			worst = one;
	}
	*health = judge_flags(flags);
	if (worst > *health)
		*health = worst;
	return i > 0;
}

int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health)
{
	bool is_known;

	if (evidence->error)
		is_known = judge_failure(evidence, health);
	else
		is_known = judge_attributes(evidence, health);
	if (*health >= ND_SMART_CRITICAL_HEALTH)
		return 0;
	return is_known && !is_incomplete(&evidence->properties) ? 0 : -ENODATA;
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
	struct ocxl_health_evidence evidence = {
		.error = state->result,
		.status = state->answer.status,
		.answer = &state->answer,
	};

	if (ocxl_cmd_get_driver(cmd)->loses_errors && evidence.status == OCXLPMEM_STATUS_OK)
		evidence.status = -1;
	ocxl_dimm_read_properties(cmd->dimm, &evidence.properties);
	*health = (struct ocxl_health) { .flags = ND_SMART_HEALTH_VALID };
	if (ocxl_health_find(&evidence, &health->health))
		health->error = state->result ? state->result : -ENODATA;
	if (state->result == 0)
		add_values(health, &state->answer);
}
