// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ocxl-version.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/host-metrics.h"
#include "ocxl/render/metric-table.h"
#include "ocxl/render/render-format.h"

/* room for the longest label or text of a family */
#define LABELS_SIZE 256
#define FAMILY_SIZE 512

static int write_family(struct ocxl_render *render, const char *name, const char *help,
			const char *labels, uint64_t value)
{
	char text[FAMILY_SIZE];

	snprintf(text, sizeof(text),
		 "# HELP " OCXL_METRIC_PREFIX "%s %s\n"
		 "# TYPE " OCXL_METRIC_PREFIX "%s gauge\n" OCXL_METRIC_PREFIX "%s%s %" PRIu64 "\n",
		 name, help, name, name, labels, value);
	return ocxl_render_write_string(render, text);
}

/* the labels are the information; an unknown version is omitted */
static int write_build_info(struct ocxl_render *render, const struct ocxl_host *host)
{
	char driver[OCXL_TEXT_LABEL_SIZE(OCXL_HOST_VERSION_SIZE)];
	char labels[LABELS_SIZE];
	size_t length = strlen(host->driver_version);

	ocxl_text_escape_label(driver, host->driver_version, length);
	snprintf(labels, sizeof(labels),
		 "{version=\"" OCXL_VERSION "\",ndctl=\"" OCXL_NDCTL_VERSION "\"%s%s%s}",
		 length ? ",driver=\"" : "", driver, length ? "\"" : "");
	return write_family(render, "build_info", "Versions of programs, in its labels", labels, 1);
}

int ocxl_host_metrics_write(struct ocxl_render *render, const struct ocxl_host *host,
			    int exit_status)
{
	const struct {
		const char *name;
		const char *help;
		uint64_t value;
	} families[] = {
		{ "dimms", "Number of DIMMs that the last run covered", host->dimm_count },
		{ "driver_loaded", "Whether the driver ocxlpmem is loaded", host->driver_loaded },
		{ "last_run_timestamp_seconds", "End of the last run", host->last_run },
		{ "exit_status", "Exit status of the last run", (uint64_t)exit_status },
	};
	size_t i;
	int rc = 0;

	for (i = 0; i < ARRAY_SIZE(families) && !rc; i++)
		rc = write_family(render, families[i].name, families[i].help, "",
				  families[i].value);
	return rc ? rc : write_build_info(render, host);
}
