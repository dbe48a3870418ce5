/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of a controller. */
#ifndef OCXL_STATS_RECORD_H
#define OCXL_STATS_RECORD_H

#include <ndctl/libndctl-ocxl-controller.h>
#include "ocxl/records/field.h"

/* bits of ocxl_stats_record.present */
enum {
	OCXL_STATS_HAS_MEAN_HOST_LOAD,
	OCXL_STATS_HAS_MEAN_HOST_STORE,
	OCXL_STATS_HAS_MEAN_MEDIA_READ,
	OCXL_STATS_HAS_MEAN_MEDIA_WRITE,
	OCXL_STATS_HAS_CACHE_READ_HIT,
	OCXL_STATS_HAS_CACHE_WRITE_HIT,
};

/**
 * struct ocxl_stats_record - statistics since the last reset
 * @counters: as the card sent them
 * @mean_host_load_ns: mean duration of a load by the host
 * @mean_host_store_ns: mean duration of a store by the host
 * @mean_media_read_ns: mean duration of a read of the media
 * @mean_media_write_ns: mean duration of a write to the media
 * @cache_read_hit_percentage: loads by the host that the cache served
 * @cache_write_hit_percentage: stores by the host that the cache accepted
 */
struct ocxl_stats_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_stats counters;
	double mean_host_load_ns;
	double mean_host_store_ns;
	double mean_media_read_ns;
	double mean_media_write_ns;
	double cache_read_hit_percentage;
	double cache_write_hit_percentage;
};
extern const struct ocxl_record ocxl_stats_record;

/**
 * ocxl_stats_derive_percentage() - compute which part of the operations the cache served
 * @present: bits of the record; @bit is set if there is a percentage, else cleared
 * @bit: bit of @percentage
 * @percentage: receives the result; unchanged when @all is 0 or less than @hits
 * @hits: operations that the cache served
 * @all: all operations
 */
void ocxl_stats_derive_percentage(uint64_t *present, unsigned int bit, double *percentage,
				  double hits, double all);

/*
 * The rows of struct ndctl_ocxl_stats, which two tables have: COUNTER(member, heading, unit). The
 * member is the key, too.
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
