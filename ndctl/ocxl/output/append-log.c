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
/* repetitions when the file is renamed or removed each time after it was opened */
#define TRIES_MAX 16

/* On a file system without locks the log works too: a single writer needs no lock. */
static int lock_descriptor(int fd)
{
	int rc;

	do {
		rc = flock(fd, LOCK_EX);
	} while (rc < 0 && errno == EINTR && !ocxl_signals_stop_requested());
	if (rc < 0 && errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS)
		return -errno;
	return 0;
}

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

static int open_current_file(struct ocxl_append_log *log)
{
	struct stat st;
	bool created;
	int rc;

	log->fd = open_or_create(log, &created);
	if (log->fd < 0)
		return log->fd;
	if (fstat(log->fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOTSUP;
	rc = created ? 0 : ocxl_safe_path_check_owner(log->directory, &st);
	return rc ? rc : ocxl_file_sync_directory(log->directory);
}

/* 1: the file still has its name; 0: it was renamed or removed */
static int has_name(const struct ocxl_append_log *log)
{
	struct stat file, name;

	if (log->identity_unreliable)
		return 1;
	if (fstat(log->fd, &file) < 0)
		return -errno;
	if (fstatat(log->directory, log->name, &name, 0) < 0)
		return errno == ENOENT ? 0 : -errno;
	return file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

static void unlock_log(struct ocxl_append_log *log)
{
	log->locked = false;
	flock(log->fd, LOCK_UN);
}

/*
 * Lock the file that has the name now, and repair its last line: the process that held the lock
 * before may have been killed in the middle of a line.
 */
static int begin_line(struct ocxl_append_log *log)
{
	struct stat st;
	int tries, rc;

	for (tries = 0;; tries++) {
		/* some file systems give a file a new inode number at each look */
		log->identity_unreliable |= tries == TRIES_MAX;
		rc = lock_descriptor(log->fd);
		if (!rc)
			rc = has_name(log);
		if (rc)
			break;
		close(log->fd);
		rc = open_current_file(log);
		if (rc)
			break;
	}
	if (rc < 0)
		return rc;
	rc = ocxl_append_repair_last_line(log->fd);
	if (!rc && fstat(log->fd, &st) < 0)
		rc = -errno;
	if (rc) {
		unlock_log(log);
		return rc;
	}
	/* from here on, bytes without a newline are from this process and may be removed */
	log->line_start = st.st_size;
	log->locked = true;
	return 0;
}

/* write the bytes of file @from behind @start to @to */
static int copy_tail(int from, off_t start, int to)
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
 * The file lost its name after has_name() had checked it, but before the line was complete. The
 * line moves to the new file, because logrotate may compress and remove the old one at once.
 */
static int move_line(struct ocxl_append_log *log)
{
	off_t start = log->line_start;
	int old = log->fd;
	int rc;

	/* nothing in the next file is from this process yet */
	log->locked = false;
	rc = open_current_file(log);
	if (!rc)
		rc = begin_line(log);
	if (!rc)
		rc = copy_tail(old, start, log->fd);
	if (!rc && ftruncate(old, start) < 0)
		rc = -errno;
	close(old);
	return rc;
}

static int end_line(struct ocxl_append_log *log)
{
	int rc;

	for (;;) {
		rc = has_name(log);
		if (rc)
			break;
		rc = move_line(log);
		if (rc)
			break;
	}
	if (rc < 0)
		return rc;
	log->dirty = true;
	ocxl_tee_write_lines(&log->tee, log->fd, log->line_start);
	unlock_log(log);
	return 0;
}

int ocxl_append_log_open(struct ocxl_append_log *log)
{
	int rc;

	log->tee.fd = -1;
	rc = open_current_file(log);
	if (!rc)
		rc = begin_line(log);
	if (!rc)
		unlock_log(log);
	return rc;
}

int ocxl_append_log_tee(struct ocxl_append_log *log, int fd)
{
	struct stat st, own;

	if (fstat(fd, &st) < 0 || fstat(log->fd, &own) < 0)
		return -errno;
	/* the file would receive each line twice */
	if (st.st_dev == own.st_dev && st.st_ino == own.st_ino)
		return -EINVAL;
	return ocxl_tee_open(&log->tee, fd);
}

int ocxl_append_log_write(struct ocxl_append_log *log, const char *bytes, size_t size)
{
	int rc = 0;

	if (!log->locked)
		rc = begin_line(log);
	if (!rc)
		rc = ocxl_file_write_all(log->fd, bytes, size);
	if (!rc && bytes[size - 1] == '\n')
		rc = end_line(log);
	if (rc && log->locked) {
		ocxl_append_cut_last_line(log->fd);
		unlock_log(log);
	}
	return rc;
}

int ocxl_append_log_sync(struct ocxl_append_log *log)
{
	struct stat st;
	int rc = ocxl_file_sync(log->fd);

	if (rc || !log->dirty)
		return rc;
	/* the data of a removed file is lost, synced or not */
	if (fstat(log->fd, &st) < 0)
		return -errno;
	log->dirty = false;
	return st.st_nlink ? 0 : -ENOENT;
}

void ocxl_append_log_close(struct ocxl_append_log *log)
{
	if (log->locked)
		ocxl_append_cut_last_line(log->fd);
	if (log->fd >= 0)
		close(log->fd);
	ocxl_tee_close(&log->tee);
}
