// SPDX-License-Identifier: LGPL-2.1-or-later
/* Where a card is: its PCI function, slot and NUMA node. */
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-files.h"

#define DEVICES "/sys/bus/nd/devices"
#define SLOTS	"/sys/bus/pci/slots"

/* "0000:01:00.1", and on some machines a longer domain */
static bool is_pci_address(const char *name, size_t length)
{
	unsigned int domain, bus, device, function;
	int used = 0;

	return length >= strlen("0000:01:00.1") && length < NDCTL_OCXL_PCI_ADDRESS_SIZE &&
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

/* @target: path of the PCI function, seen from the DIMMs */
static void read_numa_node(struct ndctl_dimm *dimm, struct ndctl_ocxl_location *location,
			   const char *target)
{
	char path[PATH_MAX], text[OCXL_ATTRIBUTE_SIZE];
	int node;

	snprintf(path, sizeof(path), DEVICES "/%s", target);
	/* -1: the kernel does not know it */
	if (ocxl_dimm_read_attribute(dimm, path, "numa_node", text) ||
	    sscanf(text, "%d", &node) != 1 || node < 0)
		return;
	location->numa_node = (unsigned int)node;
	location->has_numa_node = true;
}

/* the directory of a slot has the name of the slot, and a file with an address without function */
static void read_slot(struct ndctl_dimm *dimm, struct ndctl_ocxl_location *location)
{
	size_t length = strcspn(location->pci_address, ".");
	char text[OCXL_ATTRIBUTE_SIZE];
	glob_t slots;
	size_t i;

	if (glob(SLOTS "/*", GLOB_NOSORT, NULL, &slots))
		return;
	for (i = 0; i < slots.gl_pathc && !location->slot[0]; i++) {
		const char *name = slots.gl_pathv[i] + sizeof(SLOTS);

		if (!ocxl_dimm_read_attribute(dimm, slots.gl_pathv[i], "address", text) &&
		    strlen(text) == length && !strncmp(text, location->pci_address, length))
			snprintf(location->slot, sizeof(location->slot), "%s", name);
	}
	globfree(&slots);
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_location(struct ndctl_dimm *dimm,
					       struct ndctl_ocxl_location *location)
{
	char path[64], target[PATH_MAX / 2];
	const char *start, *end;
	ssize_t size;

	*location = (struct ndctl_ocxl_location) { 0 };
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	snprintf(path, sizeof(path), DEVICES "/%s", ndctl_dimm_get_devname(dimm));
	size = readlink(path, target, sizeof(target) - 1);
	if (size < 0)
		return -errno;
	target[size] = '\0';
	end = find_pci_address(target, &start);
	if (!end)
		return 0;
	memcpy(location->pci_address, start, (size_t)(end - start));
	target[end - target] = '\0';
	read_numa_node(dimm, location, target);
	read_slot(dimm, location);
	return 0;
}
