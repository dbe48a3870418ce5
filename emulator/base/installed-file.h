/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files that are installed with the emulator.
 */
#ifndef OCXL_EMULATOR_INSTALLED_FILE_H
#define OCXL_EMULATOR_INSTALLED_FILE_H

#include <stddef.h>

/**
 * ocxl_installed_path() - make the path of a file in share/ocxl-emulator
 * @path: receives the path
 * @size: bytes of @path
 * @name: path of the file in that directory
 *
 * The directory is found from the directory of the program, so that both can be moved together.
 *
 * Return: 0, or -errno if the path is too long or the program is unknown. The file may be missing.
 */
int ocxl_installed_path(char *path, size_t size, const char *name);

#endif /* OCXL_EMULATOR_INSTALLED_FILE_H */
