// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenario files, and other files that are installed with the emulator.
 */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/safe-print.h"
#include "scenario/scenario-files.h"
#include "scenario/scenario-line.h"

#define INSTALLED_DIRECTORY "scenarios"
#define SUFFIX		    ".scenario"

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

static FILE *open_installed(const char *name)
{
	char file[NAME_MAX + 64];
	char path[PATH_MAX];

	if (strchr(name, '/') || strlen(name) > NAME_MAX)
		return NULL;
	snprintf(file, sizeof(file), INSTALLED_DIRECTORY "/%s" SUFFIX, name);
	return ocxl_installed_path(path, sizeof(path), file) ? NULL : fopen(path, "re");
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

static void print_known_name(const char *name, const char *path, void *context)
{
	bool *is_first = context;

	(void)path;
	fputs(*is_first ? "; there are: " : ", ", stderr);
	ocxl_print_safely(stderr, name, strlen(name));
	*is_first = false;
}

int ocxl_scenario_file_read(const char *name, char **text, size_t *size)
{
	bool is_first = true;
	int rc = read_scenario(name, text, size);

	if (rc == -EFBIG) {
		ocxl_print_error("scenario '%s' is too large; allowed: %u bytes", name,
				 OCXL_SCENARIO_SIZE_MAX);
	} else if (rc) {
		fputs("ocxl-emulator: cannot read scenario '", stderr);
		ocxl_print_safely(stderr, name, strlen(name));
		fprintf(stderr, "': %s", strerror(-rc));
		if (rc == -ENOENT && !strchr(name, '/'))
			ocxl_scenario_files_for_each(print_known_name, &is_first);
		fputc('\n', stderr);
	}
	return rc;
}

/* Names are printed: one with control characters must not reach the terminal. */
static int is_scenario_name(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t length = strlen(name);
	size_t i;

	for (i = 0; i < length; i++) {
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
			return 0;
	}
	return length > strlen(SUFFIX) && !strcmp(name + length - strlen(SUFFIX), SUFFIX);
}

/* @is_installed: the name is without the suffix */
static void visit_directory(const char *directory, bool is_installed, ocxl_scenario_visit *visit,
			    void *context)
{
	char path[PATH_MAX + NAME_MAX + 2];
	struct dirent **entries;
	struct stat st;
	int count = scandir(directory, &entries, is_scenario_name, alphasort);
	int i;

	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
		if (is_installed)
			entries[i]->d_name[strlen(entries[i]->d_name) - strlen(SUFFIX)] = '\0';
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
			visit(entries[i]->d_name, path, context);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

void ocxl_scenario_files_for_each(ocxl_scenario_visit *visit, void *context)
{
	char directory[PATH_MAX];

	if (ocxl_installed_path(directory, sizeof(directory), INSTALLED_DIRECTORY) == 0)
		visit_directory(directory, true, visit, context);
	visit_directory(".", false, visit, context);
}
