// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/clock.h"
#include "ocxl/records/info-record.h"
#include "ocxl/records/metrics-record.h"
#include "ocxl/records/smart-record.h"
#include "ocxl/records/stats-record.h"
#include "ocxl/run/command.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/events.h"
#include "ocxl/verbs/info.h"
#include "ocxl/verbs/smart.h"
#include "ocxl/verbs/stats.h"
#include "ocxl/verbs/verbs.h"
#include "ocxl/verbs/verdict-rules.h"

/**
 * struct metrics - values of one DIMM
 * @record: values that no other record has
 * @capabilities: valid with @has_capabilities
 * @info: from sysfs and @capabilities
 * @smart: valid with @has_smart
 * @stats: valid with @has_stats
 * @events: valid with @has_events
 * @has_capabilities: the command succeeded
 * @has_smart: the command succeeded
 * @has_stats: the command succeeded
 * @has_events: the command succeeded
 * @gone: the card has disappeared: sysfs has old values, or registers that read all ones
 * @silent: SMART timed out: no further command that needs an answer of the controller is sent
 */
struct metrics {
	struct ocxl_metrics_record record;
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_info_record info;
	struct ocxl_smart smart;
	struct ocxl_stats_record stats;
	struct ocxl_events_record events;
	bool has_capabilities;
	bool has_smart;
	bool has_stats;
	bool has_events;
	bool gone;
	bool silent;
};

static bool record_result(struct ocxl_result *result, const struct ocxl_command *command)
{
	struct metrics *metrics = result->payload;

	if (command->rc)
		ocxl_result_add_failure(result, command);
	metrics->gone |= command->rc == -ENXIO || command->rc == -ENODEV;
	return !command->rc;
}

static void read_capabilities(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			      struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_command command;

	ocxl_info_read(&command, &metrics->capabilities, dimm, options);
	metrics->has_capabilities = record_result(result, &command);
	ocxl_command_release(&command);
}

static void read_smart(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_command command;

	ocxl_smart_read(&command, &metrics->smart, dimm, options);
	metrics->has_smart = record_result(result, &command);
	metrics->silent = command.wire_status == OCXL_STATUS_TIMEOUT;
	ocxl_command_release(&command);
	if (metrics->has_smart)
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record,
					&metrics->smart.summary);
}

static void read_stats(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	unsigned int before = result->failure_count;

	ocxl_stats_read(&metrics->stats, dimm, options, result);
	metrics->has_stats = result->failure_count == before;
}

static void read_events(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	unsigned int before = result->failure_count;

	ocxl_events_read(&metrics->events, dimm, options, result);
	metrics->has_events = result->failure_count == before;
}

static void read_all(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result)
{
	const struct metrics *metrics = result->payload;

	if (ocxl_dimm_supports(dimm, OCXL_CMD_CAPABILITIES))
		read_capabilities(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_SMART))
		read_smart(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_STATS) && !metrics->silent)
		read_stats(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_EVENTS))
		read_events(dimm, options, result);
}

/* the health register is the last choice: it lacks entries that the driver keeps */
static void fill_state(const struct metrics *metrics, struct ocxl_metrics_record *record,
		       const struct ocxl_dimm *dimm)
{
	unsigned int state;

	if (metrics->has_events)
		state = ocxl_conditions_of_events(metrics->events.events.pending);
	else if (dimm->has_flags && !metrics->gone)
		state = ocxl_conditions_of_flags(dimm->flags);
	else if (metrics->has_capabilities)
		state = ocxl_conditions_of_health(metrics->capabilities.health_status);
	else
		return;
	record->present |= 1ULL << OCXL_METRICS_HAS_STATE;
	record->error_log_pending = state & OCXL_CONDITION_ERROR_LOG;
	record->dump_pending = state & OCXL_CONDITION_DUMP;
	record->hardware_fatal = state & OCXL_CONDITION_HW_FATAL;
	record->firmware_fatal = state & OCXL_CONDITION_FW_FATAL;
}

static void fill_readiness(const struct metrics *metrics, struct ocxl_metrics_record *record,
			   const struct ocxl_dimm *dimm)
{
	unsigned int state;

	if (metrics->has_capabilities)
		state = ocxl_conditions_of_health(metrics->capabilities.health_status);
	else if (dimm->has_flags && !metrics->gone)
		state = ocxl_conditions_of_flags(dimm->flags);
	else
		return;
	record->present |= 1ULL << OCXL_METRICS_HAS_READINESS;
	record->ready = !(state & OCXL_CONDITION_NOT_READY);
	record->memory_available = !(state & OCXL_CONDITION_MEM_UNAVAILABLE);
}

static void fill_life(const struct metrics *metrics, struct ocxl_metrics_record *record)
{
	const struct ocxl_smart_summary_record *summary = &metrics->smart.summary;

	if (metrics->has_smart && summary->present & 1ULL << OCXL_SMART_HAS_LIFE)
		record->life_remaining_percentage = summary->life_remaining_percentage;
	else if (metrics->has_stats)
		record->life_remaining_percentage =
			metrics->stats.counters.life_remaining_percentage;
	else
		return;
	record->present |= 1ULL << OCXL_METRICS_HAS_LIFE;
}

static void fetch_metrics(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			  struct ocxl_result *result)
{
	struct metrics *metrics = ocxl_result_alloc_payload(result, sizeof(*metrics));
	uint64_t start = ocxl_clock_now_ns();
	struct ocxl_metrics_record *record;

	if (!metrics)
		return;
	if (!dimm->cmd_mask) {
		ocxl_result_set_unsupported(result, OCXL_CMD_CAPABILITIES);
		return;
	}
	read_all(dimm, options, result);
	ocxl_info_fill(&metrics->info, dimm,
		       metrics->has_capabilities ? &metrics->capabilities : NULL);
	if (!metrics->gone)
		ocxl_result_add_section(result, "info", &ocxl_info_record, &metrics->info);
	record = &metrics->record;
	record->up = metrics->has_capabilities || metrics->has_smart || metrics->has_stats ||
		     metrics->has_events;
	fill_state(metrics, record, dimm);
	fill_readiness(metrics, record, dimm);
	fill_life(metrics, record);
	record->duration_us = (ocxl_clock_now_ns() - start) / 1000;
	ocxl_result_add_section(result, "scrape", &ocxl_metrics_record, record);
}

static void release_metrics(void *payload)
{
	struct metrics *metrics = payload;

	ocxl_smart_release(&metrics->smart);
}

const struct ocxl_verb ocxl_verb_metrics = {
	.name = "metrics",
	.summary = "write metrics for Prometheus",
	.key = "metrics",
	.sysfs = OCXL_SYSFS_FLAGS | OCXL_SYSFS_FW_VERSION,
	.mode = 0644,
	.metrics = true,
	.fetch = fetch_metrics,
	.release = release_metrics,
};
