/* SPDX-License-Identifier: GPL-2.0-only */
/* Where results go, shared by the threads that show them. */
#ifndef OCXL_RESULT_SINK_H
#define OCXL_RESULT_SINK_H

#include <pthread.h>
#include "ocxl/output/output.h"
#include "ocxl/render/render.h"

struct ocxl_options;

/**
 * struct ocxl_result_sink - where results go
 * @render: NULL with --raw
 * @output: below @render
 * @options: of the command
 * @lock: held while something is written; never while a card is asked
 * @error: the first failure; who finds it writes and acknowledges nothing any more
 */
struct ocxl_result_sink {
	struct ocxl_render *render;
	struct ocxl_output *output;
	const struct ocxl_options *options;
	pthread_mutex_t lock;
	int error;
};

/**
 * ocxl_result_sink_lock() - begin to write
 *
 * Return: 0, or the error of whoever wrote before. ocxl_result_sink_unlock() comes next
 * in any case.
 */
int ocxl_result_sink_lock(struct ocxl_result_sink *sink);

/** ocxl_result_sink_unlock() - end of it; @rc, how it went, stays with the sink. Returns @rc */
int ocxl_result_sink_unlock(struct ocxl_result_sink *sink, int rc);

/**
 * ocxl_result_sink_close() - let nobody begin to write any more
 *
 * Does not wait for one who is in the middle of it, and perhaps has a reader that reads
 * nothing.
 */
void ocxl_result_sink_close(struct ocxl_result_sink *sink);

#endif /* OCXL_RESULT_SINK_H */
