// SPDX-License-Identifier: GPL-2.0-only
/* Rates between two readings of the counters. */
#include <math.h>
#include "unit.h"
#include "ocxl/records/rates.h"
#include "ocxl/records/records.h"

#define HAS(bit) (1ULL << OCXL_RATES_HAS_##bit)
#define SECOND	 UINT64_C(1000000000)

static const struct ndctl_ocxl_stats before = {
	.reset_count = 3,
	.reset_uptime_seconds = 100,
	.host_load_count = 1000,
	.host_store_count = 500,
	.host_load_duration_ns = 70000,
	.host_store_duration_ns = 1,
	.media_read_count = 9,
	.cache_read_hit_count = 800,
	.cache_write_hit_count = 7,
	.fast_write_count = 1,
};

static void assert_near(double found, double wanted)
{
	double difference = found - wanted;

	assert_true(difference < 1e-6 * (wanted + 1) && difference > -1e-6 * (wanted + 1));
}

static void check_known(const struct ocxl_rates_record *record, bool rates, bool load, bool hits)
{
	unsigned int i;

	for (i = 0; i < OCXL_RATES; i++)
		assert_int_equal(!isnan(record->per_second[i]), rates);
	assert_int_equal(!isnan(record->means.ns[OCXL_RATE_HOST_LOAD]), load);
	for (i = OCXL_RATE_HOST_LOAD + 1; i < OCXL_RATE_TIMED; i++)
		assert_true(isnan(record->means.ns[i]));
	assert_int_equal(!isnan(record->means.cache_read_hit_percentage), hits);
	assert_true(isnan(record->means.cache_write_hit_percentage));
}

UNIT_TEST(test_rates_of_two_seconds)
{
	struct ndctl_ocxl_stats after = before;
	struct ocxl_rates_record record;
	struct ocxl_rates_growth growth;

	after.host_load_count += 40;
	after.host_load_duration_ns += 12000;
	after.cache_read_hit_count += 30;
	after.fast_write_count += 1;
	ocxl_rates_measure(&record, &growth, &before, &after, 2 * SECOND);
	assert_true(record.present == HAS(COUNTERS));
	check_known(&record, true, true, true);
	assert_near(record.interval_seconds, 2);
	assert_near(record.per_second[OCXL_RATE_HOST_LOAD], 20);
	assert_near(record.per_second[OCXL_RATE_FAST_WRITE], 0.5);
	assert_near(record.per_second[OCXL_RATE_MEDIA_WRITE], 0);
	/* of the interval, not since the last reset */
	assert_near(record.means.ns[OCXL_RATE_HOST_LOAD], 300);
	assert_near(record.means.cache_read_hit_percentage, 75);
	assert_int_equal(record.counters.host_load_count, 1040);
	assert_true(growth.known);
}

UNIT_TEST(test_rates_of_nothing)
{
	struct ocxl_rates_record record;
	struct ocxl_rates_growth growth;

	ocxl_rates_measure(&record, &growth, &before, &before, SECOND / 10);
	assert_true(record.present == HAS(COUNTERS));
	check_known(&record, true, false, false);
	assert_near(record.per_second[OCXL_RATE_HOST_LOAD], 0);
	assert_true(growth.known);
}

UNIT_TEST(test_rates_first_look)
{
	struct ocxl_rates_record record;
	struct ocxl_rates_growth growth;

	ocxl_rates_measure(&record, &growth, NULL, &before, SECOND);
	assert_true(record.present == (HAS(COUNTERS) | HAS(FIRST)));
	assert_true(isnan(record.interval_seconds));
	check_known(&record, false, false, false);
	assert_true(record.first);
	assert_false(growth.known);
}

UNIT_TEST(test_rates_extremes)
{
	struct ndctl_ocxl_stats zero = { 0 };
	struct ndctl_ocxl_stats after = { .host_load_count = UINT64_MAX,
					  .host_load_duration_ns = UINT64_MAX,
					  .cache_write_hit_count = 5 };
	struct ocxl_rates_record record;
	struct ocxl_rates_growth growth;

	ocxl_rates_measure(&record, &growth, &zero, &after, 1);
	assert_true(record.per_second[OCXL_RATE_HOST_LOAD] > 1.8e28);
	assert_near(record.means.ns[OCXL_RATE_HOST_LOAD], 1);
	/* hits without stores are inconsistent */
	assert_true(isnan(record.means.cache_write_hit_percentage));
	assert_near(record.means.cache_read_hit_percentage, 0);
}

static void check_reset(struct ndctl_ocxl_stats *after, bool wanted)
{
	struct ocxl_rates_record record;
	struct ocxl_rates_growth growth;

	assert_int_equal(ocxl_rates_were_reset(&before, after), wanted);
	ocxl_rates_measure(&record, &growth, &before, after, SECOND);
	assert_int_equal(record.reset, wanted);
	assert_int_equal(growth.known, !wanted);
	assert_near(record.interval_seconds, 1);
	if (wanted) {
		assert_true(record.present == (HAS(COUNTERS) | HAS(RESET)));
		check_known(&record, false, false, false);
	}
	*after = before;
}

UNIT_TEST(test_rates_reset)
{
	struct ndctl_ocxl_stats after = before;

	check_reset(&after, false);
	after.reset_count++;
	check_reset(&after, true);
	after.reset_uptime_seconds--;
	check_reset(&after, true);
	after.host_load_count--;
	check_reset(&after, true);
	after.fast_write_count--;
	check_reset(&after, true);
	after.host_store_duration_ns--;
	check_reset(&after, true);
	/* increasing percentages are no reset */
	after.life_remaining_percentage++;
	after.critical_resource_utilization_percentage++;
	check_reset(&after, false);
}

UNIT_TEST(test_rates_total)
{
	struct ocxl_rates_record total = { 0 };
	struct ocxl_rates_growth sum = { 0 }, unknown = { 0 };
	struct ocxl_rates_growth one = { .known = true }, other = { .known = true };

	unknown.per_second[OCXL_RATE_HOST_LOAD] = 1000;
	ocxl_rates_add(&total, &sum, &unknown);
	assert_true(total.present == 0);
	one.per_second[OCXL_RATE_HOST_LOAD] = 10;
	one.count[OCXL_RATE_HOST_LOAD] = 10;
	one.duration_ns[OCXL_RATE_HOST_LOAD] = 1000;
	one.count[OCXL_RATE_CACHE_READ_HIT] = 5;
	ocxl_rates_add(&total, &sum, &one);
	assert_near(total.means.cache_read_hit_percentage, 50);
	other.per_second[OCXL_RATE_HOST_LOAD] = 30;
	other.count[OCXL_RATE_HOST_LOAD] = 30;
	other.duration_ns[OCXL_RATE_HOST_LOAD] = 9000;
	ocxl_rates_add(&total, &sum, &other);
	assert_true(total.present == HAS(DIMM_COUNT));
	assert_true(isnan(total.interval_seconds));
	check_known(&total, true, true, true);
	assert_int_equal(total.dimm_count, 2);
	assert_near(total.per_second[OCXL_RATE_HOST_LOAD], 40);
	/* weighted by the number of operations */
	assert_near(total.means.ns[OCXL_RATE_HOST_LOAD], 250);
	assert_near(total.means.cache_read_hit_percentage, 12.5);
	other.excess = 1U << OCXL_RATE_CACHE_READ_HIT;
	ocxl_rates_add(&total, &sum, &other);
	assert_true(isnan(total.means.cache_read_hit_percentage));
}

/* as floating-point numbers, these hits and accesses would be equal */
UNIT_TEST(test_rates_more_hits_than_accesses)
{
	struct ndctl_ocxl_stats after = before;
	struct ocxl_rates_growth growth;
	struct ocxl_means means;

	after.host_load_count += UINT64_C(1) << 60;
	after.cache_read_hit_count += UINT64_C(1) << 60;
	after.host_store_count += UINT64_C(1) << 60;
	after.cache_write_hit_count += (UINT64_C(1) << 60) + 1;
	ocxl_rates_grow(&growth, &before, &after, 1);
	ocxl_means_derive(&means, &growth);
	assert_near(means.cache_read_hit_percentage, 100);
	assert_true(isnan(means.cache_write_hit_percentage));

	after.cache_read_hit_count++;
	after.cache_write_hit_count--;
	ocxl_rates_grow(&growth, &before, &after, 1);
	ocxl_means_derive(&means, &growth);
	assert_true(isnan(means.cache_read_hit_percentage));
	assert_near(means.cache_write_hit_percentage, 100);
}
