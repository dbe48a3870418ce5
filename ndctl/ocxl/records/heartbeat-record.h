/* SPDX-License-Identifier: GPL-2.0-only */
/* The response to a heartbeat. */
#ifndef OCXL_HEARTBEAT_RECORD_H
#define OCXL_HEARTBEAT_RECORD_H

#include "ocxl/records/field.h"

/**
 * struct ocxl_heartbeat_record - response to a heartbeat
 * @response_time_us: time between request and response
 */
struct ocxl_heartbeat_record {
	uint64_t response_time_us;
};
extern const struct ocxl_record ocxl_heartbeat_record;

#endif /* OCXL_HEARTBEAT_RECORD_H */
