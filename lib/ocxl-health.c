// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stdbool.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-envelope.h"
#include "ocxl-health.h"
#include "ocxl-hook.h"
#include "ocxl-records.h"

/*
 * Findings that decide. The worst one comes first, and error_log and dump come last of all
 * warnings. At most three critical ones come before hw_fatal and fw_fatal.
 */
#define FINDINGS 5

static void copy_attributes(const struct ocxl_answer *answer, struct ndctl_ocxl_evidence *evidence,
			    struct ndctl_ocxl_smart_attribute *attributes)
{
	unsigned int i;

	for (i = 0; ocxl_parse_smart(answer, i, &attributes[i]) == 0; i++)
		;
	evidence->attributes = attributes;
	evidence->attribute_count = i;
}

static bool is_fatal(const struct ndctl_ocxl_finding *finding)
{
	return finding->condition == NDCTL_OCXL_CONDITION_HW_FATAL ||
	       finding->condition == NDCTL_OCXL_CONDITION_FW_FATAL;
}

/* a person collects them at leisure: the card itself is healthy */
static bool is_to_collect(const struct ndctl_ocxl_finding *finding)
{
	return finding->condition == NDCTL_OCXL_CONDITION_ERROR_LOG ||
	       finding->condition == NDCTL_OCXL_CONDITION_DUMP;
}

/* Return: 0, or -ENODATA if the state of the card is unknown */
static int find_health(const struct ndctl_ocxl_finding *findings, size_t count,
		       unsigned int *health)
{
	size_t i;

	*health = 0;
	for (i = 0; i < count; i++) {
		if (is_fatal(&findings[i]))
			*health = ND_SMART_FATAL_HEALTH;
	}
	if (*health || !count)
		return 0;
	if (findings[0].severity == NDCTL_OCXL_SEVERITY_UNKNOWN)
		return -ENODATA;
	if (findings[0].severity == NDCTL_OCXL_SEVERITY_CRITICAL)
		*health = ND_SMART_CRITICAL_HEALTH;
	else if (!is_to_collect(&findings[0]))
		*health = ND_SMART_NON_CRITICAL_HEALTH;
	return 0;
}

/* @error: result of ocxl_cmd_parse_answer() */
static int judge_answer(struct ndctl_cmd *cmd, const struct ocxl_answer *answer, int error,
			unsigned int *health)
{
	struct ndctl_ocxl_smart_attribute attributes[OCXL_SMART_ATTRIBUTES_MAX];
	struct ndctl_ocxl_finding findings[FINDINGS];
	struct ndctl_ocxl_evidence evidence = {
		.size = sizeof(evidence),
		.cmd_mask = ndctl_dimm_ocxl_get_cmd_mask(cmd->dimm),
		.old_driver = ndctl_dimm_ocxl_has_old_driver(cmd->dimm),
		.smart = { true, error, ndctl_cmd_ocxl_get_status(cmd) },
	};
	int count;

	evidence.has_flags = ndctl_dimm_ocxl_read_flags(cmd->dimm, &evidence.flags) == 0;
	if (!error)
		copy_attributes(answer, &evidence, attributes);
	count = ndctl_ocxl_judge(&evidence, findings, FINDINGS);
	if (count < 0)
		return count;
	return find_health(findings, count < FINDINGS ? count : FINDINGS, health);
}

int ocxl_health_read(struct ndctl_cmd *cmd, unsigned int *health)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	struct ocxl_answer answer;
	int error, rc;

	if (!state || state->request.command != OCXL_CMD_SMART)
		return -EINVAL;
	if (!ocxl_cmd_is_submitted(cmd))
		return -EIO;
	error = ocxl_cmd_parse_answer(cmd, OCXL_CMD_SMART, &answer);
	rc = judge_answer(cmd, &answer, error, health);
	return rc == -ENODATA && error ? error : rc;
}

bool ocxl_knows_health(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	unsigned int health;

	return state && !state->thresholds && ocxl_health_read(cmd, &health) == 0;
}
