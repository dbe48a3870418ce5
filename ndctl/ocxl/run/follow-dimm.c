// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/run.h"
#include "ocxl/verb.h"

/* pauses before a DIMM that failed is queried again */
#define RETRY_MIN_NS OCXL_SECOND_NS
#define RETRY_MAX_NS (60 * OCXL_SECOND_NS)
#define FLAGS_SIZE   256

static bool has_reached_limit(const struct ocxl_repeat *repeat,
			      const struct ocxl_followed *followed)
{
	uint64_t limit = repeat->options->limit;

	return limit && followed->state.shown >= limit;
}

bool ocxl_followed_may_continue(const struct ocxl_repeat *repeat,
				const struct ocxl_followed *followed)
{
	return followed->querying || (ocxl_dimm_state_may_succeed(&followed->state) &&
				      !has_reached_limit(repeat, followed));
}

/* during a query, the worker counts the entries */
void ocxl_followed_mark_due(const struct ocxl_repeat *repeat, struct ocxl_followed *followed)
{
	followed->due = followed->querying || !has_reached_limit(repeat, followed);
}

struct ocxl_followed *ocxl_followed_new(const struct ocxl_repeat *repeat,
					const struct ocxl_dimm *dimm)
{
	struct ocxl_followed *followed = ocxl_alloc_zeroed(1, sizeof(*followed));

	followed->worker = ocxl_worker_new(repeat->workers, dimm);
	ndctl_ref(ndctl_dimm_get_ctx(dimm->ndctl));
	followed->worker->dimm.state = &followed->state;
	followed->due = true;
	followed->retry_ns = OCXL_WAIT_FOREVER;
	return followed;
}

void ocxl_followed_free(struct ocxl_followed *followed)
{
	if (followed->has_newer)
		ndctl_unref(ndctl_dimm_get_ctx(followed->newer.ndctl));
	ndctl_unref(ndctl_dimm_get_ctx(followed->worker->dimm.ndctl));
	ocxl_worker_free(followed->worker);
	free(followed);
}

bool ocxl_followed_is_same(const struct ocxl_followed *followed, const struct ocxl_dimm *dimm)
{
	const struct ocxl_dimm *own = &followed->worker->dimm;

	return !followed->gone && own->serial == dimm->serial && !strcmp(own->dev, dimm->dev);
}

static void switch_to_newer(const struct ocxl_repeat *repeat, struct ocxl_followed *followed)
{
	struct ocxl_worker *worker = followed->worker;

	if (!followed->has_newer || followed->querying)
		return;
	ndctl_unref(ndctl_dimm_get_ctx(worker->dimm.ndctl));
	worker->dimm = followed->newer;
	worker->dimm.worker = worker;
	worker->dimm.state = &followed->state;
	followed->has_newer = false;
	followed->unreadable = false;
	followed->pause_ns = 0;
	ocxl_followed_mark_due(repeat, followed);
}

void ocxl_followed_replace(const struct ocxl_repeat *repeat, struct ocxl_followed *followed,
			   const struct ocxl_dimm *dimm)
{
	if (followed->has_newer)
		ndctl_unref(ndctl_dimm_get_ctx(followed->newer.ndctl));
	followed->newer = *dimm;
	ndctl_ref(ndctl_dimm_get_ctx(dimm->ndctl));
	followed->has_newer = true;
	switch_to_newer(repeat, followed);
}

static void schedule_retry(const struct ocxl_repeat *repeat, struct ocxl_followed *followed)
{
	followed->retry_ns = OCXL_WAIT_FOREVER;
	if ((!*followed->state.reported && !followed->unreadable) ||
	    !ocxl_followed_may_continue(repeat, followed)) {
		followed->pause_ns = 0;
		return;
	}
	followed->pause_ns = ocxl_wait_next_pause(followed->pause_ns, RETRY_MIN_NS, RETRY_MAX_NS);
	followed->retry_ns = ocxl_clock_now_ns() + followed->pause_ns;
}

void ocxl_followed_notice_end(const struct ocxl_repeat *repeat, struct ocxl_followed *followed)
{
	if (!followed->querying || ocxl_worker_is_busy(followed->worker))
		return;
	followed->querying = false;
	if (has_reached_limit(repeat, followed))
		followed->due = false;
	schedule_retry(repeat, followed);
	switch_to_newer(repeat, followed);
}

int ocxl_followed_poll_fd(const struct ocxl_repeat *repeat, const struct ocxl_followed *followed)
{
	if (followed->querying || followed->unreadable ||
	    !ocxl_followed_may_continue(repeat, followed))
		return -1;
	return ndctl_dimm_get_health_eventfd(followed->worker->dimm.ndctl);
}

bool ocxl_followed_read_flags(const struct ocxl_repeat *repeat, struct ocxl_followed *followed)
{
	uint64_t wanted = repeat->verb->follow_flag, flags;
	struct ndctl_dimm *dimm = followed->worker->dimm.ndctl;
	int fd = ndctl_dimm_get_health_eventfd(dimm), rc;
	char text[FLAGS_SIZE];

	/* first: the next poll() notices what changes from now on */
	followed->unreadable = fd < 0 || pread(fd, text, sizeof(text), 0) < 0;
	rc = ndctl_dimm_ocxl_read_flags(dimm, &flags);
	if (rc && rc != -EPROTONOSUPPORT)
		followed->unreadable = true;
	return followed->unreadable || !wanted || *followed->state.reported || flags & wanted;
}
