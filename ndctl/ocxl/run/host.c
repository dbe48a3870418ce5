// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "ocxl/records/metrics-record.h"
#include "ocxl/render/host-metrics.h"
#include "ocxl/render/render.h"
#include "ocxl/run/dimm-sysfs.h"
#include "ocxl/run/host.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/select.h"

#define MODULE "/sys/module/ocxlpmem"

/* DIMMs that the command line does not select, of a driver of any name */
static bool has_any_dimm(void)
{
	glob_t found;
	int rc = glob(OCXL_DIMM_SYSFS_DEVICES "/nmem*/ocxlpmem", GLOB_NOSORT, NULL, &found);

	if (!rc)
		globfree(&found);
	return !rc;
}

/* a driver that is a part of the kernel, and an old one, have no version */
static void read_version(char version[OCXL_HOST_VERSION_SIZE])
{
	FILE *file = fopen(MODULE "/version", "re");

	version[0] = '\0';
	if (!file)
		return;
	if (!fgets(version, OCXL_HOST_VERSION_SIZE, file))
		version[0] = '\0';
	version[strcspn(version, "\n")] = '\0';
	fclose(file);
}

void ocxl_host_read(struct ocxl_host *host, const struct ocxl_dimm_list *list)
{
	host->dimm_count = list->count + list->undiscovered.count;
	host->driver_loaded = host->dimm_count || !access(MODULE, F_OK) || has_any_dimm();
	read_version(host->driver_version);
	host->last_run = (uint64_t)time(NULL);
}

int ocxl_host_write_undiscovered(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list)
{
	static const struct ocxl_metrics_record not_up;
	char dev[sizeof("nmem") + 3 * sizeof(unsigned int)];
	const struct ocxl_element element = {
		.dev = dev,
		.status = "error",
		.sections = { { "scrape", &ocxl_metrics_record, &not_up } },
		.section_count = 1,
	};
	size_t i;
	int rc = ocxl_result_sink_lock(sink);

	for (i = 0; i < list->undiscovered.count && !rc; i++) {
		snprintf(dev, sizeof(dev), "nmem%u", list->undiscovered.dimms[i].id);
		rc = ocxl_render_end_dimm(sink->render, &element);
	}
	return ocxl_result_sink_unlock(sink, rc);
}
