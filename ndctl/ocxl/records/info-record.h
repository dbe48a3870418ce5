/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and capabilities. */
#ifndef OCXL_INFO_RECORD_H
#define OCXL_INFO_RECORD_H

#include "ocxl/records/field.h"

enum { OCXL_INFO_HAS_CAPABILITIES, OCXL_INFO_HAS_FLAGS, OCXL_INFO_HAS_FW_VERSION };
struct ocxl_info_record {
	OCXL_PRESENT;
	uint64_t serial;
	struct ocxl_text fw_version;
	uint64_t capacity_bytes;
	uint64_t label_area_bytes;
	uint64_t interface_revision;
	uint64_t read_latency_ns;
	uint64_t readiness_timeout_seconds;
	uint64_t memory_available_timeout_seconds;
	uint64_t max_dump_bytes;
	uint64_t max_data_bytes;
	bool emulated;
	const char *envelope;
	uint64_t commands; /* cmd_mask */
	uint64_t flags;
	uint64_t health_status; /* keys "health_status" and "health" */
	uint64_t controller_status;
};
extern const struct ocxl_record ocxl_info_record;

#endif /* OCXL_INFO_RECORD_H */
