/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a DIMM: pending ones, and counters since the driver was bound. */
#ifndef OCXL_EVENTS_RECORD_H
#define OCXL_EVENTS_RECORD_H

#include <ndctl/libndctl-ocxl-controller.h>
#include "ocxl/records/field.h"

/* describes struct ndctl_ocxl_events */
extern const struct ocxl_record ocxl_events_record;

#endif /* OCXL_EVENTS_RECORD_H */
