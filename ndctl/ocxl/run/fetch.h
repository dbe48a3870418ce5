/* SPDX-License-Identifier: GPL-2.0-only */
/* Ask all DIMMs, one after another or in threads. A failure of one DIMM does not stop the others. */
#ifndef OCXL_FETCH_H
#define OCXL_FETCH_H

#include <stdbool.h>

struct ocxl_dimm_list;
struct ocxl_options;
struct ocxl_result;
struct ocxl_verb;

/**
 * struct ocxl_fetch - one verb for a list of DIMMs
 * @verb: its fetch() asks a DIMM
 * @options: of the command line; up to @jobs threads, none if it is 1
 * @dimm_list: the DIMMs
 * @in_order: show results in this order, in the calling thread; otherwise each thread shows its
 *	results as soon as it has them, several at the same time
 * @show_result: shows the result of one DIMM; after a negative errno no further DIMM is asked
 * @context: for @show_result
 */
struct ocxl_fetch {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	const struct ocxl_dimm_list *dimm_list;
	bool in_order;
	int (*show_result)(void *context, struct ocxl_result *result);
	void *context;
};

/**
 * ocxl_fetch_all() - ask every DIMM and show every result
 * @fetch: the request
 *
 * If a signal asks to stop (signals.h), threads may still run after the return: the process must
 * end then. If threads cannot be created, the DIMMs are asked one after another.
 *
 * Return: 0; the first error of @show_result; -EINTR when a signal asks to stop; or another
 * negative errno of poll().
 */
int ocxl_fetch_all(const struct ocxl_fetch *fetch);

#endif /* OCXL_FETCH_H */
