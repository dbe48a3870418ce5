/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that only "metrics" shows, besides those of other records. */
#ifndef OCXL_METRICS_RECORD_H
#define OCXL_METRICS_RECORD_H

#include "ocxl/records/field.h"

/* bits of ocxl_metrics_record.present */
enum { OCXL_METRICS_HAS_READINESS, OCXL_METRICS_HAS_STATE, OCXL_METRICS_HAS_LIFE };

/**
 * struct ocxl_metrics_record - state of a DIMM
 * @up: at least one command was answered
 * @ready: the controller is ready
 * @memory_available: the memory can be used
 * @hardware_fatal: fatal hardware failure
 * @firmware_fatal: fatal firmware failure
 * @error_log_pending: the error log has entries
 * @dump_pending: the card has a dump
 * @life_remaining_percentage: of SMART; of the statistics if SMART does not have it
 * @duration_us: time that all commands took
 */
struct ocxl_metrics_record {
	OCXL_PRESENT;
	bool up;
	bool ready;
	bool memory_available;
	bool hardware_fatal;
	bool firmware_fatal;
	bool error_log_pending;
	bool dump_pending;
	uint64_t life_remaining_percentage;
	uint64_t duration_us;
};
extern const struct ocxl_record ocxl_metrics_record;

#endif /* OCXL_METRICS_RECORD_H */
