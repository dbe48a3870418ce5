// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
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
static uint64_t count_reserved_blocks(const struct ocxl_free_reserve *reserve,
				      const struct statvfs *vfs)
{
	uint64_t blocks = vfs->f_blocks;

	if (reserve->percent)
		return blocks / 100 * reserve->amount + blocks % 100 * reserve->amount / 100;
	return reserve->amount / vfs->f_frsize + (reserve->amount % vfs->f_frsize != 0);
}

bool ocxl_free_reserve_is_kept(const struct ocxl_free_reserve *reserve, int fd)
{
	struct statvfs vfs;

	if (!reserve->amount || fstatvfs(fd, &vfs) || !vfs.f_blocks || !vfs.f_frsize)
		return true;
	return vfs.f_bavail >= count_reserved_blocks(reserve, &vfs);
}

/* ---- temporary files ---- */

#define SUFFIX	      ".tmp"
#define RANDOM_LENGTH 8
#define TRIES	      100

/* hidden, and without the suffix of the target: node_exporter would read a second *.prom file */
static void format_prefix(const char *target, char prefix[NAME_MAX + 1])
{
	snprintf(prefix, NAME_MAX + 1, ".%.200s.", target);
}

static bool is_tempfile_name(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	return !strncmp(name, prefix, length) &&
	       strspn(name + length, "0123456789abcdef") == RANDOM_LENGTH &&
	       !strcmp(name + length + RANDOM_LENGTH, SUFFIX);
}

static bool try_lock(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static bool is_own_file(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == geteuid();
}

/*
 * The lock is kept until the file is removed: its creator notices that in lock_new_file(). NFS
 * locks only files that are open for writing.
 */
static void remove_if_abandoned(int directory, const char *name)
{
	struct stat st;
	int fd;

	/* opening a FIFO or device of another user could have an effect */
	if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) || !is_own_file(&st))
		return;
	fd = openat(directory, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (!fstat(fd, &st) && is_own_file(&st) && try_lock(fd))
		unlinkat(directory, name, 0);
	close(fd);
}

/* without permission to list the directory, abandoned files stay */
static void remove_abandoned_files(int directory, const char *prefix)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (!list) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(list))) {
		if (is_tempfile_name(entry->d_name, prefix))
			remove_if_abandoned(directory, entry->d_name);
	}
	closedir(list);
}

/* On a file system without locks the new file is used unlocked. */
static bool lock_new_file(int fd)
{
	struct stat st;

	if (!try_lock(fd) && errno == EWOULDBLOCK)
		return false;
	/* another process may have removed it as abandoned before it was locked */
	return !fstat(fd, &st) && st.st_nlink > 0;
}

int ocxl_tempfile_create(int directory, const char *target, mode_t mode, char name[NAME_MAX + 1])
{
	char prefix[NAME_MAX + 1];
	uint32_t random;
	int tries, fd;

	format_prefix(target, prefix);
	remove_abandoned_files(directory, prefix);
	for (tries = 0; tries < TRIES; tries++) {
		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			return -EIO;
		snprintf(name, NAME_MAX + 1, "%.210s%08x" SUFFIX, prefix, random);
		fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd >= 0 && lock_new_file(fd))
			return fd;
		if (fd < 0) {
			if (errno != EEXIST)
				return -errno;
			continue;
		}
		/* another process locked it to remove it; make sure that it goes */
		unlinkat(directory, name, 0);
		close(fd);
	}
	return -EEXIST;
}
