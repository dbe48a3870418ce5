// SPDX-License-Identifier: GPL-2.0-only
/* Workers that a signal ends. */
#include <signal.h>
#include <sys/wait.h>
#include "worker-fixture.h"

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

/* @run: ends its process, which is another one, since the signal stays remembered */
static void check_in_child(void (*run)(void))
{
	pid_t child = fork();
	int status;

	if (!child) {
		run();
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
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

TEST(test_signal_ends_a_blocked_process)
{
	check_in_child(free_worker_in_child);
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
	query_cards(&slow, 1, 1, true);
}

TEST(test_signal_fills_what_waits_for_a_file)
{
	check_in_child(wait_for_file_in_child);
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
	assert_int_equal(query_cards(&timed, 2, 2, true), -EINTR);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(workers->abandoned);
	assert_int_equal(seen.released, 2);
	assert_false(seen.ended);
	assert_range(ocxl_clock_now_ns() - start, 0, LONG_NS / 2);
	sem_post(&seen.answer);
}
