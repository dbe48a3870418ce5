// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "error.h"
#include "roll.h"

#define DEVICES "/sys/bus/nd/devices"

static bool is_there(unsigned int id)
{
	char path[sizeof(DEVICES "/nmem/ocxlpmem") + 3 * sizeof(id)];

	snprintf(path, sizeof(path), DEVICES "/nmem%u/ocxlpmem", id);
	return access(path, F_OK) == 0;
}

static int add(struct ocxl_roll *roll, unsigned int id)
{
	unsigned int *grown = reallocarray(roll->ids, roll->count + 1, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	roll->ids = grown;
	grown[roll->count++] = id;
	return 0;
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
		if (sscanf(entry->d_name, "nmem%u%c", &id, &rest) != 1 || !is_there(id))
			continue;
		if (add(roll, id))
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

unsigned int ocxl_roll_call(const struct ocxl_roll *roll, struct ndctl_ctx *ctx)
{
	unsigned int absent = 0;
	size_t i;

	for (i = 0; i < roll->count; i++) {
		/* it may have gone meanwhile */
		if (is_found(roll->ids[i], ctx) || !is_there(roll->ids[i]))
			continue;
		ocxl_error("nmem%u: it is there, but could not be looked at, for want of memory, "
			   "of descriptors, or of permission: run it again",
			   roll->ids[i]);
		absent++;
	}
	return absent;
}

void ocxl_roll_release(struct ocxl_roll *roll)
{
	free(roll->ids);
	*roll = (struct ocxl_roll) { 0 };
}
