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
	for (i = 0; i < count && dimms; i++)
		ocxl_flags_file_init(&dimms[i].flags);
	return dimms ? 0 : -ENOMEM;
}

struct ocxl_sysfs_dimm *ocxl_sysfs_dimm(const struct ocxl_emulated_card *card)
{
	return &dimms[card->number];
}

bool ocxl_sysfs_write_file(int fd, const char *text)
{
	size_t size = strlen(text);
	bool written = fd >= 0 && write(fd, text, size) == (ssize_t)size;

	if (fd >= 0)
		close(fd);
	return written;
}
