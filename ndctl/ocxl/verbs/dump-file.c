// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <util/util.h>
#include "ocxl/dimms/select.h"
#include "ocxl/verbs/dump-file.h"

/* a dump takes longer than a hundredth of a second */
#define FILES_PER_SECOND 100

/* @number: of the dumps that the card gave in this second, from 1 */
static char *format_file_name(const char *directory, const struct ocxl_dimm *dimm,
			      unsigned int number)
{
	const char *separator = directory[strlen(directory) - 1] == '/' ? "" : "/";
	char moment[24] = "", suffix[16] = "";
	time_t now = time(NULL);
	struct tm utc;
	char *name;

	if (gmtime_r(&now, &utc))
		strftime(moment, sizeof(moment), "%Y%m%dT%H%M%SZ", &utc);
	if (number > 1)
		snprintf(suffix, sizeof(suffix), "-%u", number);
	if (asprintf(&name, "%s%s%s-%s%s.dump", directory, separator, dimm->card, moment, suffix) <
	    0)
		die("out of memory");
	return name;
}

/* if another process takes the name before this one creates the file, the run fails */
char *ocxl_dump_file_name(const char *directory, const struct ocxl_dimm *dimm)
{
	unsigned int number;
	struct stat st;
	char *name;

	for (number = 1; number < FILES_PER_SECOND; number++) {
		name = format_file_name(directory, dimm, number);
		if (lstat(name, &st))
			return name;
		free(name);
	}
	return format_file_name(directory, dimm, number);
}
