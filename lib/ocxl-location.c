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

#define DEVICES "/sys/bus/nd/devices"
#define SLOTS	"/sys/bus/pci/slots"

/* Return: false without the file, or without a text in its first line */
static bool read_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(text, (int)size, file))
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (file)
		fclose(file);
	return *text;
}

/* "0000:01:00.1", and on some machines a longer domain */
static bool is_pci_address(const char *name, size_t length)
{
	unsigned int domain, bus, device, function;
	int used = 0;

	return length < NDCTL_OCXL_PCI_ADDRESS_SIZE &&
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

static void read_numa_node(struct ndctl_ocxl_location *location, const char *target,
			   const char *address_end)
{
	char path[PATH_MAX], text[16];
	int node;

	snprintf(path, sizeof(path), DEVICES "/%.*s/numa_node", (int)(address_end - target),
		 target);
	/* -1: the kernel does not know it */
	if (!read_line(path, text, sizeof(text)) || sscanf(text, "%d", &node) != 1 || node < 0)
		return;
	location->numa_node = (unsigned int)node;
	location->has_numa_node = true;
}

/* the directory of a slot has the name of the slot, and a file with an address without function */
static void read_slot(struct ndctl_ocxl_location *location)
{
	size_t length = strcspn(location->pci_address, ".");
	char text[NDCTL_OCXL_PCI_ADDRESS_SIZE];
	glob_t slots;
	size_t i;

	if (glob(SLOTS "/*/address", GLOB_NOSORT, NULL, &slots))
		return;
	for (i = 0; i < slots.gl_pathc && !location->slot[0]; i++) {
		const char *name = slots.gl_pathv[i] + sizeof(SLOTS);

		if (read_line(slots.gl_pathv[i], text, sizeof(text)) && strlen(text) == length &&
		    !strncmp(text, location->pci_address, length))
			snprintf(location->slot, sizeof(location->slot), "%.*s",
				 (int)strcspn(name, "/"), name);
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
	read_numa_node(location, target, end);
	read_slot(location);
	return 0;
}
