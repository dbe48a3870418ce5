/* SPDX-License-Identifier: GPL-2.0-only */
/* Heartbeat. */
#ifndef OCXL_HEARTBEAT_RECORD_H
#define OCXL_HEARTBEAT_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_heartbeat_record {
	uint64_t response_time_us;
};
extern const struct ocxl_record ocxl_heartbeat_record;

#endif /* OCXL_HEARTBEAT_RECORD_H */
