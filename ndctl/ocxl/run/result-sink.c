// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include "ocxl/run/result-sink.h"

int ocxl_result_sink_lock(struct ocxl_result_sink *sink)
{
	pthread_mutex_lock(&sink->lock);
	return sink->error;
}

int ocxl_result_sink_unlock(struct ocxl_result_sink *sink, int rc)
{
	if (!sink->error)
		sink->error = rc;
	pthread_mutex_unlock(&sink->lock);
	return rc;
}

void ocxl_result_sink_close(struct ocxl_result_sink *sink)
{
	if (!pthread_mutex_trylock(&sink->lock))
		ocxl_result_sink_unlock(sink, -EINTR);
}
