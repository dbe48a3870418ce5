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
	char path[sizeof(OCXL_SYSFS_DEVICES "/nmem/ocxlpmem") + 3 * sizeof(id)];
	struct stat status;

	snprintf(path, sizeof(path), OCXL_SYSFS_DEVICES "/nmem%u/ocxlpmem", id);
	return stat(path, &status) ? 0 : status.st_ino;
}

static int add(struct ocxl_roll *roll, unsigned int id, ino_t inode)
{
	struct ocxl_roll_entry *grown =
		reallocarray(roll->entries, roll->count + 1, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	roll->entries = grown;
	grown[roll->count++] = (struct ocxl_roll_entry) { .id = id, .inode = inode };
	return 0;
}

static int add_if_there(struct ocxl_roll *roll, unsigned int id)
{
	ino_t inode = inode_of(id);

	return inode ? add(roll, id, inode) : 0;
}

static int read_entries(struct ocxl_roll *roll, DIR *list)
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
		if (add_if_there(roll, id))
			return -ENOMEM;
	}
}

static int add_scope(struct ocxl_roll *roll, const struct ocxl_scope *scope)
{
	size_t i;

	for (i = 0; i < scope->count; i++) {
		/* they are sorted, and may be named twice */
		if (i && scope->dimms[i] == scope->dimms[i - 1])
			continue;
		if (add_if_there(roll, scope->dimms[i]))
			return -ENOMEM;
	}
	return 0;
}

int ocxl_roll_take(struct ocxl_roll *roll, const struct ocxl_scope *scope)
{
	DIR *list;
	int rc;

	*roll = (struct ocxl_roll) { 0 };
	if (!scope->everywhere)
		return add_scope(roll, scope);
	list = opendir(OCXL_SYSFS_DEVICES);
	if (!list)
		return errno == ENOENT ? 0 : -errno;
	rc = read_entries(roll, list);
	closedir(list);
	return rc;
}

static int compare(const void *a, const void *b)
{
	const struct ocxl_roll_entry *left = a, *right = b;

	return left->id < right->id ? -1 : left->id > right->id;
}

/* inode 0: libndctl has found it */
static void strike_out(struct ocxl_roll *roll, unsigned int id)
{
	const struct ocxl_roll_entry key = { .id = id };
	struct ocxl_roll_entry *entry;

	entry = bsearch(&key, roll->entries, roll->count, sizeof(key), compare);
	if (entry)
		entry->inode = 0;
}

static void strike_out_found(struct ocxl_roll *roll, const struct ocxl_scope *scope,
			     struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_scope_has_bus(scope, ndctl_bus_get_id(bus)))
			continue;
		ndctl_dimm_foreach(bus, dimm) {
			if (ndctl_dimm_is_ocxl(dimm))
				strike_out(roll, ndctl_dimm_get_id(dimm));
		}
	}
}

void ocxl_roll_call(struct ocxl_roll *roll, const struct ocxl_scope *scope, struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	if (!roll->count)
		return;
	qsort(roll->entries, roll->count, sizeof(*roll->entries), compare);
	strike_out_found(roll, scope, ctx);
	for (i = 0; i < roll->count; i++) {
		struct ocxl_roll_entry entry = roll->entries[i];

		/* it may have gone meanwhile, and another one may have its number */
		if (entry.inode && inode_of(entry.id) == entry.inode)
			roll->entries[kept++] = entry;
	}
	roll->count = kept;
}

/* libndctl may have left out the bus as well, so it is not asked */
static bool read_provider(unsigned int bus, char provider[PROVIDER_SIZE])
{
	char path[sizeof(OCXL_SYSFS_DEVICES "/ndbus/provider") + 3 * sizeof(bus)];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), OCXL_SYSFS_DEVICES "/ndbus%u/provider", bus);
	file = fopen(path, "re");
	if (!file)
		return false;
	good = fgets(provider, PROVIDER_SIZE, file);
	fclose(file);
	if (good)
		provider[strcspn(provider, "\n")] = '\0';
	return good;
}

bool ocxl_roll_is_on_bus(const struct ocxl_roll_entry *entry, const char *words)
{
	char dev[sizeof("ndbus") + 3 * sizeof(entry->id)], provider[PROVIDER_SIZE];
	unsigned int bus;

	if (ocxl_sysfs_bus_of(entry->id, &bus) || !read_provider(bus, provider))
		return true;
	snprintf(dev, sizeof(dev), "ndbus%u", bus);
	return ocxl_value_names_bus(words, dev, provider, bus);
}

bool ocxl_roll_has(const struct ocxl_roll *roll, unsigned int id)
{
	size_t i;

	for (i = 0; i < roll->count; i++) {
		if (roll->entries[i].id == id)
			return true;
	}
	return false;
}

void ocxl_roll_release(struct ocxl_roll *roll)
{
	free(roll->entries);
	*roll = (struct ocxl_roll) { 0 };
}
