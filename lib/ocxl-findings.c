// SPDX-License-Identifier: LGPL-2.1-or-later
/* From the conditions of a card to findings: order and numbers. */
#include <errno.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-judge.h"

OCXL_ASSERT(OCXL_SMART_ATTRIBUTES_MAX + OCXL_CONDITION_COUNT <= NDCTL_OCXL_FINDINGS_MAX);

/**
 * struct output - where findings go
 * @findings: the caller's
 * @capacity: elements of @findings
 * @count: findings so far, including those that did not fit
 */
struct output {
	struct ndctl_ocxl_finding *findings;
	size_t capacity;
	size_t count;
};

static void add_finding(struct output *output, const struct ndctl_ocxl_finding *finding)
{
	if (output->count < output->capacity)
		output->findings[output->count] = *finding;
	output->count++;
}

static void set_numbers(struct ndctl_ocxl_finding *finding, uint64_t value, uint64_t threshold,
			const char *unit)
{
	finding->has_value = true;
	finding->has_threshold = true;
	finding->value = value;
	finding->threshold = threshold;
	finding->unit = unit;
}

static void set_attribute(struct ndctl_ocxl_finding *finding,
			  const struct ndctl_ocxl_smart_attribute *attribute)
{
	finding->attribute = attribute->id;
	switch (attribute->id) {
	case OCXL_SMART_LIFE_REMAINING:
		set_numbers(finding, attribute->raw, attribute->threshold, "%");
		break;
	case OCXL_SMART_TEMPERATURE:
		set_numbers(finding, attribute->raw, attribute->threshold, "Cel");
		break;
	default:
		set_numbers(finding, attribute->current_value, attribute->threshold, NULL);
	}
}

static void add_attributes(struct output *output, const struct ndctl_ocxl_evidence *evidence,
			   struct ndctl_ocxl_finding *finding)
{
	size_t i;

	for (i = 0; i < evidence->attribute_count; i++) {
		if (ocxl_judge_attribute(&evidence->attributes[i]) != (int)finding->condition)
			continue;
		set_attribute(finding, &evidence->attributes[i]);
		add_finding(output, finding);
	}
}

static void add_condition(struct output *output, const struct ocxl_judgement *judgement,
			  enum ndctl_ocxl_condition condition, enum ndctl_ocxl_severity severity)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	struct ndctl_ocxl_finding finding = {
		.condition = condition,
		.severity = severity,
		.commands = judgement->commands[condition],
		.attribute = -1,
	};

	if (ocxl_conditions[condition].source == OCXL_SOURCE_ATTRIBUTES &&
	    ocxl_command_is_answered(&evidence->smart)) {
		add_attributes(output, evidence, &finding);
		return;
	}
	if (condition == NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES)
		set_numbers(&finding, evidence->critical_resource_utilization_percentage,
			    NDCTL_OCXL_RESOURCES_LIMIT, "%");
	add_finding(output, &finding);
}

static void add_conditions(struct output *output, const struct ocxl_judgement *judgement,
			   enum ndctl_ocxl_severity severity)
{
	unsigned int i;
	bool overdue;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		overdue = judgement->evidence.flags & ocxl_conditions[i].overdue;
		if ((judgement->present >> i & 1) &&
		    ndctl_ocxl_condition_get_severity(i, overdue) == severity)
			add_condition(output, judgement, i, severity);
	}
}

OCXL_EXPORT int ndctl_ocxl_judge(const struct ndctl_ocxl_evidence *evidence,
				 struct ndctl_ocxl_finding *findings, size_t capacity)
{
	struct output output = { .findings = findings, .capacity = capacity };
	struct ocxl_judgement judgement;
	int severity, rc;

	if (!findings && capacity > 0)
		return -EINVAL;
	rc = ocxl_judge_evidence(&judgement, evidence);
	if (rc)
		return rc;
	for (severity = NDCTL_OCXL_SEVERITY_CRITICAL; severity > NDCTL_OCXL_SEVERITY_OK; severity--)
		add_conditions(&output, &judgement, severity);
	return (int)output.count;
}

OCXL_EXPORT enum ndctl_ocxl_severity
ndctl_ocxl_findings_worst(const struct ndctl_ocxl_finding *findings, size_t count)
{
	enum ndctl_ocxl_severity worst = NDCTL_OCXL_SEVERITY_OK;
	size_t i;

	for (i = 0; i < count; i++) {
		if (findings[i].severity > worst)
			worst = findings[i].severity;
	}
	return worst;
}
