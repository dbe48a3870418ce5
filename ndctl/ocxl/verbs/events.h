/* SPDX-License-Identifier: GPL-2.0-only */
/* What is pending, and how often it became so. */
#ifndef OCXL_EVENTS_H
#define OCXL_EVENTS_H

#include "ocxl/records/events-record.h"

struct ndctl_ocxl_events;
struct ocxl_options;
struct ocxl_result;
struct ocxl_dimm;

/** ocxl_events_fill() - take over what an answered command says */
void ocxl_events_fill(struct ocxl_events_record *record, const struct ndctl_ocxl_events *events);

/** ocxl_events_read() - ask one DIMM, and show or note what comes back */
void ocxl_events_read(struct ocxl_events_record *record, const struct ocxl_dimm *dimm,
		      const struct ocxl_options *options, struct ocxl_result *result);

#endif /* OCXL_EVENTS_H */
