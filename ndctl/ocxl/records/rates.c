// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "ocxl/records/rates.h"

static const size_t counter_offsets[OCXL_RATES] = {
	[OCXL_RATE_HOST_LOAD] = offsetof(struct ndctl_ocxl_stats, host_load_count),
	[OCXL_RATE_HOST_STORE] = offsetof(struct ndctl_ocxl_stats, host_store_count),
	[OCXL_RATE_MEDIA_READ] = offsetof(struct ndctl_ocxl_stats, media_read_count),
	[OCXL_RATE_MEDIA_WRITE] = offsetof(struct ndctl_ocxl_stats, media_write_count),
	[OCXL_RATE_CACHE_READ_HIT] = offsetof(struct ndctl_ocxl_stats, cache_read_hit_count),
	[OCXL_RATE_CACHE_WRITE_HIT] = offsetof(struct ndctl_ocxl_stats, cache_write_hit_count),
	[OCXL_RATE_FAST_WRITE] = offsetof(struct ndctl_ocxl_stats, fast_write_count),
};

static const size_t duration_offsets[OCXL_RATE_TIMED] = {
	[OCXL_RATE_HOST_LOAD] = offsetof(struct ndctl_ocxl_stats, host_load_duration_ns),
	[OCXL_RATE_HOST_STORE] = offsetof(struct ndctl_ocxl_stats, host_store_duration_ns),
	[OCXL_RATE_MEDIA_READ] = offsetof(struct ndctl_ocxl_stats, media_read_duration_ns),
	[OCXL_RATE_MEDIA_WRITE] = offsetof(struct ndctl_ocxl_stats, media_write_duration_ns),
};

static uint64_t read_counter(const struct ndctl_ocxl_stats *stats, size_t offset)
{
	uint64_t value;

	memcpy(&value, (const char *)stats + offset, sizeof(value));
	return value;
}

static bool has_decreased(const struct ndctl_ocxl_stats *before,
			  const struct ndctl_ocxl_stats *after, const size_t *offsets, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (read_counter(after, offsets[i]) < read_counter(before, offsets[i]))
			return true;
	}
	return false;
}

bool ocxl_rates_were_reset(const struct ndctl_ocxl_stats *before,
			   const struct ndctl_ocxl_stats *after)
{
	return after->reset_count != before->reset_count ||
	       after->reset_uptime_seconds < before->reset_uptime_seconds ||
	       has_decreased(before, after, counter_offsets, OCXL_RATES) ||
	       has_decreased(before, after, duration_offsets, OCXL_RATE_TIMED);
}

void ocxl_stats_derive_percentage(uint64_t *present, unsigned int bit, double *percentage,
				  double hits, double all)
{
	*present &= ~(1ULL << bit);
	if (all <= 0 || hits > all)
		return;
	*percentage = 100.0 * hits / all;
	*present |= 1ULL << bit;
}

/* rates, mean durations and hit percentages */
static void derive_rates(struct ocxl_rates_record *record, const struct ocxl_rates_growth *growth)
{
	unsigned int i;

	memcpy(record->per_second, growth->per_second, sizeof(record->per_second));
	record->present |= 1ULL << OCXL_RATES_HAS_RATES;
	for (i = 0; i < OCXL_RATE_TIMED; i++) {
		if (growth->count[i] <= 0)
			continue;
		record->mean_ns[i] = growth->duration_ns[i] / growth->count[i];
		record->present |= 1ULL << (OCXL_RATES_HAS_MEANS + i);
	}
	ocxl_stats_derive_percentage(&record->present, OCXL_RATES_HAS_CACHE_READ_HIT,
				     &record->cache_read_hit_percentage,
				     growth->count[OCXL_RATE_CACHE_READ_HIT],
				     growth->count[OCXL_RATE_HOST_LOAD]);
	ocxl_stats_derive_percentage(&record->present, OCXL_RATES_HAS_CACHE_WRITE_HIT,
				     &record->cache_write_hit_percentage,
				     growth->count[OCXL_RATE_CACHE_WRITE_HIT],
				     growth->count[OCXL_RATE_HOST_STORE]);
}

static void compute_growth(struct ocxl_rates_growth *growth, const struct ndctl_ocxl_stats *before,
			   const struct ndctl_ocxl_stats *after, double seconds)
{
	unsigned int i;

	for (i = 0; i < OCXL_RATES; i++) {
		growth->count[i] = (double)(read_counter(after, counter_offsets[i]) -
					    read_counter(before, counter_offsets[i]));
		growth->per_second[i] = growth->count[i] / seconds;
	}
	for (i = 0; i < OCXL_RATE_TIMED; i++)
		growth->duration_ns[i] = (double)(read_counter(after, duration_offsets[i]) -
						  read_counter(before, duration_offsets[i]));
	growth->known = true;
}

void ocxl_rates_measure(struct ocxl_rates_record *record, struct ocxl_rates_growth *growth,
			const struct ndctl_ocxl_stats *before, const struct ndctl_ocxl_stats *after,
			uint64_t interval_ns)
{
	memset(record, 0, sizeof(*record));
	memset(growth, 0, sizeof(*growth));
	record->counters = *after;
	record->present = 1ULL << OCXL_RATES_HAS_COUNTERS;
	if (!before) {
		record->first = true;
		record->present |= 1ULL << OCXL_RATES_HAS_FIRST;
		return;
	}
	record->interval_seconds = (double)interval_ns / 1e9;
	record->present |= 1ULL << OCXL_RATES_HAS_INTERVAL;
	if (ocxl_rates_were_reset(before, after)) {
		record->reset = true;
		record->present |= 1ULL << OCXL_RATES_HAS_RESET;
		return;
	}
	compute_growth(growth, before, after, record->interval_seconds);
	derive_rates(record, growth);
}

void ocxl_rates_add(struct ocxl_rates_record *total, struct ocxl_rates_growth *sum,
		    const struct ocxl_rates_growth *growth)
{
	unsigned int i;

	if (!growth->known)
		return;
	for (i = 0; i < OCXL_RATES; i++) {
		sum->per_second[i] += growth->per_second[i];
		sum->count[i] += growth->count[i];
	}
	for (i = 0; i < OCXL_RATE_TIMED; i++)
		sum->duration_ns[i] += growth->duration_ns[i];
	total->dimm_count++;
	total->present |= 1ULL << OCXL_RATES_HAS_DIMM_COUNT;
	derive_rates(total, sum);
}

#define OPTIONAL(bit) .optional = OCXL_OPTIONAL(OCXL_RATES_HAS_##bit)
#define MEAN(rate)                                                                        \
	.optional = OCXL_OPTIONAL(OCXL_RATES_HAS_MEANS + OCXL_RATE_##rate), .unit = "ns", \
	.brief = true, .width = 6
#define COUNTER(member, title, scale) FIELD(#member, QUANTITY, counters.member, OPTIONAL(COUNTERS))
#define RECORD			      struct ocxl_rates_record
/* tables show rates only: counters have no heading */
static const struct ocxl_field rates_fields[] = {
	FIELD("dimm_count", QUANTITY, dimm_count, OPTIONAL(DIMM_COUNT)),
	OCXL_STATS_COUNTERS(COUNTER),
	FIELD("interval_seconds", REAL, interval_seconds, OPTIONAL(INTERVAL)),
	FIELD("first", BOOL, first, OPTIONAL(FIRST)),
	FIELD("host_load_count_per_second", REAL, per_second[OCXL_RATE_HOST_LOAD],
	      .heading = "LOADS/S", .brief = true, OPTIONAL(RATES)),
	FIELD("host_store_count_per_second", REAL, per_second[OCXL_RATE_HOST_STORE],
	      .heading = "STORES/S", .brief = true, OPTIONAL(RATES)),
	FIELD("media_read_count_per_second", REAL, per_second[OCXL_RATE_MEDIA_READ],
	      .heading = "READS/S", .brief = true, OPTIONAL(RATES)),
	FIELD("media_write_count_per_second", REAL, per_second[OCXL_RATE_MEDIA_WRITE],
	      .heading = "WRITES/S", .brief = true, OPTIONAL(RATES)),
	FIELD("cache_read_hit_count_per_second", REAL, per_second[OCXL_RATE_CACHE_READ_HIT],
	      OPTIONAL(RATES)),
	FIELD("cache_write_hit_count_per_second", REAL, per_second[OCXL_RATE_CACHE_WRITE_HIT],
	      OPTIONAL(RATES)),
	FIELD("fast_write_count_per_second", REAL, per_second[OCXL_RATE_FAST_WRITE],
	      .heading = "FAST/S", .brief = true, .detail = true, OPTIONAL(RATES)),
	FIELD("mean_host_load_ns", REAL, mean_ns[OCXL_RATE_HOST_LOAD], .heading = "LOAD",
	      MEAN(HOST_LOAD)),
	FIELD("mean_host_store_ns", REAL, mean_ns[OCXL_RATE_HOST_STORE], .heading = "STORE",
	      MEAN(HOST_STORE)),
	FIELD("mean_media_read_ns", REAL, mean_ns[OCXL_RATE_MEDIA_READ], .heading = "READ",
	      MEAN(MEDIA_READ)),
	FIELD("mean_media_write_ns", REAL, mean_ns[OCXL_RATE_MEDIA_WRITE], .heading = "WRITE",
	      MEAN(MEDIA_WRITE)),
	FIELD("cache_read_hit_percentage", REAL, cache_read_hit_percentage, .heading = "RHIT",
	      .width = 6, .unit = "%", .brief = true, .detail = true, OPTIONAL(CACHE_READ_HIT)),
	FIELD("cache_write_hit_percentage", REAL, cache_write_hit_percentage, .heading = "WHIT",
	      .width = 6, .unit = "%", .brief = true, .detail = true, OPTIONAL(CACHE_WRITE_HIT)),
	FIELD("reset", BOOL, reset, .heading = "RESET", .highlight = true, .detail = true,
	      OPTIONAL(RESET)),
	FIELDS_END,
};

const struct ocxl_record ocxl_rates_record = DESCRIPTION(rates_fields);
