// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ocxl/base/error-code.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/append-repair.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/safe-path.h"
#include "ocxl/output/write-lease.h"

#define COMPARE_SIZE   (16 * 1024)
/* milliseconds to wait for the end of a line of another process */
#define LINE_END_WAITS 20
/* milliseconds to wait for the end of a lease of another process */
#define LEASE_WAITS    1000
/* repetitions when the file is renamed, removed or changed each time after it was opened */
#define TRIES_MAX      64

/*
 * Another program may hold a lease on the file. open() without O_NONBLOCK would wait for it, by default
 * up to 45 seconds. A collector that repairs the last line holds one for a moment.
 */
static int open_existing(const struct ocxl_append_log *log, int flags)
{
	int waits, fd;

	for (waits = 0;; waits++) {
		fd = openat(log->directory, log->name, flags | O_NONBLOCK);
		if (fd >= 0 || errno != EWOULDBLOCK || waits == LEASE_WAITS)
			return fd;
		poll(NULL, 0, 1);
	}
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
			fd = open_existing(log, flags);
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

static int open_current_file(struct ocxl_append_log *log)
{
	struct stat st;
	bool created;
	int rc;

	if (log->fd >= 0)
		close(log->fd);
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

/* 1: the file still has its name; 0: it was renamed or removed */
static int has_name(const struct ocxl_append_log *log)
{
	struct stat file, name;

	if (log->fd < 0)
		return 0;
	if (log->identity_unreliable)
		return 1;
	if (fstat(log->fd, &file) < 0)
		return -errno;
	if (fstatat(log->directory, log->name, &name, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	return file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

/* Does each look at the name find another inode number, although nobody renames the file? */
static bool changes_identity(const struct ocxl_append_log *log)
{
	struct stat first, second;
	int tries;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		if (fstatat(log->directory, log->name, &first, AT_SYMLINK_NOFOLLOW) < 0 ||
		    fstatat(log->directory, log->name, &second, AT_SYMLINK_NOFOLLOW) < 0 ||
		    first.st_ino == second.st_ino)
			return false;
	}
	return true;
}

/* does the file have these bytes at this offset? */
static int has_bytes(int fd, const char *bytes, size_t size, off_t offset)
{
	char block[COMPARE_SIZE];
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (offset < 0 || st.st_size < offset + (off_t)size)
		return 0;
	while (size) {
		size_t count = size < sizeof(block) ? size : sizeof(block);
		int rc = ocxl_file_read_at(fd, block, count, offset);

		if (rc)
			return rc;
		if (memcmp(block, bytes, count))
			return 0;
		bytes += count;
		size -= count;
		offset += count;
	}
	return 1;
}

/* 1: the next byte begins a line */
static int is_at_line_start(int fd, off_t end)
{
	return end ? has_bytes(fd, "\n", 1, end - 1) : 1;
}

/* Remove the incomplete line that a failed write has left behind @start. */
static void remove_part(int fd, const char *text, size_t size, off_t start)
{
	const char *newline;
	struct stat st;
	off_t written;

	if (fstat(fd, &st) < 0)
		return;
	written = st.st_size - start;
	if (written <= 0 || written > (off_t)size || has_bytes(fd, text, written, start) != 1)
		return;
	newline = memrchr(text, '\n', written);
	/* a part that stays gets a newline before the next line */
	ocxl_write_lease_truncate(fd, start + (newline ? newline + 1 - text : 0));
}

/* As is_at_line_start() at the end of the file. Another process may be writing the end of its line. */
static int ends_with_line(int fd, off_t *end)
{
	struct stat st;
	int waits, rc;

	for (waits = 0;; waits++) {
		if (fstat(fd, &st) < 0)
			return -errno;
		*end = st.st_size;
		rc = is_at_line_start(fd, st.st_size);
		if (rc || waits == LINE_END_WAITS)
			return rc;
		poll(NULL, 0, 1);
	}
}

/* 1: @fd has the lines at its end, after a newline; 0: somebody wrote or truncated meanwhile */
static int append_lines(int fd, const char *text, size_t size)
{
	const char *lines = text + 1;
	off_t start = 0, end;
	int rc;

	rc = ends_with_line(fd, &start);
	if (rc < 0)
		return rc;
	if (rc) {
		text++;
		size--;
	}
	rc = ocxl_file_write_all(fd, text, size);
	if (rc) {
		if (ocxl_write_lease_take(fd)) {
			remove_part(fd, text, size, start);
			ocxl_write_lease_give_back(fd);
		}
		return rc;
	}
	/* after writing with O_APPEND, the position is behind these bytes */
	end = lseek(fd, 0, SEEK_CUR);
	if (end < 0)
		return -errno;
	size -= lines - text;
	rc = has_bytes(fd, lines, size, end - size);
	return rc == 1 ? is_at_line_start(fd, end - size) : rc;
}

/* store complete lines in the file that has the name */
static int store_lines(struct ocxl_append_log *log, size_t size)
{
	int tries, rc;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		rc = has_name(log);
		if (!rc)
			rc = open_current_file(log);
		if (rc < 0)
			return rc;
		rc = append_lines(log->fd, log->text, size);
		if (rc == 1) {
			rc = has_name(log);
			log->identity_unreliable |= !rc && changes_identity(log);
			rc = log->identity_unreliable ? 1 : rc;
		}
		if (rc)
			return rc < 0 ? rc : 0;
	}
	return -EBUSY;
}

static int reserve_text(struct ocxl_append_log *log, size_t size)
{
	size_t capacity = log->capacity ? log->capacity : COMPARE_SIZE;
	char *text;

	while (capacity < log->size + size)
		capacity *= 2;
	if (capacity == log->capacity)
		return 0;
	text = realloc(log->text, capacity);
	if (!text)
		return -ENOMEM;
	log->text = text;
	log->capacity = capacity;
	return 0;
}

int ocxl_append_log_open(struct ocxl_append_log *log)
{
	int rc;

	log->tee.fd = -1;
	log->fd = -1;
	rc = reserve_text(log, 1);
	if (rc)
		return rc;
	log->text[0] = '\n';
	log->size = 1;
	rc = open_current_file(log);
	return rc ? rc : ocxl_append_repair_last_line(log->fd);
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
	const char *newline = memrchr(bytes, '\n', size);
	size_t complete;
	int rc = reserve_text(log, size);

	if (rc)
		return rc;
	memcpy(log->text + log->size, bytes, size);
	complete = newline ? log->size + (newline + 1 - bytes) : 0;
	log->size += size;
	if (!complete)
		return 0;
	rc = store_lines(log, complete);
	if (!rc) {
		log->dirty = true;
		ocxl_tee_write_lines(&log->tee, log->text + 1, complete - 1);
	}
	log->size -= complete - 1;
	memmove(log->text + 1, log->text + complete, log->size - 1);
	return rc;
}

void ocxl_append_log_close_renamed(struct ocxl_append_log *log)
{
	if (log->fd < 0 || log->dirty || has_name(log))
		return;
	close(log->fd);
	log->fd = -1;
}

int ocxl_append_log_sync(struct ocxl_append_log *log)
{
	struct stat st;
	int rc;

	if (log->fd < 0)
		return 0;
	rc = ocxl_file_sync(log->fd);
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
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	free(log->text);
	log->text = NULL;
	log->capacity = 0;
	ocxl_tee_close(&log->tee);
}
