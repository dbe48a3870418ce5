// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prometheus text, format 0.0.4. The format requires that the samples of a family are together, but
 * DIMMs come one after the other. So the samples are collected, and written at the end.
 */
#include <ccan/array_size/array_size.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ocxl-version.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/metric-table.h"
#include "ocxl/render/render.h"

/* room for the longest labels */
#define LABELS_SIZE 256

struct metrics {
	struct ocxl_render render;
	struct ocxl_text_buffer *families; /* samples of the rows of ocxl_metric_table */
};

static size_t count_families(void)
{
	size_t count = 0;

	while (ocxl_metric_table[count].name)
		count++;
	return count;
}

static struct ocxl_text_buffer *get_families(struct ocxl_render *render)
{
	return ((struct metrics *)render)->families;
}

static int open_metrics(struct ocxl_render *render)
{
	struct metrics *metrics = (struct metrics *)render;
	size_t i, count = count_families();
	int rc = 0;

	metrics->families = calloc(count, sizeof(*metrics->families));
	if (!metrics->families)
		return -ENOMEM;
	for (i = 0; !rc && i < count; i++)
		rc = ocxl_text_buffer_open(&metrics->families[i]);
	return rc;
}

static int end_dimm_metrics(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;

	for (i = 0; ocxl_metric_table[i].name; i++) {
		/* when no memory is left for the stream, only errno shows it */
		errno = 0;
		ocxl_metric_write_samples(families[i].out, &ocxl_metric_table[i], element);
		if (ferror(families[i].out) || errno == ENOMEM)
			return -ENOMEM;
	}
	return 0;
}

static int write_family(struct ocxl_render *render, const struct ocxl_metric *metric,
			const char *samples)
{
	return ocxl_render_write(render, "# HELP " OCXL_METRIC_PREFIX, metric->name, " ",
				 metric->help, "\n# TYPE " OCXL_METRIC_PREFIX, metric->name,
				 metric->counter ? " counter\n" : " gauge\n", samples);
}

/* ---- the host: each family has one sample and no label of a DIMM ---- */

static int write_host_family(struct ocxl_render *render, const char *name, const char *help,
			     const char *labels, uint64_t value)
{
	char number[32];

	snprintf(number, sizeof(number), " %" PRIu64 "\n", value);
	return ocxl_render_write(render, "# HELP " OCXL_METRIC_PREFIX, name, " ", help,
				 "\n# TYPE " OCXL_METRIC_PREFIX, name,
				 " gauge\n" OCXL_METRIC_PREFIX, name, labels, number);
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
	return write_host_family(render, "build_info", "Versions of programs, in its labels",
				 labels, 1);
}

static int write_host(struct ocxl_render *render, const struct ocxl_host *host, int exit_status)
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
		rc = write_host_family(render, families[i].name, families[i].help, "",
				       families[i].value);
	return rc ? rc : write_build_info(render, host);
}

/* a family without samples is omitted */
static int finish_metrics(struct ocxl_render *render, int exit_status)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;
	int rc = 0;

	for (i = 0; ocxl_metric_table[i].name && !rc; i++) {
		rc = ocxl_text_buffer_complete(&families[i]);
		if (!rc && families[i].size)
			rc = write_family(render, &ocxl_metric_table[i], families[i].text);
	}
	if (!rc && render->document->host)
		rc = write_host(render, render->document->host, exit_status);
	return rc;
}

static void close_metrics(struct ocxl_render *render)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;

	for (i = 0; families && ocxl_metric_table[i].name; i++)
		ocxl_text_buffer_free(&families[i]);
	free(families);
}

const struct ocxl_render_ops ocxl_render_metrics_ops = {
	.size = sizeof(struct metrics),
	.open = open_metrics,
	.end_dimm = end_dimm_metrics,
	.finish = finish_metrics,
	.close = close_metrics,
};
