// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "ocxl/base/wait.h"
#include "ocxl/output/file-io.h"

/* another process that shares standard output may have made it non-blocking */
static int wait_writable(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	if (poll(&pollfd, 1, -1) < 0 && (errno != EINTR || ocxl_signals_stop_requested()))
		return -errno;
	return 0;
}

int ocxl_file_write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t count = write(fd, bytes, size);
		int rc = 0;

		if (count > 0) {
			bytes += count;
			size -= count;
		} else if (!count) {
			rc = -EIO;
		} else if (errno == EAGAIN) {
			rc = wait_writable(fd);
		} else if (errno != EINTR || ocxl_signals_stop_requested()) {
			rc = -errno;
		}
		if (rc)
			return rc;
	}
	return 0;
}

int ocxl_file_sync(int fd)
{
	int rc;

	do {
		rc = fsync(fd);
	} while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : 0;
}

int ocxl_file_sync_directory(int directory)
{
	int rc = ocxl_file_sync(directory);

	/* O_PATH descriptors, and file systems without fsync() of directories */
	return rc == -EBADF || rc == -EINVAL || rc == -EOPNOTSUPP ? 0 : rc;
}

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
