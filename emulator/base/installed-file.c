// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are installed with the emulator.
 */
#include <limits.h>
#include <unistd.h>
#include "base/installed-file.h"
#include "core/port.h"

int ocxl_installed_path(char *path, size_t size, const char *name)
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash;
	int used;

	if (length < 0)
		return -errno;
	program[length] = '\0';
	slash = strrchr(program, '/');
	if (!slash)
		return -ENOENT;
	*slash = '\0';
	used = snprintf(path, size, "%s/../share/ocxl-emulator/%s", program, name);
	return used >= 0 && (size_t)used < size ? 0 : -ENAMETOOLONG;
}
