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

struct metrics {
	struct ocxl_metrics_record scrape;
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_info_record info;
	struct ocxl_smart smart;
	struct ocxl_stats_record stats;
	struct ndctl_ocxl_events events;
	bool has_capabilities;
	bool has_smart;
	bool has_stats;
	bool has_events;
	bool gone; /* then sysfs is as it was, or made of registers that read all ones */
	bool silent; /* SMART timed out: nothing else is asked that the controller must answer */
};

static bool answered(struct ocxl_result *result, const struct ocxl_command *exchange)
{
	struct metrics *metrics = result->payload;

	if (exchange->rc)
		ocxl_result_add_failure(result, exchange);
	metrics->gone |= exchange->rc == -ENXIO || exchange->rc == -ENODEV;
	return !exchange->rc;
}

static void ask_capabilities(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			     struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_command exchange;

	ocxl_info_read(&exchange, &metrics->capabilities, dimm, options);
	metrics->has_capabilities = answered(result, &exchange);
	ocxl_command_release(&exchange);
}

static void ask_smart(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	struct ocxl_command exchange;

	ocxl_smart_read(&exchange, &metrics->smart, dimm, options);
	metrics->has_smart = answered(result, &exchange);
	metrics->silent = exchange.wire_status == OCXL_STATUS_TIMEOUT;
	ocxl_command_release(&exchange);
	if (metrics->has_smart)
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record,
					&metrics->smart.summary);
}

static void ask_stats(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	unsigned int before = result->failure_count;

	ocxl_stats_read(&metrics->stats, dimm, options, result);
	metrics->has_stats = result->failure_count == before;
}

static void ask_events(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct metrics *metrics = result->payload;
	unsigned int before = result->failure_count;

	ocxl_events_read(&metrics->events, dimm, options, result);
	metrics->has_events = result->failure_count == before;
}

static void ask(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		struct ocxl_result *result)
{
	const struct metrics *metrics = result->payload;

	if (ocxl_dimm_supports(dimm, OCXL_CMD_CAPABILITIES))
		ask_capabilities(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_SMART))
		ask_smart(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_STATS) && !metrics->silent)
		ask_stats(dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_EVENTS))
		ask_events(dimm, options, result);
}

static unsigned int findings_of_pending(uint64_t pending)
{
	unsigned int state = 0;

	if (pending & 1ULL << OCXL_EVENT_ERROR_LOG)
		state |= OCXL_CONDITION_ERROR_LOG;
	if (pending & 1ULL << OCXL_EVENT_DUMP)
		state |= OCXL_CONDITION_DUMP;
	if (pending & 1ULL << OCXL_EVENT_HARDWARE_FATAL)
		state |= OCXL_CONDITION_HW_FATAL;
	if (pending & 1ULL << OCXL_EVENT_FIRMWARE_FATAL)
		state |= OCXL_CONDITION_FW_FATAL;
	return state;
}

/* the register knows nothing of entries that the driver holds, so it is asked last */
static void fill_state(const struct metrics *metrics, struct ocxl_metrics_record *scrape,
		       const struct ocxl_dimm *dimm)
{
	unsigned int state;

	if (metrics->has_events)
		state = findings_of_pending(metrics->events.pending);
	else if (dimm->has_flags && !metrics->gone)
		state = ocxl_conditions_of_flags(dimm->flags);
	else if (metrics->has_capabilities)
		state = ocxl_conditions_of_health(metrics->capabilities.health_status);
	else
		return;
	scrape->present |= 1ULL << OCXL_METRICS_HAS_STATE;
	scrape->error_log_pending = state & OCXL_CONDITION_ERROR_LOG;
	scrape->dump_pending = state & OCXL_CONDITION_DUMP;
	scrape->hardware_fatal = state & OCXL_CONDITION_HW_FATAL;
	scrape->firmware_fatal = state & OCXL_CONDITION_FW_FATAL;
}

static void fill_readiness(const struct metrics *metrics, struct ocxl_metrics_record *scrape,
			   const struct ocxl_dimm *dimm)
{
	unsigned int state;

	if (metrics->has_capabilities)
		state = ocxl_conditions_of_health(metrics->capabilities.health_status);
	else if (dimm->has_flags && !metrics->gone)
		state = ocxl_conditions_of_flags(dimm->flags);
	else
		return;
	scrape->present |= 1ULL << OCXL_METRICS_HAS_READINESS;
	scrape->ready = !(state & OCXL_CONDITION_NOT_READY);
	scrape->memory_available = !(state & OCXL_CONDITION_MEM_UNAVAILABLE);
}

static void fill_life(const struct metrics *metrics, struct ocxl_metrics_record *scrape)
{
	const struct ocxl_smart_summary_record *summary = &metrics->smart.summary;

	if (metrics->has_smart && summary->present & 1ULL << OCXL_SMART_HAS_LIFE)
		scrape->life_remaining_percentage = summary->life_remaining_percentage;
	else if (metrics->has_stats)
		scrape->life_remaining_percentage =
			metrics->stats.counters.life_remaining_percentage;
	else
		return;
	scrape->present |= 1ULL << OCXL_METRICS_HAS_LIFE;
}

void ocxl_fetch_metrics(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct metrics *metrics = ocxl_result_alloc_payload(result, sizeof(*metrics));
	uint64_t start = ocxl_clock_now_ns();
	struct ocxl_metrics_record *scrape;

	if (!metrics)
		return;
	if (!dimm->cmd_mask) {
		ocxl_result_set_unsupported(result, OCXL_CMD_CAPABILITIES);
		return;
	}
	ask(dimm, options, result);
	ocxl_info_fill(&metrics->info, dimm,
		       metrics->has_capabilities ? &metrics->capabilities : NULL);
	if (!metrics->gone)
		ocxl_result_add_section(result, "info", &ocxl_info_record, &metrics->info);
	scrape = &metrics->scrape;
	scrape->up = metrics->has_capabilities || metrics->has_smart || metrics->has_stats ||
		     metrics->has_events;
	fill_state(metrics, scrape, dimm);
	fill_readiness(metrics, scrape, dimm);
	fill_life(metrics, scrape);
	scrape->duration_us = (ocxl_clock_now_ns() - start) / 1000;
	ocxl_result_add_section(result, "scrape", &ocxl_metrics_record, scrape);
}

void ocxl_release_metrics(void *payload)
{
	struct metrics *metrics = payload;

	ocxl_smart_release(&metrics->smart);
}
