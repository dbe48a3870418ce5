/* SPDX-License-Identifier: GPL-2.0-only */
/* One DIMM of --follow: asked in a thread of its own, so that it keeps nobody waiting. */
#ifndef OCXL_FOLLOWED_H
#define OCXL_FOLLOWED_H

#include <pthread.h>
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/select.h"

struct ocxl_rounds;

/**
 * struct ocxl_followed - a DIMM that is waited for
 * @rounds: of the run
 * @target: the DIMM; keeps its library
 * @newer: with @has_newer: the same card in another library, from the next question on
 * @position: how far it has come; the thread's while @busy
 * @selection: of @target alone, for the thread
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
struct ocxl_followed {
	const struct ocxl_rounds *rounds;
	struct ocxl_target target;
	struct ocxl_target newer;
	bool has_newer;
	struct ocxl_position position;
	struct ocxl_selection selection;
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
 * ocxl_followed_new() - a DIMM that is to be asked
 * @target: copied
 * @bell: stays the caller's
 *
 * Return: released by ocxl_followed_free(), or NULL.
 */
struct ocxl_followed *ocxl_followed_new(const struct ocxl_rounds *rounds,
					const struct ocxl_target *target, int bell);

/** ocxl_followed_free() - release one that is not busy; NULL is allowed */
void ocxl_followed_free(struct ocxl_followed *followed);

/** ocxl_followed_is() - is it the card @target, under the same name */
bool ocxl_followed_is(const struct ocxl_followed *followed, const struct ocxl_target *target);

/** ocxl_followed_renew() - go on with @target, which is the same card; marks it */
void ocxl_followed_renew(struct ocxl_followed *followed, const struct ocxl_target *target);

/** ocxl_followed_is_alive() - may it have more to say: hopeful, and below --limit, or busy */
bool ocxl_followed_is_alive(const struct ocxl_followed *followed);

/** ocxl_followed_mark() - have it asked, unless it has reached --limit */
void ocxl_followed_mark(struct ocxl_followed *followed);

/**
 * ocxl_followed_ask() - begin to ask one that is not busy
 *
 * Where no thread is to be had, the question is over when this returns. In any case it
 * ends with ocxl_followed_reap().
 */
void ocxl_followed_ask(struct ocxl_followed *followed);

/**
 * ocxl_followed_reap() - take note of the end of a question
 *
 * Who failed gets another try; who did well is waited for.
 *
 * Return: true if there was one, whose end is in @followed->rc.
 */
bool ocxl_followed_reap(struct ocxl_followed *followed);

/** ocxl_followed_fd() - what tells of changes: to be polled for POLLPRI; -1: nothing does now */
int ocxl_followed_fd(const struct ocxl_followed *followed);

/**
 * ocxl_followed_heard() - its descriptor was ready, or its time has come
 *
 * Reads "flags", so that the next change is told again: always before the card is
 * asked, so that what happens in between is not missed.
 */
void ocxl_followed_heard(struct ocxl_followed *followed);

#endif /* OCXL_FOLLOWED_H */
