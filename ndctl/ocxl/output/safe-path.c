// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "ocxl/output/safe-path.h"

#define LINKS_MAX 40

/* a path that is being resolved */
struct walk {
	/* its @directory is the one that was reached, its @name the component to look at */
	struct ocxl_safe_path *path;
	char rest[2 * PATH_MAX]; /* the components after @name, with their slashes */
	bool last; /* @rest is empty */
	int links; /* number of links that were followed */
};

/* Return: 0 or a negative errno; @fd becomes the directory */
static int set_directory(struct ocxl_safe_path *path, int fd)
{
	if (fd < 0)
		return -errno;
	ocxl_safe_path_close(path);
	path->directory = fd;
	return 0;
}

static int begin_walk(struct walk *walk)
{
	const char *start = walk->rest[0] == '/' ? "/" : ".";

	if (walk->path->directory >= 0 && *start == '.')
		return 0;
	return set_directory(walk->path, open(start, O_PATH | O_DIRECTORY | O_CLOEXEC));
}

/* move the first component of @rest to the name */
static int take_component(struct walk *walk)
{
	char *start = walk->rest + strspn(walk->rest, "/");
	size_t length = strcspn(start, "/");
	const char *slash = start + length;

	if (!length)
		return -EISDIR;
	if (length > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(walk->path->name, start, length);
	walk->path->name[length] = '\0';
	walk->last = !*slash;
	if (walk->last && (!strcmp(walk->path->name, ".") || !strcmp(walk->path->name, "..")))
		return -EISDIR;
	memmove(walk->rest, slash, strlen(slash) + 1);
	return 0;
}

/*
 * The text of a link below /proc may be out of date: the open file may be removed, renamed, a
 * memfd, or in another mount namespace.
 */
static bool is_magic_link(int link)
{
	struct statfs fs;

	return !fstatfs(link, &fs) && fs.f_type == PROC_SUPER_MAGIC;
}

/* only the kernel can follow it */
static int enter_magic_link(struct walk *walk)
{
	struct ocxl_safe_path *path = walk->path;

	path->magic_link = walk->last;
	if (walk->last)
		return 0;
	return set_directory(path,
			     openat(path->directory, path->name, O_PATH | O_DIRECTORY | O_CLOEXEC));
}

/* put the target of the link @fd in front of @rest */
static int read_link(struct walk *walk, int fd)
{
	char target[sizeof(walk->rest)];
	ssize_t size;

	/* reads the link that was checked, even if another one has its name by now */
	size = readlinkat(fd, "", target, PATH_MAX);
	if (size < 0)
		return -errno;
	if (size + strlen(walk->rest) >= sizeof(target))
		return -ENAMETOOLONG;
	strcpy(target + size, walk->rest);
	strcpy(walk->rest, target);
	walk->last = false;
	return begin_walk(walk);
}

static int follow_link(struct walk *walk, int fd)
{
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISLNK(st.st_mode))
		return walk->last ? 0 : -ENOTDIR;
	rc = ocxl_safe_path_check_owner(walk->path->directory, &st);
	if (rc)
		return rc;
	if (is_magic_link(fd))
		return enter_magic_link(walk);
	return ++walk->links > LINKS_MAX ? -ELOOP : read_link(walk, fd);
}

/* Return: 0 or a negative errno */
static int enter_component(struct walk *walk)
{
	struct ocxl_safe_path *path = walk->path;
	const int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
	int fd, rc;

	/* with O_DIRECTORY, the kernel mounts what autofs has there */
	if (!walk->last) {
		fd = openat(path->directory, path->name, flags | O_DIRECTORY);
		if (fd >= 0 || errno != ENOTDIR)
			return set_directory(path, fd);
	}
	fd = openat(path->directory, path->name, flags);
	if (fd < 0)
		return walk->last && errno == ENOENT ? 0 : -errno;
	rc = follow_link(walk, fd);
	close(fd);
	return rc;
}

/* a directory without read permission allows to create files, but not to sync it */
static int make_directory_readable(struct ocxl_safe_path *path)
{
	int fd = openat(path->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 && errno == EACCES ? 0 : set_directory(path, fd);
}

/* not realpath(): the file may not exist yet, and each link needs a check of its owner */
int ocxl_safe_path_resolve(struct ocxl_safe_path *path, const char *text)
{
	struct walk walk = { .path = path };
	int rc;

	path->directory = -1;
	path->magic_link = false;
	if (!*text || text[strlen(text) - 1] == '/')
		return -EISDIR;
	if (strlen(text) >= PATH_MAX)
		return -ENAMETOOLONG;
	strcpy(walk.rest, text);
	rc = begin_walk(&walk);
	while (!rc && !walk.last) {
		rc = take_component(&walk);
		if (!rc)
			rc = enter_component(&walk);
	}
	return rc ? rc : make_directory_readable(path);
}

int ocxl_safe_path_stat(const struct ocxl_safe_path *path, struct stat *st)
{
	int flags = path->magic_link ? 0 : AT_SYMLINK_NOFOLLOW;

	return fstatat(path->directory, path->name, st, flags) < 0 ? -errno : 0;
}

int ocxl_safe_path_descriptor(const struct ocxl_safe_path *path)
{
	struct stat own, there;
	int fd, end = 0;

	if (!path->magic_link || stat("/proc/self/fd", &own) < 0 ||
	    fstat(path->directory, &there) < 0)
		return -1;
	if (own.st_dev != there.st_dev || own.st_ino != there.st_ino)
		return -1;
	return sscanf(path->name, "%d%n", &fd, &end) == 1 && !path->name[end] ? fd : -1;
}

/* the uid that a user namespace shows for users without a mapping */
static uid_t read_overflow_uid(void)
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

/*
 * The owner of "/" is root. A user namespace without root shows its directories with the number of
 * all users that it does not map.
 */
static bool is_owned_by_root(const struct stat *st)
{
	struct stat root;

	return !st->st_uid || (!stat("/", &root) && st->st_uid == root.st_uid);
}

static bool is_owned_by_another(const struct stat *directory)
{
	return directory->st_uid != geteuid() && !is_owned_by_root(directory);
}

/* may other users create and rename files there */
static bool is_writable_by_others(const struct stat *directory)
{
	return directory->st_mode & (S_IWGRP | S_IWOTH) || is_owned_by_another(directory);
}

/* some file systems give all files the owner of the directory */
static bool is_owned_by_directory_owner(const struct stat *directory, const struct stat *st)
{
	return st->st_uid == directory->st_uid && st->st_uid != read_overflow_uid();
}

int ocxl_safe_path_check_owner(int directory, const struct stat *st)
{
	/* not is_owned_by_root(): other users may have the same number */
	bool trusted = !st->st_uid || st->st_uid == geteuid();
	struct stat own;

	if (fstat(directory, &own) < 0)
		return -errno;
	if (!is_writable_by_others(&own))
		return 0;
	/* the owner of a directory may have given this name to a link that root made there */
	if (!S_ISREG(st->st_mode) && (!trusted || is_owned_by_another(&own)))
		return -OCXL_ERROR_FOREIGN_LINK;
	if (!trusted && !is_owned_by_directory_owner(&own, st))
		return -OCXL_ERROR_FOREIGN_FILE;
	/* another user may have given this name to a file of this user */
	return st->st_nlink > 1 ? -OCXL_ERROR_HARD_LINK : 0;
}

void ocxl_safe_path_close(struct ocxl_safe_path *path)
{
	if (path->directory >= 0)
		close(path->directory);
	path->directory = -1;
}
