// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/names.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/worker.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

/* conditions that explain why a card answered neither HEARTBEAT nor SMART */
#define UNANSWERED                                                                         \
	(1ULL << NDCTL_OCXL_CONDITION_GONE | 1ULL << NDCTL_OCXL_CONDITION_SILENT |         \
	 1ULL << NDCTL_OCXL_CONDITION_BAD_ANSWER | 1ULL << NDCTL_OCXL_CONDITION_HW_FATAL | \
	 1ULL << NDCTL_OCXL_CONDITION_FW_FATAL | 1ULL << NDCTL_OCXL_CONDITION_NOT_READY |  \
	 1ULL << NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE | 1ULL << NDCTL_OCXL_CONDITION_NOT_ASKED)

bool ocxl_health_check_is_answered(const struct ocxl_command *command)
{
	return command->number && !command->rc;
}

static bool has_timed_out(const struct ocxl_command *command)
{
	return command->number && command->wire_status == OCXL_STATUS_TIMEOUT;
}

bool ocxl_health_check_is_silent(const struct ocxl_health_check *check)
{
	return has_timed_out(&check->heartbeat_command) || has_timed_out(&check->smart_command) ||
	       has_timed_out(&check->stats_command);
}

/* the constructors of libndctl refuse commands that the driver lacks */
void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    unsigned int command)
{
	switch (command) {
	case OCXL_CMD_CAPABILITIES:
		ocxl_info_read(&check->capabilities_command, &check->capabilities, dimm);
		ocxl_command_release(&check->capabilities_command);
		break;
	case OCXL_CMD_HEARTBEAT:
		ocxl_worker_send(&check->heartbeat_command, dimm,
				 ndctl_dimm_ocxl_new_heartbeat(dimm->ndctl), OCXL_CMD_HEARTBEAT);
		ocxl_command_release(&check->heartbeat_command);
		break;
	case OCXL_CMD_SMART:
		ocxl_smart_read(&check->smart_command, &check->smart, dimm);
		ocxl_command_release(&check->smart_command);
		break;
	case OCXL_CMD_STATS:
		ocxl_stats_read(&check->stats_command, &check->stats, dimm);
		ocxl_command_release(&check->stats_command);
		break;
	}
}

void ocxl_health_check_read_health(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	static const unsigned int commands[] = {
		OCXL_CMD_HEARTBEAT,
		OCXL_CMD_SMART,
		OCXL_CMD_STATS,
	};
	size_t i;

	if (dimm->evidence.flags & NDCTL_OCXL_FLAG_GONE)
		return;
	/* the commands of the driver are unknown: that is no lack of one of them */
	if (dimm->evidence.cmd_mask_error)
		return;
	for (i = 0; i < ARRAY_SIZE(commands) && !ocxl_health_check_is_silent(check); i++)
		ocxl_health_check_read(check, dimm, commands[i]);
}

static struct ndctl_ocxl_outcome get_outcome(const struct ocxl_command *command)
{
	return (struct ndctl_ocxl_outcome) {
		.asked = command->number != 0,
		.error = command->rc,
		.status = command->wire_status,
	};
}

/* the card may have disappeared since its flags were read */
static bool has_found_no_card(const struct ocxl_command *command)
{
	return command->rc == -ENXIO || command->rc == -ENODEV;
}

static void collect_evidence(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	struct ndctl_ocxl_evidence *evidence = &check->evidence;

	*evidence = dimm->evidence;
	if (has_found_no_card(&check->heartbeat_command) ||
	    has_found_no_card(&check->smart_command))
		ndctl_dimm_ocxl_read_properties(dimm->ndctl, evidence);
	evidence->heartbeat = get_outcome(&check->heartbeat_command);
	evidence->smart = get_outcome(&check->smart_command);
	evidence->attributes = check->smart.attributes;
	evidence->attribute_count = check->smart.summary.attributes.count;
	evidence->stats = get_outcome(&check->stats_command);
	evidence->critical_resource_utilization_percentage =
		check->stats.critical_resource_utilization_percentage;
	/* for the caller, an answer without any attribute is a failure, too */
	if (ocxl_health_check_is_answered(&check->smart_command) && !evidence->attribute_count)
		check->smart_command.rc = -ENODATA;
}

/* HEARTBEAT and SMART, as far as they were sent and failed: bit n is command n */
static unsigned int get_failed_commands(const struct ocxl_health_check *check)
{
	unsigned int failed = 0;

	if (check->heartbeat_command.number && check->heartbeat_command.rc)
		failed |= 1U << OCXL_CMD_HEARTBEAT;
	if (check->smart_command.number && check->smart_command.rc)
		failed |= 1U << OCXL_CMD_SMART;
	return failed;
}

/* behind the findings that are as bad or worse */
static void insert_finding(struct ocxl_health_check *check, struct ndctl_ocxl_finding finding)
{
	size_t i = check->finding_count++;

	for (; i > 0 && check->findings[i - 1].severity < finding.severity; i--)
		check->findings[i] = check->findings[i - 1];
	check->findings[i] = finding;
}

/* a card that answered nothing is not "ok" because the conditions that explain it are ignored */
static void add_unanswered(struct ocxl_health_check *check, uint64_t kept, uint64_t dropped)
{
	unsigned int condition = NDCTL_OCXL_CONDITION_NOT_ASKED;

	if (kept & UNANSWERED || !(dropped & UNANSWERED) ||
	    ocxl_health_check_is_answered(&check->heartbeat_command) ||
	    ocxl_health_check_is_answered(&check->smart_command))
		return;
	check->unanswered = dropped & UNANSWERED;
	insert_finding(check,
		       (struct ndctl_ocxl_finding) {
			       .condition = condition,
			       .severity = ndctl_ocxl_condition_get_severity(condition, false),
			       .commands = get_failed_commands(check),
			       .attribute = -1,
			       .status = -1,
		       });
}

static void drop_ignored(struct ocxl_health_check *check, uint64_t ignored)
{
	uint64_t kept = 0, dropped = 0;
	size_t i, count = 0;

	for (i = 0; i < check->finding_count; i++) {
		uint64_t condition = 1ULL << check->findings[i].condition;

		if (ignored & condition) {
			dropped |= condition;
		} else {
			kept |= condition;
			check->findings[count++] = check->findings[i];
		}
	}
	check->finding_count = count;
	add_unanswered(check, kept, dropped);
}

void ocxl_health_check_judge(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options)
{
	size_t i;
	int count;

	collect_evidence(check, dimm);
	/* it fails for invalid arguments only */
	count = ndctl_ocxl_judge(&check->evidence, check->findings, NDCTL_OCXL_FINDINGS_MAX);
	check->finding_count = count < 0 ? 0 : count;
	drop_ignored(check, options->ignored);
	check->severity = ndctl_ocxl_findings_worst(check->findings, check->finding_count);
	for (i = 0; i < check->finding_count; i++)
		ocxl_reason_fill(&check->reasons[i], check->messages[i], &check->findings[i],
				 dimm->dev, check->unanswered);
	check->record = (struct ocxl_check_record) {
		.verdict = ndctl_ocxl_severity_name(check->severity),
		.reasons = { check->reasons, check->finding_count },
		.not_checked = ndctl_ocxl_not_checked(&check->evidence) & ~options->ignored,
	};
}

const struct ndctl_ocxl_finding *ocxl_health_check_find(const struct ocxl_health_check *check,
							unsigned int condition)
{
	size_t i;

	for (i = 0; i < check->finding_count; i++) {
		if (check->findings[i].condition == condition)
			return &check->findings[i];
	}
	return NULL;
}

void ocxl_health_check_release(struct ocxl_health_check *check)
{
	ocxl_smart_release(&check->smart);
}

/* the state of a card is unknown because of --ignore */
static void describe_unanswered(char message[OCXL_REASON_MESSAGE_SIZE], uint64_t ignored)
{
	char names[OCXL_NAME_LIST_SIZE];

	ocxl_name_list(names, ocxl_condition_names, ignored);
	snprintf(message, OCXL_REASON_MESSAGE_SIZE,
		 "The card answered neither HEARTBEAT nor SMART, and --ignore leaves out what was "
		 "found: %.200s. Its health is unknown.",
		 names);
}

void ocxl_reason_fill(struct ocxl_reason_record *reason, char message[OCXL_REASON_MESSAGE_SIZE],
		      const struct ndctl_ocxl_finding *finding, const char *dev,
		      uint64_t unanswered)
{
	if (finding->condition == NDCTL_OCXL_CONDITION_NOT_ASKED && unanswered)
		describe_unanswered(message, unanswered);
	else
		ndctl_ocxl_finding_text(finding, dev, message, OCXL_REASON_MESSAGE_SIZE);
	*reason = (struct ocxl_reason_record) {
		.name = ndctl_ocxl_condition_name(finding->condition),
		.severity = ndctl_ocxl_severity_name(finding->severity),
		.message = message,
		.value = finding->value,
		.threshold = finding->threshold,
		.unit = finding->unit,
		.attribute = (unsigned int)finding->attribute,
	};
	if (finding->has_value)
		reason->present |= 1ULL << OCXL_REASON_HAS_VALUE;
	if (finding->has_threshold)
		reason->present |= 1ULL << OCXL_REASON_HAS_THRESHOLD;
	if (finding->attribute >= 0)
		reason->present |= 1ULL << OCXL_REASON_HAS_ATTRIBUTE;
}
