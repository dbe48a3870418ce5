// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
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

/* the reader that goes away is noticed while nothing is written as well */
static int pause_until(const struct ocxl_rounds *rounds, uint64_t deadline)
{
	struct pollfd output = { .fd = ocxl_output_poll_fd(rounds->sink->output) };
	int rc = ocxl_wait(&output, 1, deadline);

	if (rc <= 0)
		return rc;
	ocxl_sink_lock(rounds->sink);
	return ocxl_sink_unlock(rounds->sink, -EPIPE);
}

static bool is_hopeful(const struct ocxl_position *positions, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (ocxl_position_is_hopeful(&positions[i]))
			return true;
	}
	return false;
}

/* what all DIMMs did together is known when all were asked: not when a signal came */
static int end_interval(const struct ocxl_rounds *rounds, const struct ocxl_position *positions)
{
	struct ocxl_sink *sink = rounds->sink;
	struct ocxl_rates_record total = { 0 };
	struct ocxl_growth sum = { 0 };
	const struct ocxl_section section = { rounds->verb->key, &ocxl_rates_record, &total };
	bool whole = !ocxl_stop_requested();
	size_t i;
	int rc;

	for (i = 0; whole && i < rounds->selection->count; i++)
		ocxl_rates_add(&total, &sum, &positions[i].growth);
	rc = ocxl_sink_lock(sink);
	if (!rc)
		rc = ocxl_render_interval_end(sink->render, total.dimm_count ? &section : NULL);
	if (!rc)
		rc = ocxl_output_flush(sink->output);
	return ocxl_sink_unlock(sink, rc);
}

static int show_interval(const struct ocxl_rounds *rounds, const struct ocxl_position *positions)
{
	struct ocxl_sink *sink = rounds->sink;
	int rc = ocxl_sink_lock(sink);
	int end;

	rounds->document->time = time(NULL);
	if (!rc)
		rc = ocxl_render_interval_begin(sink->render);
	rc = ocxl_sink_unlock(sink, rc);
	if (rc)
		return rc;
	if (rounds->selection->count)
		rc = rounds->ask(rounds->context, rounds->selection);
	/* a document that a signal ends is a document all the same */
	if (rc && rc != -EINTR)
		return rc;
	end = end_interval(rounds, positions);
	return rc ? rc : end;
}

static int show_intervals(const struct ocxl_rounds *rounds, const struct ocxl_position *positions)
{
	uint64_t interval = rounds->options->interval_ms * OCXL_MILLISECOND_NS;
	uint64_t next = ocxl_wait_now() + interval;
	uint64_t shown, now;
	int rc;

	if (!is_hopeful(positions, rounds->selection->count))
		return show_interval(rounds, positions);
	for (shown = 0; !rounds->options->count || shown < rounds->options->count; shown++) {
		rc = pause_until(rounds, next);
		now = ocxl_wait_now();
		/*
		 * Cards that take longer to answer make intervals longer. After one that was late by
		 * half of it they are counted anew: the next one would be next to nothing.
		 */
		next = (now < next + interval / 2 ? next : now) + interval;
		if (!rc)
			rc = show_interval(rounds, positions);
		if (rc)
			return rc;
	}
	return 0;
}

static void set_silent(struct ocxl_position *positions, size_t count, bool silent)
{
	size_t i;

	for (i = 0; i < count; i++)
		positions[i].silent = silent;
}

int ocxl_interval(const struct ocxl_rounds *rounds)
{
	size_t count = rounds->selection->count;
	struct ocxl_position *positions = ocxl_position_attach(rounds->selection);
	int rc;

	if (!positions)
		return -ENOMEM;
	set_silent(positions, count, true);
	rc = count ? rounds->ask(rounds->context, rounds->selection) : 0;
	if (!rc) {
		set_silent(positions, count, false);
		rc = show_intervals(rounds, positions);
	}
	/* threads that are still at work keep what they work with */
	if (!ocxl_stop_requested())
		free(positions);
	return rc;
}
