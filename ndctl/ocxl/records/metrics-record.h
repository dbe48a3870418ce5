/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that only "metrics" shows, besides those of other records. */
#ifndef OCXL_METRICS_RECORD_H
#define OCXL_METRICS_RECORD_H

#include "ocxl/records/field.h"

/* bits of ocxl_metrics_record.present */
enum { OCXL_METRICS_HAS_READINESS, OCXL_METRICS_HAS_START_TIME, OCXL_METRICS_HAS_LIFE };

/**
 * struct ocxl_metrics_record - state of a DIMM
 * @up: at least one command was answered
 * @ready: the controller is ready
 * @memory_available: the memory can be used
 * @start_time_seconds: last reset of the controller, in seconds since 1970
 * @life_remaining_percentage: of SMART; of the statistics if SMART does not have it
 * @duration_us: time that all commands took
 */
struct ocxl_metrics_record {
	OCXL_PRESENT;
	bool up;
	bool ready;
	bool memory_available;
	uint64_t start_time_seconds;
	uint64_t life_remaining_percentage;
	uint64_t duration_us;
};
extern const struct ocxl_record ocxl_metrics_record;

#endif /* OCXL_METRICS_RECORD_H */
