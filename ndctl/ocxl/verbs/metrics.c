// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/wait.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/render/render.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

/* values of one DIMM */
struct metrics {
	struct ocxl_metrics_record record; /* values that no other record has */
	struct ocxl_health_check health; /* commands and their answers; conditions of the card */
	struct ocxl_info_record info; /* from sysfs and capabilities */
	struct ocxl_stats_record stats; /* valid if STATS was answered */
	struct ocxl_events_record events; /* valid if EVENTS was answered */
	bool gone; /* the card has disappeared: sysfs has old values */
};

static bool has_capabilities(const struct metrics *metrics)
{
	return ocxl_health_check_is_answered(&metrics->health.capabilities_command);
}

static bool has_smart(const struct metrics *metrics)
{
	return ocxl_health_check_is_answered(&metrics->health.smart_command);
}

static bool has_stats(const struct metrics *metrics)
{
	return ocxl_health_check_is_answered(&metrics->health.stats_command);
}

static void read_events(const struct ocxl_dimm *dimm, struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_command command;

	ocxl_events_read(&command, &metrics->events, dimm);
	ocxl_events_add(&command, &metrics->events, result);
}

/* also a status that refuses the command: the controller sets those below 0x80, and 0xFF */
static bool is_from_controller(const struct ocxl_command *command)
{
	int status = command->wire_status;

	if (!command->number)
		return false;
	return !command->rc || (status > OCXLPMEM_STATUS_OK && status < OCXLPMEM_STATUS_TIMEOUT) ||
	       status == OCXLPMEM_STATUS_FAILED;
}

/* the driver answers CAPABILITIES and EVENTS itself */
static bool has_controller_answered(const struct ocxl_health_check *health)
{
	return is_from_controller(&health->heartbeat_command) ||
	       is_from_controller(&health->smart_command) ||
	       is_from_controller(&health->stats_command);
}

/* commands that the driver lacks are evidence, and no failures */
static void add_failures(struct ocxl_result *result, const struct metrics *metrics)
{
	const struct ocxl_command *commands[] = {
		&metrics->health.capabilities_command,
		&metrics->health.heartbeat_command,
		&metrics->health.smart_command,
		&metrics->health.stats_command,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (commands[i]->number && commands[i]->rc &&
		    ocxl_dimm_supports(result->dimm, commands[i]->number))
			ocxl_result_add_failed_command(result, commands[i]);
	}
}

static void read_all(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_health_check *health = &metrics->health;

	ocxl_health_check_read(health, dimm, OCXLPMEM_CMD_CAPABILITIES);
	ocxl_health_check_read_health(health, dimm);
	ocxl_health_check_judge(health, dimm, options);
	add_failures(result, metrics);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_EVENTS))
		read_events(dimm, result);
	metrics->gone = ocxl_health_check_find(health, NDCTL_OCXL_CONDITION_GONE) != NULL;
}

static void add_answers(struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_health_check *health = &metrics->health;

	if (has_smart(metrics))
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record, &health->smart);
	if (has_stats(metrics)) {
		ocxl_stats_fill(&metrics->stats, &health->stats);
		ocxl_result_add_section(result, "stats", &ocxl_stats_record, &metrics->stats);
	}
	ocxl_result_add_section(result, "check", &ocxl_check_record, &health->record);
}

/* the health register is newer than the flags */
static void fill_readiness(const struct metrics *metrics, struct ocxl_metrics_record *record,
			   const struct ocxl_dimm *dimm)
{
	if (has_capabilities(metrics)) {
		const uint64_t health = metrics->health.capabilities.health_status;

		record->ready = health & OCXLPMEM_HEALTH_CONTROLLER_READY;
		record->memory_available = health & OCXLPMEM_HEALTH_MEMORY_AVAILABLE;
	} else if (dimm->evidence.has_flags && !metrics->gone) {
		const unsigned int flags = dimm->evidence.flags;

		record->ready = !(flags & NDCTL_OCXL_FLAG_NOT_READY);
		record->memory_available = !(flags & NDCTL_OCXL_FLAG_MEM_UNAVAILABLE);
	} else {
		return;
	}
	record->present |= 1ULL << OCXL_METRICS_HAS_READINESS;
}

static void fill_start_time(const struct metrics *metrics, struct ocxl_metrics_record *record)
{
	uint64_t now = (uint64_t)time(NULL);
	uint64_t uptime;

	if (!has_stats(metrics))
		return;
	uptime = metrics->stats.counters.reset_uptime_seconds;
	if (uptime > now)
		return;
	record->start_time_seconds = now - uptime;
	record->present |= 1ULL << OCXL_METRICS_HAS_START_TIME;
}

static void fill_life(const struct metrics *metrics, struct ocxl_metrics_record *record)
{
	const struct ocxl_smart_summary_record *summary = &metrics->health.smart;

	if (has_smart(metrics) && summary->present & 1ULL << OCXL_SMART_HAS_LIFE)
		record->life_remaining_percentage = summary->life_remaining_percentage;
	else if (has_stats(metrics) &&
		 metrics->stats.counters.life_remaining_percentage <= NDCTL_OCXL_PERCENTAGE_MAX)
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

	if (!dimm->controller) {
		ocxl_result_set_unsupported(result, OCXLPMEM_CMD_CAPABILITIES);
		return;
	}
	ocxl_health_check_begin(&metrics->health, dimm);
	read_all(dimm, options, result);
	ocxl_info_fill(&metrics->info, dimm,
		       has_capabilities(metrics) ? &metrics->health.capabilities : NULL);
	if (!metrics->gone)
		ocxl_result_add_section(result, "info", &ocxl_info_record, &metrics->info);
	add_answers(result);
	record = &metrics->record;
	record->up = has_controller_answered(&metrics->health);
	fill_readiness(metrics, record, dimm);
	fill_life(metrics, record);
	fill_start_time(metrics, record);
	record->duration_us = (ocxl_clock_now_ns() - start) / 1000;
	ocxl_result_add_section(result, "scrape", &ocxl_metrics_record, record);
}

/* a run that names DIMMs is not all that the host has */
static bool covers_host(const struct ocxl_options *options)
{
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		if (!strcmp(options->dimms[i], "all"))
			return true;
	}
	return !options->dimm_count;
}

/* the renderer reads the host at the end */
static int complete_metrics(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list)
{
	static struct ocxl_host_record host;

	ocxl_host_describe(&host);
	if (covers_host(sink->options))
		sink->document.host_record = &host;
	return 0;
}

static void release_metrics(void *payload)
{
	struct metrics *metrics = payload;

	ocxl_health_check_release(&metrics->health);
}

const struct ocxl_verb ocxl_verb_metrics = {
	.name = "metrics",
	.summary = "write metrics for Prometheus",
	.key = "metrics",
	.sysfs = OCXL_SYSFS_FLAGS | OCXL_SYSFS_FW_VERSION,
	.mode = 0644,
	.metrics = true,
	.fetch = fetch_metrics,
	.complete = complete_metrics,
	.release = release_metrics,
};
