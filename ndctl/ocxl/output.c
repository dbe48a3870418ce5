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
#include "lines.h"
#include "output.h"
#include "temporary.h"

#define BUFFER_SIZE (64 * 1024)
#define LINKS_MAX   40

/**
 * struct ocxl_output - where results go
 * @kind: as opened
 * @fd: written to; -1 with @lines
 * @directory: of the file, -1 for standard output, FIFOs and devices
 * @base: name of the file in @directory, links resolved
 * @temporary: name of the new file in @directory; empty: none, or in place by now
 * @regular: fsync makes sense
 * @appends: to @lines, a regular file
 * @lines: valid with @appends
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
	bool appends;
	struct ocxl_lines lines;
	int error;
	size_t used;
	char buffer[BUFFER_SIZE];
};

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
	output->lines.directory = output->directory;
	output->lines.base = output->base;
	output->lines.mode = mode;
	output->appends = true;
	output->regular = true;
	return ocxl_lines_open(&output->lines);
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
			output->error = ocxl_write_all(output->fd, output->buffer, output->used);
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
		output->error = ocxl_sync_file(output->fd);
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
	output->error = ocxl_sync_directory(output->directory);
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
	if (output->appends)
		ocxl_lines_close(&output->lines);
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
