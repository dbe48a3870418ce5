// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prometheus text, format 0.0.4. Samples of one family have to stand together, and DIMMs come
 * one after the other: so each family is collected and nothing is written before the end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "ocxl/render/metric-table.h"
#include "ocxl/render/render-format.h"

/**
 * struct family - what was collected of one row of ocxl_metrics
 * @out: writes to @text, NULL when it is complete
 * @text: lines of all DIMMs so far; grows
 * @size: of @text
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

	while (ocxl_metrics[count].name)
		count++;
	return count;
}

static struct family *families_of(struct ocxl_render *render)
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

static int end_dimm(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct family *families = families_of(render);
	size_t i;

	for (i = 0; ocxl_metrics[i].name; i++) {
		/* a stream in memory that cannot grow sets errno and nothing else */
		errno = 0;
		ocxl_metric_put(families[i].out, &ocxl_metrics[i], element);
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

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]) && !rc; i++)
		rc = ocxl_render_puts(render, parts[i]);
	return rc;
}

/* a family without a sample is as absent as the samples are */
static int finish_metrics(struct ocxl_render *render, int exit_status)
{
	struct family *families = families_of(render);
	size_t i;
	int rc = 0;

	(void)exit_status;
	for (i = 0; ocxl_metrics[i].name && !rc; i++) {
		rc = fclose(families[i].out) ? -ENOMEM : 0;
		families[i].out = NULL;
		/* it may have failed to trim its memory, and says nothing */
		if (!families[i].text)
			rc = -ENOMEM;
		if (!rc && families[i].size)
			rc = write_family(render, &ocxl_metrics[i], &families[i]);
	}
	return rc;
}

static void close_metrics(struct ocxl_render *render)
{
	struct family *families = families_of(render);
	size_t i;

	if (!families)
		return;
	for (i = 0; ocxl_metrics[i].name; i++) {
		if (families[i].out)
			fclose(families[i].out);
		free(families[i].text);
	}
	free(families);
}

const struct ocxl_render_ops ocxl_render_metrics_ops = {
	.size = sizeof(struct metrics),
	.open = open_metrics,
	.end = end_dimm,
	.finish = finish_metrics,
	.close = close_metrics,
};
