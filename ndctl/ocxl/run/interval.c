// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/output.h"
#include "ocxl/records/rates.h"
#include "ocxl/render/render.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/run.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* ends early when the reader of the output closes it */
static int wait_until(const struct ocxl_repeat *repeat, uint64_t deadline)
{
	struct pollfd output = { .fd = ocxl_output_poll_fd(repeat->sink->output) };
	int rc = ocxl_workers_wait_for_fds(repeat->workers, &output, 1, deadline);

	return rc <= 0 ? rc : ocxl_result_sink_fail(repeat->sink, -EPIPE);
}

static bool may_any_succeed(const struct ocxl_dimm_state *states, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (ocxl_dimm_state_may_succeed(&states[i]))
			return true;
	}
	return false;
}

/* rates of all DIMMs together need all DIMMs: after a signal they are unknown */
static int end_interval(const struct ocxl_repeat *repeat, const struct ocxl_dimm_state *states)
{
	struct ocxl_result_sink *sink = repeat->sink;
	struct ocxl_rates_record total = { 0 };
	struct ocxl_rates_growth sum = { 0 };
	const struct ocxl_section section = { repeat->verb->key, &ocxl_rates_record, &total };
	bool whole = !ocxl_signals_stop_requested();
	size_t i;
	int rc;

	for (i = 0; whole && i < repeat->dimm_list->count; i++)
		ocxl_rates_add(&total, &sum, &states[i].growth);
	rc = sink->error;
	if (!rc)
		rc = ocxl_render_end_interval(sink->render, total.dimm_count ? &section : NULL);
	if (!rc)
		rc = ocxl_output_flush(sink->output);
	return ocxl_result_sink_fail(sink, rc);
}

static int show_interval(const struct ocxl_repeat *repeat, const struct ocxl_dimm_state *states)
{
	struct ocxl_result_sink *sink = repeat->sink;
	int rc = sink->error;
	int end;

	sink->document.time = time(NULL);
	if (!rc)
		rc = ocxl_render_begin_interval(sink->render);
	if (rc)
		return ocxl_result_sink_fail(sink, rc);
	rc = ocxl_workers_query_all(repeat->workers);
	/* a signal ends the run, and the document is still completed */
	if (rc && rc != -EINTR)
		return rc;
	ocxl_result_sink_show_omitted(sink, &repeat->dimm_list->omitted);
	end = end_interval(repeat, states);
	return rc ? rc : end;
}

static int show_intervals(const struct ocxl_repeat *repeat, const struct ocxl_dimm_state *states)
{
	uint64_t interval = repeat->options->interval_ms * OCXL_MILLISECOND_NS;
	uint64_t next = ocxl_clock_now_ns() + interval;
	uint64_t shown, now;
	int rc;

	if (!may_any_succeed(states, repeat->dimm_list->count))
		return show_interval(repeat, states);
	for (shown = 0; !repeat->options->count || shown < repeat->options->count; shown++) {
		rc = wait_until(repeat, next);
		now = ocxl_clock_now_ns();
		/*
		 * Slow cards make an interval longer. If it was longer by more than half, the next
		 * one begins now: until its scheduled end it would be too short for useful rates.
		 */
		next = (now < next + interval / 2 ? next : now) + interval;
		if (!rc)
			rc = show_interval(repeat, states);
		if (rc)
			return rc;
	}
	return 0;
}

static void set_baseline(struct ocxl_dimm_state *states, size_t count, bool baseline)
{
	size_t i;

	for (i = 0; i < count; i++)
		states[i].baseline = baseline;
}

static void attach_states(const struct ocxl_repeat *repeat, struct ocxl_dimm_state *states)
{
	struct ocxl_worker *worker;

	for (worker = repeat->workers->first; worker; worker = worker->next)
		worker->dimm.state = states++;
}

int ocxl_interval_run(const struct ocxl_repeat *repeat)
{
	size_t count = repeat->dimm_list->count;
	struct ocxl_dimm_state *states = ocxl_alloc_zeroed(count + 1, sizeof(*states));
	int rc;

	attach_states(repeat, states);
	set_baseline(states, count, true);
	rc = ocxl_workers_query_all(repeat->workers);
	if (!rc) {
		set_baseline(states, count, false);
		rc = show_intervals(repeat, states);
	}
	free(states);
	return rc;
}
