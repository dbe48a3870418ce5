// SPDX-License-Identifier: GPL-2.0-only
/* Workers: order, threads, errors, time limits. */
#include <sys/resource.h>
#include "worker-fixture.h"

static int query_and_end(const struct ocxl_verb *verb, unsigned int jobs, size_t count,
			 bool in_order)
{
	int rc = query_cards(verb, jobs, count, in_order);

	ocxl_workers_end(workers);
	return rc;
}

static void check_all_were_shown_once(void)
{
	bool was[DIMMS] = { false };
	size_t i;

	assert_int_equal(seen.shown_count, DIMMS);
	assert_int_equal(seen.released, DIMMS);
	assert_int_equal(seen.submitted, 2 * DIMMS);
	for (i = 0; i < DIMMS; i++) {
		assert_false(was[seen.shown[i]]);
		was[seen.shown[i]] = true;
	}
}

TEST(test_in_order)
{
	const unsigned int jobs[] = { 1, 2, 5, 1024 };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(jobs); i++) {
		reset_fakes(state);
		assert_int_equal(query_and_end(&untimed, jobs[i], DIMMS, true), 0);
		check_all_were_shown_once();
		for (j = 0; j < DIMMS; j++)
			assert_int_equal(seen.shown[j], j);
		/* results that wait for the first one count as busy */
		assert_range(seen.unshown_max, 1, jobs[i]);
	}
}

/* returns only if the cards are queried at the same time */
TEST(test_cards_are_queried_at_the_same_time)
{
	pthread_barrier_t meeting;

	pthread_barrier_init(&meeting, NULL, JOBS);
	seen.meeting = &meeting;
	assert_int_equal(query_and_end(&untimed, JOBS, DIMMS, false), 0);
	pthread_barrier_destroy(&meeting);
	check_all_were_shown_once();
	assert_int_equal(seen.in_other_threads, DIMMS);
}

TEST(test_one_needs_no_thread)
{
	assert_int_equal(query_and_end(&untimed, 8, 1, false), 0);
	assert_int_equal(seen.shown_count, 1);
	assert_int_equal(query_and_end(&untimed, 8, 0, false), 0);
	reset_fakes(state);
	assert_int_equal(query_and_end(&untimed, 1, DIMMS, false), 0);
	check_all_were_shown_once();
	assert_int_equal(seen.in_other_threads, 0);
}

TEST(test_without_descriptors)
{
	struct rlimit old, none = { 0 };
	int rc;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	none.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	rc = query_and_end(&timed, 4, DIMMS, true);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_int_equal(rc, 0);
	check_all_were_shown_once();
}

/* a limit of the user leaves no thread: the cards are queried all the same */
TEST(test_without_threads)
{
	struct rlimit old, none = { 0 };
	int rc;

	/* the limit does not apply to root */
	if (!geteuid())
		return;
	assert_int_equal(getrlimit(RLIMIT_NPROC, &old), 0);
	none.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NPROC, &none), 0);
	rc = query_and_end(&timed, 4, DIMMS, true);
	assert_int_equal(setrlimit(RLIMIT_NPROC, &old), 0);
	assert_int_equal(rc, 0);
	check_all_were_shown_once();
}

TEST(test_ends_with_the_first_error)
{
	const unsigned int jobs[] = { 1, 4 };
	size_t i;

	for (i = 0; i < 4; i++) {
		reset_fakes(state);
		seen.fails_at = 3;
		assert_int_equal(query_and_end(&untimed, jobs[i / 2], DIMMS, i % 2), -ENOSPC);
		assert_int_equal(seen.shown_count, 3);
		assert_range(seen.released, 3, DIMMS - 1);
		assert_int_equal(seen.released, seen.started);
	}
}

TEST(test_answers_in_time)
{
	seen.limit_ns[0] = LONG_NS;
	assert_int_equal(query_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.shown_rc[0], 0);
	assert_int_equal(cmds[0].answered, 2);
	assert_false(pthread_equal(seen.querying_thread, seen.main_thread));
	assert_int_equal(seen.references, 0);
}

/* the limit of the card that hangs passes when all others have ended */
static bool limit_passes;
static uint64_t passed_ns;

static int fake_clock_gettime(clockid_t clock, struct timespec *now)
{
	int rc = __real_clock_gettime(clock, now);

	now->tv_sec += (time_t)(__atomic_load_n(&passed_ns, __ATOMIC_RELAXED) / OCXL_SECOND_NS);
	return rc;
}
UNIT_FAKE(clock_gettime, fake_clock_gettime)

static size_t count_querying(void)
{
	const struct ocxl_worker *worker;
	size_t count = 0;

	for (worker = workers->first; worker; worker = worker->next)
		count += worker->step == OCXL_WORKER_QUERYING;
	return count;
}

static int fake_sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *end)
{
	if (!limit_passes)
		return __real_sem_clockwait(semaphore, clock, end);
	while (sem_trywait(semaphore)) {
		if (count_querying() == 1 && sem_trywait(&seen.blocking) == 0) {
			__atomic_store_n(&passed_ns, LONG_NS, __ATOMIC_RELAXED);
			errno = ETIMEDOUT;
			return -1;
		}
		usleep(1000);
	}
	return 0;
}
UNIT_FAKE(sem_clockwait, fake_sem_clockwait)

/* the other cards are shown in their order; the late answer touches nothing of the run */
TEST(test_abandons_late_command)
{
	size_t i;

	seen.hangs = 1;
	seen.limit_ns[0] = LONG_NS;
	limit_passes = true;
	assert_int_equal(query_cards(&timed, 4, 4, true), 0);
	assert_true(workers->abandoned);
	assert_int_equal(seen.shown_count, 4);
	for (i = 0; i < 4; i++) {
		assert_int_equal(seen.shown[i], i);
		assert_int_equal(seen.shown_rc[i], i == 1 ? -ETIMEDOUT : 0);
	}
	assert_int_equal(seen.released, 4);
	assert_int_equal(seen.references, 1);
	ocxl_workers_end(workers);
	assert_int_equal(cmds[1].answered, 0);
	sem_post(&seen.answer);
	sem_wait(&seen.over);
	assert_int_equal(cmds[1].answered, 1);
	/* only its first command was sent */
	assert_int_equal(seen.submitted, 7);
}

TEST(test_sends_nothing_without_time)
{
	seen.limit_ns[0] = 1;
	assert_int_equal(query_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.submitted, 0);
	assert_int_equal(seen.shown_rc[0], -ECANCELED);
}

TEST(test_new_limit_gives_more_time)
{
	seen.limit_ns[0] = 1;
	seen.limit_ns[1] = LONG_NS;
	assert_int_equal(query_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.submitted, 1);
}
