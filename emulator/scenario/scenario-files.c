// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenario files: where they are found.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "scenario/scenario-files.h"
#include "scenario/scenario-line.h"

/* from the directory of the program, so that both can be moved together */
#define INSTALLED_DIRECTORY "../share/ocxl-emulator/scenarios"

static FILE *open_installed(const char *name)
{
	char path[PATH_MAX + 512];
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
	char *end;

	if (length < 0 || strchr(name, '/') || strlen(name) > NAME_MAX)
		return NULL;
	path[length] = '\0';
	end = strrchr(path, '/');
	if (!end)
		return NULL;
	snprintf(end, sizeof(path) - (size_t)(end - path), "/" INSTALLED_DIRECTORY "/%s.scenario",
		 name);
	return fopen(path, "re");
}

/* A directory is not a scenario, and does not hide the installed scenario of the same name. */
static int open_scenario(const char *name, FILE **file)
{
	struct stat st;
	int rc = stat(name, &st) ? -errno : 0;

	*file = NULL;
	if (!rc && S_ISDIR(st.st_mode))
		rc = -EISDIR;
	if (rc == -ENOENT || rc == -EISDIR) {
		*file = open_installed(name);
		return *file ? 0 : rc;
	}
	if (!rc)
		*file = fopen(name, "re");
	return rc || *file ? rc : -errno;
}

static int read_scenario(const char *name, char **text, size_t *size)
{
	FILE *file;
	int rc;

	*size = 0;
	*text = malloc(OCXL_SCENARIO_SIZE_MAX + 1);
	if (!*text)
		return -ENOMEM;
	rc = open_scenario(name, &file);
	if (rc)
		return rc;
	*size = fread(*text, 1, OCXL_SCENARIO_SIZE_MAX + 1, file);
	if (ferror(file))
		rc = errno ? -errno : -EIO;
	else if (*size > OCXL_SCENARIO_SIZE_MAX)
		rc = -EFBIG;
	fclose(file);
	return rc;
}

int ocxl_scenario_file_read(const char *name, char **text, size_t *size)
{
	int rc = read_scenario(name, text, size);

	if (rc == -EFBIG)
		fprintf(stderr, "ocxl-emulator: scenario '%s' is too large; allowed: %u bytes\n",
			name, OCXL_SCENARIO_SIZE_MAX);
	else if (rc)
		fprintf(stderr, "ocxl-emulator: cannot read scenario '%s': %s\n", name,
			strerror(-rc));
	return rc;
}
