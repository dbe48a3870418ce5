/* SPDX-License-Identifier: GPL-2.0-only */
/* One DIMM of --follow: when it is queried, and what follow.c waits for. */
#ifndef OCXL_FOLLOW_DIMM_H
#define OCXL_FOLLOW_DIMM_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/run/result.h"

struct ocxl_repeat;

/* a DIMM that --follow waits for */
struct ocxl_followed {
	/* queries the DIMM; worker->dimm holds a reference to the context of libndctl */
	struct ocxl_worker *worker;
	struct ocxl_dimm_state state;
	/*
	 * with @has_newer: the same card in a newer context; replaces the DIMM of @worker as soon
	 * as that is idle
	 */
	struct ocxl_dimm newer;
	bool has_newer;
	bool querying; /* @worker was started, and its end was not yet noticed */
	bool due; /* to be queried as soon as @worker is idle */
	bool unreadable; /* "flags" cannot be read, so that only @retry_ns leads to a query */
	bool gone; /* was removed; queried once more, to report that */
	uint64_t pause_ns; /* until the next query after a failure; 0: there was no failure */
	uint64_t retry_ns; /* time of the next query without a change, by ocxl_clock_now_ns() */
};

/*
 * add a worker for a DIMM, and make it due
 * Takes a reference to the context of libndctl, which owns the strings of a DIMM.
 */
struct ocxl_followed *ocxl_followed_new(const struct ocxl_repeat *repeat,
					const struct ocxl_dimm *dimm);

/* release the worker, and the references */
void ocxl_followed_free(struct ocxl_followed *followed);

/* is it the same card under the same name, and still there */
bool ocxl_followed_is_same(const struct ocxl_followed *followed, const struct ocxl_dimm *dimm);

/* use the DIMM of a newer context, as soon as the worker is idle */
void ocxl_followed_replace(const struct ocxl_repeat *repeat, struct ocxl_followed *followed,
			   const struct ocxl_dimm *dimm);

/* false if --limit is reached, or no query can succeed */
bool ocxl_followed_may_continue(const struct ocxl_repeat *repeat,
				const struct ocxl_followed *followed);

/* query it as soon as possible, unless --limit is reached */
void ocxl_followed_mark_due(const struct ocxl_repeat *repeat, struct ocxl_followed *followed);

/* if a query has ended: schedule the next one after a failure */
void ocxl_followed_notice_end(const struct ocxl_repeat *repeat, struct ocxl_followed *followed);

/* descriptor that poll() waits for; -1: none */
int ocxl_followed_poll_fd(const struct ocxl_repeat *repeat, const struct ocxl_followed *followed);

/* does "flags" require a query; also true if it cannot be read, or the last query failed */
bool ocxl_followed_read_flags(const struct ocxl_repeat *repeat, struct ocxl_followed *followed);

#endif /* OCXL_FOLLOW_DIMM_H */
