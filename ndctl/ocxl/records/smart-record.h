/* SPDX-License-Identifier: GPL-2.0-only */
/* SMART attributes. */
#ifndef OCXL_SMART_RECORD_H
#define OCXL_SMART_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_smart_record {
	uint64_t id;
	const char *name;
	uint64_t flags;
	uint64_t current_value;
	uint64_t threshold;
	uint64_t worst;
	uint64_t raw;
	bool failing;
};
extern const struct ocxl_record ocxl_smart_record;

/* stands beside "smart": what the known attributes say */
enum { OCXL_SMART_HAS_TEMPERATURE, OCXL_SMART_HAS_LIFE, OCXL_SMART_HAS_HOURS };
struct ocxl_smart_summary_record {
	OCXL_PRESENT;
	struct ocxl_list attributes; /* key "smart", of ocxl_smart_record */
	uint64_t temperature_celsius;
	uint64_t life_remaining_percentage;
	uint64_t power_on_hours;
};
extern const struct ocxl_record ocxl_smart_summary_record;

#endif /* OCXL_SMART_RECORD_H */
