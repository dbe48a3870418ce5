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

/* ---- the lock, and waiting for it ---- */

/* each thread frees the lock here: the main thread, which a signal has to interrupt, only tries it */
static void free_lock(struct ocxl_workers *workers)
{
	pthread_mutex_unlock(&workers->lock);
	if (__atomic_load_n(&workers->wanted, __ATOMIC_SEQ_CST))
		sem_post(&workers->wake);
}

static void wake_worker(struct ocxl_worker *worker)
{
	if (worker->threaded)
		sem_post(&worker->wake);
}

/* until wake_worker(), which may have been called before */
static void wait_for_wake(struct ocxl_worker *worker)
{
	free_lock(worker->workers);
	sem_wait(&worker->wake);
	pthread_mutex_lock(&worker->workers->lock);
}

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
	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_READY && has_turn(worker))
			wake_worker(worker);
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
	sem_post(&workers->wake);
	if (workers->done_fd >= 0)
		eventfd_write(workers->done_fd, 1);
}

/* the thread of an abandoned worker still has the memory that a late answer needs */
static void stop_if_abandoned(struct ocxl_worker *worker)
{
	if (!worker->abandoned)
		return;
	free_lock(worker->workers);
	for (;;)
		pause();
}

static void run_round(struct ocxl_worker *worker)
{
	ask_card(worker);
	fill_result(worker);
	while (!has_turn(worker)) {
		wait_for_wake(worker);
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
			wait_for_wake(worker);
		if (worker->step != OCXL_WORKER_DUE)
			break;
		run_round(worker);
	}
	worker->ended = true;
	sem_post(&workers->wake);
	free_lock(workers);
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
	struct ocxl_workers *workers = worker->workers;
	struct ocxl_command sent = *command;

	worker->under_way = command;
	if (worker->threaded && worker->deadline_ns < workers->wait_end_ns)
		sem_post(&workers->wake);
	free_lock(workers);
	ocxl_command_submit(&sent);
	pthread_mutex_lock(&workers->lock);
	stop_if_abandoned(worker);
	worker->under_way = NULL;
	/* the main thread waits for commands under way, not for their workers */
	if (worker->threaded && ocxl_signals_stop_requested())
		sem_post(&workers->wake);
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

	free_lock(worker->workers);
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

/* a worker in a slow call of the file system, such as fsync() of a dump, keeps the lock and goes on */
static void fill_unfinished(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_ASKING && !worker->abandoned)
			fill_result(worker);
	}
}

/* a worker, a free lock and a signal post to the semaphore, so nothing that comes before is missed */
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

	free_lock(workers);
	rc = ocxl_wait_for_fds(fds, count, deadline_ns);
	lock_after_wait(workers);
	return rc;
}

/* until a worker has ended, or sends a command with an earlier limit; at most until @end_ns */
static void wait_for_workers(struct ocxl_workers *workers, uint64_t end_ns)
{
	const struct ocxl_worker *worker;

	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->under_way && !worker->abandoned && worker->deadline_ns < end_ns)
			end_ns = worker->deadline_ns;
	}
	workers->wait_end_ns = end_ns;
	free_lock(workers);
	wait_for_post(workers, end_ns);
	lock_after_wait(workers);
	abandon_overdue(workers);
	show_abandoned(workers);
}

/* the main thread receives the signals */
static bool create_thread(struct ocxl_worker *worker)
{
	struct ocxl_workers *workers = worker->workers;
	sigset_t unblocked;

	if (worker->threaded || workers->unthreaded)
		return worker->threaded;
	if (!workers->threaded) {
		sem_init(&workers->wake, 0, 0);
		ocxl_signals_post_stop(&workers->wake);
		workers->threaded = true;
	}
	sem_init(&worker->wake, 0, 0);
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
		wake_worker(worker);
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
		wait_for_workers(workers, OCXL_WAIT_FOREVER);
	end = ocxl_clock_now_ns() + GRACE_NS;
	while (has_command_under_way(workers) && ocxl_clock_now_ns() < end)
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
	/* glibc looks up each function at its first call, so the usual run without threads has none */
	workers->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&workers->lock);
	return workers;
}

int ocxl_workers_open_done_fd(struct ocxl_workers *workers)
{
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
	*workers->end = worker;
	workers->end = &worker->next;
	return worker;
}

/* the thread needs the lock once more, and another one may hold it until a signal comes */
static void end_thread(struct ocxl_worker *worker)
{
	worker->ending = true;
	wake_worker(worker);
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
	free_lock(workers);
	if (workers->abandoned)
		return;
	ocxl_signals_post_stop(NULL);
	if (workers->done_fd >= 0)
		close(workers->done_fd);
	free(workers);
}
