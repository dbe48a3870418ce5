// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <ccan/array_size/array_size.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/used-by.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

/* what "check" knows of a DIMM */
struct check {
	struct ocxl_health_check health; /* commands, answers and conditions */
	struct ocxl_stats_record stats; /* for performance data */
	struct ocxl_users users;
};

/* the card may be well or not: the command did not find out */
static void add_failures(struct ocxl_result *result, const struct ocxl_health_check *check)
{
	const struct ocxl_command *commands[] = {
		&check->heartbeat_command,
		&check->smart_command,
	};
	const struct ndctl_ocxl_condition *condition =
		ocxl_health_check_find(check, NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE);
	const struct ocxl_command unsent = {
		.number = OCXLPMEM_CMD_SMART,
		.rc = -ENXIO,
		.wire_status = -1,
	};
	size_t i;

	/* "flags" shows that the card is gone; the command line ignores that */
	if (condition && !condition->commands && check->unanswered)
		ocxl_result_add_failed_required_command(result, &unsent);
	for (i = 0; condition && i < ARRAY_SIZE(commands); i++) {
		if (commands[i]->number && condition->commands >> commands[i]->number & 1)
			ocxl_result_add_failed_required_command(result, commands[i]);
	}
}

static void add_performance_data(struct check *check, struct ocxl_result *result)
{
	const struct ocxl_health_check *health = &check->health;

	if (ocxl_health_check_is_answered(&health->smart_command))
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record, &health->smart);
	if (!ocxl_health_check_is_answered(&health->stats_command))
		return;
	ocxl_stats_fill(&check->stats, &health->stats);
	ocxl_result_add_section(result, NULL, &ocxl_stats_record, &check->stats);
}

/* users are not searched if they are not shown; a critical card may be pulled or reset */
static bool shows_users(const struct ocxl_options *options, const struct ocxl_result *result)
{
	if (options->format == OCXL_FORMAT_NAGIOS)
		return false;
	if (options->unhealthy && ocxl_result_is_ok(result))
		return false;
	return options->format != OCXL_FORMAT_TABLE || options->verbose ||
	       result->verdict == NDCTL_OCXL_SEVERITY_CRITICAL;
}

static void fetch_check(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct ocxl_health_check *health;
	struct check *check;

	if (!dimm->controller) {
		ocxl_result_set_unsupported(result, OCXLPMEM_CMD_SMART);
		return;
	}
	check = ocxl_result_alloc_payload(result, sizeof(*check));
	health = &check->health;
	ocxl_health_check_begin(health, dimm);
	ocxl_health_check_read_health(health, dimm);
	ocxl_health_check_judge(health, dimm, options);
	add_failures(result, health);
	result->has_verdict = true;
	result->verdict = health->severity;
	if (shows_users(options, result)) {
		health->record.used_by = ocxl_users_find(&check->users, dimm);
		health->record.present |= 1ULL << OCXL_CHECK_HAS_USED_BY;
	}
	ocxl_result_add_section(result, "check", &ocxl_check_record, &health->record);
	if (options->format == OCXL_FORMAT_NAGIOS)
		add_performance_data(check, result);
}

static void release_check(void *payload)
{
	struct check *check = payload;

	ocxl_health_check_release(&check->health);
	ocxl_users_release(&check->users);
}

#define ABSENT_MESSAGE "No DIMM of this host has this serial number."

static int show_absent(struct ocxl_result_sink *sink, uint64_t serial)
{
	const enum ndctl_ocxl_condition_id id = NDCTL_OCXL_CONDITION_GONE;
	const struct ocxl_condition_record condition = {
		.name = ndctl_ocxl_condition_id_name(id),
		.severity = ndctl_ocxl_severity_name(ocxl_condition_id_severity(id, false)),
		.message = ABSENT_MESSAGE,
		.action = OCXL_ABSENT_ACTION " Do not name a card that was removed for good.",
	};
	const struct ocxl_check_record check = {
		.verdict = condition.severity,
		.conditions = { &condition, 1 },
	};
	struct ocxl_element element = {
		.dev = "absent",
		.serial = serial,
		.has_serial = true,
		.status = "ok",
		.sections = { { "check", &ocxl_check_record, &check } },
		.section_count = 1,
	};
	char card[24];
	int rc;

	snprintf(card, sizeof(card), "%" PRIu64, serial);
	element.card = card;
	rc = ocxl_render_begin_dimm(sink->render);
	return rc ? rc : ocxl_render_end_dimm(sink->render, &element);
}

/* cards that the command line expects, and that the host does not have */
static int complete_check(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list)
{
	size_t i;
	int rc = 0;

	if (sink->options->ignored >> NDCTL_OCXL_CONDITION_GONE & 1)
		return 0;
	for (i = 0; i < list->absent_count && !rc; i++)
		rc = show_absent(sink, list->absent[i]);
	return rc;
}

const struct ocxl_verb ocxl_verb_check = {
	.name = "check",
	.summary = "report a verdict for each DIMM; exit status 5 if critical",
	.key = "check",
	.options = OCXL_HAS_STRICT | OCXL_HAS_UNHEALTHY | OCXL_HAS_EXPECT | OCXL_HAS_IGNORE,
	.sysfs = OCXL_SYSFS_FLAGS,
	.mode = 0644,
	.verdict = true,
	.fetch = fetch_check,
	.release = release_check,
	.complete = complete_check,
};
