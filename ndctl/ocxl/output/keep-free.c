// SPDX-License-Identifier: GPL-2.0-only
#include <sys/statvfs.h>
#include "ocxl/output/keep-free.h"

/* in blocks, because the number of bytes may exceed 64 bits */
static uint64_t count_kept_blocks(const struct ocxl_keep_free *keep_free, const struct statvfs *vfs)
{
	uint64_t blocks = vfs->f_blocks;

	if (keep_free->percent)
		return blocks / 100 * keep_free->amount + blocks % 100 * keep_free->amount / 100;
	return keep_free->amount / vfs->f_frsize + (keep_free->amount % vfs->f_frsize != 0);
}

bool ocxl_keep_free_allows(const struct ocxl_keep_free *keep_free, int fd)
{
	struct statvfs vfs;

	if (!keep_free->amount || fstatvfs(fd, &vfs) || !vfs.f_blocks || !vfs.f_frsize)
		return true;
	return vfs.f_bavail >= count_kept_blocks(keep_free, &vfs);
}
