/* SPDX-License-Identifier: GPL-2.0-only */
/* Rates of an interval, computed from the counters of a controller at its start and end. */
#ifndef OCXL_RATES_H
#define OCXL_RATES_H

#include "ocxl/records/records.h"

/* how much the counters grew in an interval */
struct ocxl_rates_growth {
	bool known; /* there are earlier counters, and no reset */
	double per_second[OCXL_RATES]; /* growth per second */
	double count[OCXL_RATES]; /* growth */
	unsigned int excess; /* bit n: a DIMM had more hits, count n, than accesses */
	double duration_ns[OCXL_RATE_TIMED]; /* growth of the durations */
};

/* @seconds: between @before and @after */
void ocxl_rates_grow(struct ocxl_rates_growth *growth, const struct ndctl_ocxl_stats *before,
		     const struct ndctl_ocxl_stats *after, double seconds);

/*
 * A mean is known if its count is not 0. A hit percentage is hits per host load (or store), and
 * known if these are neither 0 nor fewer than the hits.
 */
void ocxl_means_derive(struct ocxl_means *means, const struct ocxl_rates_growth *growth);

/* the number of resets changed, or a counter or the time since the last reset decreased */
bool ocxl_rates_were_reset(const struct ndctl_ocxl_stats *before,
			   const struct ndctl_ocxl_stats *after);

/* @before: NULL: unknown. @interval_ns: between both, not 0. @growth: for ocxl_rates_add() */
void ocxl_rates_measure(struct ocxl_rates_record *record, struct ocxl_rates_growth *growth,
			const struct ndctl_ocxl_stats *before, const struct ndctl_ocxl_stats *after,
			uint64_t interval_ns);

/* add a DIMM to the rates of all DIMMs together; @total and @sum are zero before the first one */
void ocxl_rates_add(struct ocxl_rates_record *total, struct ocxl_rates_growth *sum,
		    const struct ocxl_rates_growth *growth);

#endif /* OCXL_RATES_H */
