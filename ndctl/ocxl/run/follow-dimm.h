/* SPDX-License-Identifier: GPL-2.0-only */
/* One DIMM of --follow: asked in a thread of its own, so that it keeps nobody waiting. */
#ifndef OCXL_FOLLOW_DIMM_H
#define OCXL_FOLLOW_DIMM_H

#include <pthread.h>
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/select.h"

struct ocxl_repeat;

/**
 * struct ocxl_follow_dimm - a DIMM that is waited for
 * @repeat: of the run
 * @dimm: the DIMM; keeps its library
 * @newer: with @has_newer: the same card in another library, from the next question on
 * @state: how far it has come; the thread's while @busy
 * @dimm_list: of @dimm alone, for the thread
 * @bell: eventfd that rings when @done
 * @thread: valid with @busy and @threaded
 * @rc: what the last question came to, when it is over
 * @busy: it is being asked
 * @threaded: it is asked in @thread, and else was asked by whoever wanted it
 * @done: the question is over, and its end not taken note of
 * @marked: is to be asked, as soon as it is not @busy
 * @deaf: its "flags" cannot be read, so there is nothing to wait for
 * @gone: it is no longer there; asked once more, since that is how it says so
 * @pause_s: how long it was left alone after its last failure; 0: there was none
 * @retry_ns: when it is asked whatever happens
 */
struct ocxl_follow_dimm {
	const struct ocxl_repeat *repeat;
	struct ocxl_dimm dimm;
	struct ocxl_dimm newer;
	bool has_newer;
	struct ocxl_dimm_state state;
	struct ocxl_dimm_list dimm_list;
	int bell;
	pthread_t thread;
	int rc;
	bool busy;
	bool threaded;
	bool done;
	bool marked;
	bool deaf;
	bool gone;
	unsigned int pause_s;
	uint64_t retry_ns;
};

/**
 * ocxl_follow_dimm_new() - a DIMM that is to be asked
 * @dimm: copied
 * @bell: stays the caller's
 *
 * Return: released by ocxl_follow_dimm_free(), or NULL.
 */
struct ocxl_follow_dimm *ocxl_follow_dimm_new(const struct ocxl_repeat *repeat,
					      const struct ocxl_dimm *dimm, int bell);

/** ocxl_follow_dimm_free() - release one that is not busy; NULL is allowed */
void ocxl_follow_dimm_free(struct ocxl_follow_dimm *followed);

/** ocxl_follow_dimm_matches() - is it the card @dimm, under the same name */
bool ocxl_follow_dimm_matches(const struct ocxl_follow_dimm *followed,
			      const struct ocxl_dimm *dimm);

/** ocxl_follow_dimm_replace() - go on with @dimm, which is the same card; marks it */
void ocxl_follow_dimm_replace(struct ocxl_follow_dimm *followed, const struct ocxl_dimm *dimm);

/** ocxl_follow_dimm_may_continue() - may it have more to say: hopeful, and below --limit, or busy */
bool ocxl_follow_dimm_may_continue(const struct ocxl_follow_dimm *followed);

/** ocxl_follow_dimm_mark_due() - have it asked, unless it has reached --limit */
void ocxl_follow_dimm_mark_due(struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_start() - begin to ask one that is not busy
 *
 * Where no thread is to be had, the question is over when this returns. In any case it
 * ends with ocxl_follow_dimm_collect().
 */
void ocxl_follow_dimm_start(struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_collect() - take note of the end of a question
 *
 * Who failed gets another try; who did well is waited for.
 *
 * Return: true if there was one, whose end is in @followed->rc.
 */
bool ocxl_follow_dimm_collect(struct ocxl_follow_dimm *followed);

/** ocxl_follow_dimm_poll_fd() - what tells of changes: to be polled for POLLPRI; -1: nothing does now */
int ocxl_follow_dimm_poll_fd(const struct ocxl_follow_dimm *followed);

/**
 * ocxl_follow_dimm_handle_change() - its descriptor was ready, or its time has come
 *
 * Reads "flags", so that the next change is told again: always before the card is
 * asked, so that what happens in between is not missed.
 */
void ocxl_follow_dimm_handle_change(struct ocxl_follow_dimm *followed);

#endif /* OCXL_FOLLOW_DIMM_H */
