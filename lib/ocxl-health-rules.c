// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The health of a card out of its flags and the answer to SMART. The flags "error_log" and "dump"
 * do not count: a person collects them at leisure, and the card itself is healthy.
 */
#include <errno.h>
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-health.h"
#include "ocxl-payload.h"

/* limits of warnings */
#define LIFE_MARGIN	   5 /* remaining life: percentage points above the threshold */
#define TEMPERATURE_MARGIN 5 /* temperature: degrees Celsius below the threshold */

#define BIT(name) OCXL_FLAG_BIT(name)
/* the driver itself remembers these, so they also count when the card is gone */
#define LATCHED	  (BIT(DATA_LOSS) | BIT(REPLACE) | BIT(PREDICTIVE_FAILURE))
#define FATAL	  (BIT(HW_FATAL) | BIT(FW_FATAL))
#define CRITICAL                                                                       \
	(BIT(SMART_NOTIFY) | BIT(MAILBOX_STUCK) | BIT(GONE) | BIT(NOT_READY_OVERDUE) | \
	 BIT(MEM_UNAVAILABLE_OVERDUE) | BIT(DATA_LOSS) | BIT(REPLACE))
#define WARNING \
	(BIT(NOT_READY) | BIT(MEM_UNAVAILABLE) | BIT(ERASE_FAILED) | BIT(PREDICTIVE_FAILURE))

static unsigned int judge_flags(unsigned int flags)
{
	/* registers of a card that is gone read all ones, so that all its bits seem to be set */
	if (flags & BIT(GONE))
		flags &= BIT(GONE) | LATCHED;
	if (flags & (BIT(NOT_READY) | BIT(NOT_READY_OVERDUE)))
		flags &= ~(BIT(MEM_UNAVAILABLE) | BIT(MEM_UNAVAILABLE_OVERDUE));
	if (flags & FATAL)
		return ND_SMART_FATAL_HEALTH;
	if (flags & CRITICAL)
		return ND_SMART_CRITICAL_HEALTH;
	return flags & WARNING ? ND_SMART_NON_CRITICAL_HEALTH : 0;
}

/* is the value failing, or close to its threshold */
static unsigned int judge_attribute(const struct ocxl_smart_attribute *attribute)
{
	uint64_t threshold = OCXL_SMART_FIELD(attribute, THRESHOLD);
	unsigned int id = OCXL_SMART_FIELD(attribute, ID);
	bool is_near = false;

	if (id == OCXL_SMART_LIFE_REMAINING) {
		if (attribute->raw > OCXL_PERCENTAGE_MAX)
			return 0;
		is_near = attribute->raw <= threshold + LIFE_MARGIN;
	} else if (id == OCXL_SMART_TEMPERATURE && attribute->raw < threshold) {
		is_near = threshold - attribute->raw <= TEMPERATURE_MARGIN;
	}
	if (ocxl_smart_attribute_failing(attribute))
		return ND_SMART_CRITICAL_HEALTH;
	return is_near ? ND_SMART_NON_CRITICAL_HEALTH : 0;
}

static unsigned int judge_attributes(const struct ocxl_answer *answer)
{
	struct ocxl_smart_attribute attribute;
	unsigned int i, health, worst = 0;

	for (i = 0; ocxl_copy_attribute(answer, i, &attribute) == 0; i++) {
		health = judge_attribute(&attribute);
		if (health > worst)
			worst = health;
	}
	return worst;
}

/* What an answer without data says of the card, as flags; 0: nothing. */
static unsigned int flags_of_failure(unsigned int status, unsigned int flags)
{
	switch (status) {
	case OCXL_STATUS_NOT_READY:
		return BIT(NOT_READY);
	case OCXL_STATUS_MEM_UNAVAILABLE:
		return BIT(MEM_UNAVAILABLE);
	case OCXL_STATUS_FATAL:
		return flags & FATAL ? flags & FATAL : BIT(MAILBOX_STUCK);
	case OCXL_STATUS_BLOCKED:
	case OCXL_STATUS_NOT_PERMITTED:
	case OCXL_STATUS_DEBUG_BLOCKED:
	case OCXL_STATUS_BAD_OPCODE:
	case OCXL_STATUS_BAD_REQUEST_PARM:
	case OCXL_STATUS_BAD_DATA_PARM:
	case OCXL_STATUS_BAD_INPUT:
		return 0;
	default:
		/* no answer in time, or one that is damaged or unknown */
		return BIT(MAILBOX_STUCK);
	}
}

static int judge_failure(int error, int status, unsigned int flags, unsigned int *health)
{
	unsigned int more = 0;

	if (status >= 0)
		more = flags_of_failure((unsigned int)status, flags);
	else if (error == -ENXIO || error == -ENODEV)
		more = BIT(GONE);
	*health = judge_flags(flags | more);
	return more || *health >= ND_SMART_CRITICAL_HEALTH ? 0 : -ENODATA;
}

int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health)
{
	unsigned int attributes;

	if (evidence->error)
		return judge_failure(evidence->error, evidence->status, evidence->flags, health);
	/* the attributes say more than this flag: which ones are failing, and now */
	*health = judge_flags(evidence->flags & ~BIT(SMART_NOTIFY));
	attributes = judge_attributes(evidence->answer);
	if (attributes > *health)
		*health = attributes;
	return 0;
}
