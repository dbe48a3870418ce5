// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Appends lines to a log to which several processes append, and which other programs rename or
 * remove.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lib/private.h>
#include "ocxl-private.h"

/* repetitions when the file loses its name, or a write is cut short, each time */
#define TRIES_MAX 64

/* 1: the byte at @offset begins a line; 0: it does not */
static int begins_line(int fd, off_t offset)
{
	ssize_t count;
	char last;

	if (!offset)
		return 1;
	count = pread(fd, &last, 1, offset - 1);
	if (count < 0)
		return -errno;
	/* 0: another program has shortened the file */
	return count && last == '\n';
}

/*
 * 0: the file ends with a fragment. While another process writes a line, the file may look like
 * that: then an empty line follows it.
 */
static int ends_with_newline(int fd)
{
	struct stat st;

	return fstat(fd, &st) < 0 ? -errno : begins_line(fd, st.st_size);
}

/* since the look at its end, another process may have left a fragment there */
static int was_appended_to_newline(int fd, size_t size)
{
	off_t end = lseek(fd, 0, SEEK_CUR);

	return end < 0 ? -errno : begins_line(fd, end - (off_t)size);
}

/*
 * @text: a newline, then lines. The rest of a write that was cut short could end in another line.
 */
static int append_text(int fd, const char *text, size_t size)
{
	int tries, rc;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		size_t skipped;
		ssize_t count;

		rc = ends_with_newline(fd);
		if (rc < 0)
			return rc;
		skipped = rc;
		count = write(fd, text + skipped, size - skipped);
		if (count < 0 && errno != EINTR)
			return -errno;
		if (count != (ssize_t)(size - skipped))
			continue;
		rc = skipped ? was_appended_to_newline(fd, count) : 1;
		if (rc)
			return rc < 0 ? rc : 0;
	}
	return -EIO;
}

OCXL_EXPORT int ocxl_append_lines(int fd, const char *lines, size_t size)
{
	char *text = malloc(size + 1);
	int rc;

	if (!text)
		return -ENOMEM;
	text[0] = '\n';
	memcpy(text + 1, lines, size);
	rc = append_text(fd, text, size + 1);
	free(text);
	return rc;
}

static int sync_file(int fd)
{
	int rc;

	do {
		rc = fsync(fd);
	} while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : 0;
}

/* the directory has the name of a new file */
static int sync_directory(const char *path)
{
	char *copy = strdup(path);
	int rc, fd;

	if (!copy)
		return -ENOMEM;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd < 0 ? -errno : sync_file(fd);
	if (fd >= 0)
		close(fd);
	free(copy);
	/* file systems without fsync() of directories, and directories that only root may read */
	return rc == -EINVAL || rc == -EOPNOTSUPP || rc == -EACCES ? 0 : rc;
}

/* 1: the path leads to the open file; 0: the file was renamed or removed */
static int has_path(int fd, const char *path)
{
	struct stat file, name;

	if (fstat(fd, &file) < 0)
		return -errno;
	if (fstatat(AT_FDCWD, path, &name, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	return file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

/* Return: 1 when the lines are stored in the file that has the path; 0: in one that has lost it */
static int store_once(const char *path, mode_t mode, const char *lines, size_t size)
{
	const int flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK |
			  O_CLOEXEC;
	int rc, fd = open(path, flags, mode);
	struct stat st;

	if (fd < 0)
		return -errno;
	rc = fstat(fd, &st) < 0 ? -errno : 0;
	if (!rc && !S_ISREG(st.st_mode))
		rc = -ENOTSUP;
	if (!rc)
		rc = ocxl_append_lines(fd, lines, size);
	if (!rc)
		rc = sync_file(fd);
	if (!rc)
		rc = has_path(fd, path);
	close(fd);
	return rc;
}

OCXL_EXPORT int ndctl_ocxl_error_log_append(const char *path, mode_t mode, const char *lines,
					    size_t size)
{
	int tries, rc = 0;

	if (size && (size > SSIZE_MAX - 1 || lines[size - 1] != '\n'))
		return -EINVAL;
	for (tries = 0; !rc && tries < TRIES_MAX; tries++)
		rc = store_once(path, mode, lines, size);
	if (rc <= 0)
		return rc ? rc : -EBUSY;
	return sync_directory(path);
}
