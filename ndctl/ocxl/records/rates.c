// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
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

static double hit_percentage(const struct ocxl_rates_growth *growth, unsigned int hits,
			     unsigned int all)
{
	if (growth->excess & 1U << hits || growth->count[all] <= 0)
		return NAN;
	return 100.0 * growth->count[hits] / growth->count[all];
}

void ocxl_means_derive(struct ocxl_means *means, const struct ocxl_rates_growth *growth)
{
	const double *count = growth->count;
	unsigned int i;

	for (i = 0; i < OCXL_RATE_TIMED; i++)
		means->ns[i] = count[i] > 0 ? growth->duration_ns[i] / count[i] : NAN;
	means->cache_read_hit_percentage =
		hit_percentage(growth, OCXL_RATE_CACHE_READ_HIT, OCXL_RATE_HOST_LOAD);
	means->cache_write_hit_percentage =
		hit_percentage(growth, OCXL_RATE_CACHE_WRITE_HIT, OCXL_RATE_HOST_STORE);
}

/* integers: as floating-point numbers, 2^53 and the next one are equal */
static unsigned int find_excess(const struct ndctl_ocxl_stats *before,
				const struct ndctl_ocxl_stats *after)
{
	unsigned int excess = 0;

	if (after->cache_read_hit_count - before->cache_read_hit_count >
	    after->host_load_count - before->host_load_count)
		excess |= 1U << OCXL_RATE_CACHE_READ_HIT;
	if (after->cache_write_hit_count - before->cache_write_hit_count >
	    after->host_store_count - before->host_store_count)
		excess |= 1U << OCXL_RATE_CACHE_WRITE_HIT;
	return excess;
}

void ocxl_rates_grow(struct ocxl_rates_growth *growth, const struct ndctl_ocxl_stats *before,
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
	growth->excess = find_excess(before, after);
	growth->known = true;
}

static void derive_rates(struct ocxl_rates_record *record, const struct ocxl_rates_growth *growth)
{
	unsigned int i;

	for (i = 0; i < OCXL_RATES; i++)
		record->per_second[i] = growth->known ? growth->per_second[i] : NAN;
	ocxl_means_derive(&record->means, growth);
}

static void measure_interval(struct ocxl_rates_record *record, struct ocxl_rates_growth *growth,
			     const struct ndctl_ocxl_stats *before,
			     const struct ndctl_ocxl_stats *after, uint64_t interval_ns)
{
	if (!before) {
		record->first = true;
		record->present |= 1ULL << OCXL_RATES_HAS_FIRST;
		return;
	}
	record->interval_seconds = (double)interval_ns / 1e9;
	if (!ocxl_rates_were_reset(before, after)) {
		ocxl_rates_grow(growth, before, after, record->interval_seconds);
		return;
	}
	record->reset = true;
	record->present |= 1ULL << OCXL_RATES_HAS_RESET;
}

void ocxl_rates_measure(struct ocxl_rates_record *record, struct ocxl_rates_growth *growth,
			const struct ndctl_ocxl_stats *before, const struct ndctl_ocxl_stats *after,
			uint64_t interval_ns)
{
	memset(growth, 0, sizeof(*growth));
	*record = (struct ocxl_rates_record) {
		.present = 1ULL << OCXL_RATES_HAS_COUNTERS,
		.counters = *after,
		.interval_seconds = NAN,
	};
	measure_interval(record, growth, before, after, interval_ns);
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
	sum->excess |= growth->excess;
	sum->known = true;
	total->interval_seconds = NAN;
	total->dimm_count++;
	total->present |= 1ULL << OCXL_RATES_HAS_DIMM_COUNT;
	derive_rates(total, sum);
}

#define OPTIONAL(bit)		      .optional = OCXL_OPTIONAL(OCXL_RATES_HAS_##bit)
#define MEAN			      .unit = "ns", .brief = true, .width = 6
#define COUNTER(member, title, scale) FIELD(#member, QUANTITY, counters.member, OPTIONAL(COUNTERS))
#define RECORD			      struct ocxl_rates_record
/* tables show rates only: counters have no heading */
static const struct ocxl_field rates_fields[] = {
	FIELD("dimm_count", QUANTITY, dimm_count, OPTIONAL(DIMM_COUNT)),
	OCXL_STATS_COUNTERS(COUNTER),
	FIELD("interval_seconds", REAL, interval_seconds),
	FIELD("first", BOOL, first, OPTIONAL(FIRST)),
	FIELD("host_load_count_per_second", REAL, per_second[OCXL_RATE_HOST_LOAD],
	      .heading = "LOADS/S", .brief = true),
	FIELD("host_store_count_per_second", REAL, per_second[OCXL_RATE_HOST_STORE],
	      .heading = "STORES/S", .brief = true),
	FIELD("media_read_count_per_second", REAL, per_second[OCXL_RATE_MEDIA_READ],
	      .heading = "READS/S", .brief = true),
	FIELD("media_write_count_per_second", REAL, per_second[OCXL_RATE_MEDIA_WRITE],
	      .heading = "WRITES/S", .brief = true),
	FIELD("cache_read_hit_count_per_second", REAL, per_second[OCXL_RATE_CACHE_READ_HIT]),
	FIELD("cache_write_hit_count_per_second", REAL, per_second[OCXL_RATE_CACHE_WRITE_HIT]),
	FIELD("fast_write_count_per_second", REAL, per_second[OCXL_RATE_FAST_WRITE],
	      .heading = "FAST/S", .brief = true, .detail = true),
	FIELD("mean_host_load_ns", REAL, means.ns[OCXL_RATE_HOST_LOAD], .heading = "LOAD", MEAN),
	FIELD("mean_host_store_ns", REAL, means.ns[OCXL_RATE_HOST_STORE], .heading = "STORE", MEAN),
	FIELD("mean_media_read_ns", REAL, means.ns[OCXL_RATE_MEDIA_READ], .heading = "READ", MEAN),
	FIELD("mean_media_write_ns", REAL, means.ns[OCXL_RATE_MEDIA_WRITE], .heading = "WRITE",
	      MEAN),
	FIELD("cache_read_hit_percentage", REAL, means.cache_read_hit_percentage, .heading = "RHIT",
	      .width = 6, .unit = "%", .brief = true, .detail = true),
	FIELD("cache_write_hit_percentage", REAL, means.cache_write_hit_percentage,
	      .heading = "WHIT", .width = 6, .unit = "%", .brief = true, .detail = true),
	FIELD("reset", BOOL, reset, .heading = "RESET", .highlight = true, .detail = true,
	      OPTIONAL(RESET)),
	FIELDS_END,
};

const struct ocxl_record ocxl_rates_record = DESCRIPTION(rates_fields);
