/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a DIMM: pending ones, and counters since the driver was bound. */
#ifndef OCXL_EVENTS_RECORD_H
#define OCXL_EVENTS_RECORD_H

#include <ndctl/libndctl-ocxl-controller.h>
#include "ocxl/records/field.h"

/* bits of ocxl_events_record.present */
enum { OCXL_EVENTS_HAS_ENTRIES };

/**
 * struct ocxl_events_record - pending events and counters
 * @events: as the driver sent them
 */
struct ocxl_events_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_events events;
};
extern const struct ocxl_record ocxl_events_record;

#endif /* OCXL_EVENTS_RECORD_H */
