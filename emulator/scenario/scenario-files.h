/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scenario files: where they are found.
 */
#ifndef OCXL_EMULATOR_SCENARIO_FILES_H
#define OCXL_EMULATOR_SCENARIO_FILES_H

#include <stddef.h>

/**
 * ocxl_scenario_file_read() - read a scenario
 * @name: path of a file; a name without '/' that is no file in the working directory is the name of
 *	an installed scenario
 * @text: receives the contents; free() them, after a failure as well
 * @size: receives the number of bytes
 *
 * Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_file_read(const char *name, char **text, size_t *size);

#endif /* OCXL_EMULATOR_SCENARIO_FILES_H */
