// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "ocxl/output/safe-path.h"

#define LINKS_MAX 40

static int open_directory(int from, const char *path)
{
	int fd = openat(from, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* files can be made in a directory that cannot be listed; it cannot be synced either */
	if (fd < 0 && errno == EACCES)
		fd = openat(from, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* @path, from where @place is now: its directory, and its last component */
static int go(struct ocxl_place *place, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	int from = place->directory < 0 ? AT_FDCWD : place->directory;
	char *name;
	int fd;

	if (!*base || !strcmp(base, ".") || !strcmp(base, ".."))
		return -EISDIR;
	if (strlen(base) > NAME_MAX)
		return -ENAMETOOLONG;
	name = slash ? strndup(path, base - path) : strdup(".");
	if (!name)
		return -ENOMEM;
	fd = open_directory(from, name);
	free(name);
	if (fd < 0)
		return fd;
	ocxl_place_close(place);
	place->directory = fd;
	strcpy(place->base, base);
	return 0;
}

/*
 * The text of such a link may be the name of nothing, or by now, or elsewhere, of something else:
 * a file that was removed, a memfd, a file of another mount namespace.
 */
static bool is_magic(int link)
{
	struct statfs fs;

	return !fstatfs(link, &fs) && fs.f_type == PROC_SUPER_MAGIC;
}

/* 1: @place has moved to the target of the link, 0: it is at the end, or -errno */
static int follow(struct ocxl_place *place, int fd)
{
	char target[PATH_MAX];
	struct stat st;
	ssize_t size;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISLNK(st.st_mode))
		return 0;
	rc = ocxl_place_trust(place->directory, &st);
	if (rc)
		return rc;
	place->magic = is_magic(fd);
	if (place->magic)
		return 0;
	/* of the link that was looked at, whatever has its name by now */
	size = readlinkat(fd, "", target, sizeof(target) - 1);
	if (size < 0)
		return -errno;
	target[size] = '\0';
	rc = go(place, target);
	return rc ? rc : 1;
}

int ocxl_place_find(struct ocxl_place *place, const char *path)
{
	int links, fd, rc;

	place->directory = -1;
	place->magic = false;
	rc = go(place, path);
	if (rc)
		return rc;
	/* realpath() would do, but a link may point to a file that is still to be made */
	for (links = 0; links < LINKS_MAX; links++) {
		fd = openat(place->directory, place->base, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return errno == ENOENT ? 0 : -errno;
		rc = follow(place, fd);
		close(fd);
		if (rc <= 0)
			return rc;
	}
	return -ELOOP;
}

int ocxl_place_stat(const struct ocxl_place *place, struct stat *st)
{
	int flags = place->magic ? 0 : AT_SYMLINK_NOFOLLOW;

	return fstatat(place->directory, place->base, st, flags) < 0 ? -errno : 0;
}

int ocxl_place_descriptor(const struct ocxl_place *place)
{
	struct stat own, there;
	int fd, end = 0;

	if (!place->magic || stat("/proc/self/fd", &own) < 0 || fstat(place->directory, &there) < 0)
		return -1;
	if (own.st_dev != there.st_dev || own.st_ino != there.st_ino)
		return -1;
	return sscanf(place->base, "%d%n", &fd, &end) == 1 && !place->base[end] ? fd : -1;
}

/* whom a user namespace does not know has this number there */
static uid_t overflow_uid(void)
{
	unsigned int uid = 65534;
	FILE *file = fopen("/proc/sys/kernel/overflowuid", "re");

	if (!file)
		return uid;
	if (fscanf(file, "%u", &uid) != 1)
		uid = 65534;
	fclose(file);
	return uid;
}

int ocxl_place_trust(int directory, const struct stat *st)
{
	struct stat own;

	if (fstat(directory, &own) < 0)
		return -errno;
	if (!(own.st_mode & S_ISVTX) || !(own.st_mode & S_IWOTH))
		return 0;
	if (st->st_uid != geteuid() && (st->st_uid != own.st_uid || st->st_uid == overflow_uid()))
		return -OCXL_ERROR_FOREIGN_FILE;
	return S_ISREG(st->st_mode) && st->st_nlink > 1 ? -OCXL_ERROR_HARD_LINK : 0;
}

void ocxl_place_close(struct ocxl_place *place)
{
	if (place->directory >= 0)
		close(place->directory);
	place->directory = -1;
}
