/* SPDX-License-Identifier: GPL-2.0-only */
/* How tables of fields are written down. */
#ifndef OCXL_MODEL_FIELD_H
#define OCXL_MODEL_FIELD_H

#include "ocxl/render/model.h"

/* a row: key, type, member of RECORD; the rest by name where it differs from nothing */
#define FIELD(member_key, field_type, member, ...)                    \
	{                                                             \
		.key = (member_key), .type = OCXL_FIELD_##field_type, \
		.offset = offsetof(RECORD, member), __VA_ARGS__       \
	}
#define FIELDS_END          \
	{                   \
		.key = NULL \
	}

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

#endif /* OCXL_MODEL_FIELD_H */
