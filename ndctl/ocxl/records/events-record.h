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

/**
 * struct ocxl_event_change - an event of a DIMM that began, ended, or occurred again
 * @event: its bit in struct ndctl_ocxl_events, NDCTL_OCXL_EVENT_*
 * @pending: it is pending now
 * @count: how many times it has occurred
 */
struct ocxl_event_change {
	uint64_t event;
	bool pending;
	uint64_t count;
};

/**
 * struct ocxl_event_changes - what a line of a table shows
 * @list: of struct ocxl_event_change
 */
struct ocxl_event_changes {
	struct ocxl_list list;
};

/* describes struct ocxl_event_changes, for tables only */
extern const struct ocxl_record ocxl_event_changes_record;

#endif /* OCXL_EVENTS_RECORD_H */
