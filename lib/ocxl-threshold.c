// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-envelope.h"
#include "ocxl-inject.h"
#include "ocxl-threshold.h"

#define THRESHOLD_MAX 0xff

struct ndctl_cmd *ocxl_threshold_new(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXL_CMD_SMART);
}

static int read_threshold(struct ndctl_cmd *cmd, unsigned int *threshold)
{
	struct ocxl_smart_attribute attribute;
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXL_CMD_SMART, &answer);

	if (!rc)
		rc = ocxl_find_attribute(answer, OCXL_SMART_TEMPERATURE, &attribute);
	if (!rc)
		*threshold = OCXL_SMART_FIELD(&attribute, THRESHOLD);
	return rc;
}

unsigned int ocxl_threshold_get_alarm_control(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc)
		errno = -rc;
	return rc == 0 && threshold != 0 ? ND_SMART_TEMP_TRIP : 0;
}

unsigned int ocxl_threshold_get_temperature(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc == 0)
		return ndctl_encode_smart_temperature(threshold);
	errno = -rc;
	return UINT_MAX;
}

/* the command begins with the present threshold; a card without a temperature has none */
struct ndctl_cmd *ocxl_threshold_new_set(struct ndctl_cmd *thresholds)
{
	struct ocxl_smart_inject_req injection = { .attribute = OCXL_SMART_TEMPERATURE,
						   .flags = OCXL_SMART_INJECT_THRESHOLD };
	unsigned int threshold;
	int rc = read_threshold(thresholds, &threshold);

	if (rc) {
		errno = -rc;
		return NULL;
	}
	injection.threshold = (uint8_t)threshold;
	return ocxl_inject_new_with(thresholds->dimm, &injection);
}

int ocxl_threshold_set_temperature(struct ndctl_cmd *cmd, unsigned int value)
{
	struct ocxl_smart_inject_req injection = { .attribute = OCXL_SMART_TEMPERATURE,
						   .flags = OCXL_SMART_INJECT_THRESHOLD };
	unsigned int degrees;
	int rc = ocxl_inject_decode_temperature(value, THRESHOLD_MAX, &degrees);

	if (rc)
		return ocxl_inject_refuse_temperature(cmd, rc);
	injection.threshold = (uint8_t)degrees;
	return ocxl_inject_set(cmd, &injection);
}

int ocxl_threshold_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms)
{
	return ocxl_inject_refuse(cmd, -EOPNOTSUPP, "an alarm is enabled by its threshold only");
}

int ocxl_threshold_set_unsupported(struct ndctl_cmd *cmd, unsigned int value)
{
	return ocxl_inject_refuse(cmd, -EOPNOTSUPP, "cards have no such threshold");
}
