// SPDX-License-Identifier: GPL-2.0-only
/* Values derived from statistics and from SMART attributes. */
#include <math.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/verbs/verbs.h"
#include "ocxl/records/records.h"

UNIT_TEST(test_stats_fill_means)
{
	const struct ndctl_ocxl_stats stats = {
		.reset_count = 1,
		.host_load_count = 4,
		.host_load_duration_ns = 10,
		.host_store_count = 3,
		.host_store_duration_ns = 6,
		.media_read_count = 1,
		.media_read_duration_ns = UINT64_MAX,
		.media_write_count = 2,
	};
	struct ocxl_stats_record record;

	ocxl_stats_fill(&record, &stats);
	assert_int_equal(record.counters.reset_count, 1);
	assert_true(record.means.ns[OCXL_RATE_HOST_LOAD] > 2.499 &&
		    record.means.ns[OCXL_RATE_HOST_LOAD] < 2.501);
	assert_true(record.means.ns[OCXL_RATE_HOST_STORE] > 1.999 &&
		    record.means.ns[OCXL_RATE_HOST_STORE] < 2.001);
	assert_true(record.means.ns[OCXL_RATE_MEDIA_READ] > 1.8e19);
	assert_true(record.means.ns[OCXL_RATE_MEDIA_WRITE] < 0.001);
}

UNIT_TEST(test_stats_fill_nothing_counted)
{
	const struct ndctl_ocxl_stats stats = { .host_load_duration_ns = 5 };
	struct ocxl_stats_record record;
	size_t i;

	ocxl_stats_fill(&record, &stats);
	for (i = 0; i < OCXL_RATE_TIMED; i++)
		assert_true(isnan(record.means.ns[i]));
	assert_true(isnan(record.means.cache_read_hit_percentage));
	assert_true(isnan(record.means.cache_write_hit_percentage));
}

UNIT_TEST(test_stats_fill_hits)
{
	struct ndctl_ocxl_stats stats = {
		.host_load_count = 4,
		.cache_read_hit_count = 4,
		.host_store_count = 8,
		.cache_write_hit_count = 2,
	};
	struct ocxl_stats_record record;

	ocxl_stats_fill(&record, &stats);
	assert_true(record.means.cache_read_hit_percentage > 99.9);
	assert_true(record.means.cache_write_hit_percentage > 24.9 &&
		    record.means.cache_write_hit_percentage < 25.1);
	/* more hits than accesses: the percentage would be wrong */
	stats.cache_read_hit_count = 5;
	ocxl_stats_fill(&record, &stats);
	assert_true(isnan(record.means.cache_read_hit_percentage));
	assert_false(isnan(record.means.cache_write_hit_percentage));
}

UNIT_TEST(test_smart_add_summary)
{
	const struct ndctl_ocxl_smart_attribute attributes[] = {
		{ .id = 0xC2, .raw = 45, .threshold = 70 },
		{ .id = 0xC2, .raw = 99, .failing = true },
		{ .id = 0x05, .raw = UINT64_MAX, .flags = 0xFFFF },
		{ .id = 0x09, .raw = 0 },
	};
	struct ocxl_smart_summary_record summary = { 0 };

	ocxl_smart_summarize(&summary, attributes, 4);
	assert_int_equal(summary.attributes.count, 4);
	assert_ptr_equal(summary.attributes.records, attributes);
	assert_int_equal(summary.temperature_celsius, 45);
	assert_true(summary.present ==
		    (1U << OCXL_SMART_HAS_TEMPERATURE | 1U << OCXL_SMART_HAS_HOURS));
}

UNIT_TEST(test_smart_add_percentage_above_100)
{
	const struct ndctl_ocxl_smart_attribute attributes[] = {
		{ .id = 0xCA, .raw = 101 },
		{ .id = 0xCA, .raw = 100 },
	};
	struct ocxl_smart_summary_record summary = { 0 };

	ocxl_smart_summarize(&summary, attributes, 1);
	assert_int_equal(summary.present, 0);
	ocxl_smart_summarize(&summary, attributes, 2);
	assert_int_equal(summary.present, 1U << OCXL_SMART_HAS_LIFE);
	assert_int_equal(summary.life_remaining_percentage, 100);
	assert_int_equal(summary.attributes.count, 2);
}
