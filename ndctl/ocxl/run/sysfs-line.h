/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OCXL_SYSFS_LINE_H
#define OCXL_SYSFS_LINE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * ocxl_sysfs_read_line() - read a sysfs file of one line
 * @path: the file
 * @text: receives the line without its newline; empty if the file has no line
 * @size: of @text
 *
 * Return: whether the file exists and has a text.
 */
bool ocxl_sysfs_read_line(const char *path, char *text, size_t size);

#endif /* OCXL_SYSFS_LINE_H */
