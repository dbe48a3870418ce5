// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/host-record.h"
#include "ocxl/records/field-table.h"

#define RECORD struct ocxl_host_record
static const struct ocxl_field host_fields[] = {
	FIELD("name", TEXT, name, .heading = "Name"),
	FIELD("kernel_release", TEXT, kernel_release, .heading = "Kernel"),
	FIELD("architecture", TEXT, architecture, .heading = "Architecture"),
	FIELD("uptime_seconds", QUANTITY, uptime_seconds, .heading = "Uptime", .unit = "s"),
	FIELD("driver_module", WORD, driver_module, .heading = "Driver",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER)),
	FIELD("driver_version", TEXT, driver_version, .heading = "Driver version",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER_VERSION)),
	FIELD("driver_srcversion", TEXT, driver_srcversion, .heading = "Driver checksum",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER_SRCVERSION)),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_host_record = {
	.size = sizeof(struct ocxl_host_record),
	.fields = host_fields,
	.properties = true,
};
