// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ocxl/output/append-repair.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/safe-path.h"
#include "ocxl/base/signals.h"

#define COPY_SIZE (16 * 1024)
/* so often in a row the file is gone as soon as it was opened */
#define TRIES_MAX 16

/* a file system without locks is no reason to refuse: a single writer needs none */
static int lock_file(int fd)
{
	int rc;

	do {
		rc = flock(fd, LOCK_EX);
	} while (rc < 0 && errno == EINTR && !ocxl_stop_requested());
	if (rc < 0 && errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS)
		return -errno;
	return 0;
}

/* @made: by this call; its owner is ours then, whatever number the file system gives it */
static int open_or_make(const struct ocxl_lines *lines, bool *made)
{
	const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
	int tries, fd;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		fd = openat(lines->directory, lines->base, flags | O_CREAT | O_EXCL, lines->mode);
		*made = fd >= 0;
		if (fd < 0 && errno == EEXIST)
			fd = openat(lines->directory, lines->base, flags);
		if (fd >= 0)
			return fd;
		/* removed in between */
		if (errno != ENOENT)
			break;
	}
	return -errno;
}

static int open_file(struct ocxl_lines *lines)
{
	struct stat st;
	bool made;
	int rc;

	lines->fd = open_or_make(lines, &made);
	if (lines->fd < 0)
		return lines->fd;
	if (fstat(lines->fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOTSUP;
	rc = made ? 0 : ocxl_place_trust(lines->directory, &st);
	return rc ? rc : ocxl_file_sync_directory(lines->directory);
}

/* 1: the file still has its name, 0: it was renamed or removed */
static int has_name(const struct ocxl_lines *lines)
{
	struct stat file, name;

	if (lines->blind)
		return 1;
	if (fstat(lines->fd, &file) < 0)
		return -errno;
	if (fstatat(lines->directory, lines->base, &name, 0) < 0)
		return errno == ENOENT ? 0 : -errno;
	return file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

static void unlock(struct ocxl_lines *lines)
{
	lines->locked = false;
	flock(lines->fd, LOCK_UN);
}

/* whoever held the lock before may have died in the middle of a line, or renamed the file */
static int begin_line(struct ocxl_lines *lines)
{
	struct stat st;
	int tries, rc;

	for (tries = 0;; tries++) {
		/* a file system that numbers its files anew each time: nothing can be said */
		lines->blind |= tries == TRIES_MAX;
		rc = lock_file(lines->fd);
		if (!rc)
			rc = has_name(lines);
		if (rc)
			break;
		close(lines->fd);
		rc = open_file(lines);
		if (rc)
			break;
	}
	if (rc < 0)
		return rc;
	rc = ocxl_last_line_mend(lines->fd);
	if (!rc && fstat(lines->fd, &st) < 0)
		rc = -errno;
	if (rc) {
		unlock(lines);
		return rc;
	}
	/* from here on what has no newline is ours, and may be cut */
	lines->start = st.st_size;
	lines->locked = true;
	return 0;
}

/* what the file @from has behind @start by now is written to @to as well */
static int hand_on(int from, off_t start, int to)
{
	char block[COPY_SIZE];
	struct stat st;
	int rc = fstat(from, &st) < 0 ? -errno : 0;

	while (!rc && start < st.st_size) {
		off_t left = st.st_size - start;
		ssize_t count = pread(from, block, left < COPY_SIZE ? left : COPY_SIZE, start);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return count < 0 ? -errno : -EIO;
		rc = ocxl_file_write_all(to, block, count);
		start += count;
	}
	return rc;
}

/*
 * The file lost its name between the look at it and the end of the line. Whoever has
 * renamed it may be done with it at once: compressed, it would be removed.
 */
static int move_line(struct ocxl_lines *lines)
{
	off_t start = lines->start;
	int old = lines->fd;
	int rc;

	/* the next file is somebody else's until a line begins there */
	lines->locked = false;
	rc = open_file(lines);
	if (!rc)
		rc = begin_line(lines);
	if (!rc)
		rc = hand_on(old, start, lines->fd);
	if (!rc && ftruncate(old, start) < 0)
		rc = -errno;
	close(old);
	return rc;
}

static int end_line(struct ocxl_lines *lines)
{
	int rc;

	for (;;) {
		rc = has_name(lines);
		if (rc)
			break;
		rc = move_line(lines);
		if (rc)
			break;
	}
	if (rc < 0)
		return rc;
	lines->dirty = true;
	ocxl_copy_lines(&lines->copy, lines->fd, lines->start);
	unlock(lines);
	return 0;
}

int ocxl_lines_open(struct ocxl_lines *lines)
{
	int rc;

	lines->copy.fd = -1;
	rc = open_file(lines);
	if (!rc)
		rc = begin_line(lines);
	if (!rc)
		unlock(lines);
	return rc;
}

int ocxl_lines_copy(struct ocxl_lines *lines, int fd)
{
	struct stat st, own;

	if (fstat(fd, &st) < 0 || fstat(lines->fd, &own) < 0)
		return -errno;
	/* each line would be there twice, and the second one is nobody's */
	if (st.st_dev == own.st_dev && st.st_ino == own.st_ino)
		return -EINVAL;
	return ocxl_copy_open(&lines->copy, fd);
}

int ocxl_lines_write(struct ocxl_lines *lines, const char *bytes, size_t size)
{
	int rc = 0;

	if (!lines->locked)
		rc = begin_line(lines);
	if (!rc)
		rc = ocxl_file_write_all(lines->fd, bytes, size);
	if (!rc && bytes[size - 1] == '\n')
		rc = end_line(lines);
	if (rc && lines->locked) {
		ocxl_last_line_cut(lines->fd);
		unlock(lines);
	}
	return rc;
}

int ocxl_lines_sync(struct ocxl_lines *lines)
{
	struct stat st;
	int rc = ocxl_file_sync(lines->fd);

	if (rc || !lines->dirty)
		return rc;
	/* nobody will ever read it */
	if (fstat(lines->fd, &st) < 0)
		return -errno;
	lines->dirty = false;
	return st.st_nlink ? 0 : -ENOENT;
}

void ocxl_lines_close(struct ocxl_lines *lines)
{
	if (lines->locked)
		ocxl_last_line_cut(lines->fd);
	if (lines->fd >= 0)
		close(lines->fd);
	ocxl_copy_close(&lines->copy);
}
