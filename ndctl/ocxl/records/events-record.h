/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a DIMM. */
#ifndef OCXL_EVENTS_RECORD_H
#define OCXL_EVENTS_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_events_record {
	uint64_t pending;
	uint64_t counts[8];
};
extern const struct ocxl_record ocxl_events_record;

#endif /* OCXL_EVENTS_RECORD_H */
