// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "output.h"
#include "stop.h"
#include "temporary.h"

#define BUFFER_SIZE (64 * 1024)
#define LINKS_MAX   40
#define SEARCH_SIZE 4096

/**
 * struct ocxl_output - where results go
 * @kind: as opened
 * @fd: written to
 * @directory: of the file, -1 for standard output, FIFOs and devices
 * @base: name of the file in @directory, links resolved
 * @temporary: name of the new file in @directory; empty: none, or in place by now
 * @regular: fsync makes sense
 * @lines: a regular file that is appended to: locked, whole lines only
 * @locked: a line has begun and its end is not written yet
 * @error: first failure; stays
 * @used: bytes in @buffer
 */
struct ocxl_output {
	enum ocxl_output_kind kind;
	int fd;
	int directory;
	char base[NAME_MAX + 1];
	char temporary[NAME_MAX + 1];
	bool regular;
	bool lines;
	bool locked;
	int error;
	size_t used;
	char buffer[BUFFER_SIZE];
};

/* the file system may not know how to sync a directory, and then needs no help of ours */
static int sync_directory(int directory)
{
	int rc;

	do {
		rc = fsync(directory);
	} while (rc < 0 && errno == EINTR);
	if (rc < 0 && errno != EBADF && errno != EINVAL && errno != EOPNOTSUPP)
		return -errno;
	return 0;
}

static int sync_file(int fd)
{
	int rc;

	do {
		rc = fsync(fd);
	} while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : 0;
}

/* standard output may be a pipe that somebody else made non-blocking */
static int wait_writable(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	if (poll(&pollfd, 1, -1) < 0 && (errno != EINTR || ocxl_stop_requested()))
		return -errno;
	return 0;
}

static int write_all(int fd, const char *bytes, size_t size)
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
		} else if (errno != EINTR || ocxl_stop_requested()) {
			rc = -errno;
		}
		if (rc)
			return rc;
	}
	return 0;
}

/* offset after the last newline before @end, 0 without one */
static int find_last_line(int fd, off_t end, off_t *start)
{
	char block[SEARCH_SIZE];

	*start = 0;
	while (end > 0) {
		size_t size = end < SEARCH_SIZE ? end : SEARCH_SIZE;
		ssize_t count = pread(fd, block, size, end - size);
		const char *newline;

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		if ((size_t)count < size)
			return -EIO;
		newline = memrchr(block, '\n', size);
		end -= size;
		if (newline) {
			*start = end + (newline - block) + 1;
			return 0;
		}
	}
	return 0;
}

/*
 * Leave the file at the end of a whole line, see ocxl_output_open(). @own: the
 * torn line is known to be ours.
 */
static int mend_last_line(int fd, bool own)
{
	struct stat st;
	off_t start;
	char first;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	rc = find_last_line(fd, st.st_size, &start);
	if (rc || start == st.st_size)
		return rc;
	if (pread(fd, &first, 1, start) != 1)
		return -EIO;
	if (!own && first != '{' && first != '\0')
		return write_all(fd, "\n", 1);
	return ftruncate(fd, start) < 0 ? -errno : 0;
}

/* a file system without locks is no reason to refuse: a single writer needs none */
static int lock_lines(struct ocxl_output *output)
{
	int rc;

	do {
		rc = flock(output->fd, LOCK_EX);
	} while (rc < 0 && errno == EINTR);
	if (rc < 0 && errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS)
		return -errno;
	output->locked = true;
	/* whoever held the lock before may have died in the middle of a line */
	return mend_last_line(output->fd, false);
}

static void unlock_lines(struct ocxl_output *output)
{
	output->locked = false;
	flock(output->fd, LOCK_UN);
}

static int write_lines(struct ocxl_output *output, const char *bytes, size_t size)
{
	int rc = 0;

	if (!output->locked)
		rc = lock_lines(output);
	if (!rc) {
		rc = write_all(output->fd, bytes, size);
		if (rc)
			mend_last_line(output->fd, true);
	}
	if (rc || bytes[size - 1] == '\n')
		unlock_lines(output);
	return rc;
}

/* @path without its last component, as a descriptor; the component into @base */
static int open_directory(struct ocxl_output *output, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	char *directory;

	if (!*base || !strcmp(base, ".") || !strcmp(base, ".."))
		return -EISDIR;
	if (strlen(base) > NAME_MAX)
		return -ENAMETOOLONG;
	strcpy(output->base, base);
	directory = slash ? strndup(path, base - path) : strdup(".");
	if (!directory)
		return -ENOMEM;
	output->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* files can be made in a directory that cannot be listed; it cannot be synced either */
	if (output->directory < 0 && errno == EACCES)
		output->directory = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(directory);
	return output->directory < 0 ? -errno : 0;
}

/* the link's target, as a path from where @path starts */
static char *follow_link(const char *path, const char *target)
{
	const char *slash = strrchr(path, '/');
	char *next;

	if (!slash || target[0] == '/')
		return strdup(target);
	if (asprintf(&next, "%.*s%s", (int)(slash + 1 - path), path, target) < 0)
		return NULL;
	return next;
}

/* realpath() would do, but a link may point to a file that is still to be made */
static int resolve(struct ocxl_output *output, const char *path)
{
	char target[PATH_MAX];
	char *now = strdup(path);
	int links;
	int rc = now ? -ELOOP : -ENOMEM;

	for (links = 0; now && links < LINKS_MAX; links++) {
		ssize_t size = readlink(now, target, sizeof(target) - 1);
		char *next;

		if (size < 0) {
			/* no link, or nothing there yet */
			rc = open_directory(output, now);
			break;
		}
		target[size] = '\0';
		next = follow_link(now, target);
		free(now);
		now = next;
		if (!now)
			rc = -ENOMEM;
	}
	free(now);
	return rc;
}

static int create_temporary(struct ocxl_output *output, mode_t mode)
{
	int fd = ocxl_temporary_create(output->directory, output->base, mode, output->temporary);

	if (fd < 0) {
		output->temporary[0] = '\0';
		return fd;
	}
	output->fd = fd;
	return 0;
}

static int open_lines(struct ocxl_output *output, mode_t mode)
{
	int rc;

	output->fd = openat(output->directory, output->base,
			    O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, mode);
	if (output->fd < 0)
		return -errno;
	output->lines = true;
	rc = lock_lines(output);
	unlock_lines(output);
	return rc ? rc : sync_directory(output->directory);
}

static int open_file(struct ocxl_output *output, const char *path, mode_t mode)
{
	struct stat st;
	int rc;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		if (S_ISDIR(st.st_mode))
			return -EISDIR;
		output->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
		return output->fd < 0 ? -errno : 0;
	}
	rc = resolve(output, path);
	if (rc)
		return rc;
	if (output->kind == OCXL_OUTPUT_APPEND)
		return open_lines(output, mode);
	return create_temporary(output, mode);
}

static int open_standard(struct ocxl_output *output)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags < 0)
		return -errno;
	if ((flags & O_ACCMODE) == O_RDONLY)
		return -EBADF;
	output->fd = STDOUT_FILENO;
	return 0;
}

int ocxl_output_open(struct ocxl_output **output, enum ocxl_output_kind kind, const char *path,
		     mode_t mode)
{
	struct ocxl_output *new = malloc(sizeof(*new));
	struct stat st;
	int rc;

	if (!new)
		return -ENOMEM;
	memset(new, 0, offsetof(struct ocxl_output, buffer));
	new->kind = kind;
	new->fd = -1;
	new->directory = -1;
	if (kind == OCXL_OUTPUT_STANDARD)
		rc = open_standard(new);
	else
		rc = open_file(new, path, mode);
	if (!rc && fstat(new->fd, &st) < 0)
		rc = -errno;
	if (rc) {
		ocxl_output_close(new);
		return rc;
	}
	new->regular = S_ISREG(st.st_mode);
	*output = new;
	return 0;
}

int ocxl_output_flush(struct ocxl_output *output)
{
	if (!output->error && output->used) {
		if (output->lines)
			output->error = write_lines(output, output->buffer, output->used);
		else
			output->error = write_all(output->fd, output->buffer, output->used);
		output->used = 0;
	}
	return output->error;
}

int ocxl_output_write(struct ocxl_output *output, const void *bytes, size_t size)
{
	const char *from = bytes;

	while (size && !output->error) {
		size_t room = BUFFER_SIZE - output->used;
		size_t count = size < room ? size : room;

		memcpy(output->buffer + output->used, from, count);
		output->used += count;
		from += count;
		size -= count;
		if (output->used == BUFFER_SIZE)
			ocxl_output_flush(output);
	}
	return output->error;
}

int ocxl_output_sync(struct ocxl_output *output)
{
	if (!ocxl_output_flush(output) && output->regular)
		output->error = sync_file(output->fd);
	return output->error;
}

int ocxl_output_commit(struct ocxl_output *output)
{
	if (ocxl_output_sync(output) || !output->temporary[0])
		return output->error;
	if (renameat(output->directory, output->temporary, output->directory, output->base) < 0) {
		output->error = -errno;
		return output->error;
	}
	output->temporary[0] = '\0';
	output->error = sync_directory(output->directory);
	return output->error;
}

void ocxl_output_abandon(struct ocxl_output *output)
{
	if (output && output->temporary[0])
		unlinkat(output->directory, output->temporary, 0);
}

void ocxl_output_close(struct ocxl_output *output)
{
	if (!output)
		return;
	ocxl_output_abandon(output);
	if (output->locked)
		mend_last_line(output->fd, true);
	if (output->fd >= 0 && output->fd != STDOUT_FILENO)
		close(output->fd);
	if (output->directory >= 0)
		close(output->directory);
	free(output);
}

int ocxl_output_reader(const struct ocxl_output *output)
{
	return output->regular ? -1 : output->fd;
}

bool ocxl_output_is_terminal(const struct ocxl_output *output)
{
	return isatty(output->fd);
}
