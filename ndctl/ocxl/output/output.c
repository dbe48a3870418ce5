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
#include "ocxl/base/memory.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/output.h"
#include "ocxl/output/safe-path.h"
#include "ocxl/base/wait.h"

#define BUFFER_SIZE  (64 * 1024)
#define FIFO_POLL_MS 20
/* grace period before the message: the reader may be starting */
#define FIFO_WARN_MS 1000

/* an open destination */
struct ocxl_output {
	enum ocxl_output_kind kind; /* as opened */
	void (*fifo_waiting)(const char *path); /* as passed to ocxl_output_open() */
	int fd; /* descriptor for writing; -1 with @log */
	struct ocxl_safe_path path; /* the file; not resolved for standard output */
	/* name of the new file in the same directory; empty: none, or renamed already */
	char tempfile[NAME_MAX + 1];
	bool is_new; /* @tempfile replaces no file */
	bool regular; /* a regular file, which can be synced */
	bool fifo; /* a FIFO or pipe */
	bool appends; /* lines are appended to @log, a regular file */
	struct ocxl_append_log log; /* valid with @appends */
	int error; /* first failure; stays */
	size_t used; /* bytes in @buffer */
	char buffer[BUFFER_SIZE]; /* bytes that are not written yet */
};

/* a run has one new file at most */
static struct ocxl_output *unfinished;

static int create_tempfile(struct ocxl_output *output, mode_t mode)
{
	int fd = ocxl_tempfile_create(output->path.directory, output->path.name, mode,
				      output->tempfile);

	if (fd < 0) {
		output->tempfile[0] = '\0';
		return fd;
	}
	output->fd = fd;
	unfinished = output;
	return 0;
}

/* a log that does not exist is created by its first line, or by ocxl_output_create_log() */
static int open_append_log(struct ocxl_output *output, mode_t mode, bool exists)
{
	output->log.directory = output->path.directory;
	output->log.name = output->path.name;
	output->log.mode = mode;
	output->log.fd = -1;
	output->appends = true;
	output->regular = true;
	if (exists)
		return ocxl_append_log_open(&output->log);
	/* as early as possible: before a command is sent to a card */
	return faccessat(output->path.directory, ".", W_OK | X_OK, AT_EACCESS) ? -errno : 0;
}

/*
 * open() without O_NONBLOCK would wait for the reader of a FIFO, without a message, and would miss
 * a signal that arrives just before. So this polls. A FIFO behind a magic link had a reader, which
 * has gone.
 */
static int open_fifo(const struct ocxl_output *output, const char *name, int flags)
{
	const struct ocxl_safe_path *path = &output->path;
	unsigned int waited_ms = 0;
	int fd;

	for (;;) {
		fd = openat(path->directory, path->name, flags | O_NONBLOCK);
		if (fd >= 0)
			return fcntl(fd, F_SETFL, 0) < 0 ? -errno : fd;
		if (errno != ENXIO)
			return -errno;
		if (path->magic_link)
			return -EPIPE;
		if (waited_ms == FIFO_WARN_MS && output->fifo_waiting)
			output->fifo_waiting(name);
		if (ocxl_signals_stop_requested())
			return -EINTR;
		poll(NULL, 0, FIFO_POLL_MS);
		waited_ms += FIFO_POLL_MS;
	}
}

/* the file may have been replaced between stat() and open() */
static int check_same_file(int fd, const struct stat *expected)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	return st.st_dev == expected->st_dev && st.st_ino == expected->st_ino ? 0 : -ESTALE;
}

static int open_special(struct ocxl_output *output, const char *name, const struct stat *st)
{
	const struct ocxl_safe_path *path = &output->path;
	int flags = O_WRONLY | O_NOCTTY | O_CLOEXEC | (path->magic_link ? 0 : O_NOFOLLOW);

	/* output would overwrite the start of a disk or of the memory: certainly a mistake */
	if (S_ISBLK(st->st_mode))
		return -OCXL_ERROR_BLOCK_DEVICE;
	if (S_ISFIFO(st->st_mode)) {
		output->fd = open_fifo(output, name, flags);
	} else {
		output->fd = openat(path->directory, path->name, flags);
		if (output->fd < 0)
			output->fd = -errno;
	}
	return output->fd < 0 ? output->fd : check_same_file(output->fd, st);
}

/*
 * A regular file behind a magic link, for example "/dev/stdout": its name may belong to another
 * file by now, so it is not replaced. A descriptor of this process is written at its position, a
 * file that another process has open at its end.
 */
static int open_magic_link(struct ocxl_output *output, const struct stat *st)
{
	const struct ocxl_safe_path *path = &output->path;
	int own = ocxl_safe_path_descriptor(path);
	int flags;

	if (own < 0) {
		output->fd = openat(path->directory, path->name,
				    O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
	} else {
		flags = fcntl(own, F_GETFL);
		if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
			return -EBADF;
		output->fd = fcntl(own, F_DUPFD_CLOEXEC, 0);
	}
	return output->fd < 0 ? -errno : check_same_file(output->fd, st);
}

static int open_file(struct ocxl_output *output, const char *name, mode_t mode)
{
	struct stat st;
	int rc = ocxl_safe_path_resolve(&output->path, name);

	if (rc)
		return rc;
	rc = ocxl_safe_path_stat(&output->path, &st);
	if (!rc && S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!rc && !S_ISREG(st.st_mode)) {
		if (!output->path.magic_link)
			rc = ocxl_safe_path_check_owner(output->path.directory, &st);
		return rc ? rc : open_special(output, name, &st);
	}
	if (rc && rc != -ENOENT)
		return rc;
	if (!rc && output->path.magic_link)
		return open_magic_link(output, &st);
	if (output->kind == OCXL_OUTPUT_APPEND)
		return open_append_log(output, mode, !rc);
	if (!rc && output->kind == OCXL_OUTPUT_CREATE)
		return -OCXL_ERROR_FILE_EXISTS;
	output->is_new = rc == -ENOENT;
	return create_tempfile(output, mode);
}

static int open_standard_output(struct ocxl_output *output)
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
		     mode_t mode, void (*fifo_waiting)(const char *path))
{
	struct ocxl_output *new = xrealloc(NULL, sizeof(*new));
	struct stat st;
	int rc;

	memset(new, 0, offsetof(struct ocxl_output, buffer));
	new->kind = kind;
	new->fifo_waiting = fifo_waiting;
	new->fd = -1;
	new->path.directory = -1;
	if (kind == OCXL_OUTPUT_STANDARD)
		rc = open_standard_output(new);
	else
		rc = open_file(new, path, mode);
	if (!rc && !new->appends && fstat(new->fd, &st) < 0)
		rc = -errno;
	if (rc) {
		ocxl_output_close(new);
		return rc;
	}
	if (!new->appends) {
		new->regular = S_ISREG(st.st_mode);
		new->fifo = S_ISFIFO(st.st_mode);
	}
	*output = new;
	return 0;
}

bool ocxl_output_keeps_reserve(struct ocxl_output *output, const struct ocxl_free_reserve *reserve)
{
	int fd = output->appends ? output->path.directory : output->fd;

	if (output->kind != OCXL_OUTPUT_APPEND || !output->regular ||
	    ocxl_free_reserve_is_kept(reserve, fd))
		return true;
	if (!output->appends)
		return false;
	ocxl_append_log_close_renamed(&output->log);
	return ocxl_free_reserve_is_kept(reserve, fd);
}

int ocxl_output_flush(struct ocxl_output *output)
{
	if (!output->error && output->used) {
		if (output->appends)
			output->error =
				ocxl_append_log_write(&output->log, output->buffer, output->used);
		else
			output->error =
				ocxl_file_write_all(output->fd, output->buffer, output->used);
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
	if (!ocxl_output_flush(output) && output->appends)
		output->error = ocxl_append_log_sync(&output->log);
	else if (!output->error && output->regular)
		output->error = ocxl_file_sync(output->fd);
	return output->error;
}

int ocxl_output_create_log(struct ocxl_output *output)
{
	if (!output->error && output->appends && output->log.fd < 0 && !output->log.written)
		output->error = ocxl_append_log_open(&output->log);
	return output->error;
}

/* another program may have created a file of that name since the destination was opened */
static int rename_tempfile(const struct ocxl_output *output)
{
	const struct ocxl_safe_path *path = &output->path;
	unsigned int flags = output->kind == OCXL_OUTPUT_CREATE ? RENAME_NOREPLACE : 0;
	struct stat st;

	if (!renameat2(path->directory, output->tempfile, path->directory, path->name, flags))
		return 0;
	if (errno == EEXIST)
		return -OCXL_ERROR_FILE_EXISTS;
	/* some file systems do not know the flag */
	if (!flags || errno != EINVAL)
		return -errno;
	if (!ocxl_safe_path_stat(path, &st))
		return -OCXL_ERROR_FILE_EXISTS;
	return renameat(path->directory, output->tempfile, path->directory, path->name) ? -errno
											: 0;
}

int ocxl_output_commit(struct ocxl_output *output)
{
	if (ocxl_output_sync(output) || !output->tempfile[0])
		return output->error;
	output->error = rename_tempfile(output);
	if (output->error)
		return output->error;
	output->tempfile[0] = '\0';
	output->error = ocxl_file_sync_directory(output->path.directory);
	return output->error;
}

static void remove_tempfile(struct ocxl_output *output)
{
	if (output->tempfile[0])
		unlinkat(output->path.directory, output->tempfile, 0);
}

void ocxl_output_remove_unfinished(void)
{
	if (unfinished)
		remove_tempfile(unfinished);
}

void ocxl_output_close(struct ocxl_output *output)
{
	if (!output)
		return;
	remove_tempfile(output);
	if (output == unfinished)
		unfinished = NULL;
	if (output->appends)
		ocxl_append_log_close(&output->log);
	if (output->fd >= 0 && output->fd != STDOUT_FILENO)
		close(output->fd);
	ocxl_safe_path_close(&output->path);
	free(output);
}

int ocxl_output_poll_fd(const struct ocxl_output *output)
{
	return output->regular ? -1 : output->fd;
}

bool ocxl_output_is_new_file(const struct ocxl_output *output)
{
	return output->is_new;
}

bool ocxl_output_is_named_file(const struct ocxl_output *output)
{
	if (output->kind == OCXL_OUTPUT_STANDARD || output->path.magic_link)
		return false;
	return output->regular || output->fifo;
}

bool ocxl_output_is_device(const struct ocxl_output *output)
{
	struct stat st;

	return !fstat(output->fd, &st) && S_ISCHR(st.st_mode);
}

bool ocxl_output_is_terminal(const struct ocxl_output *output)
{
	return isatty(output->fd);
}
