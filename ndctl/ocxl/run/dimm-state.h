/* SPDX-License-Identifier: GPL-2.0-only */
/* State that --follow and --interval keep of a DIMM between two requests. */
#ifndef OCXL_DIMM_STATE_H
#define OCXL_DIMM_STATE_H

#include "ocxl/base/error.h"
#include "ocxl/records/records.h"
#include "ocxl/records/rates.h"

struct ocxl_result;

/**
 * struct ocxl_dimm_state - state of one DIMM; zero before the first request
 * @silent: show no result: the first values of --interval are only the base of the first rates
 * @outcome: of the last request
 * @reported: message of the last failure; empty after a success
 * @truncated: "truncated" was reported: the driver cannot keep more entries
 * @cursor: error log: of the last entry shown; 0: none
 * @shown: error log: number of entries shown
 * @has_events: @events is valid
 * @events: as shown last
 * @has_sample: @sample is valid
 * @sample: counters of the last request
 * @sample_ns: time of @sample, by ocxl_clock_now_ns()
 * @growth: of the counters in the last interval
 */
struct ocxl_dimm_state {
	bool silent;
	enum ocxl_outcome outcome;
	char reported[sizeof(((struct ocxl_failure *)0)->message)];
	bool truncated;
	uint64_t cursor;
	uint64_t shown;
	bool has_events;
	struct ndctl_ocxl_events events;
	bool has_sample;
	struct ndctl_ocxl_stats sample;
	uint64_t sample_ns;
	struct ocxl_rates_growth growth;
};

/**
 * ocxl_dimm_state_update() - remember the outcome of a request
 * @result: nothing happens if its DIMM has no state; @repeated is set if its failure, or its
 *	"truncated", was already reported
 */
void ocxl_dimm_state_update(struct ocxl_result *result);

/** ocxl_dimm_state_may_succeed() - false if a permission or the command is missing */
bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state);

#endif /* OCXL_DIMM_STATE_H */
