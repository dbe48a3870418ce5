/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of a controller. */
#ifndef OCXL_STATS_RECORD_H
#define OCXL_STATS_RECORD_H

#include "ocxl/records/field.h"

enum {
	OCXL_STATS_HAS_MEAN_HOST_LOAD,
	OCXL_STATS_HAS_MEAN_HOST_STORE,
	OCXL_STATS_HAS_MEAN_MEDIA_READ,
	OCXL_STATS_HAS_MEAN_MEDIA_WRITE,
	OCXL_STATS_HAS_CACHE_READ_HIT,
	OCXL_STATS_HAS_CACHE_WRITE_HIT,
};
struct ocxl_stats_record {
	OCXL_PRESENT;
	uint64_t reset_count;
	uint64_t reset_uptime_seconds;
	uint64_t power_on_uptime_seconds;
	uint64_t life_remaining_percentage;
	uint64_t critical_resource_utilization_percentage;
	uint64_t host_load_count;
	uint64_t host_store_count;
	uint64_t host_load_duration_ns;
	uint64_t host_store_duration_ns;
	uint64_t media_read_count;
	uint64_t media_write_count;
	uint64_t media_read_duration_ns;
	uint64_t media_write_duration_ns;
	uint64_t cache_read_hit_count;
	uint64_t cache_write_hit_count;
	uint64_t fast_write_count;
	double mean_host_load_ns;
	double mean_host_store_ns;
	double mean_media_read_ns;
	double mean_media_write_ns;
	double cache_read_hit_percentage;
	double cache_write_hit_percentage;
};
extern const struct ocxl_record ocxl_stats_record;

/*
 * What a controller counts, as COUNTER(member of struct ocxl_stats_record, and key; heading;
 * unit): for the statistics and for their intervals
 */
#define OCXL_STATS_COUNTERS(COUNTER)                                                               \
	COUNTER(reset_count, "Resets", NULL),                                                      \
		COUNTER(reset_uptime_seconds, "Time since reset", "s"),                            \
		COUNTER(power_on_uptime_seconds, "Time powered on", "s"),                          \
		COUNTER(life_remaining_percentage, "Life remaining", "%"),                         \
		COUNTER(critical_resource_utilization_percentage, "Critical resources used", "%"), \
		COUNTER(host_load_count, "Host loads", NULL),                                      \
		COUNTER(host_store_count, "Host stores", NULL),                                    \
		COUNTER(host_load_duration_ns, "Host load duration", "ns"),                        \
		COUNTER(host_store_duration_ns, "Host store duration", "ns"),                      \
		COUNTER(media_read_count, "Media reads", NULL),                                    \
		COUNTER(media_write_count, "Media writes", NULL),                                  \
		COUNTER(media_read_duration_ns, "Media read duration", "ns"),                      \
		COUNTER(media_write_duration_ns, "Media write duration", "ns"),                    \
		COUNTER(cache_read_hit_count, "Cache read hits", NULL),                            \
		COUNTER(cache_write_hit_count, "Cache write hits", NULL),                          \
		COUNTER(fast_write_count, "Fast writes", NULL)

#endif /* OCXL_STATS_RECORD_H */
