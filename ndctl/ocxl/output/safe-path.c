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

static int open_directory(int from, const char *path)
{
	int fd = openat(from, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* a directory without read permission allows to create files, but not to sync it */
	if (fd < 0 && errno == EACCES)
		fd = openat(from, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* set @path to @text, which is relative to the directory that @path has now */
static int set_path(struct ocxl_safe_path *path, const char *text)
{
	const char *slash = strrchr(text, '/');
	const char *base = slash ? slash + 1 : text;
	int from = path->directory < 0 ? AT_FDCWD : path->directory;
	char *parent;
	int fd;

	if (!*base || !strcmp(base, ".") || !strcmp(base, ".."))
		return -EISDIR;
	if (strlen(base) > NAME_MAX)
		return -ENAMETOOLONG;
	parent = slash ? strndup(text, base - text) : strdup(".");
	if (!parent)
		return -ENOMEM;
	fd = open_directory(from, parent);
	free(parent);
	if (fd < 0)
		return fd;
	ocxl_safe_path_close(path);
	path->directory = fd;
	strcpy(path->name, base);
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

/* 1: @path is the target of the link @fd now; 0: @fd is not a link to follow; or -errno */
static int follow_link(struct ocxl_safe_path *path, int fd)
{
	char target[PATH_MAX];
	struct stat st;
	ssize_t size;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISLNK(st.st_mode))
		return 0;
	rc = ocxl_safe_path_check_owner(path->directory, &st);
	if (rc)
		return rc;
	path->magic_link = is_magic_link(fd);
	if (path->magic_link)
		return 0;
	/* reads the link that was checked, even if another one has its name by now */
	size = readlinkat(fd, "", target, sizeof(target) - 1);
	if (size < 0)
		return -errno;
	target[size] = '\0';
	rc = set_path(path, target);
	return rc ? rc : 1;
}

int ocxl_safe_path_resolve(struct ocxl_safe_path *path, const char *text)
{
	int links, fd, rc;

	path->directory = -1;
	path->magic_link = false;
	rc = set_path(path, text);
	if (rc)
		return rc;
	/* not realpath(): the link may point to a file that does not exist yet */
	for (links = 0; links < LINKS_MAX; links++) {
		fd = openat(path->directory, path->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return errno == ENOENT ? 0 : -errno;
		rc = follow_link(path, fd);
		close(fd);
		if (rc <= 0)
			return rc;
	}
	return -ELOOP;
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

/* in a user namespace, the number of all users who have none there */
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

int ocxl_safe_path_check_owner(int directory, const struct stat *st)
{
	struct stat own;

	if (fstat(directory, &own) < 0)
		return -errno;
	if (!(own.st_mode & S_ISVTX) || !(own.st_mode & S_IWOTH))
		return 0;
	if (st->st_uid != geteuid() &&
	    (st->st_uid != own.st_uid || st->st_uid == read_overflow_uid()))
		return -OCXL_ERROR_FOREIGN_FILE;
	return S_ISREG(st->st_mode) && st->st_nlink > 1 ? -OCXL_ERROR_HARD_LINK : 0;
}

void ocxl_safe_path_close(struct ocxl_safe_path *path)
{
	if (path->directory >= 0)
		close(path->directory);
	path->directory = -1;
}
