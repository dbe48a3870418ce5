/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of a controller. */
#ifndef OCXL_READ_STATS_H
#define OCXL_READ_STATS_H

#include "ocxl/records/records.h"

struct ndctl_ocxl_stats;
struct ocxl_command;
struct ocxl_dimm;
struct ocxl_options;

void ocxl_stats_fill(struct ocxl_stats_record *record, const struct ndctl_ocxl_stats *stats);

/* @stats: filled if rc of @command is 0. Release the command */
void ocxl_stats_read(struct ocxl_command *command, struct ndctl_ocxl_stats *stats,
		     const struct ocxl_dimm *dimm);

#endif /* OCXL_READ_STATS_H */
