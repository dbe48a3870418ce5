/* SPDX-License-Identifier: GPL-2.0-only */
/* The host of a report. */
#ifndef OCXL_HOST_RECORD_H
#define OCXL_HOST_RECORD_H

#include "ocxl/records/field.h"

#define OCXL_HOST_TEXT_SIZE 65

/* bits of ocxl_host_record.present */
enum { OCXL_HOST_HAS_DRIVER, OCXL_HOST_HAS_DRIVER_VERSION, OCXL_HOST_HAS_DRIVER_SRCVERSION };

/**
 * struct ocxl_host_record - the host, its kernel and the driver
 * @name: of the host
 * @kernel_release: as "uname -r" prints it
 * @architecture: as "uname -m" prints it
 * @uptime_seconds: since the host was started
 * @driver_module: name of the driver's module; unknown while it is not loaded
 * @driver_version: the module's version; unknown if the module has none
 * @driver_srcversion: checksum of the module's sources; unknown if the kernel has none
 */
struct ocxl_host_record {
	OCXL_PRESENT;
	char name[OCXL_HOST_TEXT_SIZE];
	char kernel_release[OCXL_HOST_TEXT_SIZE];
	char architecture[OCXL_HOST_TEXT_SIZE];
	uint64_t uptime_seconds;
	const char *driver_module;
	char driver_version[OCXL_HOST_TEXT_SIZE];
	char driver_srcversion[OCXL_HOST_TEXT_SIZE];
};
extern const struct ocxl_record ocxl_host_record;

#endif /* OCXL_HOST_RECORD_H */
