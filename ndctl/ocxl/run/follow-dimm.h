/* SPDX-License-Identifier: GPL-2.0-only */
/* One DIMM of --follow. A thread asks it, so that a slow card does not delay the others. */
#ifndef OCXL_FOLLOW_DIMM_H
#define OCXL_FOLLOW_DIMM_H

#include <pthread.h>
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/select.h"

struct ocxl_repeat;

/**
 * struct ocxl_follow_dimm - a DIMM that --follow waits for
 * @repeat: the run
 * @dimm: the DIMM; holds a reference to its context of libndctl
 * @newer: with @has_newer: the same card in a newer context; replaces @dimm before the next request
 * @has_newer: @newer is valid
 * @state: between requests; belongs to the thread while @busy
 * @dimm_list: has only @dimm; for the thread
 * @done_fd: eventfd, written when @done
 * @thread: valid with @busy and @threaded
 * @rc: result of the last request
 * @busy: a request is under way, or its end was not yet collected
 * @threaded: @thread asks; otherwise ocxl_follow_dimm_start() asked
 * @done: the request has ended
 * @due: to be asked as soon as it is not @busy
 * @unreadable: "flags" cannot be read, so that only @retry_ns leads to a request
 * @gone: was removed; asked once again, to report that
 * @pause_ns: until the next request after a failure; 0: there was no failure
 * @retry_ns: time of the next request without a change, by ocxl_clock_now_ns()
 */
struct ocxl_follow_dimm {
	const struct ocxl_repeat *repeat;
	struct ocxl_dimm dimm;
	struct ocxl_dimm newer;
	bool has_newer;
	struct ocxl_dimm_state state;
	struct ocxl_dimm_list dimm_list;
	int done_fd;
	pthread_t thread;
	int rc;
	bool busy;
	bool threaded;
	bool done;
	bool due;
	bool unreadable;
	bool gone;
	uint64_t pause_ns;
	uint64_t retry_ns;
};

/**
 * ocxl_follow_dimm_new() - add a DIMM, which is due at once
 * @repeat: the run
 * @dimm: copied
 * @done_fd: eventfd; stays the caller's
 *
 * Return: release with ocxl_follow_dimm_free(); NULL without memory.
 */
struct ocxl_follow_dimm *ocxl_follow_dimm_new(const struct ocxl_repeat *repeat,
					      const struct ocxl_dimm *dimm, int done_fd);

/** ocxl_follow_dimm_free() - release a DIMM that is not busy; NULL is allowed */
void ocxl_follow_dimm_free(struct ocxl_follow_dimm *followed);

/** ocxl_follow_dimm_matches() - is it the same card under the same name, and still there */
bool ocxl_follow_dimm_matches(const struct ocxl_follow_dimm *followed,
			      const struct ocxl_dimm *dimm);

/**
 * ocxl_follow_dimm_replace() - continue with a newer context of libndctl, and make it due
 * @followed: replaced now, or after its request
 * @dimm: the same card; copied
 */
void ocxl_follow_dimm_replace(struct ocxl_follow_dimm *followed, const struct ocxl_dimm *dimm);

/** ocxl_follow_dimm_may_continue() - is it busy, or can a further request show more */
bool ocxl_follow_dimm_may_continue(const struct ocxl_follow_dimm *followed);

/** ocxl_follow_dimm_mark_due() - have it asked, unless it has reached --limit */
void ocxl_follow_dimm_mark_due(struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_start() - start a request
 * @followed: not busy
 *
 * If no thread can be created, the request has ended when this returns. In both cases
 * ocxl_follow_dimm_collect() collects its result.
 */
void ocxl_follow_dimm_start(struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_collect() - collect the result of a request that has ended
 * @followed: receives the result in rc; after a failure a retry is scheduled
 *
 * Return: false if no request has ended.
 */
bool ocxl_follow_dimm_collect(struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_poll_fd() - descriptor that reports changes
 * @followed: a DIMM
 *
 * Return: to poll for POLLPRI; -1 while nothing is to be waited for.
 */
int ocxl_follow_dimm_poll_fd(const struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_handle_change() - make it due if its "flags" ask for that or its retry is due
 * @followed: not busy
 *
 * Reads "flags", so that poll() reports the next change. That is before the request, so that no
 * change during the request is missed.
 */
void ocxl_follow_dimm_handle_change(struct ocxl_follow_dimm *followed);

#endif /* OCXL_FOLLOW_DIMM_H */
