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

/**
 * struct pool - threads at work
 * @fetch: for whom
 * @results: one a DIMM; a thread owns it until its number went through the pipe
 * @shown_rc: of DIMMs that were shown by the thread that asked
 * @ready: results that came through the pipe and were not shown
 * @next: DIMM that the next free thread takes
 * @done: DIMMs that are over: shown, and their results released
 * @pipe: numbers of DIMMs that are ready, from the threads to the main thread
 * @threads: to be joined
 * @thread_count: how many
 * @unblocked: signal mask to wait and to show with
 */
struct pool {
	const struct ocxl_fetch *fetch;
	struct ocxl_result *results;
	int *shown_rc;
	bool *ready;
	size_t next;
	size_t done;
	int pipe[2];
	pthread_t *threads;
	unsigned int thread_count;
	sigset_t unblocked;
};

static unsigned int first_missing(uint64_t needs, uint64_t cmd_mask)
{
	return __builtin_ctzll(needs & ~cmd_mask);
}

static void ask(const struct ocxl_fetch *fetch, size_t index, struct ocxl_result *result)
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
		ocxl_result_set_unsupported(result, first_missing(verb->needs, dimm->cmd_mask));
	else
		verb->fetch(dimm, fetch->options, result);
}

static void release(const struct ocxl_fetch *fetch, struct ocxl_result *result)
{
	if (result->payload && fetch->verb->release)
		fetch->verb->release(result->payload);
	free(result->payload);
	result->payload = NULL;
}

static int fetch_in_turn(const struct ocxl_fetch *fetch)
{
	struct ocxl_result result;
	size_t i;
	int rc = 0;

	for (i = 0; i < fetch->dimm_list->count && !rc; i++) {
		ask(fetch, i, &result);
		if (ocxl_signals_stop_requested())
			rc = -EINTR;
		else
			rc = fetch->show(fetch->context, &result);
		release(fetch, &result);
	}
	return rc;
}

/* no DIMM is taken that was not taken already */
static void stop_taking(struct pool *pool)
{
	__atomic_store_n(&pool->next, pool->fetch->dimm_list->count, __ATOMIC_RELAXED);
}

static void *work(void *argument)
{
	struct pool *pool = argument;
	const struct ocxl_fetch *fetch = pool->fetch;
	size_t index;

	for (;;) {
		index = __atomic_fetch_add(&pool->next, 1, __ATOMIC_RELAXED);
		if (index >= fetch->dimm_list->count)
			return NULL;
		ask(fetch, index, &pool->results[index]);
		if (!fetch->in_order)
			pool->shown_rc[index] = fetch->show(fetch->context, &pool->results[index]);
		if (pool->shown_rc[index])
			stop_taking(pool);
		/* whole or not at all: far below PIPE_BUF */
		while (write(pool->pipe[1], &index, sizeof(index)) < 0 && errno == EINTR)
			;
	}
}

/* signals end it as they end everything: a log may take long */
static int show_one(struct pool *pool, size_t index)
{
	int rc;

	ocxl_signals_unblock(&pool->unblocked);
	rc = pool->fetch->show(pool->fetch->context, &pool->results[index]);
	ocxl_signals_block(&pool->unblocked);
	return rc;
}

static void finish_one(struct pool *pool, size_t index)
{
	release(pool->fetch, &pool->results[index]);
	pool->ready[index] = false;
	pool->done++;
}

/* show what may be shown now that @index is ready */
static int arrived(struct pool *pool, size_t index)
{
	int rc = 0;

	if (!pool->fetch->in_order) {
		rc = pool->shown_rc[index];
		finish_one(pool, index);
		return rc;
	}
	pool->ready[index] = true;
	while (!rc && pool->done < pool->fetch->dimm_list->count && pool->ready[pool->done]) {
		rc = show_one(pool, pool->done);
		finish_one(pool, pool->done);
	}
	return rc;
}

static int collect(struct pool *pool)
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
			rc = arrived(pool, index);
	}
	return rc;
}

static void start_threads(struct pool *pool)
{
	unsigned int count = pool->fetch->options->jobs;

	if (count > pool->fetch->dimm_list->count)
		count = pool->fetch->dimm_list->count;
	while (pool->thread_count < count &&
	       !pthread_create(&pool->threads[pool->thread_count], NULL, work, pool))
		pool->thread_count++;
}

static void end_threads(struct pool *pool)
{
	const struct ocxl_dimm_list *list = pool->fetch->dimm_list;
	unsigned int i;
	size_t index;

	stop_taking(pool);
	for (i = 0; i < pool->thread_count; i++)
		pthread_join(pool->threads[i], NULL);
	for (index = 0; index < list->count; index++)
		release(pool->fetch, &pool->results[index]);
}

static int run_threads(struct pool *pool)
{
	int rc;

	ocxl_signals_block(&pool->unblocked);
	start_threads(pool);
	rc = pool->thread_count ? collect(pool) : 0;
	ocxl_signals_unblock(&pool->unblocked);
	if (!pool->thread_count)
		return fetch_in_turn(pool->fetch);
	/* asked to stop: nobody waits for a card that does not answer */
	if (!ocxl_signals_stop_requested())
		end_threads(pool);
	return rc;
}

static void free_pool(struct pool *pool)
{
	if (pool->pipe[0] >= 0) {
		close(pool->pipe[0]);
		close(pool->pipe[1]);
	}
	free(pool->threads);
	free(pool->ready);
	free(pool->shown_rc);
	free(pool->results);
	free(pool);
}

/* NULL: no memory, or no descriptors */
static struct pool *new_pool(const struct ocxl_fetch *fetch)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	size_t count = fetch->dimm_list->count;

	if (!pool)
		return NULL;
	pool->fetch = fetch;
	pool->pipe[0] = -1;
	pool->results = calloc(count, sizeof(*pool->results));
	pool->shown_rc = calloc(count, sizeof(*pool->shown_rc));
	pool->ready = calloc(count, sizeof(*pool->ready));
	pool->threads = calloc(fetch->options->jobs, sizeof(*pool->threads));
	if (pool->results && pool->shown_rc && pool->ready && pool->threads && !pipe(pool->pipe))
		return pool;
	pool->pipe[0] = -1;
	free_pool(pool);
	return NULL;
}

int ocxl_fetch_all(const struct ocxl_fetch *fetch)
{
	struct pool *pool = NULL;
	int rc;

	if (fetch->options->jobs > 1 && fetch->dimm_list->count > 1)
		pool = new_pool(fetch);
	/* nobody needs threads, or they are not to be had */
	if (!pool)
		return fetch_in_turn(fetch);
	rc = run_threads(pool);
	/* threads that are still at work keep what they work with */
	if (ocxl_signals_stop_requested())
		return -EINTR;
	free_pool(pool);
	return rc;
}
