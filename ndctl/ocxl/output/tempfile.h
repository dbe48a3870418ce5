/* SPDX-License-Identifier: GPL-2.0-only */
/* Temporary files that replace another file when they are complete. */
#ifndef OCXL_TEMPFILE_H
#define OCXL_TEMPFILE_H

#include <limits.h>
#include <sys/types.h>

/*
 * create a hidden file that is to replace another one
 * @directory: descriptor of the directory; O_PATH is enough
 * @name: receives the name of the new file in @directory
 * The new file stays locked (flock) while its descriptor is open. Unlocked temporary files of this
 * user for the same @target are left from killed processes; they are removed.
 * Return: a descriptor for writing, or a negative errno.
 */
int ocxl_tempfile_create(int directory, const char *target, mode_t mode, char name[NAME_MAX + 1]);

#endif /* OCXL_TEMPFILE_H */
