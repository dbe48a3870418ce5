// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/run/bus-filter.h"
#include "ocxl/run/dimm-sysfs.h"
#include "ocxl/run/options.h"

/* only what is written as the kernel writes it: anything else names no DIMM */
static bool parse_dimm(const char *word, unsigned int *dimm)
{
	char name[sizeof("nmem") + 3 * sizeof(*dimm)];

	if (sscanf(word, "nmem%u", dimm) != 1)
		return false;
	snprintf(name, sizeof(name), "nmem%u", *dimm);
	return !strcmp(word, name);
}

static void add(struct ocxl_scope *scope, const char *word)
{
	unsigned int dimm, bus;
	int rc;

	if (!parse_dimm(word, &dimm)) {
		scope->everywhere = true;
		return;
	}
	rc = ocxl_sysfs_bus_of(dimm, &bus);
	if (rc == -ENOENT)
		return;
	if (rc) {
		scope->everywhere = true;
		return;
	}
	scope->dimms[scope->count] = dimm;
	scope->buses[scope->count++] = bus;
}

static int compare(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

int ocxl_scope_find(struct ocxl_scope *scope, const struct ocxl_options *options)
{
	unsigned int i;

	*scope = (struct ocxl_scope) { .everywhere = options->dimm_count == 0 };
	if (scope->everywhere)
		return 0;
	scope->dimms = calloc(options->dimm_count, sizeof(*scope->dimms));
	scope->buses = calloc(options->dimm_count, sizeof(*scope->buses));
	if (!scope->dimms || !scope->buses)
		return -ENOMEM;
	for (i = 0; i < options->dimm_count && !scope->everywhere; i++)
		add(scope, options->dimms[i]);
	qsort(scope->dimms, scope->count, sizeof(*scope->dimms), compare);
	qsort(scope->buses, scope->count, sizeof(*scope->buses), compare);
	return 0;
}

bool ocxl_scope_has_bus(const struct ocxl_scope *scope, unsigned int bus)
{
	if (scope->everywhere)
		return true;
	return scope->count && bsearch(&bus, scope->buses, scope->count, sizeof(bus), compare);
}

void ocxl_scope_release(struct ocxl_scope *scope)
{
	free(scope->dimms);
	free(scope->buses);
	*scope = (struct ocxl_scope) { 0 };
}
