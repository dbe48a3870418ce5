// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which cards a host has: where each one is, its name, and DIMMs that libndctl has not found. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <lib/private.h>
#include "ocxl-private.h"
#include "ocxl-sysfs.h"

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

OCXL_EXPORT int ndctl_dimm_ocxl_read_location(struct ndctl_dimm *dimm,
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

/* ---- the name of a card ---- */

#define DECIMAL_SIZE sizeof("18446744073709551615")

/*
 * of a discovered DIMM; @low: the number as libndctl has it, which saves most comparisons of text
 */
static bool has_serial(struct ndctl_dimm *dimm, const char *serial, unsigned int low)
{
	uint64_t number;
	char text[DECIMAL_SIZE];

	if ((dimm->unique_id && dimm->serial != low) || !ndctl_dimm_is_ocxl(dimm))
		return false;
	if (dimm->unique_id)
		return !strcmp(dimm->unique_id, serial);
	/* it could not be read when the DIMM was discovered */
	if (ndctl_dimm_ocxl_read_serial(dimm, &number))
		return false;
	snprintf(text, sizeof(text), "%" PRIu64, number);
	return !strcmp(text, serial);
}

/* @name: of a DIMM's directory below @directory */
static bool has_file_with_serial(const char *directory, const char *name, const char *serial)
{
	char path[PATH_MAX], line[OCXL_ATTRIBUTE_SIZE];
	int fd, rc;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	fd = ocxl_dimm_open(path, "ocxlpmem/serial");
	if (fd < 0)
		return false;
	rc = ocxl_read_line(fd, line);
	close(fd);
	return !rc && !strcmp(line, serial);
}

/* has a directory of a DIMM, but the one called @except, a file with this serial number */
static bool has_directory_with_serial(const char *directory, const char *except, const char *serial)
{
	DIR *list = opendir(directory);
	const struct dirent *entry;
	bool found = false;

	while (list && !found && (entry = readdir(list)))
		found = !strncmp(entry->d_name, "nmem", strlen("nmem")) &&
			strcmp(entry->d_name, except) != 0 &&
			has_file_with_serial(directory, entry->d_name, serial);
	if (list)
		closedir(list);
	return found;
}

static bool is_unique_now(struct ndctl_dimm *dimm, const char *serial, uint64_t number)
{
	return !has_directory_with_serial(DEVICES, ndctl_dimm_get_devname(dimm), serial);
}

static bool was_unique(struct ndctl_dimm *dimm, const char *serial, uint64_t number)
{
	unsigned int low = number < UINT_MAX ? (unsigned int)number : UINT_MAX;
	struct ndctl_bus *bus;
	struct ndctl_dimm *other;

	ndctl_bus_foreach(ndctl_dimm_get_ctx(dimm), bus) {
		/* to discover the DIMMs of a bus would read many files */
		if (!bus->dimms_init && has_directory_with_serial(bus->bus_path, "", serial))
			return false;
		list_for_each(&bus->dimms, other, list) {
			if (other != dimm && has_serial(other, serial, low))
				return false;
		}
	}
	return true;
}

static void add_slot(char name[OCXL_CARD_NAME_SIZE], const char *slot)
{
	size_t at = strlen(name);

	snprintf(name + at, OCXL_CARD_NAME_SIZE - at, "@%s", slot);
	for (at++; name[at]; at++) {
		if (!strchr(OCXL_CARD_NAME_CHARACTERS, name[at]))
			name[at] = '_';
	}
}

static int name_card(struct ndctl_dimm *dimm, const char *slot, char name[OCXL_CARD_NAME_SIZE],
		     bool (*is_unique)(struct ndctl_dimm *, const char *, uint64_t))
{
	uint64_t serial;

	name[0] = '\0';
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	if (ndctl_dimm_ocxl_read_serial(dimm, &serial))
		serial = ocxl_dimm_get_serial(dimm);
	snprintf(name, OCXL_CARD_NAME_SIZE, "%" PRIu64, serial);
	if (serial && is_unique(dimm, name, serial))
		return 0;
	snprintf(name, OCXL_CARD_NAME_SIZE, "%s", ndctl_dimm_get_devname(dimm));
	if (slot && *slot)
		add_slot(name, slot);
	return 0;
}

OCXL_EXPORT int ocxl_dimm_read_card_name(struct ndctl_dimm *dimm, const char *slot,
					 char name[OCXL_CARD_NAME_SIZE])
{
	return name_card(dimm, slot, name, is_unique_now);
}

OCXL_EXPORT int ocxl_dimm_get_card_name(struct ndctl_dimm *dimm, const char *slot,
					char name[OCXL_CARD_NAME_SIZE])
{
	return name_card(dimm, slot, name, was_unique);
}

/* ---- DIMMs that libndctl has not found ---- */

static bool is_found(struct ndctl_ctx *ctx, const char *name)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm)
			if (ndctl_dimm_is_ocxl(dimm) && !strcmp(ndctl_dimm_get_devname(dimm), name))
				return true;
	return false;
}

static bool is_ocxl_directory(int devices, const char *name)
{
	char path[NAME_MAX + sizeof("/ocxlpmem")];

	snprintf(path, sizeof(path), "%s/ocxlpmem", name);
	return !strncmp(name, "nmem", strlen("nmem")) && !faccessat(devices, path, F_OK, 0);
}

OCXL_EXPORT int ndctl_ocxl_count_missing_dimms(struct ndctl_ctx *ctx)
{
	DIR *list = ctx ? opendir(DEVICES) : NULL;
	const struct dirent *entry;
	int rc, missing = 0;

	if (!ctx)
		return -EINVAL;
	if (!list)
		return errno == ENOENT ? 0 : -errno;
	while (errno = 0, (entry = readdir(list)))
		missing += is_ocxl_directory(dirfd(list), entry->d_name) &&
			   !is_found(ctx, entry->d_name);
	rc = errno ? -errno : missing;
	closedir(list);
	return rc;
}
