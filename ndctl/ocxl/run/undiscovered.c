// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/run/bus-filter.h"
#include "ocxl/run/dimm-sysfs.h"
#include "ocxl/run/option-value.h"
#include "ocxl/run/undiscovered.h"

#define PROVIDER_SIZE 64

/* 0 for nobody */
static ino_t inode_of(unsigned int id)
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/nmem/ocxlpmem") + 3 * sizeof(id)];
	struct stat status;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/nmem%u/ocxlpmem", id);
	return stat(path, &status) ? 0 : status.st_ino;
}

static int add(struct ocxl_undiscovered *undiscovered, unsigned int id, ino_t inode)
{
	struct ocxl_undiscovered_dimm *grown =
		reallocarray(undiscovered->entries, undiscovered->count + 1, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	undiscovered->entries = grown;
	grown[undiscovered->count++] = (struct ocxl_undiscovered_dimm) { .id = id, .inode = inode };
	return 0;
}

static int add_if_there(struct ocxl_undiscovered *undiscovered, unsigned int id)
{
	ino_t inode = inode_of(id);

	return inode ? add(undiscovered, id, inode) : 0;
}

static int read_entries(struct ocxl_undiscovered *undiscovered, DIR *list)
{
	const struct dirent *entry;
	unsigned int id;
	char rest;

	for (;;) {
		errno = 0;
		entry = readdir(list);
		if (!entry)
			return -errno;
		if (sscanf(entry->d_name, "nmem%u%c", &id, &rest) != 1)
			continue;
		if (add_if_there(undiscovered, id))
			return -ENOMEM;
	}
}

static int add_scope(struct ocxl_undiscovered *undiscovered, const struct ocxl_bus_filter *filter)
{
	size_t i;

	for (i = 0; i < filter->count; i++) {
		/* they are sorted, and may be named twice */
		if (i && filter->dimms[i] == filter->dimms[i - 1])
			continue;
		if (add_if_there(undiscovered, filter->dimms[i]))
			return -ENOMEM;
	}
	return 0;
}

int ocxl_undiscovered_list_all(struct ocxl_undiscovered *undiscovered,
			       const struct ocxl_bus_filter *filter)
{
	DIR *list;
	int rc;

	*undiscovered = (struct ocxl_undiscovered) { 0 };
	if (!filter->everywhere)
		return add_scope(undiscovered, filter);
	list = opendir(OCXL_DIMM_SYSFS_DEVICES);
	if (!list)
		return errno == ENOENT ? 0 : -errno;
	rc = read_entries(undiscovered, list);
	closedir(list);
	return rc;
}

static int compare(const void *a, const void *b)
{
	const struct ocxl_undiscovered_dimm *left = a, *right = b;

	return left->id < right->id ? -1 : left->id > right->id;
}

/* inode 0: libndctl has found it */
static void strike_out(struct ocxl_undiscovered *undiscovered, unsigned int id)
{
	const struct ocxl_undiscovered_dimm key = { .id = id };
	struct ocxl_undiscovered_dimm *entry;

	entry = bsearch(&key, undiscovered->entries, undiscovered->count, sizeof(key), compare);
	if (entry)
		entry->inode = 0;
}

static void strike_out_found(struct ocxl_undiscovered *undiscovered,
			     const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_bus_filter_has_bus(filter, ndctl_bus_get_id(bus)))
			continue;
		ndctl_dimm_foreach(bus, dimm) {
			if (ndctl_dimm_is_ocxl(dimm))
				strike_out(undiscovered, ndctl_dimm_get_id(dimm));
		}
	}
}

void ocxl_undiscovered_remove_found(struct ocxl_undiscovered *undiscovered,
				    const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	if (!undiscovered->count)
		return;
	qsort(undiscovered->entries, undiscovered->count, sizeof(*undiscovered->entries), compare);
	strike_out_found(undiscovered, filter, ctx);
	for (i = 0; i < undiscovered->count; i++) {
		struct ocxl_undiscovered_dimm entry = undiscovered->entries[i];

		/* it may have gone meanwhile, and another one may have its number */
		if (entry.inode && inode_of(entry.id) == entry.inode)
			undiscovered->entries[kept++] = entry;
	}
	undiscovered->count = kept;
}

/* libndctl may have left out the bus as well, so it is not asked */
static bool read_provider(unsigned int bus, char provider[PROVIDER_SIZE])
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/ndbus/provider") + 3 * sizeof(bus)];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/ndbus%u/provider", bus);
	file = fopen(path, "re");
	if (!file)
		return false;
	good = fgets(provider, PROVIDER_SIZE, file);
	fclose(file);
	if (good)
		provider[strcspn(provider, "\n")] = '\0';
	return good;
}

bool ocxl_undiscovered_is_on_bus(const struct ocxl_undiscovered_dimm *entry, const char *words)
{
	char dev[sizeof("ndbus") + 3 * sizeof(entry->id)], provider[PROVIDER_SIZE];
	unsigned int bus;

	if (ocxl_dimm_sysfs_bus(entry->id, &bus) || !read_provider(bus, provider))
		return true;
	snprintf(dev, sizeof(dev), "ndbus%u", bus);
	return ocxl_option_value_names_bus(words, dev, provider, bus);
}

bool ocxl_undiscovered_has(const struct ocxl_undiscovered *undiscovered, unsigned int id)
{
	size_t i;

	for (i = 0; i < undiscovered->count; i++) {
		if (undiscovered->entries[i].id == id)
			return true;
	}
	return false;
}

void ocxl_undiscovered_release(struct ocxl_undiscovered *undiscovered)
{
	free(undiscovered->entries);
	*undiscovered = (struct ocxl_undiscovered) { 0 };
}
