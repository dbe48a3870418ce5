/* SPDX-License-Identifier: GPL-2.0-only */
/* State that --follow and --interval keep of a DIMM between two requests. */
#ifndef OCXL_DIMM_STATE_H
#define OCXL_DIMM_STATE_H

#include "ocxl/base/error.h"
#include "ocxl/records/records.h"
#include "ocxl/records/rates.h"

struct ocxl_result;

/* state of one DIMM; zero before the first request */
struct ocxl_dimm_state {
	/* show no result: the first values of --interval are only the base of the first rates */
	bool silent;
	enum ocxl_outcome outcome; /* of the last request */
	/* message of the last failure; empty after a success */
	char reported[sizeof(((struct ocxl_failure *)0)->message)];
	bool truncated; /* "truncated" was reported: the driver cannot keep more entries */
	uint64_t cursor; /* error log: of the last entry shown; 0: none */
	uint64_t shown; /* error log: number of entries shown */
	bool has_events;
	struct ndctl_ocxl_events events; /* as shown last */
	bool has_sample;
	struct ndctl_ocxl_stats sample; /* counters of the last request */
	uint64_t sample_ns; /* time of @sample, by ocxl_clock_now_ns() */
	struct ocxl_rates_growth growth; /* of the counters in the last interval */
};

/*
 * remember the outcome of a request
 * @result: nothing happens if its DIMM has no state; @repeated is set if its failure, or its
 *   "truncated", was already reported
 */
void ocxl_dimm_state_update(struct ocxl_result *result);

/* false if a permission or the command is missing */
bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state);

#endif /* OCXL_DIMM_STATE_H */
