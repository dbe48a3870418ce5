/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scenario files, and other files that are installed with the emulator.
 */
#ifndef OCXL_EMULATOR_SCENARIO_FILES_H
#define OCXL_EMULATOR_SCENARIO_FILES_H

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

/**
 * ocxl_scenario_file_read() - read a scenario
 * @name: path of a file; a name without '/' that is no file in the working directory is the name of
 *	an installed scenario
 * @text: receives the contents; free() them, after a failure as well
 * @size: receives the number of bytes
 *
 * Prints an error message. If there is no such name, the message lists the names that exist.
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_file_read(const char *name, char **text, size_t *size);

/**
 * ocxl_scenario_visit - called for a scenario
 * @name: for --scenario
 * @path: path of the file
 * @context: from the caller of ocxl_scenario_files_for_each()
 */
typedef void ocxl_scenario_visit(const char *name, const char *path, void *context);

/**
 * ocxl_scenario_files_for_each() - find the scenarios that have a name
 * @visit: called for each: in the order of names, first the installed scenarios, then the files
 *	"*.scenario" of the working directory
 * @context: passed to @visit
 */
void ocxl_scenario_files_for_each(ocxl_scenario_visit *visit, void *context);

#endif /* OCXL_EMULATOR_SCENARIO_FILES_H */
