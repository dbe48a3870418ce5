// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-private.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/memory.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/safe-path.h"

#define TEXT_SIZE_MIN (16 * 1024)
/* repetitions when the file loses its name each time */
#define TRIES_MAX     64

/*
 * @created: this call created the file. Its owner is not checked then: some file systems give all
 * files the same owner.
 */
static int open_or_create(const struct ocxl_append_log *log, bool *created)
{
	const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
	int tries, fd;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		fd = openat(log->directory, log->name, flags | O_CREAT | O_EXCL, log->mode);
		*created = fd >= 0;
		if (fd < 0 && errno == EEXIST)
			fd = openat(log->directory, log->name, flags);
		if (fd >= 0)
			return fd;
		/* the file was removed between the two calls */
		if (errno != ENOENT)
			break;
	}
	return -errno;
}

/* A mounted file keeps the name in this mount namespace when it is renamed in another one. */
static bool is_mount_point(int fd)
{
	struct statx stx;

	return !statx(fd, "", AT_EMPTY_PATH, 0, &stx) && stx.stx_attributes & STATX_ATTR_MOUNT_ROOT;
}

static void close_file(struct ocxl_append_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
}

static int open_current_file(struct ocxl_append_log *log)
{
	struct stat st;
	bool created;
	int rc;

	close_file(log);
	log->fd = open_or_create(log, &created);
	if (log->fd < 0)
		return log->fd;
	if (fstat(log->fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOTSUP;
	if (is_mount_point(log->fd))
		return -OCXL_ERROR_MOUNT_POINT;
	rc = created ? 0 : ocxl_safe_path_check_owner(log->directory, &st);
	return rc ? rc : ocxl_file_sync_directory(log->directory);
}

/* 1: the name leads to the open file; 0: the file was renamed, removed or closed */
static int has_name(const struct ocxl_append_log *log)
{
	struct stat file, name;

	if (log->fd < 0)
		return 0;
	if (fstat(log->fd, &file) < 0)
		return -errno;
	if (fstatat(log->directory, log->name, &name, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	return file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

static int append_to_current_file(struct ocxl_append_log *log)
{
	int rc = has_name(log);

	if (!rc)
		rc = open_current_file(log);
	return rc < 0 ? rc : ocxl_append_lines(log->fd, log->text, log->written);
}

static void reserve_text(struct ocxl_append_log *log, size_t size)
{
	size_t capacity = log->capacity ? log->capacity : TEXT_SIZE_MIN;

	while (capacity < log->size + size)
		capacity *= 2;
	if (capacity == log->capacity)
		return;
	log->text = xrealloc(log->text, capacity);
	log->capacity = capacity;
}

/* keep an incomplete line */
static void drop_written(struct ocxl_append_log *log)
{
	if (!log->written)
		return;
	log->size -= log->written;
	memmove(log->text, log->text + log->written, log->size);
	log->written = 0;
}

int ocxl_append_log_open(struct ocxl_append_log *log)
{
	log->fd = -1;
	log->size = 0;
	log->written = 0;
	return open_current_file(log);
}

int ocxl_append_log_write(struct ocxl_append_log *log, const char *bytes, size_t size)
{
	const char *newline = memrchr(bytes, '\n', size);

	drop_written(log);
	reserve_text(log, size);
	memcpy(log->text + log->size, bytes, size);
	if (newline)
		log->written = log->size + (newline + 1 - bytes);
	log->size += size;
	return newline ? append_to_current_file(log) : 0;
}

void ocxl_append_log_close_renamed(struct ocxl_append_log *log)
{
	if (!log->written && !has_name(log))
		close_file(log);
}

int ocxl_append_log_sync(struct ocxl_append_log *log)
{
	int tries, rc = 0;

	for (tries = 0; tries < TRIES_MAX && log->fd >= 0; tries++) {
		rc = ocxl_file_sync(log->fd);
		if (rc || !log->written)
			return rc;
		/* the program that renamed or removed the file may not have seen the line in it */
		rc = has_name(log);
		if (rc == 1)
			drop_written(log);
		else if (!rc)
			rc = append_to_current_file(log);
		if (rc)
			return rc < 0 ? rc : 0;
	}
	return log->written ? -EBUSY : 0;
}

void ocxl_append_log_close(struct ocxl_append_log *log)
{
	close_file(log);
	free(log->text);
	log->text = NULL;
	log->capacity = 0;
}
