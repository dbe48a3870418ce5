// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prometheus text, format 0.0.4. The format requires that the samples of a family are together, but
 * DIMMs come one after the other. So the samples are collected, and written at the end.
 */
#include <ccan/array_size/array_size.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "ocxl/render/host-metrics.h"
#include "ocxl/render/metric-table.h"
#include "ocxl/render/render-format.h"

/**
 * struct family - samples of a row of ocxl_metric_table
 * @out: writes to @text; NULL when @text is complete
 * @text: lines of all DIMMs so far
 * @size: bytes in @text
 */
struct family {
	FILE *out;
	char *text;
	size_t size;
};

struct metrics {
	struct ocxl_render render;
	struct family *families;
};

static size_t count_families(void)
{
	size_t count = 0;

	while (ocxl_metric_table[count].name)
		count++;
	return count;
}

static struct family *get_families(struct ocxl_render *render)
{
	return ((struct metrics *)render)->families;
}

static int open_metrics(struct ocxl_render *render)
{
	struct metrics *metrics = (struct metrics *)render;
	size_t i, count = count_families();

	metrics->families = calloc(count, sizeof(*metrics->families));
	if (!metrics->families)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		struct family *family = &metrics->families[i];

		family->out = open_memstream(&family->text, &family->size);
		if (!family->out)
			return -ENOMEM;
	}
	return 0;
}

static int end_dimm_metrics(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct family *families = get_families(render);
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
			const struct family *family)
{
	const char *const parts[] = {
		"# HELP " OCXL_METRIC_PREFIX,
		metric->name,
		" ",
		metric->help,
		"\n# TYPE " OCXL_METRIC_PREFIX,
		metric->name,
		metric->counter ? " counter\n" : " gauge\n",
		family->text,
	};
	size_t i;
	int rc = 0;

	for (i = 0; i < ARRAY_SIZE(parts) && !rc; i++)
		rc = ocxl_render_write_string(render, parts[i]);
	return rc;
}

/* a family without samples is omitted */
static int finish_metrics(struct ocxl_render *render, int exit_status)
{
	struct family *families = get_families(render);
	size_t i;
	int rc = 0;

	for (i = 0; ocxl_metric_table[i].name && !rc; i++) {
		rc = fclose(families[i].out) ? -ENOMEM : 0;
		families[i].out = NULL;
		/* fclose() may fail to shrink the memory without reporting it */
		if (!families[i].text)
			rc = -ENOMEM;
		if (!rc && families[i].size)
			rc = write_family(render, &ocxl_metric_table[i], &families[i]);
	}
	if (!rc && render->document->host)
		rc = ocxl_host_metrics_write(render, render->document->host, exit_status);
	return rc;
}

static void close_metrics(struct ocxl_render *render)
{
	struct family *families = get_families(render);
	size_t i;

	if (!families)
		return;
	for (i = 0; ocxl_metric_table[i].name; i++) {
		if (families[i].out)
			fclose(families[i].out);
		free(families[i].text);
	}
	free(families);
}

const struct ocxl_render_ops ocxl_render_metrics_ops = {
	.size = sizeof(struct metrics),
	.open = open_metrics,
	.end_dimm = end_dimm_metrics,
	.finish = finish_metrics,
	.close = close_metrics,
};
