// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/verb.h"
#include "ocxl/run/worker.h"

/* after a signal: time for commands that only have to acknowledge what was written */
#define GRACE_NS (500 * OCXL_MILLISECOND_NS)
/* how often the main thread looks for signals and time limits while it waits for workers */
#define LOOK_NS	 (20 * OCXL_MILLISECOND_NS)

static void begin_result(struct ocxl_worker *worker)
{
	const struct ocxl_dimm *dimm = &worker->dimm;
	struct ocxl_result *result = &worker->result;

	/* the list of failures is long, and has a count */
	memset(result, 0, offsetof(struct ocxl_result, failures));
	result->dimm = dimm;
	result->outcome = OCXL_OUTCOME_DONE;
	result->element.dev = dimm->dev;
	result->element.bus = dimm->bus;
	result->element.serial = dimm->serial;
	result->element.has_serial = dimm->serial != 0;
	result->element.location = &dimm->location;
	result->element.status = "ok";
}

static void ask_card(struct ocxl_worker *worker)
{
	const struct ocxl_verb *verb = worker->workers->verb;
	uint64_t missing = verb->needs & ~worker->dimm.cmd_mask;
	bool is_other = ocxl_dimm_state_notice_card(&worker->dimm, worker->workers->options);

	worker->step = OCXL_WORKER_ASKING;
	worker->deadline_ns = OCXL_WAIT_FOREVER;
	begin_result(worker);
	if (is_other)
		ocxl_result_set_other_card(&worker->result, __builtin_ctzll(verb->needs));
	else if (missing)
		ocxl_result_set_unsupported(&worker->result, __builtin_ctzll(missing));
	else
		verb->fetch(&worker->dimm, worker->workers->options, &worker->result);
}

/* only fetch() makes a payload */
static void fill_result(struct ocxl_worker *worker)
{
	const struct ocxl_verb *verb = worker->workers->verb;

	worker->deadline_ns = OCXL_WAIT_FOREVER;
	worker->step = OCXL_WORKER_READY;
	if (verb->fill && worker->result.payload)
		verb->fill(&worker->dimm, worker->workers->options, &worker->result);
}

static void release_result(struct ocxl_worker *worker)
{
	struct ocxl_result *result = &worker->result;
	void (*release)(void *payload) = worker->workers->verb->release;

	if (result->payload && release)
		release(result->payload);
	free(result->payload);
	result->payload = NULL;
}

static bool has_turn(const struct ocxl_worker *worker)
{
	return !worker->workers->in_order || worker->workers->turn == worker->turn;
}

static void wake_next(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	workers->turn++;
	if (workers->unthreaded)
		return;
	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_READY && has_turn(worker))
			pthread_cond_signal(&worker->wake);
	}
}

static void show_and_end(struct ocxl_worker *worker)
{
	struct ocxl_workers *workers = worker->workers;

	if (!workers->rc && !ocxl_signals_stop_requested())
		workers->rc = workers->show_result(workers->context, &worker->result);
	release_result(worker);
	worker->step = OCXL_WORKER_IDLE;
	workers->busy--;
	wake_next(workers);
	if (!worker->threaded || worker->abandoned)
		return;
	sem_post(&workers->done);
	if (workers->done_fd >= 0)
		eventfd_write(workers->done_fd, 1);
}

/* the thread of an abandoned worker still has the memory that a late answer needs */
static void stop_if_abandoned(struct ocxl_worker *worker)
{
	if (!worker->abandoned)
		return;
	pthread_mutex_unlock(&worker->workers->lock);
	for (;;)
		pause();
}

static void run_round(struct ocxl_worker *worker)
{
	ask_card(worker);
	fill_result(worker);
	while (!has_turn(worker)) {
		pthread_cond_wait(&worker->wake, &worker->workers->lock);
		stop_if_abandoned(worker);
	}
	show_and_end(worker);
}

static void *run_worker(void *argument)
{
	struct ocxl_worker *worker = argument;
	struct ocxl_workers *workers = worker->workers;

	pthread_mutex_lock(&workers->lock);
	for (;;) {
		while (worker->step != OCXL_WORKER_DUE && !worker->ending)
			pthread_cond_wait(&worker->wake, &workers->lock);
		if (worker->step != OCXL_WORKER_DUE)
			break;
		run_round(worker);
	}
	pthread_mutex_unlock(&workers->lock);
	return NULL;
}

/* ---- commands and waits of a worker ---- */

void ocxl_worker_limit_time(struct ocxl_worker *worker, uint64_t limit_ns)
{
	worker->deadline_ns = ocxl_clock_now_ns() + limit_ns;
}

/* the ioctl writes to memory of this thread only: @command may belong to an abandoned result */
static void submit_unlocked(struct ocxl_worker *worker, struct ocxl_command *command)
{
	pthread_mutex_t *lock = &worker->workers->lock;
	struct ocxl_command sent = *command;

	worker->under_way = command;
	pthread_mutex_unlock(lock);
	ocxl_command_submit(&sent);
	pthread_mutex_lock(lock);
	stop_if_abandoned(worker);
	worker->under_way = NULL;
	*command = sent;
}

void ocxl_worker_send(struct ocxl_command *command, const struct ocxl_dimm *dimm,
		      struct ndctl_cmd *cmd, unsigned int number)
{
	struct ocxl_worker *worker = dimm->worker;

	*command = (struct ocxl_command) { .cmd = cmd, .number = number, .wire_status = -1 };
	if (!cmd && errno == ENOMEM)
		die("out of memory");
	if (!cmd)
		command->rc = -errno;
	else if (worker->deadline_ns != OCXL_WAIT_FOREVER &&
		 worker->deadline_ns <= ocxl_clock_now_ns())
		command->rc = -ECANCELED;
	else
		submit_unlocked(worker, command);
	if (worker->workers->options->verbose)
		ocxl_command_trace(command, dimm->dev);
}

int ocxl_worker_wait_for_fds(void *owner, struct pollfd *fds, nfds_t count, uint64_t deadline_ns)
{
	struct ocxl_worker *worker = owner;
	int rc;

	pthread_mutex_unlock(&worker->workers->lock);
	rc = ocxl_wait_for_fds(fds, count, deadline_ns);
	pthread_mutex_lock(&worker->workers->lock);
	stop_if_abandoned(worker);
	return rc;
}

/* ---- the main thread ---- */

/* shown by the main thread when it is its turn; the context of libndctl stays in use */
static void abandon_worker(struct ocxl_worker *worker, int rc)
{
	struct ocxl_command *command = worker->under_way;

	ndctl_ref(ndctl_dimm_get_ctx(worker->dimm.ndctl));
	worker->abandoned = true;
	worker->workers->abandoned = true;
	if (command) {
		command->cmd = NULL;
		command->rc = rc;
		if (worker->workers->options->verbose)
			ocxl_command_trace(command, worker->dimm.dev);
	}
	if (worker->step != OCXL_WORKER_READY)
		fill_result(worker);
}

static void abandon_overdue(struct ocxl_workers *workers)
{
	uint64_t now = ocxl_clock_now_ns();
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->under_way && !worker->abandoned && worker->deadline_ns <= now)
			abandon_worker(worker, -ETIMEDOUT);
	}
}

static void show_abandoned(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker = workers->first;

	while (worker) {
		if (worker->abandoned && worker->step == OCXL_WORKER_READY && has_turn(worker)) {
			show_and_end(worker);
			/* the next one in order may be anywhere */
			worker = workers->first;
		} else {
			worker = worker->next;
		}
	}
}

static struct timespec time_in(clockid_t clock, uint64_t ns)
{
	struct timespec end;

	clock_gettime(clock, &end);
	ns += end.tv_nsec;
	end.tv_sec += (time_t)(ns / OCXL_SECOND_NS);
	end.tv_nsec = (long)(ns % OCXL_SECOND_NS);
	return end;
}

/* a worker in a slow call of the file system, such as fsync() of a dump, keeps the lock and goes on */
static void fill_unfinished(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_ASKING && !worker->abandoned)
			fill_result(worker);
	}
}

/*
 * A signal does not end the wait for a lock, and may come while the reader has stopped reading.
 * ThreadSanitizer does not know pthread_mutex_clocklock() and pthread_clockjoin_np().
 */
static void lock_after_wait(struct ocxl_workers *workers)
{
	struct timespec end;
	bool stopping;
	int rc;

	do {
		stopping = ocxl_signals_stop_requested();
		end = time_in(CLOCK_REALTIME, stopping ? GRACE_NS : LOOK_NS);
		rc = pthread_mutex_timedlock(&workers->lock, &end);
	} while (rc && !stopping);
	if (!rc)
		return;
	fill_unfinished(workers);
	workers->end_process(workers->context);
}

int ocxl_workers_wait_for_fds(struct ocxl_workers *workers, struct pollfd *fds, nfds_t count,
			      uint64_t deadline_ns)
{
	int rc;

	pthread_mutex_unlock(&workers->lock);
	rc = ocxl_wait_for_fds(fds, count, deadline_ns);
	lock_after_wait(workers);
	return rc;
}

/* a signal that comes just before the wait does not end it, and neither does a new time limit */
static void wait_for_workers(struct ocxl_workers *workers)
{
	const struct timespec end = time_in(CLOCK_MONOTONIC, LOOK_NS);

	pthread_mutex_unlock(&workers->lock);
	sem_clockwait(&workers->done, CLOCK_MONOTONIC, &end);
	lock_after_wait(workers);
	abandon_overdue(workers);
	show_abandoned(workers);
}

/* the main thread receives the signals */
static bool create_thread(struct ocxl_worker *worker)
{
	sigset_t unblocked;

	if (worker->threaded || worker->workers->unthreaded)
		return worker->threaded;
	ocxl_signals_block(&unblocked);
	worker->threaded = !pthread_create(&worker->thread, NULL, run_worker, worker);
	ocxl_signals_unblock(&unblocked);
	return worker->threaded;
}

void ocxl_worker_start(struct ocxl_worker *worker)
{
	worker->step = OCXL_WORKER_DUE;
	worker->workers->busy++;
	if (create_thread(worker))
		pthread_cond_signal(&worker->wake);
	else
		run_round(worker);
}

/* Return: the first worker that was not started; without a thread, a worker waits for the others */
static struct ocxl_worker *start_workers(struct ocxl_workers *workers, struct ocxl_worker *next)
{
	while (next && !workers->rc && workers->busy < workers->options->jobs &&
	       !ocxl_signals_stop_requested()) {
		if (!create_thread(next) && workers->busy)
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

int ocxl_workers_ask_all(struct ocxl_workers *workers)
{
	bool single = workers->options->jobs == 1 || !workers->first || !workers->first->next;
	struct ocxl_worker *next = workers->first;

	workers->unthreaded = single && !workers->verb->fill;
	/* no thread runs yet, or each waits for its next round */
	if (!workers->unthreaded)
		sem_init(&workers->done, 0, 0);
	give_turns(workers);
	do {
		next = start_workers(workers, next);
		if (workers->busy)
			wait_for_workers(workers);
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
		release_result(worker);
		worker->step = OCXL_WORKER_IDLE;
		workers->busy--;
	}
}

/* a worker that only waits for its card ends nothing by itself */
static bool has_command_under_way(const struct ocxl_workers *workers)
{
	const struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->under_way && !worker->abandoned)
			return true;
	}
	return false;
}

void ocxl_workers_finish(struct ocxl_workers *workers)
{
	uint64_t end;

	while (workers->busy && !ocxl_signals_stop_requested())
		wait_for_workers(workers);
	end = ocxl_clock_now_ns() + GRACE_NS;
	while (has_command_under_way(workers) && ocxl_clock_now_ns() < end)
		wait_for_workers(workers);
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
	/* glibc looks up each function at its first call, so the usual run without threads has none */
	workers->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&workers->lock);
	return workers;
}

int ocxl_workers_open_done_fd(struct ocxl_workers *workers)
{
	sem_init(&workers->done, 0, 0);
	workers->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return workers->done_fd < 0 ? -errno : 0;
}

struct ocxl_worker *ocxl_worker_new(struct ocxl_workers *workers, const struct ocxl_dimm *dimm)
{
	struct ocxl_worker *worker = xrealloc(NULL, sizeof(*worker));

	memset(worker, 0, offsetof(struct ocxl_worker, result.failures));
	worker->workers = workers;
	worker->dimm = *dimm;
	worker->dimm.worker = worker;
	worker->wake = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	*workers->end = worker;
	workers->end = &worker->next;
	return worker;
}

/* the thread needs the lock once more, and another one may hold it until a signal comes */
static void end_thread(struct ocxl_worker *worker)
{
	struct timespec end;
	int rc;

	worker->ending = true;
	pthread_cond_signal(&worker->wake);
	do {
		end = time_in(CLOCK_REALTIME, LOOK_NS);
		pthread_mutex_unlock(&worker->workers->lock);
		rc = pthread_timedjoin_np(worker->thread, NULL, &end);
		lock_after_wait(worker->workers);
	} while (rc == ETIMEDOUT);
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
	pthread_mutex_unlock(&workers->lock);
	if (workers->abandoned)
		return;
	if (workers->done_fd >= 0)
		close(workers->done_fd);
	free(workers);
}
