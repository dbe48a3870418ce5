// SPDX-License-Identifier: GPL-2.0-only
/* Workers: order, threads, errors, time limits, signals. The verb and the library are fakes. */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/verb.h"
#include "ocxl/run/worker.h"

#define DIMMS	 16
#define JOBS	 8
#define LONG_NS	 (60 * OCXL_SECOND_NS)
#define SHORT_NS (400 * OCXL_MILLISECOND_NS)

/* a command of the fake library; sanitizers watch its bytes */
struct ndctl_cmd {
	int answered;
};

/**
 * struct payload - of the fake verb
 * @index: of the DIMM
 * @commands: both commands of fetch()
 */
struct payload {
	size_t index;
	struct ocxl_command commands[2];
};

/* what the fakes do and have seen; the lock of the workers guards what threads write */
static struct {
	pthread_t main_thread;
	pthread_t asking_thread;
	size_t shown[DIMMS];
	int shown_rc[DIMMS];
	size_t shown_count;
	size_t released;
	size_t in_other_threads;
	size_t fails_at;
	size_t started;
	size_t unshown_max;
	uint64_t limit_ns[2];
	size_t hangs;
	unsigned int submitted;
	unsigned int references;
	pthread_barrier_t *meeting;
	sem_t answer;
	sem_t over;
	bool ended;
	bool blocks_show;
	sem_t blocking; /* posted before a function blocks */
} seen;

static struct ocxl_workers *workers;
static struct ocxl_dimm dimms[DIMMS];
static struct ndctl_cmd cmds[DIMMS];
static struct ocxl_options options;

int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	bool hangs = (size_t)(*cmd - cmds) == seen.hangs;

	__atomic_fetch_add(&seen.submitted, 1, __ATOMIC_RELAXED);
	if (seen.meeting)
		pthread_barrier_wait(seen.meeting);
	/* the first DIMM answers last */
	if (*cmd == &cmds[0])
		usleep(20000);
	if (hangs) {
		sem_post(&seen.blocking);
		sem_wait(&seen.answer);
	}
	(*cmd)->answered++;
	if (hangs)
		sem_post(&seen.over);
	return 0;
}

int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	return 0;
}

struct ndctl_ctx *ndctl_dimm_get_ctx(struct ndctl_dimm *dimm)
{
	return (struct ndctl_ctx *)dimm;
}

struct ndctl_ctx *ndctl_ref(struct ndctl_ctx *ctx)
{
	seen.references++;
	return ctx;
}

static void fake_fetch(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
		       struct ocxl_result *result)
{
	struct payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));
	size_t i;

	payload->index = (size_t)dimm->serial;
	seen.started++;
	if (seen.started - seen.shown_count > seen.unshown_max)
		seen.unshown_max = seen.started - seen.shown_count;
	seen.asking_thread = pthread_self();
	for (i = 0; i < ARRAY_SIZE(payload->commands); i++)
		payload->commands[i].rc = -ECANCELED;
	for (i = 0; i < ARRAY_SIZE(payload->commands); i++) {
		if (seen.limit_ns[i])
			ocxl_worker_limit_time(dimm->worker, seen.limit_ns[i]);
		ocxl_worker_send(&payload->commands[i], dimm, &cmds[payload->index], 3);
	}
}

static void fake_fill(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
		      struct ocxl_result *result)
{
	struct payload *payload = result->payload;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(payload->commands); i++) {
		if (payload->commands[i].rc)
			ocxl_result_add_failure(result, &payload->commands[i]);
	}
}

static void fake_release(void *payload)
{
	assert_non_null(payload);
	seen.released++;
}

static int fake_show(void *context, struct ocxl_result *result)
{
	const struct payload *payload = result->payload;

	if (seen.blocks_show) {
		sem_post(&seen.blocking);
		sem_wait(&seen.answer);
	}
	seen.in_other_threads += !pthread_equal(pthread_self(), seen.main_thread);
	seen.shown_rc[seen.shown_count] = payload->commands[0].rc;
	seen.shown[seen.shown_count++] = payload->index;
	return seen.shown_count == seen.fails_at ? -ENOSPC : 0;
}

static void fake_end(void *context)
{
	seen.ended = true;
	pthread_mutex_lock(&workers->lock);
}

static const struct ocxl_verb untimed = {
	.name = "untimed",
	.fetch = fake_fetch,
	.release = fake_release,
};

static const struct ocxl_verb timed = {
	.name = "timed",
	.fetch = fake_fetch,
	.fill = fake_fill,
	.release = fake_release,
};

static int setup(void **state)
{
	memset(&seen, 0, sizeof(seen));
	memset(cmds, 0, sizeof(cmds));
	seen.hangs = DIMMS + 1;
	seen.main_thread = pthread_self();
	sem_init(&seen.answer, 0, 0);
	sem_init(&seen.over, 0, 0);
	sem_init(&seen.blocking, 0, 0);
	return 0;
}

static int ask(const struct ocxl_verb *verb, unsigned int jobs, size_t count, bool in_order)
{
	size_t i;
	int rc;

	options.jobs = jobs;
	workers = ocxl_workers_new(verb, &options);
	workers->in_order = in_order;
	workers->show_result = fake_show;
	workers->end_process = fake_end;
	for (i = 0; i < count; i++) {
		dimms[i].serial = i;
		ocxl_worker_new(workers, &dimms[i]);
	}
	rc = ocxl_workers_ask_all(workers);
	assert_int_equal(workers->busy, 0);
	return rc;
}

static int ask_and_end(const struct ocxl_verb *verb, unsigned int jobs, size_t count, bool in_order)
{
	int rc = ask(verb, jobs, count, in_order);

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

#define TEST(name) UNIT_TEST_WITH(name, setup, NULL)

/* first those with a child: qemu-user creates no threads in the child of a process that has some */

/* @count: wait until functions have blocked so many times */
static void *raise_later(void *count)
{
	uintptr_t i;

	for (i = 0; i < (uintptr_t)count; i++)
		sem_wait(&seen.blocking);
	usleep(20000);
	pthread_kill(seen.main_thread, SIGTERM);
	return NULL;
}

static void end_child(void *context)
{
	_exit(0);
}

/* one worker shows its result to a reader that has stopped reading, another one is removed */
static void free_worker_in_child(void)
{
	struct ocxl_worker *showing, *removed;
	pthread_t thread;

	seen.main_thread = pthread_self();
	seen.blocks_show = true;
	dimms[1].serial = 1;
	ocxl_signals_install();
	workers = ocxl_workers_new(&untimed, &options);
	workers->show_result = fake_show;
	workers->end_process = end_child;
	removed = ocxl_worker_new(workers, &dimms[0]);
	showing = ocxl_worker_new(workers, &dimms[1]);
	sem_post(&seen.answer);
	ocxl_worker_start(removed);
	ocxl_workers_finish(workers);
	assert_int_equal(pthread_create(&thread, NULL, raise_later, (void *)2), 0);
	ocxl_worker_start(showing);
	ocxl_worker_free(removed);
	ocxl_workers_finish(workers);
}

/* in a process of its own: the signal stays remembered */
TEST(test_signal_ends_a_blocked_process)
{
	pid_t child = fork();
	int status;

	if (!child) {
		free_worker_in_child();
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* as a verb that waits for a file: with the lock */
static void fetch_slowly(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
			 struct ocxl_result *result)
{
	ocxl_result_alloc_payload(result, sizeof(struct payload));
	sem_post(&seen.blocking);
	sem_wait(&seen.answer);
}

/* the main thread removes what the waiting one cannot */
static void fill_and_end(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
			 struct ocxl_result *result)
{
	_exit(pthread_equal(pthread_self(), seen.main_thread) && result->payload ? 0 : 2);
}

static void wait_for_file_in_child(void)
{
	static const struct ocxl_verb slow = { .fetch = fetch_slowly, .fill = fill_and_end };
	pthread_t thread;

	seen.main_thread = pthread_self();
	ocxl_signals_install();
	assert_int_equal(pthread_create(&thread, NULL, raise_later, (void *)1), 0);
	ask(&slow, 1, 1, true);
}

TEST(test_signal_fills_what_waits_for_a_file)
{
	pid_t child = fork();
	int status;

	if (!child) {
		wait_for_file_in_child();
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

TEST(test_in_order)
{
	const unsigned int jobs[] = { 1, 2, 5, 1024 };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(jobs); i++) {
		setup(state);
		assert_int_equal(ask_and_end(&untimed, jobs[i], DIMMS, true), 0);
		check_all_were_shown_once();
		for (j = 0; j < DIMMS; j++)
			assert_int_equal(seen.shown[j], j);
		/* results that wait for the first one count as busy */
		assert_range(seen.unshown_max, 1, jobs[i]);
	}
}

/* returns only if the cards are asked at the same time */
TEST(test_cards_are_asked_at_the_same_time)
{
	pthread_barrier_t meeting;

	pthread_barrier_init(&meeting, NULL, JOBS);
	seen.meeting = &meeting;
	assert_int_equal(ask_and_end(&untimed, JOBS, DIMMS, false), 0);
	pthread_barrier_destroy(&meeting);
	check_all_were_shown_once();
	assert_int_equal(seen.in_other_threads, DIMMS);
}

TEST(test_one_needs_no_thread)
{
	assert_int_equal(ask_and_end(&untimed, 8, 1, false), 0);
	assert_int_equal(seen.shown_count, 1);
	assert_int_equal(ask_and_end(&untimed, 8, 0, false), 0);
	setup(state);
	assert_int_equal(ask_and_end(&untimed, 1, DIMMS, false), 0);
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
	rc = ask_and_end(&timed, 4, DIMMS, true);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_int_equal(rc, 0);
	check_all_were_shown_once();
}

/* a limit of the user leaves no thread: the cards are asked all the same */
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
	rc = ask_and_end(&timed, 4, DIMMS, true);
	assert_int_equal(setrlimit(RLIMIT_NPROC, &old), 0);
	assert_int_equal(rc, 0);
	check_all_were_shown_once();
}

TEST(test_ends_with_the_first_error)
{
	const unsigned int jobs[] = { 1, 4 };
	size_t i;

	for (i = 0; i < 4; i++) {
		setup(state);
		seen.fails_at = 3;
		assert_int_equal(ask_and_end(&untimed, jobs[i / 2], DIMMS, i % 2), -ENOSPC);
		assert_int_equal(seen.shown_count, 3);
		assert_range(seen.released, 3, DIMMS - 1);
		assert_int_equal(seen.released, seen.started);
	}
}

TEST(test_answers_in_time)
{
	seen.limit_ns[0] = LONG_NS;
	assert_int_equal(ask_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.shown_rc[0], 0);
	assert_int_equal(cmds[0].answered, 2);
	assert_false(pthread_equal(seen.asking_thread, seen.main_thread));
	assert_int_equal(seen.references, 0);
}

/* the other cards are shown in their order; the late answer touches nothing of the run */
TEST(test_abandons_late_command)
{
	size_t i;

	seen.hangs = 1;
	seen.limit_ns[0] = SHORT_NS;
	assert_int_equal(ask(&timed, 4, 4, true), 0);
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
	assert_int_equal(ask_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.submitted, 0);
	assert_int_equal(seen.shown_rc[0], -ECANCELED);
}

TEST(test_new_limit_gives_more_time)
{
	seen.limit_ns[0] = 1;
	seen.limit_ns[1] = LONG_NS;
	assert_int_equal(ask_and_end(&timed, 1, 1, true), 0);
	assert_int_equal(seen.submitted, 1);
}

/* last: the signal stays remembered */
TEST(test_abandons_after_signal)
{
	uint64_t start = ocxl_clock_now_ns();
	pthread_t thread;

	seen.hangs = 1;
	seen.limit_ns[0] = LONG_NS;
	ocxl_signals_install();
	assert_int_equal(pthread_create(&thread, NULL, raise_later, (void *)1), 0);
	assert_int_equal(ask(&timed, 2, 2, true), -EINTR);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(workers->abandoned);
	assert_int_equal(seen.released, 2);
	assert_false(seen.ended);
	assert_range(ocxl_clock_now_ns() - start, 0, LONG_NS / 2);
	sem_post(&seen.answer);
}
