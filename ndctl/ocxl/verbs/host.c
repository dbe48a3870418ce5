// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include "ocxl/records/records.h"
#include "ocxl/render/render.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verbs/host.h"

#define MODULE_NAME "ocxlpmem"
#define MODULE	    "/sys/module/" MODULE_NAME

/* DIMMs that the command line does not select, of a driver of any name */
static bool has_any_dimm(void)
{
	glob_t found;
	int rc = glob(OCXL_DIMM_SYSFS_DEVICES "/nmem*/ocxlpmem", GLOB_NOSORT, NULL, &found);

	if (!rc)
		globfree(&found);
	return !rc;
}

/* A driver that is a part of the kernel has no such directory. */
static void describe_driver(struct ocxl_host_record *record)
{
	if (access(MODULE, F_OK))
		return;
	record->driver_module = MODULE_NAME;
	record->present |= 1ULL << OCXL_HOST_HAS_DRIVER;
	if (ocxl_sysfs_read_line(MODULE "/version", record->driver_version,
				 sizeof(record->driver_version)))
		record->present |= 1ULL << OCXL_HOST_HAS_DRIVER_VERSION;
	if (ocxl_sysfs_read_line(MODULE "/srcversion", record->driver_srcversion,
				 sizeof(record->driver_srcversion)))
		record->present |= 1ULL << OCXL_HOST_HAS_DRIVER_SRCVERSION;
}

void ocxl_host_describe(struct ocxl_host_record *record)
{
	struct timespec uptime = { 0 };
	struct utsname names;

	memset(record, 0, sizeof(*record));
	if (!uname(&names)) {
		snprintf(record->name, sizeof(record->name), "%s", names.nodename);
		snprintf(record->kernel_release, sizeof(record->kernel_release), "%s",
			 names.release);
		snprintf(record->architecture, sizeof(record->architecture), "%s", names.machine);
	}
	clock_gettime(CLOCK_BOOTTIME, &uptime);
	record->uptime_seconds = (uint64_t)uptime.tv_sec;
	describe_driver(record);
}

void ocxl_host_read(struct ocxl_host *host, const struct ocxl_dimm_list *list)
{
	host->dimm_count = list->count + list->undiscovered.count;
	host->driver_loaded = host->dimm_count || !access(MODULE, F_OK) || has_any_dimm();
	ocxl_sysfs_read_line(MODULE "/version", host->driver_version, sizeof(host->driver_version));
	host->last_run = (uint64_t)time(NULL);
}

/* @list of a run that names DIMMs is not all that the host has */
static bool covers_host(const struct ocxl_options *options)
{
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		if (!strcmp(options->dimms[i], "all"))
			return true;
	}
	return !options->dimm_count;
}

int ocxl_host_complete_metrics(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list)
{
	/* the renderer reads it at the end */
	static struct ocxl_host host;

	ocxl_host_read(&host, list);
	if (covers_host(sink->options))
		sink->document.host = &host;
	return 0;
}
