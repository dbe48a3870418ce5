// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/run/bus-filter.h"
#include "ocxl/run/dimm-sysfs.h"
#include "ocxl/run/options.h"

/* only names as the kernel writes them: "nmem01" is not a DIMM */
static bool parse_dimm_name(const char *word, unsigned int *dimm)
{
	char name[sizeof("nmem") + 3 * sizeof(*dimm)];

	if (sscanf(word, "nmem%u", dimm) != 1)
		return false;
	snprintf(name, sizeof(name), "nmem%u", *dimm);
	return !strcmp(word, name);
}

static void add_dimm(struct ocxl_bus_filter *filter, const char *word)
{
	unsigned int dimm, bus;
	int rc;

	if (!parse_dimm_name(word, &dimm)) {
		filter->everywhere = true;
		return;
	}
	rc = ocxl_dimm_sysfs_bus(dimm, &bus);
	if (rc == -ENOENT)
		return;
	if (rc) {
		filter->everywhere = true;
		return;
	}
	filter->dimms[filter->count] = dimm;
	filter->buses[filter->count++] = bus;
}

static int compare_numbers(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

int ocxl_bus_filter_build(struct ocxl_bus_filter *filter, const struct ocxl_options *options)
{
	unsigned int i;

	*filter = (struct ocxl_bus_filter) { .everywhere = options->dimm_count == 0 };
	if (filter->everywhere)
		return 0;
	filter->dimms = calloc(options->dimm_count, sizeof(*filter->dimms));
	filter->buses = calloc(options->dimm_count, sizeof(*filter->buses));
	if (!filter->dimms || !filter->buses)
		return -ENOMEM;
	for (i = 0; i < options->dimm_count && !filter->everywhere; i++)
		add_dimm(filter, options->dimms[i]);
	qsort(filter->dimms, filter->count, sizeof(*filter->dimms), compare_numbers);
	qsort(filter->buses, filter->count, sizeof(*filter->buses), compare_numbers);
	return 0;
}

bool ocxl_bus_filter_has_bus(const struct ocxl_bus_filter *filter, unsigned int bus)
{
	if (filter->everywhere)
		return true;
	return filter->count &&
	       bsearch(&bus, filter->buses, filter->count, sizeof(bus), compare_numbers);
}

void ocxl_bus_filter_release(struct ocxl_bus_filter *filter)
{
	free(filter->dimms);
	free(filter->buses);
	*filter = (struct ocxl_bus_filter) { 0 };
}
