/* SPDX-License-Identifier: GPL-2.0-only */
/* Rates of an interval, computed from the counters of a controller at its start and end. */
#ifndef OCXL_RATES_H
#define OCXL_RATES_H

#include "ocxl/records/stats-record.h"

/* counters with a rate; OCXL_RATE_TIMED is the number of those that have a duration, too */
enum {
	OCXL_RATE_HOST_LOAD,
	OCXL_RATE_HOST_STORE,
	OCXL_RATE_MEDIA_READ,
	OCXL_RATE_MEDIA_WRITE,
	OCXL_RATE_CACHE_READ_HIT,
	OCXL_RATE_CACHE_WRITE_HIT,
	OCXL_RATE_FAST_WRITE,
	OCXL_RATES,
	OCXL_RATE_TIMED = OCXL_RATE_MEDIA_WRITE + 1,
};

/* bits of ocxl_rates_record.present */
enum {
	OCXL_RATES_HAS_COUNTERS,
	OCXL_RATES_HAS_INTERVAL,
	OCXL_RATES_HAS_FIRST,
	OCXL_RATES_HAS_RESET,
	OCXL_RATES_HAS_DIMM_COUNT,
	OCXL_RATES_HAS_RATES,
	OCXL_RATES_HAS_MEANS, /* the first of OCXL_RATE_TIMED bits */
	OCXL_RATES_HAS_CACHE_READ_HIT = OCXL_RATES_HAS_MEANS + OCXL_RATE_TIMED,
	OCXL_RATES_HAS_CACHE_WRITE_HIT,
};

/**
 * struct ocxl_rates_record - an interval of one DIMM, or of all DIMMs together
 * @counters: at the end of the interval; not for all DIMMs together
 * @interval_seconds: length of the interval for this DIMM
 * @first: there are no earlier counters, so there are no rates
 * @reset: the counters were reset in the interval, so there are no rates
 * @dimm_count: number of DIMMs in the sums; only for all DIMMs together
 * @per_second: rates
 * @mean_ns: mean durations of the operations in the interval
 * @cache_read_hit_percentage: loads by the host that the cache served
 * @cache_write_hit_percentage: stores by the host that the cache accepted
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
 * struct ocxl_rates_growth - how much the counters grew in an interval
 * @known: there are earlier counters, and no reset
 * @per_second: growth per second
 * @count: growth
 * @duration_ns: growth of the durations
 */
struct ocxl_rates_growth {
	bool known;
	double per_second[OCXL_RATES];
	double count[OCXL_RATES];
	double duration_ns[OCXL_RATE_TIMED];
};

/**
 * ocxl_rates_were_reset() - check whether the counters were reset
 * @before: earlier counters
 * @after: later counters
 *
 * Return: true when the number of resets changed, or a counter or the time since the last reset
 * decreased.
 */
bool ocxl_rates_were_reset(const struct ndctl_ocxl_stats *before,
			   const struct ndctl_ocxl_stats *after);

/**
 * ocxl_rates_measure() - compute the rates of one DIMM
 * @record: receives the rates
 * @growth: receives the growth, for ocxl_rates_add()
 * @before: counters at the start of the interval; NULL: unknown
 * @after: counters at its end
 * @interval_ns: its length, not 0
 */
void ocxl_rates_measure(struct ocxl_rates_record *record, struct ocxl_rates_growth *growth,
			const struct ndctl_ocxl_stats *before, const struct ndctl_ocxl_stats *after,
			uint64_t interval_ns);

/**
 * ocxl_rates_add() - add a DIMM to the rates of all DIMMs together
 * @total: rates of the DIMMs so far; zero before the first one
 * @sum: growth of the DIMMs so far; zero before the first one
 * @growth: of the DIMM; nothing is added if it is unknown
 */
void ocxl_rates_add(struct ocxl_rates_record *total, struct ocxl_rates_growth *sum,
		    const struct ocxl_rates_growth *growth);

#endif /* OCXL_RATES_H */
