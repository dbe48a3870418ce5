/* SPDX-License-Identifier: GPL-2.0-only */
/* New files beside those that they will replace. */
#ifndef OCXL_TEMPORARY_H
#define OCXL_TEMPORARY_H

#include <limits.h>
#include <sys/types.h>

/**
 * ocxl_temporary_create() - a new hidden file that is to replace another one
 * @directory: descriptor of the directory; O_PATH is enough
 * @base: name of the file to be replaced
 * @mode: permissions of the new file
 * @name: receives the name of the new file in @directory
 *
 * The file is locked (flock) for as long as its descriptor is open. That tells it from those
 * that a killed process left behind for the same @base: nobody has these locked, and they are
 * removed here, if they are this user's.
 *
 * Return: a descriptor to write to, or a negative errno.
 */
int ocxl_temporary_create(int directory, const char *base, mode_t mode, char name[NAME_MAX + 1]);

#endif /* OCXL_TEMPORARY_H */
