/* SPDX-License-Identifier: GPL-2.0-only */
/* What is pending, and how often it became so. */
#ifndef OCXL_EVENTS_H
#define OCXL_EVENTS_H

#include "ocxl/run/verb.h"

struct ndctl_ocxl_events;

/** ocxl_events_fill() - take over what an answered command says */
void ocxl_events_fill(struct ocxl_events_record *record, const struct ndctl_ocxl_events *events);

/** ocxl_events_read() - ask one DIMM, and show or note what comes back */
void ocxl_events_read(struct ocxl_events_record *record, OCXL_FETCH_ARGUMENTS);

#endif /* OCXL_EVENTS_H */
