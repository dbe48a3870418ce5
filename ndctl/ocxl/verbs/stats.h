/* SPDX-License-Identifier: GPL-2.0-only */
/* Controller statistics, and what they imply. */
#ifndef OCXL_STATS_H
#define OCXL_STATS_H

#include "ocxl/records/stats-record.h"

struct ndctl_ocxl_stats;
struct ocxl_options;
struct ocxl_result;
struct ocxl_dimm;

/**
 * ocxl_stats_fill() - take over the counters and derive what they imply
 * @record: receives them
 * @stats: of the card
 *
 * A mean is there when something was counted. A hit percentage is hits by host
 * loads (stores); it is absent when those are 0 or fewer than the hits.
 */
void ocxl_stats_fill(struct ocxl_stats_record *record, const struct ndctl_ocxl_stats *stats);

/** ocxl_stats_read() - ask one DIMM, and show or note what comes back */
void ocxl_stats_read(struct ocxl_stats_record *record, const struct ocxl_dimm *dimm,
		     const struct ocxl_options *options, struct ocxl_result *result);

#endif /* OCXL_STATS_H */
