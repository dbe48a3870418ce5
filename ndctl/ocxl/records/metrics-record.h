/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that only the metrics have. */
#ifndef OCXL_METRICS_RECORD_H
#define OCXL_METRICS_RECORD_H

#include "ocxl/records/field.h"

/* what "metrics" adds to the records of the other verbs; no document has it */
enum { OCXL_SCRAPE_HAS_READINESS, OCXL_SCRAPE_HAS_STATE, OCXL_SCRAPE_HAS_LIFE };
struct ocxl_scrape_record {
	OCXL_PRESENT;
	bool up; /* a command was answered */
	bool ready;
	bool memory_available;
	bool hardware_fatal;
	bool firmware_fatal;
	bool error_log_pending;
	bool dump_pending;
	uint64_t life_remaining_percentage; /* of SMART, else of the statistics */
	uint64_t duration_us;
};
extern const struct ocxl_record ocxl_scrape_record;

#endif /* OCXL_METRICS_RECORD_H */
