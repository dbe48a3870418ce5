// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>
#include "ocxl/records/rates.h"

/* clang-format off */
/*
 * The rows of struct ndctl_ocxl_stats, which two tables have, and which rates are computed from.
 * The member is the key, too. COUNT and TIME have OCXL_RATE_* of their rate or mean:
 * VALUE(member, heading, unit, meaning), COUNT(member, RATE, heading, meaning), TIME likewise.
 */
#define COUNTERS(VALUE, COUNT, TIME) \
	VALUE(reset_count, "Resets", NULL, "Number of resets of the controller.") \
	VALUE(reset_uptime_seconds, "Time since reset", "s", "Time since the last reset.") \
	VALUE(power_on_uptime_seconds, "Time powered on", "s", "Total time powered on.") \
	VALUE(life_remaining_percentage, "Life remaining", "%", "Remaining life.") \
	VALUE(critical_resource_utilization_percentage, "Critical resources used", "%", \
	      "Utilization of the controller's critical resources.") \
	COUNT(host_load_count, HOST_LOAD, "Host loads", "Number of loads by the host.") \
	COUNT(host_store_count, HOST_STORE, "Host stores", "Number of stores by the host.") \
	TIME(host_load_duration_ns, HOST_LOAD, "Host load duration", "Total time of loads by the host.") \
	TIME(host_store_duration_ns, HOST_STORE, "Host store duration", "Total time of stores by the host.") \
	COUNT(media_read_count, MEDIA_READ, "Media reads", "Number of reads of the medium behind the cache.") \
	COUNT(media_write_count, MEDIA_WRITE, "Media writes", "Number of writes to the medium behind the cache.") \
	TIME(media_read_duration_ns, MEDIA_READ, "Media read duration", "Total time of reads of the medium.") \
	TIME(media_write_duration_ns, MEDIA_WRITE, "Media write duration", "Total time of writes to the medium.") \
	COUNT(cache_read_hit_count, CACHE_READ_HIT, "Cache read hits", "Number of loads that the cache served.") \
	COUNT(cache_write_hit_count, CACHE_WRITE_HIT, "Cache write hits", "Number of stores that the cache accepted.") \
	COUNT(fast_write_count, FAST_WRITE, "Fast writes", "Number of fast writes. Their meaning is not public.")
/* clang-format on */

#define NO_ROW(...)
#define OFFSET(member, rate, ...) [OCXL_RATE_##rate] = offsetof(struct ndctl_ocxl_stats, member),

static const size_t counter_offsets[OCXL_RATES] = { COUNTERS(NO_ROW, OFFSET, NO_ROW) };
static const size_t duration_offsets[OCXL_RATE_TIMED] = { COUNTERS(NO_ROW, NO_ROW, OFFSET) };

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

/* ---- the tables of fields ---- */

/* meanings of means and percentages, which both tables have */
#define LOAD_MEAN  "Mean latency of loads by the host in nanoseconds."
#define STORE_MEAN "Mean latency of stores by the host in nanoseconds."
#define READ_MEAN  "Mean latency of reads of the medium in nanoseconds."
#define WRITE_MEAN "Mean latency of writes to the medium in nanoseconds."
#define READ_SHARE \
	"Cache hits in percent of loads. Absent if the card counted more hits than loads."
#define WRITE_SHARE \
	"Cache hits in percent of stores. Absent if the card counted more hits than stores."

#define VALUE(member, title, scale, text) \
	FIELD(#member, QUANTITY, counters.member, text, .heading = (title), .unit = (scale)),
#define COUNT(member, rate, title, text) VALUE(member, title, NULL, text)
#define TIME(member, rate, title, text)	 VALUE(member, title, "ns", text)
#define RECORD				 struct ocxl_stats_record
static const struct ocxl_field stats_fields[] = {
	/* clang-format off */
	COUNTERS(VALUE, COUNT, TIME)
	/* clang-format on */
	FIELD("mean_host_load_ns", REAL, means.ns[OCXL_RATE_HOST_LOAD], LOAD_MEAN,
	      .heading = "Mean host load", .unit = "ns"),
	FIELD("mean_host_store_ns", REAL, means.ns[OCXL_RATE_HOST_STORE], STORE_MEAN,
	      .heading = "Mean host store", .unit = "ns"),
	FIELD("mean_media_read_ns", REAL, means.ns[OCXL_RATE_MEDIA_READ], READ_MEAN,
	      .heading = "Mean media read", .unit = "ns"),
	FIELD("mean_media_write_ns", REAL, means.ns[OCXL_RATE_MEDIA_WRITE], WRITE_MEAN,
	      .heading = "Mean media write", .unit = "ns"),
	FIELD("cache_read_hit_percentage", REAL, means.cache_read_hit_percentage, READ_SHARE,
	      .heading = "Cache read hit ratio", .unit = "%"),
	FIELD("cache_write_hit_percentage", REAL, means.cache_write_hit_percentage, WRITE_SHARE,
	      .heading = "Cache write hit ratio", .unit = "%"),
	FIELDS_END,
};
const struct ocxl_record ocxl_stats_record =
	DESCRIPTION("stats", stats_fields,
		    "The controller's counters, and means and percentages computed from them.",
		    .properties = true);
#undef RECORD
#undef TIME
#undef COUNT
#undef VALUE

#define OPTIONAL(bit) KNOWN_BY(OCXL_RATES_HAS_##bit)
#define MEAN	      .unit = "ns", .brief = true, .width = 6
#define SHARE	      .unit = "%", .brief = true, .width = 6, .detail = true
/* tables show rates only: counters have no heading */
#define VALUE(member, title, scale, text) \
	FIELD(#member, QUANTITY, counters.member, text, OPTIONAL(COUNTERS)),
#define COUNT(member, rate, title, text) VALUE(member, title, NULL, text)
#define RATE(name, rate, text, ...) \
	FIELD(name, REAL, per_second[OCXL_RATE_##rate], text, .brief = true, __VA_ARGS__)
#define RECORD struct ocxl_rates_record
static const struct ocxl_field rates_fields[] = {
	FIELD("dimm_count", QUANTITY, dimm_count, "Number of DIMMs with rates.",
	      OPTIONAL(DIMM_COUNT)),
	/* clang-format off */
	COUNTERS(VALUE, COUNT, COUNT)
	/* clang-format on */
	FIELD("interval_seconds", REAL, interval_seconds,
	      "Length of the interval in seconds, since the last successful answer of the DIMM."),
	FIELD("first", BOOL, first,
	      "True: the DIMM answered for the first time, so there is no interval yet.",
	      OPTIONAL(FIRST)),
	RATE("host_load_count_per_second", HOST_LOAD, "Loads by the host per second.",
	     .heading = "LOADS/S"),
	RATE("host_store_count_per_second", HOST_STORE, "Stores by the host per second.",
	     .heading = "STORES/S"),
	RATE("media_read_count_per_second", MEDIA_READ, "Reads of the medium per second.",
	     .heading = "READS/S"),
	RATE("media_write_count_per_second", MEDIA_WRITE, "Writes to the medium per second.",
	     .heading = "WRITES/S"),
	RATE("cache_read_hit_count_per_second", CACHE_READ_HIT,
	     "Loads per second that the cache served."),
	RATE("cache_write_hit_count_per_second", CACHE_WRITE_HIT,
	     "Stores per second that the cache accepted."),
	RATE("fast_write_count_per_second", FAST_WRITE, "Fast writes per second.",
	     .heading = "FAST/S", .detail = true),
	FIELD("mean_host_load_ns", REAL, means.ns[OCXL_RATE_HOST_LOAD], LOAD_MEAN,
	      .heading = "LOAD", MEAN),
	FIELD("mean_host_store_ns", REAL, means.ns[OCXL_RATE_HOST_STORE], STORE_MEAN,
	      .heading = "STORE", MEAN),
	FIELD("mean_media_read_ns", REAL, means.ns[OCXL_RATE_MEDIA_READ], READ_MEAN,
	      .heading = "READ", MEAN),
	FIELD("mean_media_write_ns", REAL, means.ns[OCXL_RATE_MEDIA_WRITE], WRITE_MEAN,
	      .heading = "WRITE", MEAN),
	FIELD("cache_read_hit_percentage", REAL, means.cache_read_hit_percentage, READ_SHARE,
	      .heading = "RHIT", SHARE),
	FIELD("cache_write_hit_percentage", REAL, means.cache_write_hit_percentage, WRITE_SHARE,
	      .heading = "WHIT", SHARE),
	FIELD("reset", BOOL, reset,
	      "True: the counters restarted or went backwards, so there are no rates.",
	      .heading = "RESET", .highlight = true, .detail = true, OPTIONAL(RESET)),
	FIELDS_END,
};
const struct ocxl_record ocxl_rates_record = DESCRIPTION(
	"stats_of_interval", rates_fields,
	"Counters at the end of an interval; rates, means and percentages of the interval alone.");
