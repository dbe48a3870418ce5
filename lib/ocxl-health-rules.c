// SPDX-License-Identifier: LGPL-2.1-or-later
/* The health of a card by the table of conditions. */
#include <errno.h>
#include <lib/private.h>
#include "ocxl-health.h"
#include "ocxl-judge.h"
#include "ocxl-records.h"

#define FATAL	   (OCXL_MASK_OF(HW_FATAL) | OCXL_MASK_OF(FW_FATAL))
/* a person collects them at leisure: the card itself is healthy */
#define TO_COLLECT (OCXL_MASK_OF(ERROR_LOG) | OCXL_MASK_OF(DUMP))

static void copy_attributes(const struct ocxl_answer *answer, struct ndctl_ocxl_evidence *evidence,
			    struct ndctl_ocxl_smart_attribute *attributes)
{
	unsigned int i;

	for (i = 0; ocxl_parse_smart(answer, i, &attributes[i]) == 0; i++)
		;
	evidence->attributes = attributes;
	evidence->attribute_count = i;
}

static enum ndctl_ocxl_severity find_worst(const struct ocxl_judgement *judgement)
{
	enum ndctl_ocxl_severity severity, worst = NDCTL_OCXL_SEVERITY_OK;
	uint64_t present = judgement->present & ~TO_COLLECT;
	unsigned int i;
	bool overdue;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		overdue = judgement->evidence.flags & ocxl_conditions[i].overdue;
		severity = ndctl_ocxl_condition_get_severity(i, overdue);
		if ((present >> i & 1) && severity > worst)
			worst = severity;
	}
	return worst;
}

/* Return: 0, or -ENODATA if the state of the card is unknown */
static int translate_severity(enum ndctl_ocxl_severity severity, unsigned int *health)
{
	switch (severity) {
	case NDCTL_OCXL_SEVERITY_CRITICAL:
		*health = ND_SMART_CRITICAL_HEALTH;
		return 0;
	case NDCTL_OCXL_SEVERITY_WARNING:
		*health = ND_SMART_NON_CRITICAL_HEALTH;
		return 0;
	default:
		*health = 0;
		return severity == NDCTL_OCXL_SEVERITY_OK ? 0 : -ENODATA;
	}
}

int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health)
{
	struct ndctl_ocxl_smart_attribute attributes[OCXL_SMART_ATTRIBUTES_MAX];
	struct ocxl_judgement judgement;
	struct ndctl_ocxl_evidence known = {
		.size = sizeof(known),
		.has_flags = true,
		.flags = evidence->flags,
		.smart = { true, evidence->error, evidence->status },
	};
	int rc;

	if (!evidence->error)
		copy_attributes(evidence->answer, &known, attributes);
	rc = ocxl_judge_evidence(&judgement, &known);
	if (rc)
		return rc;
	if (judgement.present & FATAL) {
		*health = ND_SMART_FATAL_HEALTH;
		return 0;
	}
	return translate_severity(find_worst(&judgement), health);
}
