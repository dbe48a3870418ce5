/* SPDX-License-Identifier: GPL-2.0-only */
/* What two looks at a controller's counters say of the time in between. Pure. */
#ifndef OCXL_RATES_H
#define OCXL_RATES_H

#include "ocxl/records/stats-record.h"

enum {
	OCXL_RATE_HOST_LOAD,
	OCXL_RATE_HOST_STORE,
	OCXL_RATE_MEDIA_READ,
	OCXL_RATE_MEDIA_WRITE,
	OCXL_RATE_CACHE_READ_HIT,
	OCXL_RATE_CACHE_WRITE_HIT,
	OCXL_RATE_FAST_WRITE,
	OCXL_RATES, /* those above have a rate; the time of the first four is counted as well */
	OCXL_RATE_TIMED = OCXL_RATE_MEDIA_WRITE + 1,
};

enum {
	OCXL_RATES_HAS_COUNTERS,
	OCXL_RATES_HAS_INTERVAL,
	OCXL_RATES_HAS_FIRST,
	OCXL_RATES_HAS_RESET,
	OCXL_RATES_HAS_DIMM_COUNT,
	OCXL_RATES_HAS_RATES,
	OCXL_RATES_HAS_MEANS, /* and the OCXL_RATE_TIMED - 1 bits behind it */
	OCXL_RATES_HAS_CACHE_READ_HIT = OCXL_RATES_HAS_MEANS + OCXL_RATE_TIMED,
	OCXL_RATES_HAS_CACHE_WRITE_HIT,
};

/**
 * struct ocxl_rates_record - an interval of one DIMM, or of all together
 * @counters: at its end; of all together there are none
 * @interval_seconds: how long it was for this DIMM
 * @first: nobody looked before, so there was no interval
 * @reset: the counters began anew, so nothing can be said of the interval
 * @dimm_count: how many DIMMs are in it; of all together only
 * @per_second: rates
 * @mean_ns: what an operation of the interval took
 * @cache_read_hit_percentage: hits by loads of the interval
 * @cache_write_hit_percentage: hits by stores of the interval
 */
struct ocxl_rates_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_stats counters;
	double interval_seconds;
	bool first;
	bool reset;
	uint64_t dimm_count;
	double per_second[OCXL_RATES];
	double mean_ns[OCXL_RATE_TIMED];
	double cache_read_hit_percentage;
	double cache_write_hit_percentage;
};
extern const struct ocxl_record ocxl_rates_record;

/**
 * struct ocxl_growth - how much was counted in an interval
 * @known: there was an interval, and no reset in it
 * @per_second: of each counter
 * @count: of each counter
 * @duration_ns: of those that are timed
 */
struct ocxl_growth {
	bool known;
	double per_second[OCXL_RATES];
	double count[OCXL_RATES];
	double duration_ns[OCXL_RATE_TIMED];
};

/**
 * ocxl_rates_were_reset() - did the counters begin anew between two looks
 *
 * A controller says so by its count of resets; of one that does not, a counter or
 * its time since the last reset that went back does.
 */
bool ocxl_rates_were_reset(const struct ndctl_ocxl_stats *before,
			   const struct ndctl_ocxl_stats *after);

/**
 * ocxl_rates_measure() - an interval of one DIMM
 * @record: receives it
 * @growth: receives what ocxl_rates_add() needs
 * @before: counters at its start; NULL: nobody looked, so there was none
 * @after: counters at its end
 * @interval_ns: its length, not 0
 */
void ocxl_rates_measure(struct ocxl_rates_record *record, struct ocxl_growth *growth,
			const struct ndctl_ocxl_stats *before, const struct ndctl_ocxl_stats *after,
			uint64_t interval_ns);

/**
 * ocxl_rates_add() - take one DIMM into the interval of all together
 * @total: zero before the first one; what is not known of @growth is left out
 * @sum: growth of those before; zero before the first one
 * @growth: of the DIMM
 */
void ocxl_rates_add(struct ocxl_rates_record *total, struct ocxl_growth *sum,
		    const struct ocxl_growth *growth);

#endif /* OCXL_RATES_H */
