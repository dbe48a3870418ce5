/* SPDX-License-Identifier: GPL-2.0-only */
/* What is pending, and how often it became so. */
#ifndef OCXL_EVENTS_H
#define OCXL_EVENTS_H

#include "ocxl/records/events-record.h"

struct ocxl_options;
struct ocxl_result;
struct ocxl_dimm;

/** ocxl_events_read() - ask one DIMM, and show or note what comes back */
void ocxl_events_read(struct ndctl_ocxl_events *record, const struct ocxl_dimm *dimm,
		      const struct ocxl_options *options, struct ocxl_result *result);

#endif /* OCXL_EVENTS_H */
