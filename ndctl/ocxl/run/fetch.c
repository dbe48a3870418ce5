// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/base/signals.h"
#include "ocxl/run/fetch.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"

/* Results wait for their turn, or for a slow card before them. The logs of full cards are large. */
#define WAITING_SIZE_MAX (16 * 1024 * 1024)

/**
 * struct thread_pool - threads that ask DIMMs
 * @fetch: the request
 * @results: one for each DIMM; a thread owns it until the number of the DIMM is in the pipe
 * @show_rc: for each DIMM the result of show_result(), if the thread called it
 * @ready: for each DIMM: read from the pipe, and not yet shown
 * @next: DIMM that the next free thread asks
 * @done: number of DIMMs whose results were shown and released
 * @waiting_size: bytes of results that were not yet shown; guarded by @lock
 * @lock: see @waiting_size
 * @released: @waiting_size became smaller, or @next became the number of DIMMs
 * @pipe: the threads write the numbers of DIMMs that are ready; the main thread reads them
 * @threads: to join
 * @thread_count: of @threads
 * @unblocked: signal mask of the main thread while it waits or shows
 */
struct thread_pool {
	const struct ocxl_fetch *fetch;
	struct ocxl_result *results;
	int *show_rc;
	bool *ready;
	size_t next;
	size_t done;
	size_t waiting_size;
	pthread_mutex_t lock;
	pthread_cond_t released;
	int pipe[2];
	pthread_t *threads;
	unsigned int thread_count;
	sigset_t unblocked;
};

static unsigned int find_missing_command(uint64_t needs, uint64_t cmd_mask)
{
	return __builtin_ctzll(needs & ~cmd_mask);
}

static void fetch_dimm(const struct ocxl_fetch *fetch, size_t index, struct ocxl_result *result)
{
	const struct ocxl_dimm *dimm = &fetch->dimm_list->dimms[index];
	const struct ocxl_verb *verb = fetch->verb;

	memset(result, 0, sizeof(*result));
	result->dimm = dimm;
	result->outcome = OCXL_OUTCOME_DONE;
	result->element.dev = dimm->dev;
	result->element.bus = dimm->bus;
	result->element.serial = dimm->serial;
	result->element.has_serial = dimm->serial != 0;
	result->element.status = "ok";
	if (verb->needs & ~dimm->cmd_mask)
		ocxl_result_set_unsupported(result,
					    find_missing_command(verb->needs, dimm->cmd_mask));
	else
		verb->fetch(dimm, fetch->options, result);
}

static void release_result(const struct ocxl_fetch *fetch, struct ocxl_result *result)
{
	if (result->payload && fetch->verb->release)
		fetch->verb->release(result->payload);
	free(result->payload);
	result->payload = NULL;
}

static int fetch_one_by_one(const struct ocxl_fetch *fetch)
{
	struct ocxl_result result;
	size_t i;
	int rc = 0;

	for (i = 0; i < fetch->dimm_list->count && !rc; i++) {
		fetch_dimm(fetch, i, &result);
		if (ocxl_signals_stop_requested())
			rc = -EINTR;
		else
			rc = fetch->show_result(fetch->context, &result);
		release_result(fetch, &result);
	}
	return rc;
}

/* threads finish their DIMM and ask no further one */
static void stop_threads(struct thread_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->next = pool->fetch->dimm_list->count;
	pthread_cond_broadcast(&pool->released);
	pthread_mutex_unlock(&pool->lock);
}

/*
 * Wait until results need less memory. A thread that waits has no DIMM, so the result that is next in
 * order comes.
 *
 * Return: a DIMM to ask; the number of DIMMs when all were asked
 */
static size_t take_next_dimm(struct thread_pool *pool)
{
	const size_t count = pool->fetch->dimm_list->count;
	size_t index;

	pthread_mutex_lock(&pool->lock);
	while (pool->waiting_size > WAITING_SIZE_MAX && pool->next < count)
		pthread_cond_wait(&pool->released, &pool->lock);
	index = pool->next;
	if (index < count)
		pool->next++;
	pthread_mutex_unlock(&pool->lock);
	return index;
}

static void add_waiting_size(struct thread_pool *pool, size_t size)
{
	pthread_mutex_lock(&pool->lock);
	pool->waiting_size += size;
	pthread_mutex_unlock(&pool->lock);
}

static void subtract_waiting_size(struct thread_pool *pool, size_t size)
{
	pthread_mutex_lock(&pool->lock);
	pool->waiting_size -= size;
	pthread_cond_broadcast(&pool->released);
	pthread_mutex_unlock(&pool->lock);
}

static void *fetch_in_thread(void *argument)
{
	struct thread_pool *pool = argument;
	const struct ocxl_fetch *fetch = pool->fetch;
	size_t index;

	for (;;) {
		index = take_next_dimm(pool);
		if (index >= fetch->dimm_list->count)
			return NULL;
		fetch_dimm(fetch, index, &pool->results[index]);
		add_waiting_size(pool, pool->results[index].payload_size);
		if (!fetch->in_order)
			pool->show_rc[index] =
				fetch->show_result(fetch->context, &pool->results[index]);
		if (pool->show_rc[index])
			stop_threads(pool);
		/* less than PIPE_BUF bytes: written whole */
		while (write(pool->pipe[1], &index, sizeof(index)) < 0 && errno == EINTR)
			;
	}
}

/* to show a log may take long: let signals end the process as usual */
static int show_dimm(struct thread_pool *pool, size_t index)
{
	int rc;

	ocxl_signals_unblock(&pool->unblocked);
	rc = pool->fetch->show_result(pool->fetch->context, &pool->results[index]);
	ocxl_signals_block(&pool->unblocked);
	return rc;
}

static void finish_dimm(struct thread_pool *pool, size_t index)
{
	release_result(pool->fetch, &pool->results[index]);
	subtract_waiting_size(pool, pool->results[index].payload_size);
	pool->ready[index] = false;
	pool->done++;
}

/* show the DIMMs that are next in order, now that @index is ready */
static int handle_ready_dimm(struct thread_pool *pool, size_t index)
{
	int rc = 0;

	if (!pool->fetch->in_order) {
		rc = pool->show_rc[index];
		finish_dimm(pool, index);
		return rc;
	}
	pool->ready[index] = true;
	while (!rc && pool->done < pool->fetch->dimm_list->count && pool->ready[pool->done]) {
		rc = show_dimm(pool, pool->done);
		finish_dimm(pool, pool->done);
	}
	return rc;
}

static int collect_results(struct thread_pool *pool)
{
	struct pollfd pollfd = { .fd = pool->pipe[0], .events = POLLIN };
	size_t index;
	int rc = 0;

	while (!rc && pool->done < pool->fetch->dimm_list->count) {
		if (ocxl_signals_stop_requested())
			return -EINTR;
		if (ppoll(&pollfd, 1, NULL, &pool->unblocked) < 0) {
			if (errno != EINTR)
				return -errno;
			continue;
		}
		if (read(pool->pipe[0], &index, sizeof(index)) == sizeof(index))
			rc = handle_ready_dimm(pool, index);
	}
	return rc;
}

static void start_threads(struct thread_pool *pool)
{
	unsigned int count = pool->fetch->options->jobs;

	if (count > pool->fetch->dimm_list->count)
		count = pool->fetch->dimm_list->count;
	while (pool->thread_count < count &&
	       !pthread_create(&pool->threads[pool->thread_count], NULL, fetch_in_thread, pool))
		pool->thread_count++;
}

static void end_threads(struct thread_pool *pool)
{
	const struct ocxl_dimm_list *list = pool->fetch->dimm_list;
	unsigned int i;
	size_t index;

	stop_threads(pool);
	for (i = 0; i < pool->thread_count; i++)
		pthread_join(pool->threads[i], NULL);
	for (index = 0; index < list->count; index++)
		release_result(pool->fetch, &pool->results[index]);
}

static int run_threads(struct thread_pool *pool)
{
	int rc;

	ocxl_signals_block(&pool->unblocked);
	start_threads(pool);
	rc = pool->thread_count ? collect_results(pool) : 0;
	ocxl_signals_unblock(&pool->unblocked);
	if (!pool->thread_count)
		return fetch_one_by_one(pool->fetch);
	/* after a signal, do not wait for cards that do not answer */
	if (!ocxl_signals_stop_requested())
		end_threads(pool);
	return rc;
}

static void free_pool(struct thread_pool *pool)
{
	if (pool->pipe[0] >= 0) {
		close(pool->pipe[0]);
		close(pool->pipe[1]);
	}
	free(pool->threads);
	free(pool->ready);
	free(pool->show_rc);
	free(pool->results);
	pthread_cond_destroy(&pool->released);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

/* Return: NULL without memory or descriptors */
static struct thread_pool *new_pool(const struct ocxl_fetch *fetch)
{
	struct thread_pool *pool = calloc(1, sizeof(*pool));
	size_t count = fetch->dimm_list->count;

	if (!pool)
		return NULL;
	pool->fetch = fetch;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->released, NULL);
	pool->pipe[0] = -1;
	pool->results = calloc(count, sizeof(*pool->results));
	pool->show_rc = calloc(count, sizeof(*pool->show_rc));
	pool->ready = calloc(count, sizeof(*pool->ready));
	pool->threads = calloc(fetch->options->jobs, sizeof(*pool->threads));
	if (pool->results && pool->show_rc && pool->ready && pool->threads && !pipe(pool->pipe))
		return pool;
	pool->pipe[0] = -1;
	free_pool(pool);
	return NULL;
}

int ocxl_fetch_all(const struct ocxl_fetch *fetch)
{
	struct thread_pool *pool = NULL;
	int rc;

	if (fetch->options->jobs > 1 && fetch->dimm_list->count > 1)
		pool = new_pool(fetch);
	/* threads are not needed, or there is no memory for them */
	if (!pool)
		return fetch_one_by_one(fetch);
	rc = run_threads(pool);
	/* threads may still run and use the memory */
	if (ocxl_signals_stop_requested())
		return -EINTR;
	free_pool(pool);
	return rc;
}
