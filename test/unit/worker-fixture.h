/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of workers: the verb and the library are fakes. */
#ifndef OCXL_TEST_WORKER_FIXTURE_H
#define OCXL_TEST_WORKER_FIXTURE_H

#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl.h>
#include "fakes.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

#define DIMMS	16
#define JOBS	8
#define LONG_NS (60 * OCXL_SECOND_NS)

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
	pthread_t querying_thread;
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

static inline int fake_submit(struct ndctl_cmd *cmd)
{
	bool hangs = (size_t)(cmd - cmds) == seen.hangs;

	__atomic_fetch_add(&seen.submitted, 1, __ATOMIC_RELAXED);
	if (seen.meeting)
		pthread_barrier_wait(seen.meeting);
	/* the first DIMM answers last */
	if (cmd == &cmds[0])
		usleep(20000);
	if (hangs) {
		sem_post(&seen.blocking);
		sem_wait(&seen.answer);
	}
	cmd->answered++;
	if (hangs)
		sem_post(&seen.over);
	return 0;
}
UNIT_FAKE(ndctl_cmd_ocxl_submit, fake_submit)

static inline int fake_get_status(struct ndctl_cmd *cmd)
{
	return 0;
}
UNIT_FAKE(ndctl_cmd_ocxl_get_status, fake_get_status)

static inline struct ndctl_ctx *fake_get_ctx(struct ndctl_dimm *dimm)
{
	return (struct ndctl_ctx *)dimm;
}
UNIT_FAKE(ndctl_dimm_get_ctx, fake_get_ctx)

static inline struct ndctl_ctx *fake_ref(struct ndctl_ctx *ctx)
{
	seen.references++;
	return ctx;
}
UNIT_FAKE(ndctl_ref, fake_ref)

static inline void fake_fetch(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
			      struct ocxl_result *result)
{
	struct payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));
	size_t i;

	payload->index = (size_t)dimm->serial;
	seen.started++;
	if (seen.started - seen.shown_count > seen.unshown_max)
		seen.unshown_max = seen.started - seen.shown_count;
	seen.querying_thread = pthread_self();
	for (i = 0; i < ARRAY_SIZE(payload->commands); i++)
		payload->commands[i].rc = -ECANCELED;
	for (i = 0; i < ARRAY_SIZE(payload->commands); i++) {
		if (seen.limit_ns[i])
			ocxl_worker_limit_time(dimm->worker, seen.limit_ns[i]);
		ocxl_worker_send(&payload->commands[i], dimm, &cmds[payload->index], 3);
	}
}

static inline void fake_fill(const struct ocxl_dimm *dimm, const struct ocxl_options *unused,
			     struct ocxl_result *result)
{
	struct payload *payload = result->payload;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(payload->commands); i++) {
		if (payload->commands[i].rc)
			ocxl_result_add_failed_command(result, &payload->commands[i]);
	}
}

static inline void fake_release(void *payload)
{
	assert_non_null(payload);
	seen.released++;
}

static inline int fake_show(void *context, struct ocxl_result *result)
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

static inline void fake_end(void *context)
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

static inline int reset_fakes(void **state)
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

static inline int query_cards(const struct ocxl_verb *verb, unsigned int jobs, size_t count,
			      bool in_order)
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
	rc = ocxl_workers_query_all(workers);
	assert_int_equal(workers->busy, 0);
	return rc;
}

#define TEST(name) UNIT_TEST_WITH(name, reset_fakes, NULL)

#endif /* OCXL_TEST_WORKER_FIXTURE_H */
