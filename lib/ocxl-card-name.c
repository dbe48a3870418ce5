// SPDX-License-Identifier: LGPL-2.1-or-later
/* The name of a card: its serial number, if that is the number of no other card of the host. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-files.h"

#define DECIMAL_SIZE sizeof("18446744073709551615")

/* of a discovered DIMM; @low: the number as libndctl has it, which saves most comparisons of text */
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

/* @name: of a DIMM's directory below that of its bus */
static bool has_file_with_serial(const struct ndctl_bus *bus, const char *name, const char *serial)
{
	char path[PATH_MAX], line[OCXL_ATTRIBUTE_SIZE];
	int fd, rc;

	snprintf(path, sizeof(path), "%s/%s", bus->bus_path, name);
	fd = ocxl_dimm_open(path, "ocxlpmem/serial");
	if (fd < 0)
		return false;
	rc = ocxl_read_line(fd, line);
	close(fd);
	return !rc && !strcmp(line, serial);
}

/* of a bus whose DIMMs libndctl has not discovered: to discover them would read many files */
static bool has_undiscovered_with_serial(const struct ndctl_bus *bus, const char *serial)
{
	DIR *list = opendir(bus->bus_path);
	const struct dirent *entry;
	bool found = false;

	while (list && !found && (entry = readdir(list)))
		found = !strncmp(entry->d_name, "nmem", strlen("nmem")) &&
			has_file_with_serial(bus, entry->d_name, serial);
	if (list)
		closedir(list);
	return found;
}

static bool is_unique(struct ndctl_dimm *dimm, const char *serial, uint64_t number)
{
	unsigned int low = number < UINT_MAX ? (unsigned int)number : UINT_MAX;
	struct ndctl_bus *bus;
	struct ndctl_dimm *other;

	ndctl_bus_foreach(ndctl_dimm_get_ctx(dimm), bus) {
		if (!bus->dimms_init && has_undiscovered_with_serial(bus, serial))
			return false;
		/* ndctl_dimm_foreach() would discover them */
		list_for_each(&bus->dimms, other, list) {
			if (other != dimm && has_serial(other, serial, low))
				return false;
		}
	}
	return true;
}

static void add_slot(char name[NDCTL_OCXL_CARD_NAME_SIZE], const char *slot)
{
	size_t at = strlen(name);

	snprintf(name + at, NDCTL_OCXL_CARD_NAME_SIZE - at, "@%s", slot);
	for (at++; name[at]; at++) {
		if (!strchr(NDCTL_OCXL_CARD_NAME_CHARACTERS, name[at]))
			name[at] = '_';
	}
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_card_name(struct ndctl_dimm *dimm, const char *slot,
						char name[NDCTL_OCXL_CARD_NAME_SIZE])
{
	uint64_t serial;

	name[0] = '\0';
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	if (ndctl_dimm_ocxl_read_serial(dimm, &serial))
		serial = ndctl_dimm_ocxl_get_serial(dimm);
	snprintf(name, NDCTL_OCXL_CARD_NAME_SIZE, "%" PRIu64, serial);
	if (serial && is_unique(dimm, name, serial))
		return 0;
	snprintf(name, NDCTL_OCXL_CARD_NAME_SIZE, "%s", ndctl_dimm_get_devname(dimm));
	if (slot && *slot)
		add_slot(name, slot);
	return 0;
}
