/* SPDX-License-Identifier: GPL-2.0-only */
/* All DIMMs, one after the other or side by side; one failure stays one. */
#ifndef OCXL_FETCH_H
#define OCXL_FETCH_H

#include <stdbool.h>

struct ocxl_options;
struct ocxl_result;
struct ocxl_dimm_list;
struct ocxl_verb;

/**
 * struct ocxl_fetch - one verb over all its DIMMs
 * @verb: what to ask
 * @options: of the command; --jobs threads at most, none for 1
 * @dimm_list: whom to ask
 * @in_order: show them in this order, in the main thread; else each one as it
 *	comes, in the thread that asked, several at a time
 * @show: a DIMM's result. A negative errno ends everything: no DIMM is asked that
 *	was not asked already
 * @context: for @show
 */
struct ocxl_fetch {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	const struct ocxl_dimm_list *dimm_list;
	bool in_order;
	int (*show)(void *context, struct ocxl_result *result);
	void *context;
};

/**
 * ocxl_fetch_all() - ask every DIMM and show every result
 *
 * A signal that asks to stop (stop.h) ends the wait; threads may still be at
 * work then, so the process must end.
 *
 * Where threads cannot be had, all are asked in turn.
 *
 * Return: 0, what @show returned, -EINTR, or another negative errno of the wait.
 */
int ocxl_fetch_all(const struct ocxl_fetch *fetch);

#endif /* OCXL_FETCH_H */
