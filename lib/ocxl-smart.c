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

/**
 * struct summary - an answer to SMART in the terms of ndctl
 * @flags: ND_SMART_*_VALID: values that the card has
 * @temperature: as ndctl_encode_smart_temperature() returns it
 * @alarms: ND_SMART_*_TRIP of attributes that fail
 * @life_used: percent
 */
struct summary {
	unsigned int flags;
	unsigned int temperature;
	unsigned int alarms;
	unsigned int life_used;
};

static void add_temperature(struct summary *summary, const struct ocxl_smart_attribute *attribute)
{
	summary->flags |= ND_SMART_ALARM_VALID;
	if (ocxl_smart_attribute_failing(attribute))
		summary->alarms |= ND_SMART_TEMP_TRIP;
	if (attribute->raw > TEMPERATURE_MAX)
		return;
	summary->flags |= ND_SMART_TEMP_VALID;
	summary->temperature = ndctl_encode_smart_temperature((double)attribute->raw);
}

static void add_life(struct summary *summary, const struct ocxl_smart_attribute *attribute)
{
	if (attribute->raw > OCXL_PERCENTAGE_MAX)
		return;
	summary->flags |= ND_SMART_USED_VALID;
	summary->life_used = OCXL_PERCENTAGE_MAX - (unsigned int)attribute->raw;
}

/* the first attribute with an id counts */
static void summarize_attributes(const struct ocxl_answer *answer, struct summary *summary)
{
	struct ocxl_smart_attribute attribute;
	bool has_temperature = false, has_life = false;
	unsigned int i, id;

	*summary = (struct summary) { .flags = ND_SMART_HEALTH_VALID };
	for (i = 0; ocxl_copy_attribute(answer, i, &attribute) == 0; i++) {
		id = OCXL_SMART_FIELD(&attribute, ID);
		if (id == OCXL_SMART_TEMPERATURE && !has_temperature) {
			add_temperature(summary, &attribute);
			has_temperature = true;
		} else if (id == OCXL_SMART_LIFE_REMAINING && !has_life) {
			add_life(summary, &attribute);
			has_life = true;
		}
	}
}

/* without a valid answer, the health may be known from the sysfs file "flags"; nothing else is */
static int read_summary(struct ndctl_cmd *cmd, struct summary *summary)
{
	struct ocxl_answer answer;
	unsigned int health;
	int rc = ocxl_cmd_parse_answer(cmd, OCXL_CMD_SMART, &answer);

	if (rc)
		answer.count = 0;
	summarize_attributes(&answer, summary);
	return rc && ocxl_health_read(cmd, &health) == 0 ? 0 : rc;
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

unsigned int ocxl_smart_get_health(struct ndctl_cmd *cmd)
{
	unsigned int health;
	int rc = ocxl_health_read(cmd, &health);

	return rc ? set_errno(rc, UINT_MAX) : health;
}

struct ndctl_cmd *ocxl_smart_new(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXL_CMD_SMART);
}
