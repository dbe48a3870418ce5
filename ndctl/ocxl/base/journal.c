// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "ocxl/base/journal.h"

bool ocxl_journal_is_connected(int fd)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;
	int end = 0;

	if (!stream || sscanf(stream, "%llu:%llu%n", &device, &inode, &end) != 2 || stream[end])
		return false;
	return !fstat(fd, &st) && st.st_dev == device && st.st_ino == inode;
}

void ocxl_journal_format_prefix(char prefix[OCXL_JOURNAL_PREFIX_LENGTH + 1], int priority)
{
	snprintf(prefix, OCXL_JOURNAL_PREFIX_LENGTH + 1, "<%c>", '0' + LOG_PRI(priority));
}
