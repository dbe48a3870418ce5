// SPDX-License-Identifier: GPL-2.0-only
/* Queries of cards: one worker, in its thread or in the calling one. */
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-private.h"
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* ---- the lock, and waiting for it ---- */

/*
 * The main thread takes the lock with trylock and waits for @wake, because a signal interrupts
 * sem_wait() but not pthread_mutex_lock(). So each thread that unlocks has to wake it.
 */
void ocxl_workers_unlock(struct ocxl_workers *workers)
{
	pthread_mutex_unlock(&workers->lock);
	if (__atomic_load_n(&workers->wanted, __ATOMIC_SEQ_CST))
		sem_post(&workers->wake);
}

void ocxl_worker_wake(struct ocxl_worker *worker)
{
	if (worker->threaded)
		sem_post(&worker->wake);
}

/* until ocxl_worker_wake(), which may have been called before */
static void wait_for_wake(struct ocxl_worker *worker)
{
	ocxl_workers_unlock(worker->workers);
	sem_wait(&worker->wake);
	pthread_mutex_lock(&worker->workers->lock);
}

static void query_card(struct ocxl_worker *worker)
{
	const struct ocxl_verb *verb = worker->workers->verb;
	uint64_t missing = verb->needs & ~worker->dimm.cmd_mask;
	bool unselected = ocxl_dimm_state_check_replaced(&worker->dimm, worker->workers->options);

	worker->step = OCXL_WORKER_QUERYING;
	worker->deadline_ns = OCXL_WAIT_FOREVER;
	ocxl_result_begin(&worker->result, &worker->dimm);
	if (verb->all_failures)
		worker->result.element.failures = worker->result.failures;
	ocxl_result_add_unreadable_files(&worker->result);
	if (missing && !unselected)
		ocxl_result_set_unsupported(&worker->result, __builtin_ctzll(missing));
	else if (!unselected)
		verb->fetch(&worker->dimm, worker->workers->options, &worker->result);
}

/* after a replacement, the data may be of either card: discard it. Only fetch() makes a payload */
void ocxl_worker_fill_result(struct ocxl_worker *worker)
{
	const struct ocxl_verb *verb = worker->workers->verb;

	worker->deadline_ns = OCXL_WAIT_FOREVER;
	worker->step = OCXL_WORKER_READY;
	if (ocxl_dimm_was_replaced(&worker->dimm)) {
		ocxl_worker_release_result(worker);
		ocxl_result_begin(&worker->result, &worker->dimm);
		ocxl_result_set_replaced(&worker->result,
					 verb->needs ? __builtin_ctzll(verb->needs) : 0);
	} else if (verb->fill && worker->result.payload) {
		verb->fill(&worker->dimm, worker->workers->options, &worker->result);
	}
}

void ocxl_worker_release_result(struct ocxl_worker *worker)
{
	struct ocxl_result *result = &worker->result;
	void (*release)(void *payload) = worker->workers->verb->release;

	if (result->payload && release)
		release(result->payload);
	free(result->payload);
	result->payload = NULL;
}

bool ocxl_worker_has_turn(const struct ocxl_worker *worker)
{
	return !worker->workers->in_order || worker->workers->turn == worker->turn;
}

static void wake_next(struct ocxl_workers *workers)
{
	struct ocxl_worker *worker;

	workers->turn++;
	for (worker = workers->first; worker; worker = worker->next) {
		if (worker->step == OCXL_WORKER_READY && ocxl_worker_has_turn(worker))
			ocxl_worker_wake(worker);
	}
}

void ocxl_worker_show_result(struct ocxl_worker *worker)
{
	struct ocxl_workers *workers = worker->workers;

	if (!workers->rc && !ocxl_signals_stop_requested())
		workers->rc = workers->show_result(workers->context, &worker->result);
	ocxl_worker_release_result(worker);
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
	ocxl_workers_unlock(worker->workers);
	for (;;)
		pause();
}

static void run_round(struct ocxl_worker *worker)
{
	query_card(worker);
	ocxl_worker_fill_result(worker);
	while (!ocxl_worker_has_turn(worker)) {
		wait_for_wake(worker);
		stop_if_abandoned(worker);
	}
	ocxl_worker_show_result(worker);
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
	ocxl_workers_unlock(workers);
	return NULL;
}

/* ---- commands and waits of a worker ---- */

void ocxl_worker_limit_time(struct ocxl_worker *worker, uint64_t limit_ns)
{
	worker->deadline_ns = ocxl_clock_now_ns() + limit_ns;
}

void ocxl_command_trace(const struct ocxl_command *command, const char *dev)
{
	const char *name = ndctl_ocxl_command_name(command->number);
	const char *status = "none";
	size_t in = 0, out = 0, answer = 0, fw_size = 0;

	if (command->cmd) {
		ocxl_cmd_get_sizes(command->cmd, &in, &out);
		ocxl_cmd_get_output(command->cmd, &answer);
		fw_size = ocxl_cmd_get_fw_size(command->cmd);
	}
	if (command->wire_status >= 0)
		status = ndctl_ocxl_status_name(command->wire_status);
	fprintf(stderr,
		"%s: %s: in %zu, out %zu, answer %zu, fw_size %zu bytes, status %d (%s), errno %d (%s), "
		"%" PRIu64 " us\n",
		dev, name ? name : "command", in, out, answer, fw_size, command->wire_status,
		status ? status : "no name", -command->rc,
		command->rc ? strerror(-command->rc) : "none", command->microseconds);
}

/* a command that a signal interrupts is sent again, unless the signal requests a stop */
static void submit_command(struct ocxl_command *command)
{
	uint64_t start = ocxl_clock_now_ns();

	do {
		command->rc = ndctl_cmd_ocxl_submit(command->cmd);
	} while (command->rc == -EINTR && !ocxl_signals_stop_requested());
	command->microseconds = (ocxl_clock_now_ns() - start) / 1000;
	command->wire_status = ndctl_cmd_ocxl_get_status(command->cmd);
}

/* the ioctl writes to memory of this thread only: @command may belong to an abandoned result */
static void submit_unlocked(struct ocxl_worker *worker, struct ocxl_command *command)
{
	struct ocxl_workers *workers = worker->workers;
	struct ocxl_command sent = *command;

	worker->in_flight = command;
	if (worker->threaded && worker->deadline_ns < workers->wait_end_ns)
		sem_post(&workers->wake);
	ocxl_workers_unlock(workers);
	submit_command(&sent);
	pthread_mutex_lock(&workers->lock);
	stop_if_abandoned(worker);
	worker->in_flight = NULL;
	/* after a signal, the main thread waits until no command is in flight */
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
	if (worker->workers->options->trace)
		ocxl_command_trace(command, dimm->dev);
}

int ocxl_worker_wait_for_fds(void *owner, struct pollfd *fds, nfds_t count, uint64_t deadline_ns)
{
	struct ocxl_worker *worker = owner;
	int rc;

	ocxl_workers_unlock(worker->workers);
	rc = ocxl_wait_for_fds(fds, count, deadline_ns);
	pthread_mutex_lock(&worker->workers->lock);
	stop_if_abandoned(worker);
	return rc;
}

/* address space may be limited; the default would be that of ulimit -s, often 8 MiB */
#define STACK_SIZE	(512 * 1024)
/* what the threads leave for answers and output */
#define ADDRESS_RESERVE (16 * 1024 * 1024)

/* the main thread receives the signals */
static bool create_thread(struct ocxl_worker *worker)
{
	void *reserve = mmap(NULL, ADDRESS_RESERVE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_attr_t attributes;
	sigset_t unblocked;
	int rc;

	if (reserve == MAP_FAILED)
		return false;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	ocxl_signals_block(&unblocked);
	rc = pthread_create(&worker->thread, &attributes, run_worker, worker);
	ocxl_signals_unblock(&unblocked);
	pthread_attr_destroy(&attributes);
	munmap(reserve, ADDRESS_RESERVE);
	return !rc;
}

bool ocxl_worker_create_thread(struct ocxl_worker *worker)
{
	struct ocxl_workers *workers = worker->workers;

	if (worker->threaded || workers->unthreaded)
		return worker->threaded;
	if (!workers->threaded) {
		/*
		 * glibc would reserve 64 MiB of addresses for each thread; only one of them runs at
		 * a time
		 */
		mallopt(M_ARENA_MAX, 1);
		sem_init(&workers->wake, 0, 0);
		ocxl_signals_post_stop(&workers->wake);
		workers->threaded = true;
	}
	sem_init(&worker->wake, 0, 0);
	worker->threaded = create_thread(worker);
	return worker->threaded;
}

void ocxl_worker_start(struct ocxl_worker *worker)
{
	worker->step = OCXL_WORKER_DUE;
	worker->workers->busy++;
	if (ocxl_worker_create_thread(worker))
		ocxl_worker_wake(worker);
	else
		run_round(worker);
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
