// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From evidence about a card to its conditions: first each condition for itself, then the rules
 * of which conditions stand together.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-health.h"
#include "ocxl-judge.h"

#define COMMAND_BIT(name) (1U << OCXL_CMD_##name)
#define FATAL_FLAGS	  (NDCTL_OCXL_FLAG_HW_FATAL | NDCTL_OCXL_FLAG_FW_FATAL)

OCXL_ASSERT(OCXL_CONDITION_COUNT <= 64);
OCXL_ASSERT(NDCTL_OCXL_PERCENTAGE_MAX == OCXL_PERCENTAGE_MAX);
/* Callers do not clear padding: a member that is added must not take its place. */
OCXL_ASSERT(sizeof(struct ndctl_ocxl_evidence) ==
	    offsetof(struct ndctl_ocxl_evidence, critical_resource_utilization_percentage) +
		    sizeof(unsigned int));

bool ocxl_command_is_answered(const struct ndctl_ocxl_outcome *outcome)
{
	return outcome->asked && outcome->error == 0 && outcome->status <= OCXL_STATUS_OK;
}

/*
 * Copy what both sides know of the struct into @copy, which is zero, and clear what other members
 * make invalid.
 */
static int copy_evidence(struct ndctl_ocxl_evidence *copy,
			 const struct ndctl_ocxl_evidence *evidence)
{
	size_t size;

	if (!evidence || evidence->size < sizeof(evidence->size))
		return -EINVAL;
	size = evidence->size < sizeof(*copy) ? evidence->size : sizeof(*copy);
	memcpy(copy, evidence, size);
	if (!copy->has_flags)
		copy->flags = 0;
	if (copy->old_driver) {
		copy->heartbeat.asked = false;
		/* It loses its own errors, and the status is 0 then. */
		if (copy->smart.error && copy->smart.status == OCXL_STATUS_OK)
			copy->smart.status = -1;
	}
	if (!ocxl_command_is_answered(&copy->smart))
		copy->attribute_count = 0;
	else
		/* The attributes say more: which ones are failing, and now. */
		copy->flags &= ~NDCTL_OCXL_FLAG_SMART_NOTIFY;
	if (copy->attribute_count > OCXL_SMART_ATTRIBUTES_MAX)
		return -EINVAL;
	return copy->attribute_count > 0 && !copy->attributes ? -EINVAL : 0;
}

/* A status with which no good answer came. BLOCKED is judged later, with the other command. */
static int judge_status(int status, unsigned int flags)
{
	switch (status) {
	case OCXL_STATUS_TIMEOUT:
		return NDCTL_OCXL_CONDITION_SILENT;
	case OCXL_STATUS_NOT_READY:
		return NDCTL_OCXL_CONDITION_NOT_READY;
	case OCXL_STATUS_MEM_UNAVAILABLE:
		return NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE;
	case OCXL_STATUS_FATAL:
		return flags & FATAL_FLAGS ? OCXL_NO_CONDITION : NDCTL_OCXL_CONDITION_BAD_ANSWER;
	case OCXL_STATUS_BLOCKED:
		return OCXL_NO_CONDITION;
	case OCXL_STATUS_NOT_PERMITTED:
	case OCXL_STATUS_DEBUG_BLOCKED:
	case OCXL_STATUS_BAD_OPCODE:
	case OCXL_STATUS_BAD_REQUEST_PARM:
	case OCXL_STATUS_BAD_DATA_PARM:
	case OCXL_STATUS_BAD_INPUT:
		return NDCTL_OCXL_CONDITION_NOT_ASKED;
	default:
		/* also OK, with an answer that the library refused */
		return NDCTL_OCXL_CONDITION_BAD_ANSWER;
	}
}

static int judge_outcome(const struct ndctl_ocxl_outcome *outcome, unsigned int flags)
{
	if (ocxl_command_is_answered(outcome))
		return OCXL_NO_CONDITION;
	if (outcome->status >= 0)
		return judge_status(outcome->status, flags);
	if (outcome->error == -ENXIO || outcome->error == -ENODEV)
		return NDCTL_OCXL_CONDITION_GONE;
	return NDCTL_OCXL_CONDITION_NOT_ASKED;
}

static void add_command(struct ocxl_judgement *judgement, const struct ndctl_ocxl_outcome *outcome,
			unsigned int bit)
{
	int condition;

	if (!outcome->asked)
		return;
	judgement->tried |= bit;
	condition = judge_outcome(outcome, judgement->evidence.flags);
	if (condition != OCXL_NO_CONDITION)
		judgement->commands[condition] |= bit;
}

static bool is_blocked(const struct ndctl_ocxl_outcome *outcome)
{
	return !outcome->asked || outcome->status == OCXL_STATUS_BLOCKED;
}

static void judge_commands(struct ocxl_judgement *judgement)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	unsigned int *gone = &judgement->commands[NDCTL_OCXL_CONDITION_GONE];
	unsigned int *not_asked = &judgement->commands[NDCTL_OCXL_CONDITION_NOT_ASKED];

	add_command(judgement, &evidence->heartbeat, COMMAND_BIT(HEARTBEAT));
	add_command(judgement, &evidence->smart, COMMAND_BIT(SMART));
	if (is_blocked(&evidence->heartbeat) && is_blocked(&evidence->smart))
		*not_asked |= judgement->tried;
	if (*gone != judgement->tried) {
		/* a single command found no card, for an unknown reason */
		*not_asked |= *gone;
		*gone = 0;
	}
}

static int judge_life(const struct ndctl_ocxl_smart_attribute *attribute)
{
	if (attribute->raw > NDCTL_OCXL_PERCENTAGE_MAX)
		return OCXL_NO_CONDITION;
	if (attribute->failing)
		return NDCTL_OCXL_CONDITION_LIFE_REMAINING;
	if (attribute->raw <= (uint64_t)attribute->threshold + NDCTL_OCXL_LIFE_MARGIN)
		return NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW;
	return OCXL_NO_CONDITION;
}

static int judge_temperature(const struct ndctl_ocxl_smart_attribute *attribute)
{
	if (attribute->failing)
		return NDCTL_OCXL_CONDITION_TEMPERATURE;
	if (attribute->raw < attribute->threshold &&
	    attribute->threshold - attribute->raw <= NDCTL_OCXL_TEMPERATURE_MARGIN)
		return NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR;
	return OCXL_NO_CONDITION;
}

int ocxl_judge_attribute(const struct ndctl_ocxl_smart_attribute *attribute)
{
	switch (attribute->id) {
	case OCXL_SMART_LIFE_REMAINING:
		return judge_life(attribute);
	case OCXL_SMART_TEMPERATURE:
		return judge_temperature(attribute);
	default:
		return attribute->failing ? NDCTL_OCXL_CONDITION_ATTRIBUTE : OCXL_NO_CONDITION;
	}
}

static bool is_short_of_resources(const struct ndctl_ocxl_evidence *evidence)
{
	unsigned int percentage = evidence->critical_resource_utilization_percentage;

	return ocxl_command_is_answered(&evidence->stats) &&
	       percentage >= NDCTL_OCXL_RESOURCES_LIMIT && percentage <= NDCTL_OCXL_PERCENTAGE_MAX;
}

/* Each condition for itself. */
static uint64_t find_conditions(const struct ocxl_judgement *judgement)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	uint64_t present = 0;
	unsigned int i;
	int condition;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (judgement->commands[i] || (evidence->flags & ocxl_conditions[i].flags))
			present |= 1ULL << i;
	}
	for (i = 0; i < evidence->attribute_count; i++) {
		condition = ocxl_judge_attribute(&evidence->attributes[i]);
		if (condition != OCXL_NO_CONDITION)
			present |= 1ULL << condition;
	}
	if (is_short_of_resources(evidence))
		present |= OCXL_MASK_OF(CRITICAL_RESOURCES);
	if (judgement->tried == 0)
		present |= OCXL_MASK_OF(NOT_ASKED);
	return present;
}

static uint64_t latched_conditions(void)
{
	uint64_t latched = 0;
	unsigned int i;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (ocxl_conditions[i].latch)
			latched |= 1ULL << i;
	}
	return latched;
}

/* Registers of a card that is gone read all ones, so that all its bits seem to be set. */
static uint64_t drop_consequences(uint64_t present)
{
	if (present & OCXL_MASK_OF(GONE))
		present &= OCXL_MASK_OF(GONE) | latched_conditions();
	if (present & OCXL_MASK_OF(NOT_READY))
		present &= ~OCXL_MASK_OF(MEM_UNAVAILABLE);
	return present;
}

int ocxl_judge_evidence(struct ocxl_judgement *judgement,
			const struct ndctl_ocxl_evidence *evidence)
{
	int rc;

	memset(judgement, 0, sizeof(*judgement));
	rc = copy_evidence(&judgement->evidence, evidence);
	if (rc)
		return rc;
	judge_commands(judgement);
	judgement->present = drop_consequences(find_conditions(judgement));
	return 0;
}

/* The flags whose absence says something: those that the driver can report. */
static unsigned int reported_flags(const struct ndctl_ocxl_evidence *evidence)
{
	if (!evidence->has_flags)
		return 0;
	/* a driver with this command also reports the flags from GONE on */
	return evidence->cmd_mask & COMMAND_BIT(CLEAR_LATCHED) ? UINT_MAX
							       : NDCTL_OCXL_FLAG_GONE - 1;
}

static bool is_ruled_out(const struct ocxl_judgement *judgement, unsigned int condition)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	const struct ocxl_condition *row = &ocxl_conditions[condition];
	bool reported = (reported_flags(evidence) & row->flags) != 0;

	/* Nothing but the latches of the driver says anything about a card that is gone. */
	if (judgement->present & OCXL_MASK_OF(GONE))
		return row->latch && reported;
	switch (row->source) {
	case OCXL_SOURCE_COMMANDS:
		return (judgement->tried & ~judgement->commands[NDCTL_OCXL_CONDITION_NOT_ASKED]) !=
		       0;
	case OCXL_SOURCE_ATTRIBUTES:
		return reported || ocxl_command_is_answered(&evidence->smart);
	case OCXL_SOURCE_STATISTICS:
		return ocxl_command_is_answered(&evidence->stats);
	default:
		return reported;
	}
}

OCXL_EXPORT uint64_t ndctl_ocxl_not_checked(const struct ndctl_ocxl_evidence *evidence)
{
	struct ocxl_judgement judgement;
	uint64_t unknown = 0;
	unsigned int i;

	if (ocxl_judge_evidence(&judgement, evidence))
		return UINT64_MAX;
	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (!is_ruled_out(&judgement, i))
			unknown |= 1ULL << i;
	}
	return unknown & ~judgement.present & ~OCXL_MASK_OF(NOT_ASKED);
}
