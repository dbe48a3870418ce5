/* SPDX-License-Identifier: GPL-2.0-only */
/* Direct reads of sysfs, where libndctl would read a whole bus. */
#ifndef OCXL_SYSFS_READ_H
#define OCXL_SYSFS_READ_H

#include <stdbool.h>
#include <stddef.h>

#define OCXL_DIMM_SYSFS_DEVICES "/sys/bus/nd/devices"

/*
 * find the bus of a DIMM
 * @bus: receives N of "ndbusN"
 * Return: 0; -ENOENT without such a DIMM; -EINVAL if its directory is not below a bus; or another
 * negative errno of readlink().
 */
int ocxl_dimm_sysfs_bus(unsigned int dimm, unsigned int *bus);

/*
 * read a sysfs file of one line
 * @text: receives the line without its newline; empty if the file has no line, or a NUL byte
 * Return: whether the file exists and has a text.
 */
bool ocxl_sysfs_read_line(const char *path, char *text, size_t size);

#endif /* OCXL_SYSFS_READ_H */
