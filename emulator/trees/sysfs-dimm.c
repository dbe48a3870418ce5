// SPDX-License-Identifier: GPL-2.0-only
/*
 * The contents of the sysfs files of one card.
 */
#include <stdlib.h>
#include <unistd.h>
#include "trees/sysfs-dimm.h"

/* by card number */
static struct ocxl_sysfs_dimm *dimms;

int ocxl_sysfs_dimms_create(unsigned int count)
{
	unsigned int i;

	dimms = calloc(count, sizeof(*dimms));
	for (i = 0; i < count && dimms; i++) {
		dimms[i].directory = -1;
		ocxl_flags_file_init(&dimms[i].flags);
	}
	return dimms ? 0 : -ENOMEM;
}

struct ocxl_sysfs_dimm *ocxl_sysfs_dimm(const struct ocxl_emulated_card *card)
{
	return &dimms[card->number];
}

/* bus 0 is usually a root bus; the driver binds to function 1 */
void ocxl_sysfs_pci_address(char address[OCXL_SYSFS_PCI_ADDRESS_SIZE], unsigned int number)
{
	snprintf(address, OCXL_SYSFS_PCI_ADDRESS_SIZE, "%04x:%02x:00.1", number / 255 & 0xffff,
		 1 + number % 255);
}

void ocxl_sysfs_path(char path[OCXL_SYSFS_PATH_SIZE], const struct ocxl_emulated_card *card,
		     enum ocxl_sysfs_directory directory, const char *name)
{
	unsigned int number = card->number;
	char device[OCXL_SYSFS_PCI_ADDRESS_SIZE];
	char bus[32] = "", dimm[32] = "";

	if (card->options->pci[number])
		ocxl_sysfs_pci_address(device, number);
	else
		snprintf(device, sizeof(device), "ocxlpmem.%u", number);
	if (directory >= OCXL_SYSFS_BUS)
		snprintf(bus, sizeof(bus), "ndbus%u/", number);
	if (directory >= OCXL_SYSFS_DIMM)
		snprintf(dimm, sizeof(dimm), "nmem%u/", number);
	snprintf(path, OCXL_SYSFS_PATH_SIZE, "devices/%s/%s%s%s", device, bus, dimm, name);
}

bool ocxl_sysfs_write_file(int fd, const char *text)
{
	size_t size = strlen(text);
	ssize_t written;

	if (fd < 0)
		return false;
	written = write(fd, text, size);
	close(fd);
	/* the rest would be beyond a limit */
	if (written >= 0 && written < (ssize_t)size)
		errno = EFBIG;
	return written == (ssize_t)size;
}
