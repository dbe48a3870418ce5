// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ocxl/output/tempfile.h"

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
 * The lock is kept until the file is removed: its creator notices that in lock_new_file(). NFS locks
 * only files that are open for writing.
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
