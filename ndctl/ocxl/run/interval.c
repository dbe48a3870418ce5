// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/output.h"
#include "ocxl/records/rates.h"
#include "ocxl/render/render.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"

/* ends early when the reader of the output closes it */
static int wait_until(const struct ocxl_repeat *repeat, uint64_t deadline)
{
	struct pollfd output = { .fd = ocxl_output_poll_fd(repeat->sink->output) };
	int rc = ocxl_wait_for_fds(&output, 1, deadline);

	if (rc <= 0)
		return rc;
	ocxl_result_sink_lock(repeat->sink);
	return ocxl_result_sink_unlock(repeat->sink, -EPIPE);
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
	rc = ocxl_result_sink_lock(sink);
	if (!rc)
		rc = ocxl_render_end_interval(sink->render, total.dimm_count ? &section : NULL);
	if (!rc)
		rc = ocxl_output_flush(sink->output);
	return ocxl_result_sink_unlock(sink, rc);
}

static int show_interval(const struct ocxl_repeat *repeat, const struct ocxl_dimm_state *states)
{
	struct ocxl_result_sink *sink = repeat->sink;
	int rc = ocxl_result_sink_lock(sink);
	int end;

	sink->document.time = time(NULL);
	if (!rc)
		rc = ocxl_render_begin_interval(sink->render);
	rc = ocxl_result_sink_unlock(sink, rc);
	if (rc)
		return rc;
	if (repeat->dimm_list->count)
		rc = repeat->fetch_list(repeat->context, repeat->dimm_list);
	/* a signal ends the run, and the document is still completed */
	if (rc && rc != -EINTR)
		return rc;
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
		 * Slow cards make an interval longer. If it was longer by more than half, the next one
		 * begins now: until its scheduled end it would be too short for useful rates.
		 */
		next = (now < next + interval / 2 ? next : now) + interval;
		if (!rc)
			rc = show_interval(repeat, states);
		if (rc)
			return rc;
	}
	return 0;
}

static void set_silent(struct ocxl_dimm_state *states, size_t count, bool silent)
{
	size_t i;

	for (i = 0; i < count; i++)
		states[i].silent = silent;
}

int ocxl_interval_run(const struct ocxl_repeat *repeat)
{
	size_t count = repeat->dimm_list->count;
	struct ocxl_dimm_state *states = ocxl_dimm_state_attach_all(repeat->dimm_list);
	int rc;

	if (!states)
		return -ENOMEM;
	set_silent(states, count, true);
	rc = count ? repeat->fetch_list(repeat->context, repeat->dimm_list) : 0;
	if (!rc) {
		set_silent(states, count, false);
		rc = show_intervals(repeat, states);
	}
	/* after a signal, threads may still run and use the states */
	if (!ocxl_signals_stop_requested())
		free(states);
	return rc;
}
