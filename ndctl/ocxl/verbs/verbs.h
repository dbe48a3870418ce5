/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of verbs, and the functions in its rows, which struct ocxl_verb describes. */
#ifndef OCXL_VERBS_H
#define OCXL_VERBS_H

#include "ocxl/run/verb.h"

/* the last row has no name */
extern const struct ocxl_verb ocxl_verbs[];

void ocxl_fetch_info(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result);

void ocxl_fetch_check(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result);
void ocxl_release_check(void *payload);

void ocxl_fetch_smart(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result);
void ocxl_release_smart(void *payload);
int ocxl_raw_smart(struct ocxl_result_sink *sink, struct ocxl_result *result);

void ocxl_fetch_error_log(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			  struct ocxl_result *result);
void ocxl_release_error_log(void *payload);
int ocxl_stream_error_log(struct ocxl_result_sink *sink, struct ocxl_result *result);

void ocxl_fetch_heartbeat(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			  struct ocxl_result *result);

void ocxl_fetch_stats(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result);

void ocxl_fetch_events(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result);

void ocxl_fetch_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result);
void ocxl_release_dump(void *payload);

void ocxl_fetch_request_health(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			       struct ocxl_result *result);
void ocxl_release_request_health(void *payload);
int ocxl_stream_request_health(struct ocxl_result_sink *sink, struct ocxl_result *result);

void ocxl_fetch_shutdown(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			 struct ocxl_result *result);

void ocxl_fetch_metrics(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result);
void ocxl_release_metrics(void *payload);

void ocxl_fetch_report(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result);
void ocxl_release_report(void *payload);

#endif /* OCXL_VERBS_H */
