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

/* hidden, and no name that a collector of *.prom files or the like would read */
static void start_of_name(const char *base, char start[NAME_MAX + 1])
{
	snprintf(start, NAME_MAX + 1, ".%.200s.", base);
}

static bool is_name(const char *name, const char *start)
{
	size_t length = strlen(start);

	return !strncmp(name, start, length) &&
	       strspn(name + length, "0123456789abcdef") == RANDOM_LENGTH &&
	       !strcmp(name + length + RANDOM_LENGTH, SUFFIX);
}

static bool is_locked(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) < 0;
}

/* held locked while it is removed, so nobody who just made it goes on with it */
static void remove_abandoned(int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !is_locked(fd))
		unlinkat(directory, name, 0);
	close(fd);
}

/* whoever cannot list the directory leaves it as it is */
static void remove_all_abandoned(int directory, const char *start)
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
		if (is_name(entry->d_name, start))
			remove_abandoned(directory, entry->d_name);
	}
	closedir(list);
}

/* a file system without locks keeps nobody from writing */
static bool keep_lock(int fd)
{
	struct stat st;

	if (is_locked(fd) && errno == EWOULDBLOCK)
		return false;
	/* another process may have found it before it was locked */
	return !fstat(fd, &st) && st.st_nlink > 0;
}

int ocxl_temporary_create(int directory, const char *base, mode_t mode, char name[NAME_MAX + 1])
{
	char start[NAME_MAX + 1];
	uint32_t random;
	int tries, fd;

	start_of_name(base, start);
	remove_all_abandoned(directory, start);
	for (tries = 0; tries < TRIES; tries++) {
		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			return -EIO;
		snprintf(name, NAME_MAX + 1, "%.210s%08x" SUFFIX, start, random);
		fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd >= 0 && keep_lock(fd))
			return fd;
		if (fd < 0) {
			if (errno != EEXIST)
				return -errno;
			continue;
		}
		/* it may be gone already, and must not stay */
		unlinkat(directory, name, 0);
		close(fd);
	}
	return -EEXIST;
}
