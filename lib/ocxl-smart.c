// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-smart.h"

/* highest whole degree that fits the 15 bits of ndctl's temperatures */
#define TEMPERATURE_MAX 2047
#define FATAL_FLAGS	(NDCTL_OCXL_FLAG_HW_FATAL | NDCTL_OCXL_FLAG_FW_FATAL)

/**
 * struct summary - an answer to SMART in the terms of ndctl
 * @flags: ND_SMART_*_VALID: values that the card has
 * @health: ND_SMART_*_HEALTH of the attributes
 * @temperature: as ndctl_encode_smart_temperature() returns it
 * @alarms: ND_SMART_*_TRIP of attributes that fail
 * @life_used: percent
 * @alarm_control: ND_SMART_*_TRIP of thresholds that are not 0
 * @temperature_threshold: as ndctl_encode_smart_temperature() returns it
 */
struct summary {
	unsigned int flags;
	unsigned int health;
	unsigned int temperature;
	unsigned int alarms;
	unsigned int life_used;
	unsigned int alarm_control;
	unsigned int temperature_threshold;
};

static void add_temperature(struct summary *summary,
			    const struct ndctl_ocxl_smart_attribute *attribute)
{
	summary->flags |= ND_SMART_ALARM_VALID;
	if (attribute->failing)
		summary->alarms |= ND_SMART_TEMP_TRIP;
	if (attribute->threshold != 0)
		summary->alarm_control |= ND_SMART_TEMP_TRIP;
	summary->temperature_threshold = ndctl_encode_smart_temperature(attribute->threshold);
	if (attribute->raw > TEMPERATURE_MAX)
		return;
	summary->flags |= ND_SMART_TEMP_VALID;
	summary->temperature = ndctl_encode_smart_temperature((double)attribute->raw);
}

static void add_life(struct summary *summary, const struct ndctl_ocxl_smart_attribute *attribute)
{
	summary->flags |= ND_SMART_USED_VALID;
	summary->life_used = attribute->raw < 100 ? 100 - (unsigned int)attribute->raw : 0;
}

static void add_attribute(struct summary *summary,
			  const struct ndctl_ocxl_smart_attribute *attribute)
{
	bool life = attribute->id == OCXL_SMART_LIFE_REMAINING;

	if (attribute->failing && life)
		summary->health = ND_SMART_CRITICAL_HEALTH;
	else if (attribute->failing && summary->health == 0)
		summary->health = ND_SMART_NON_CRITICAL_HEALTH;
	/* as in ndctl_cmd_ocxl_smart_find_attribute(), the first attribute with an id counts */
	if (life && !(summary->flags & ND_SMART_USED_VALID))
		add_life(summary, attribute);
	if (attribute->id == OCXL_SMART_TEMPERATURE && !(summary->flags & ND_SMART_ALARM_VALID))
		add_temperature(summary, attribute);
}

static void summarize_attributes(const struct ocxl_answer *answer, struct summary *summary)
{
	struct ndctl_ocxl_smart_attribute attribute;
	unsigned int i;

	*summary = (struct summary) { .flags = ND_SMART_HEALTH_VALID };
	for (i = 0; ocxl_parse_smart(answer, i, &attribute) == 0; i++)
		add_attribute(summary, &attribute);
}

bool ocxl_smart_is_fatal(struct ndctl_cmd *cmd, const struct ocxl_answer *answer)
{
	unsigned int flags;

	if (answer->status == OCXL_STATUS_FATAL)
		return true;
	return ndctl_dimm_ocxl_read_flags(cmd->dimm, &flags) == 0 && (flags & FATAL_FLAGS) != 0;
}

static int read_summary(struct ndctl_cmd *cmd, struct summary *summary)
{
	struct ocxl_answer answer;
	int rc = ocxl_cmd_parse_answer(cmd, OCXL_CMD_SMART, &answer);

	summarize_attributes(&answer, summary);
	/* after a fatal failure, the health is known and all other values are not */
	if (rc && answer.status != OCXL_STATUS_OK && ocxl_smart_is_fatal(cmd, &answer))
		return 0;
	return rc;
}

static unsigned int set_errno(int rc, unsigned int value)
{
	errno = -rc;
	return value;
}

#define SMART_GETTER(name, field, valid, on_error)                   \
	unsigned int ocxl_smart_get_##name(struct ndctl_cmd *cmd)    \
	{                                                            \
		struct summary summary;                              \
		int rc = read_summary(cmd, &summary);                \
                                                                     \
		if (rc == 0 && !(summary.flags & (valid)))           \
			rc = -ENOENT;                                \
		return rc ? set_errno(rc, on_error) : summary.field; \
	}

SMART_GETTER(flags, flags, UINT_MAX, 0)
SMART_GETTER(temperature, temperature, ND_SMART_TEMP_VALID, UINT_MAX)
SMART_GETTER(alarm_flags, alarms, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(life_used, life_used, ND_SMART_USED_VALID, UINT_MAX)
SMART_GETTER(alarm_control, alarm_control, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(temperature_threshold, temperature_threshold, ND_SMART_ALARM_VALID, UINT_MAX)

unsigned int ocxl_smart_get_health(struct ndctl_cmd *cmd)
{
	struct summary summary;
	struct ocxl_answer answer;
	int rc = ocxl_cmd_parse_answer(cmd, OCXL_CMD_SMART, &answer);

	if (rc && answer.status == OCXL_STATUS_OK)
		return set_errno(rc, UINT_MAX);
	if (ocxl_smart_is_fatal(cmd, &answer))
		return ND_SMART_FATAL_HEALTH;
	if (rc)
		return set_errno(rc, UINT_MAX);
	summarize_attributes(&answer, &summary);
	return summary.health;
}

struct ndctl_cmd *ocxl_smart_new_threshold(struct ndctl_dimm *dimm)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_smart(dimm);

	if (cmd)
		ocxl_cmd_get_state(cmd)->thresholds = true;
	return cmd;
}
