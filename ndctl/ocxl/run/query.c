// SPDX-License-Identifier: GPL-2.0-only
/* Queries of cards, in the main thread: it starts workers, and watches time limits and signals. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* after a signal: time for commands that only have to acknowledge what was written */
#define GRACE_NS (500 * OCXL_MILLISECOND_NS)

/* shown by the main thread when it is its turn; the context of libndctl stays in use */
static void abandon_worker(struct ocxl_worker *worker, int rc)
{
	struct ocxl_command *command = worker->in_flight;

	ndctl_ref(ndctl_dimm_get_ctx(worker->dimm.ndctl));
	worker->abandoned = true;
	worker->workers->abandoned = true;
	if (command) {
		command->cmd = NULL;
		command->rc = rc;
		if (worker->workers->options->trace)
			ocxl_command_trace(command, worker->dimm.dev);
	}
	if (worker->step != OCXL_WORKER_READY)
		ocxl_worker_fill_result(worker);
}

static void abandon_overdue(struct ocxl_workers *workers)
{
	uint64_t now = ocxl_clock_now_ns();
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->in_flight && !worker->abandoned && worker->deadline_ns <= now)
			abandon_worker(worker, -ETIMEDOUT);
	}
}

static void show_abandoned(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker = workers->first;

	while (worker) {
		if (worker->abandoned && worker->step == OCXL_WORKER_READY &&
		    ocxl_worker_has_turn(worker)) {
			ocxl_worker_show_result(worker);
			/* the next one in order may be anywhere */
			worker = workers->first;
		} else {
			worker = worker->next;
		}
	}
}

/* a worker in a slow call of the file system, such as fsync() of a dump, keeps the lock */
static void fill_unfinished(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_QUERYING && !worker->abandoned)
			ocxl_worker_fill_result(worker);
	}
}

/* a worker, an unlock and a signal post to the semaphore: nothing that happens before is missed */
static void wait_for_post(struct ocxl_workers *workers, uint64_t deadline_ns)
{
	const struct timespec end = {
		.tv_sec = (time_t)(deadline_ns / OCXL_SECOND_NS),
		.tv_nsec = (long)(deadline_ns % OCXL_SECOND_NS),
	};

	if (deadline_ns == OCXL_WAIT_FOREVER)
		sem_wait(&workers->wake);
	else
		sem_clockwait(&workers->wake, CLOCK_MONOTONIC, &end);
}

/* a signal may come while a worker has the lock, and the reader has stopped reading */
static void lock_after_wait(struct ocxl_workers *workers)
{
	uint64_t end = OCXL_WAIT_FOREVER;

	__atomic_store_n(&workers->wanted, true, __ATOMIC_SEQ_CST);
	while (pthread_mutex_trylock(&workers->lock)) {
		if (ocxl_signals_stop_requested() && end == OCXL_WAIT_FOREVER)
			end = ocxl_clock_now_ns() + GRACE_NS;
		if (ocxl_clock_now_ns() >= end) {
			fill_unfinished(workers);
			workers->end_process(workers->context);
			break;
		}
		wait_for_post(workers, end);
	}
	__atomic_store_n(&workers->wanted, false, __ATOMIC_SEQ_CST);
}

int ocxl_workers_wait_for_fds(struct ocxl_workers *workers, struct pollfd *fds, nfds_t count,
			      uint64_t deadline_ns)
{
	int rc;

	ocxl_workers_unlock(workers);
	rc = ocxl_wait_for_fds(fds, count, deadline_ns);
	lock_after_wait(workers);
	return rc;
}

/* until a worker has ended, or sends a command with an earlier limit; at most until @end_ns */
static void wait_for_workers(struct ocxl_workers *workers, uint64_t end_ns)
{
	const struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->in_flight && !worker->abandoned && worker->deadline_ns < end_ns)
			end_ns = worker->deadline_ns;
	}
	workers->wait_end_ns = end_ns;
	ocxl_workers_unlock(workers);
	wait_for_post(workers, end_ns);
	lock_after_wait(workers);
	abandon_overdue(workers);
	show_abandoned(workers);
}

/* Return: the first worker that was not started; without a thread, a worker waits for the others */
static struct ocxl_worker *start_workers(struct ocxl_workers *workers, struct ocxl_worker *next)
{
	while (next && !workers->rc && workers->busy < workers->options->jobs &&
	       !ocxl_signals_stop_requested()) {
		if (!ocxl_worker_create_thread(next) && workers->busy)
			break;
		ocxl_worker_start(next);
		next = next->next;
	}
	return next;
}

static void give_turns(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;
	size_t turn = 0;

	for (worker = workers->first; worker; worker = worker->next)
		worker->turn = turn++;
	workers->turn = 0;
}

int ocxl_workers_query_all(struct ocxl_workers *workers)
{
	bool single = workers->options->jobs == 1 || !workers->first || !workers->first->next;
	struct ocxl_worker *next = workers->first;

	workers->unthreaded = single && !workers->verb->fill;
	give_turns(workers);
	do {
		next = start_workers(workers, next);
		if (workers->busy)
			wait_for_workers(workers, OCXL_WAIT_FOREVER);
		else if (!next || workers->rc)
			return ocxl_signals_stop_requested() ? -EINTR : workers->rc;
	} while (!ocxl_signals_stop_requested());
	ocxl_workers_finish(workers);
	return -EINTR;
}

static void abandon_all(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (!ocxl_worker_is_busy(worker) || worker->abandoned)
			continue;
		abandon_worker(worker, -EINTR);
		ocxl_worker_release_result(worker);
		worker->step = OCXL_WORKER_IDLE;
		workers->busy--;
	}
}

/* a worker that only waits for its card ends nothing by itself */
static bool has_command_in_flight(const struct ocxl_workers *workers)
{
	const struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->in_flight && !worker->abandoned)
			return true;
	}
	return false;
}

void ocxl_workers_finish(struct ocxl_workers *workers)
{
	uint64_t end;

	while (workers->busy && !ocxl_signals_stop_requested())
		wait_for_workers(workers, OCXL_WAIT_FOREVER);
	end = ocxl_clock_now_ns() + GRACE_NS;
	while (has_command_in_flight(workers) && ocxl_clock_now_ns() < end)
		wait_for_workers(workers, end);
	abandon_all(workers);
}

struct ocxl_workers *ocxl_workers_new(const struct ocxl_verb *verb,
				      const struct ocxl_options *options)
{
	struct ocxl_workers *workers = ocxl_alloc_zeroed(1, sizeof(*workers));

	workers->verb = verb;
	workers->options = options;
	workers->done_fd = -1;
	workers->end = &workers->first;
	/*
	 * glibc looks up each function at its first call, so the usual run without threads has none
	 */
	workers->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&workers->lock);
	return workers;
}

int ocxl_workers_open_done_fd(struct ocxl_workers *workers)
{
	workers->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return workers->done_fd < 0 ? -errno : 0;
}

/* the thread needs the lock once more, and another one may hold it until a signal comes */
static void end_thread(struct ocxl_worker *worker)
{
	worker->ending = true;
	ocxl_worker_wake(worker);
	while (!worker->ended)
		wait_for_workers(worker->workers, OCXL_WAIT_FOREVER);
	pthread_join(worker->thread, NULL);
}

void ocxl_worker_free(struct ocxl_worker *worker)
{
	struct ocxl_workers *workers = worker->workers;
	struct ocxl_worker **link = &workers->first;

	while (*link != worker)
		link = &(*link)->next;
	*link = worker->next;
	if (workers->end == &worker->next)
		workers->end = link;
	if (worker->abandoned)
		return;
	if (worker->threaded)
		end_thread(worker);
	free(worker);
}

void ocxl_workers_end(struct ocxl_workers *workers)
{
	while (workers->first)
		ocxl_worker_free(workers->first);
	ocxl_workers_unlock(workers);
	if (workers->abandoned)
		return;
	if (workers->threaded)
		ocxl_signals_post_stop(NULL);
	if (workers->done_fd >= 0)
		close(workers->done_fd);
	free(workers);
}
