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

/* room for the longest labels, and their sample */
#define LABELS_SIZE 256
#define SAMPLE_SIZE (LABELS_SIZE + 64)

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

static void open_metrics(struct ocxl_render *render)
{
	struct metrics *metrics = (struct metrics *)render;
	size_t i, count = count_families();

	metrics->families = calloc(count, sizeof(*metrics->families));
	if (!metrics->families)
		ocxl_render_fail(render, -ENOMEM);
	for (i = 0; !render->rc && i < count; i++)
		ocxl_text_buffer_open(&metrics->families[i], render);
}

static void end_dimm_metrics(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;

	for (i = 0; ocxl_metric_table[i].name; i++) {
		/* when no memory is left for the stream, only errno shows it */
		errno = 0;
		ocxl_metric_write_samples(families[i].out, &ocxl_metric_table[i], element);
		if (ferror(families[i].out) || errno == ENOMEM)
			ocxl_render_fail(render, -ENOMEM);
	}
}

static void write_family(struct ocxl_render *render, const char *name, const char *help,
			 const char *type, const char *samples)
{
	ocxl_render_write(render, "# HELP " OCXL_METRIC_PREFIX, name, " ", help,
			  "\n# TYPE " OCXL_METRIC_PREFIX, name, " ", type, "\n", samples);
}

/* ---- the host: each family has one sample and no label of a DIMM ---- */

static void write_host_family(struct ocxl_render *render, const char *name, const char *help,
			      const char *labels, uint64_t value)
{
	char sample[SAMPLE_SIZE];

	snprintf(sample, sizeof(sample), OCXL_METRIC_PREFIX "%s%s %" PRIu64 "\n", name, labels,
		 value);
	write_family(render, name, help, "gauge", sample);
}

/* the labels are the information; an unknown version is omitted */
static void write_build_info(struct ocxl_render *render, const struct ocxl_host *host)
{
	char driver[OCXL_TEXT_LABEL_SIZE(OCXL_HOST_VERSION_SIZE)];
	char labels[LABELS_SIZE];
	size_t length = strlen(host->driver_version);

	ocxl_text_escape_label(driver, host->driver_version, length);
	snprintf(labels, sizeof(labels),
		 "{version=\"" OCXL_VERSION "\",ndctl=\"" OCXL_NDCTL_VERSION "\"%s%s%s}",
		 length ? ",driver=\"" : "", driver, length ? "\"" : "");
	write_host_family(render, "build_info", "Versions of programs, in its labels", labels, 1);
}

static void write_host(struct ocxl_render *render, const struct ocxl_host *host, int exit_status)
{
	const struct {
		const char *name;
		const char *help;
		uint64_t value;
	} families[] = {
		{ "dimms", "Number of DIMMs that the last run covered", host->dimm_count },
		{ "driver_loaded", "Whether the driver ocxlpmem is loaded", host->driver_loaded },
		{ "last_run_timestamp_seconds", "End of the last run", host->last_run },
		{ "last_run_exit_status", "Exit status of the last run", (uint64_t)exit_status },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		write_host_family(render, families[i].name, families[i].help, "",
				  families[i].value);
	write_build_info(render, host);
}

/* a family without samples is omitted */
static void finish_metrics(struct ocxl_render *render, int exit_status)
{
	struct ocxl_text_buffer *families = get_families(render);
	const struct ocxl_metric *metric;

	for (metric = ocxl_metric_table; metric->name; metric++, families++) {
		ocxl_text_buffer_complete(families, render);
		if (!render->rc && families->size)
			write_family(render, metric->name, metric->help,
				     metric->counter ? "counter" : "gauge", families->text);
	}
	if (render->document->host)
		write_host(render, render->document->host, exit_status);
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
