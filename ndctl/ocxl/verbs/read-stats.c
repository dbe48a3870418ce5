// SPDX-License-Identifier: GPL-2.0-only
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/wait.h"
#include "ocxl/records/rates.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/verbs.h"

struct stats_payload {
	struct ocxl_stats_record stats;
	struct ocxl_rates_record rates;
};

void ocxl_stats_fill(struct ocxl_stats_record *record, const struct ndctl_ocxl_stats *stats)
{
	const struct ndctl_ocxl_stats nothing = { 0 };
	struct ocxl_rates_growth growth;

	record->counters = *stats;
	ocxl_rates_grow(&growth, &nothing, stats, 1);
	ocxl_means_derive(&record->means, &growth);
}

void ocxl_stats_read(struct ocxl_command *command, struct ndctl_ocxl_stats *stats,
		     const struct ocxl_dimm *dimm)
{
	ocxl_worker_send(command, dimm, ndctl_dimm_ocxl_cmd_new_stats(dimm->ndctl),
			 OCXLPMEM_CMD_STATS);
	if (!command->rc)
		command->rc = ndctl_cmd_ocxl_get_stats(command->cmd, stats);
}

/* Return: 0, or a negative errno after adding the failure to @result */
static int read_counters(struct ocxl_stats_record *record, const struct ocxl_dimm *dimm,
			 const struct ocxl_options *options, struct ocxl_result *result)
{
	struct ndctl_ocxl_stats stats;
	struct ocxl_command command;

	ocxl_stats_read(&command, &stats, dimm);
	if (command.rc)
		ocxl_result_add_failed_command(result, &command);
	else
		ocxl_stats_fill(record, &stats);
	ocxl_command_release(&command);
	return command.rc;
}

static void read_totals(struct stats_payload *payload, const struct ocxl_dimm *dimm,
			const struct ocxl_options *options, struct ocxl_result *result)
{
	if (!read_counters(&payload->stats, dimm, options, result))
		ocxl_result_add_section(result, "stats", &ocxl_stats_record, &payload->stats);
}

/* after a failure, the interval begins with the last answer of the DIMM */
static void measure_rates(struct ocxl_dimm_state *state, const struct ndctl_ocxl_stats *stats,
			  struct ocxl_rates_record *rates)
{
	uint64_t now = ocxl_clock_now_ns();

	ocxl_rates_measure(rates, &state->growth, state->has_sample ? &state->sample : NULL, stats,
			   now - state->sample_ns);
	state->sample = *stats;
	state->sample_ns = now;
	state->has_sample = true;
}

static void read_rates(struct stats_payload *payload, const struct ocxl_dimm *dimm,
		       const struct ocxl_options *options, struct ocxl_result *result)
{
	struct ocxl_dimm_state *state = dimm->state;

	state->growth.known = false;
	if (read_counters(&payload->stats, dimm, options, result))
		return;
	measure_rates(state, &payload->stats.counters, &payload->rates);
	ocxl_result_add_section(result, "stats", &ocxl_rates_record, &payload->rates);
}

static void fetch_stats(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct stats_payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));

	if (dimm->state)
		read_rates(payload, dimm, options, result);
	else
		read_totals(payload, dimm, options, result);
}

const struct ocxl_verb ocxl_verb_read_stats = {
	.name = "read-stats",
	.summary = "show the controller's counters, mean latencies and rates",
	.key = "stats",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_STATS),
	.options = OCXL_HAS_INTERVAL | OCXL_HAS_COUNT,
	.mode = 0644,
	.fetch = fetch_stats,
};
