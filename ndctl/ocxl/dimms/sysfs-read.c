// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/dimms/sysfs-read.h"

int ocxl_dimm_sysfs_bus(unsigned int dimm, unsigned int *bus)
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/nmem") + 3 * sizeof(dimm)], target[PATH_MAX],
		*slash;
	ssize_t size;
	char rest;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/nmem%u", dimm);
	size = readlink(path, target, sizeof(target) - 1);
	if (size < 0)
		return -errno;
	target[size] = '\0';
	slash = strrchr(target, '/');
	if (!slash)
		return -EINVAL;
	*slash = '\0';
	slash = strrchr(target, '/');
	return slash && sscanf(slash, "/ndbus%u%c", bus, &rest) == 1 ? 0 : -EINVAL;
}

#define SLOTS "/sys/bus/pci/slots"

/* "0000:01:00.1", and on some machines a longer domain */
static bool is_pci_address(const char *name, size_t length)
{
	unsigned int domain, bus, device, function;
	int used = 0;

	return length < OCXL_PCI_ADDRESS_SIZE &&
	       sscanf(name, "%8x:%2x:%2x.%1x%n", &domain, &bus, &device, &function, &used) == 4 &&
	       (size_t)used == length;
}

/*
 * Return: the end of the last address in a path, and in @start its begin; or NULL. Bridges above
 * the card have addresses, too.
 */
static const char *find_pci_address(const char *path, const char **start)
{
	const char *name = path, *found = NULL;

	while (*name) {
		size_t length = strcspn(name, "/");

		if (is_pci_address(name, length)) {
			*start = name;
			found = name + length;
		}
		name += length;
		name += *name == '/';
	}
	return found;
}

static void read_numa_node(struct ocxl_location *location, const char *target,
			   const char *address_end)
{
	char path[PATH_MAX], text[16];
	int node;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/%.*s/numa_node",
		 (int)(address_end - target), target);
	/* -1: the kernel does not know it */
	if (!ocxl_sysfs_read_line(path, text, sizeof(text)) || sscanf(text, "%d", &node) != 1 ||
	    node < 0)
		return;
	location->numa_node = (unsigned int)node;
	location->has_numa_node = true;
}

/* the directory of a slot has the name of the slot, and a file with an address without function */
static void read_slot(struct ocxl_location *location)
{
	size_t length = strcspn(location->pci_address, ".");
	char text[OCXL_PCI_ADDRESS_SIZE];
	glob_t slots;
	size_t i;

	if (glob(SLOTS "/*/address", GLOB_NOSORT, NULL, &slots))
		return;
	for (i = 0; i < slots.gl_pathc && !location->slot[0]; i++) {
		const char *name = slots.gl_pathv[i] + sizeof(SLOTS);

		if (ocxl_sysfs_read_line(slots.gl_pathv[i], text, sizeof(text)) &&
		    strlen(text) == length && !strncmp(text, location->pci_address, length))
			snprintf(location->slot, sizeof(location->slot), "%.*s",
				 (int)strcspn(name, "/"), name);
	}
	globfree(&slots);
}

void ocxl_dimm_location_read(struct ocxl_location *location, const char *dev)
{
	char path[64], target[PATH_MAX / 2];
	const char *start, *end;
	ssize_t size;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/%s", dev);
	size = readlink(path, target, sizeof(target) - 1);
	if (size < 0)
		return;
	target[size] = '\0';
	end = find_pci_address(target, &start);
	if (!end)
		return;
	memcpy(location->pci_address, start, (size_t)(end - start));
	read_numa_node(location, target, end);
	read_slot(location);
}

bool ocxl_sysfs_read_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(text, (int)size, file))
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (file)
		fclose(file);
	return *text;
}
