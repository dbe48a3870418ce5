// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "roll.h"
#include "value.h"

#define DEVICES	      "/sys/bus/nd/devices"
#define PROVIDER_SIZE 64

/* 0 for nobody */
static ino_t inode_of(unsigned int id)
{
	char path[sizeof(DEVICES "/nmem/ocxlpmem") + 3 * sizeof(id)];
	struct stat status;

	snprintf(path, sizeof(path), DEVICES "/nmem%u/ocxlpmem", id);
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

static int read_entries(struct ocxl_roll *roll, DIR *list)
{
	const struct dirent *entry;
	unsigned int id;
	ino_t inode;
	char rest;

	for (;;) {
		errno = 0;
		entry = readdir(list);
		if (!entry)
			return -errno;
		if (sscanf(entry->d_name, "nmem%u%c", &id, &rest) != 1)
			continue;
		inode = inode_of(id);
		if (inode && add(roll, id, inode))
			return -ENOMEM;
	}
}

int ocxl_roll_take(struct ocxl_roll *roll)
{
	DIR *list = opendir(DEVICES);
	int rc;

	*roll = (struct ocxl_roll) { 0 };
	if (!list)
		return errno == ENOENT ? 0 : -errno;
	rc = read_entries(roll, list);
	closedir(list);
	return rc;
}

static bool is_found(unsigned int id, struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus) {
		ndctl_dimm_foreach(bus, dimm) {
			if (ndctl_dimm_is_ocxl(dimm) && ndctl_dimm_get_id(dimm) == id)
				return true;
		}
	}
	return false;
}

void ocxl_roll_call(struct ocxl_roll *roll, struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	for (i = 0; i < roll->count; i++) {
		struct ocxl_roll_entry entry = roll->entries[i];

		/* it may have gone meanwhile, and another one may have its number */
		if (!is_found(entry.id, ctx) && inode_of(entry.id) == entry.inode)
			roll->entries[kept++] = entry;
	}
	roll->count = kept;
}

/* of the bus that is the directory above the DIMM's */
static bool find_bus(unsigned int id, unsigned int *bus)
{
	char path[sizeof(DEVICES "/nmem") + 3 * sizeof(id)], target[PATH_MAX], *slash;
	ssize_t size;
	char rest;

	snprintf(path, sizeof(path), DEVICES "/nmem%u", id);
	size = readlink(path, target, sizeof(target) - 1);
	target[size < 0 ? 0 : size] = '\0';
	slash = strrchr(target, '/');
	if (!slash)
		return false;
	*slash = '\0';
	slash = strrchr(target, '/');
	return slash && sscanf(slash, "/ndbus%u%c", bus, &rest) == 1;
}

/* libndctl may have left out the bus as well, so it is not asked */
static bool read_provider(unsigned int bus, char provider[PROVIDER_SIZE])
{
	char path[sizeof(DEVICES "/ndbus/provider") + 3 * sizeof(bus)];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), DEVICES "/ndbus%u/provider", bus);
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

	if (!find_bus(entry->id, &bus) || !read_provider(bus, provider))
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
