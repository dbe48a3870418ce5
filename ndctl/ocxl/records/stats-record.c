// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/stats-record.h"
#include "ocxl/records/field-table.h"

#define COUNTER(member, title, scale) \
	FIELD(#member, QUANTITY, counters.member, .heading = title, .unit = scale)
#define RECORD struct ocxl_stats_record
static const struct ocxl_field stats_fields[] = {
	OCXL_STATS_COUNTERS(COUNTER),
	FIELD("mean_host_load_ns", REAL, mean_host_load_ns, .heading = "Mean host load",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_HOST_LOAD)),
	FIELD("mean_host_store_ns", REAL, mean_host_store_ns, .heading = "Mean host store",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_HOST_STORE)),
	FIELD("mean_media_read_ns", REAL, mean_media_read_ns, .heading = "Mean media read",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_MEDIA_READ)),
	FIELD("mean_media_write_ns", REAL, mean_media_write_ns, .heading = "Mean media write",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_MEDIA_WRITE)),
	FIELD("cache_read_hit_percentage", REAL, cache_read_hit_percentage,
	      .heading = "Cache read hit ratio", .unit = "%",
	      .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_CACHE_READ_HIT)),
	FIELD("cache_write_hit_percentage", REAL, cache_write_hit_percentage,
	      .heading = "Cache write hit ratio", .unit = "%",
	      .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_CACHE_WRITE_HIT)),
	FIELDS_END,
};
#undef RECORD
#undef COUNTER

const struct ocxl_record ocxl_stats_record = {
	.size = sizeof(struct ocxl_stats_record),
	.fields = stats_fields,
	.properties = true,
};

void ocxl_stats_derive_percentage(uint64_t *present, unsigned int bit, double *percentage,
				  double hits, double all)
{
	*present &= ~(1ULL << bit);
	if (all <= 0 || hits > all)
		return;
	*percentage = 100.0 * hits / all;
	*present |= 1ULL << bit;
}
