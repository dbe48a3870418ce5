// SPDX-License-Identifier: GPL-2.0-only
/* Requests to many DIMMs: order, threads, errors. The verb is a fake. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "assert-range.h"
#include "ocxl/run/fetch.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"

#define DIMMS 16
#define JOBS  8

/* records of the fake verb; the lock of the sink guards what threads write */
static struct {
	struct ocxl_result_sink sink;
	pthread_t main_thread;
	bool asked[DIMMS];
	size_t shown[DIMMS];
	size_t shown_count;
	size_t released;
	size_t in_other_threads;
	size_t fails_at;
	pthread_barrier_t meeting;
	bool meets;
	size_t payload_size;
	size_t unshown;
	size_t unshown_max;
} seen;

static struct ocxl_dimm dimms[DIMMS];

static void fake_fetch(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	size_t *payload = ocxl_result_alloc_payload(result, sizeof(*payload));

	assert_non_null(payload);
	*payload = dimm - dimms;
	result->payload_size = seen.payload_size;
	/* the first DIMM answers last */
	if (*payload == 0)
		usleep(20000);
	ocxl_result_sink_lock(&seen.sink);
	seen.asked[*payload] = true;
	seen.unshown++;
	if (seen.unshown > seen.unshown_max)
		seen.unshown_max = seen.unshown;
	ocxl_result_sink_unlock(&seen.sink, 0);
}

static void fake_release(void *payload)
{
	assert_non_null(payload);
	seen.released++;
}

static int fake_show(void *context, struct ocxl_result *result)
{
	size_t index = *(size_t *)result->payload;
	int rc;

	/* returns only if several DIMMs are shown at the same time */
	if (seen.meets)
		pthread_barrier_wait(&seen.meeting);
	rc = ocxl_result_sink_lock(&seen.sink);
	seen.unshown--;
	if (!rc) {
		seen.in_other_threads += !pthread_equal(pthread_self(), seen.main_thread);
		seen.shown[seen.shown_count++] = index;
		if (seen.shown_count == seen.fails_at)
			rc = -ENOSPC;
	}
	return ocxl_result_sink_unlock(&seen.sink, rc);
}

static const struct ocxl_verb verb = {
	.name = "fake",
	.fetch = fake_fetch,
	.release = fake_release,
};

static int fetch(unsigned int jobs, size_t count, bool in_order)
{
	const struct ocxl_options options = { .jobs = jobs };
	const struct ocxl_dimm_list list = { .dimms = dimms, .count = count };
	const struct ocxl_fetch all = {
		.verb = &verb,
		.options = &options,
		.dimm_list = &list,
		.in_order = in_order,
		.show_result = fake_show,
	};

	return ocxl_fetch_all(&all);
}

static int setup(void **state)
{
	memset(&seen, 0, sizeof(seen));
	pthread_mutex_init(&seen.sink.lock, NULL);
	seen.main_thread = pthread_self();
	return 0;
}

static void check_all_were_shown_once(void)
{
	bool was[DIMMS] = { false };
	size_t i;

	assert_int_equal(seen.shown_count, DIMMS);
	assert_int_equal(seen.released, DIMMS);
	for (i = 0; i < DIMMS; i++) {
		assert_false(was[seen.shown[i]]);
		was[seen.shown[i]] = true;
	}
}

static void test_fetch_in_order_shows_in_main_thread(void **state)
{
	const unsigned int jobs[] = { 1, 2, 5, 1024 };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(jobs); i++) {
		setup(state);
		assert_int_equal(fetch(jobs[i], DIMMS, true), 0);
		check_all_were_shown_once();
		assert_int_equal(seen.in_other_threads, 0);
		for (j = 0; j < DIMMS; j++)
			assert_int_equal(seen.shown[j], j);
	}
}

static void test_fetch_out_of_order_shows_in_threads(void **state)
{
	seen.meets = true;
	pthread_barrier_init(&seen.meeting, NULL, JOBS);
	assert_int_equal(fetch(JOBS, DIMMS, false), 0);
	pthread_barrier_destroy(&seen.meeting);
	check_all_were_shown_once();
	assert_int_equal(seen.in_other_threads, DIMMS);
}

static void test_fetch_of_one_needs_no_thread(void **state)
{
	assert_int_equal(fetch(8, 1, false), 0);
	assert_int_equal(seen.shown_count, 1);
	assert_int_equal(seen.in_other_threads, 0);
	assert_int_equal(fetch(8, 0, false), 0);
}

static void test_fetch_by_one_job_needs_no_thread(void **state)
{
	assert_int_equal(fetch(1, DIMMS, false), 0);
	check_all_were_shown_once();
	assert_int_equal(seen.in_other_threads, 0);
}

static void test_fetch_without_descriptors_is_one_by_one(void **state)
{
	struct rlimit old, none = { 0 };
	int rc;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	rc = fetch(4, DIMMS, true);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_int_equal(rc, 0);
	check_all_were_shown_once();
}

/* after the first error, no thread writes */
static void test_fetch_ends_with_the_first_error(void **state)
{
	const unsigned int jobs[] = { 1, 4 };
	size_t i;

	for (i = 0; i < 4; i++) {
		setup(state);
		seen.fails_at = 3;
		assert_int_equal(fetch(jobs[i / 2], DIMMS, i % 2), -ENOSPC);
		assert_int_equal(seen.shown_count, 3);
		assert_range(seen.released, 3, DIMMS);
	}
}

/* no thread asks a DIMM while large results wait for the first one, which answers last */
static void test_fetch_bounds_memory(void **state)
{
	size_t i;

	for (i = 0; i < 4; i++) {
		setup(state);
		seen.payload_size = 20 << 20;
		seen.fails_at = i / 2 ? 3 : 0;
		assert_int_equal(fetch(JOBS, DIMMS, i % 2), i / 2 ? -ENOSPC : 0);
		if (!seen.fails_at)
			check_all_were_shown_once();
		assert_range(seen.unshown_max, 1, JOBS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_fetch_in_order_shows_in_main_thread, setup),
		cmocka_unit_test_setup(test_fetch_out_of_order_shows_in_threads, setup),
		cmocka_unit_test_setup(test_fetch_of_one_needs_no_thread, setup),
		cmocka_unit_test_setup(test_fetch_by_one_job_needs_no_thread, setup),
		cmocka_unit_test_setup(test_fetch_without_descriptors_is_one_by_one, setup),
		cmocka_unit_test_setup(test_fetch_ends_with_the_first_error, setup),
		cmocka_unit_test_setup(test_fetch_bounds_memory, setup),
	};

	return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
