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
#include "ocxl/output/append-log.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/output.h"
#include "ocxl/output/safe-path.h"
#include "ocxl/base/signals.h"
#include "ocxl/output/tempfile.h"

#define BUFFER_SIZE  (64 * 1024)
#define FIFO_LOOK_MS 20
/* a reader that is just being started is not worth a word */
#define FIFO_SAY_MS  1000

/**
 * struct ocxl_output - where results go
 * @kind: as opened
 * @fifo_waiting: of ocxl_output_open()
 * @fd: written to; -1 with @lines
 * @place: of the file; without a directory for standard output
 * @temporary: name of the new file in the same directory; empty: none, or in place by now
 * @regular: fsync makes sense
 * @appends: to @lines, a regular file
 * @lines: valid with @appends
 * @error: first failure; stays
 * @used: bytes in @buffer
 */
struct ocxl_output {
	enum ocxl_output_kind kind;
	void (*fifo_waiting)(const char *path);
	int fd;
	struct ocxl_place place;
	char temporary[NAME_MAX + 1];
	bool regular;
	bool appends;
	struct ocxl_lines lines;
	int error;
	size_t used;
	char buffer[BUFFER_SIZE];
};

static int create_temporary(struct ocxl_output *output, mode_t mode)
{
	int fd = ocxl_temporary_create(output->place.directory, output->place.base, mode,
				       output->temporary);

	if (fd < 0) {
		output->temporary[0] = '\0';
		return fd;
	}
	output->fd = fd;
	return 0;
}

static int open_lines(struct ocxl_output *output, mode_t mode)
{
	output->lines.directory = output->place.directory;
	output->lines.base = output->place.base;
	output->lines.mode = mode;
	output->appends = true;
	output->regular = true;
	return ocxl_lines_open(&output->lines);
}

/*
 * Opening a FIFO waits for its reader, and a user wants to know that; one without a name has
 * lost it. A signal that comes just before a call that waits would not end it, so it is looked
 * at again and again.
 */
static int open_fifo(const struct ocxl_output *output, const char *path, int flags)
{
	const struct ocxl_place *place = &output->place;
	unsigned int waited_ms = 0;
	int fd;

	for (;;) {
		fd = openat(place->directory, place->base, flags | O_NONBLOCK);
		if (fd >= 0)
			return fcntl(fd, F_SETFL, 0) < 0 ? -errno : fd;
		if (errno != ENXIO)
			return -errno;
		if (place->magic)
			return -EPIPE;
		if (waited_ms == FIFO_SAY_MS && output->fifo_waiting)
			output->fifo_waiting(path);
		if (ocxl_stop_requested())
			return -EINTR;
		poll(NULL, 0, FIFO_LOOK_MS);
		waited_ms += FIFO_LOOK_MS;
	}
}

/* whatever it is by now, it has to be what was looked at */
static int check_opened(int fd, const struct stat *expected)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	return st.st_dev == expected->st_dev && st.st_ino == expected->st_ino ? 0 : -ESTALE;
}

static int open_special(struct ocxl_output *output, const char *path, const struct stat *st)
{
	const struct ocxl_place *place = &output->place;
	int flags = O_WRONLY | O_NOCTTY | O_CLOEXEC | (place->magic ? 0 : O_NOFOLLOW);

	if (S_ISDIR(st->st_mode))
		return -EISDIR;
	/* nobody means to write over the start of a disk, or of the memory itself */
	if (S_ISBLK(st->st_mode))
		return -OCXL_ERROR_BLOCK_DEVICE;
	if (S_ISFIFO(st->st_mode)) {
		output->fd = open_fifo(output, path, flags);
	} else {
		output->fd = openat(place->directory, place->base, flags);
		if (output->fd < 0)
			output->fd = -errno;
	}
	return output->fd < 0 ? output->fd : check_opened(output->fd, st);
}

/*
 * A regular file that somebody has open, "/dev/stdout" for example: its name may be another one's
 * by now, and who has it open looks no further than there. So it is written where it is: our own
 * descriptor goes on where it stands, and what another process has gets more at its end.
 */
static int open_open(struct ocxl_output *output, const struct stat *st)
{
	const struct ocxl_place *place = &output->place;
	int own = ocxl_place_descriptor(place);
	int flags;

	if (own < 0) {
		output->fd = openat(place->directory, place->base,
				    O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
	} else {
		flags = fcntl(own, F_GETFL);
		if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
			return -EBADF;
		output->fd = fcntl(own, F_DUPFD_CLOEXEC, 0);
	}
	return output->fd < 0 ? -errno : check_opened(output->fd, st);
}

static int open_file(struct ocxl_output *output, const char *path, mode_t mode)
{
	struct stat st;
	int rc = ocxl_place_find(&output->place, path);

	if (rc)
		return rc;
	rc = ocxl_place_stat(&output->place, &st);
	if (!rc && !S_ISREG(st.st_mode)) {
		if (!output->place.magic)
			rc = ocxl_place_trust(output->place.directory, &st);
		return rc ? rc : open_special(output, path, &st);
	}
	if (rc && rc != -ENOENT)
		return rc;
	if (!rc && output->place.magic)
		return open_open(output, &st);
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
		     mode_t mode, void (*fifo_waiting)(const char *path))
{
	struct ocxl_output *new = malloc(sizeof(*new));
	struct stat st;
	int rc;

	if (!new)
		return -ENOMEM;
	memset(new, 0, offsetof(struct ocxl_output, buffer));
	new->kind = kind;
	new->fifo_waiting = fifo_waiting;
	new->fd = -1;
	new->place.directory = -1;
	if (kind == OCXL_OUTPUT_STANDARD)
		rc = open_standard(new);
	else
		rc = open_file(new, path, mode);
	if (!rc && !new->appends && fstat(new->fd, &st) < 0)
		rc = -errno;
	if (rc) {
		ocxl_output_close(new);
		return rc;
	}
	if (!new->appends)
		new->regular = S_ISREG(st.st_mode);
	*output = new;
	return 0;
}

int ocxl_output_copy_lines(struct ocxl_output *output)
{
	if (!output->appends)
		return -ENOTSUP;
	return ocxl_lines_copy(&output->lines, STDOUT_FILENO);
}

int ocxl_output_flush(struct ocxl_output *output)
{
	if (!output->error && output->used) {
		if (output->appends)
			output->error =
				ocxl_lines_write(&output->lines, output->buffer, output->used);
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
		output->error = ocxl_lines_sync(&output->lines);
	else if (!output->error && output->regular)
		output->error = ocxl_file_sync(output->fd);
	return output->error;
}

int ocxl_output_commit(struct ocxl_output *output)
{
	if (ocxl_output_sync(output) || !output->temporary[0])
		return output->error;
	if (renameat(output->place.directory, output->temporary, output->place.directory,
		     output->place.base) < 0) {
		output->error = -errno;
		return output->error;
	}
	output->temporary[0] = '\0';
	output->error = ocxl_file_sync_directory(output->place.directory);
	return output->error;
}

void ocxl_output_abandon(struct ocxl_output *output)
{
	if (output && output->temporary[0])
		unlinkat(output->place.directory, output->temporary, 0);
}

void ocxl_output_close(struct ocxl_output *output)
{
	if (!output)
		return;
	ocxl_output_abandon(output);
	if (output->appends)
		ocxl_lines_close(&output->lines);
	if (output->fd >= 0 && output->fd != STDOUT_FILENO)
		close(output->fd);
	ocxl_place_close(&output->place);
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
