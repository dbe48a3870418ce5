/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a card: those that are pending, and how many times each occurred. */
#ifndef OCXL_EVENTS_H
#define OCXL_EVENTS_H

#include "ocxl/records/events-record.h"

struct ocxl_dimm;
struct ocxl_options;
struct ocxl_result;

/**
 * ocxl_events_read() - ask a DIMM for its events
 * @record: receives them; lives as long as @result
 * @dimm: the DIMM
 * @options: of the command line
 * @result: receives a section or a failure
 */
void ocxl_events_read(struct ocxl_events_record *record, const struct ocxl_dimm *dimm,
		      const struct ocxl_options *options, struct ocxl_result *result);

#endif /* OCXL_EVENTS_H */
