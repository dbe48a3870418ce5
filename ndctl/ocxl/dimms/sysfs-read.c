// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
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

bool ocxl_sysfs_read_line(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);

	if (length < 0 || memchr(text, '\0', length))
		length = 0;
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (fd >= 0)
		close(fd);
	return *text;
}
