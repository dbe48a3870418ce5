// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/input/log-reader.h"

#define MAGIC_SIZE 6

/* An entry has this only at its beginning: in texts, quotation marks are escaped. */
static const char beginning[] = "{\"format_version\":";
#define BEGINNING_SIZE (sizeof(beginning) - 1)

/* the program of a compressed file that can be read again from its beginning; NULL: none */
static const char *find_program(int fd)
{
	off_t offset = lseek(fd, 0, SEEK_CUR);
	char magic[MAGIC_SIZE];
	ssize_t size;

	if (offset < 0)
		return NULL;
	size = pread(fd, magic, sizeof(magic), offset);
	return size < 0 ? NULL : ocxl_decompress_find(magic, (size_t)size);
}

static int start_program(struct ocxl_log_reader *reader, int fd)
{
	int pipe = ocxl_decompress_start(&reader->decompressor, fd);

	if (pipe == -ENOENT)
		snprintf(reader->reason, sizeof(reader->reason), "the program %s is not installed",
			 reader->decompressor.program);
	return pipe;
}

int ocxl_log_reader_open(struct ocxl_log_reader *reader, const char *name)
{
	bool standard = !strcmp(name, "-");
	int rc = 0, fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	*reader = (struct ocxl_log_reader) { .part = reader->part };
	if (fd < 0)
		return -errno;
	reader->decompressor.program = find_program(fd);
	reader->compressed = reader->decompressor.program != NULL;
	if (reader->compressed) {
		rc = start_program(reader, fd);
		if (!standard)
			close(fd);
		standard = false;
		fd = rc;
	}
	if (fd < 0)
		return fd;
	reader->file = standard ? stdin : fdopen(fd, "r");
	return reader->file ? 0 : -errno;
}

static void add_byte(struct ocxl_log_reader *reader, char byte)
{
	if (reader->size < OCXL_LOG_PART_MAX)
		reader->part[reader->size] = byte;
	reader->size++;
	if (byte == beginning[reader->matched])
		reader->matched++;
	else
		reader->matched = byte == beginning[0];
}

/* does the part end with the beginning of the next one, which then does not belong to it */
static bool split_part(struct ocxl_log_reader *reader)
{
	if (reader->matched < BEGINNING_SIZE)
		return false;
	reader->matched = 0;
	if (reader->size == BEGINNING_SIZE)
		return false;
	reader->size -= BEGINNING_SIZE;
	return true;
}

/* a pipe cannot be read again */
static int check_pipe(struct ocxl_log_reader *reader)
{
	const char *program = reader->line == 1 && !reader->compressed
				      ? ocxl_decompress_find(reader->part, reader->size)
				      : NULL;

	if (!program)
		return 0;
	snprintf(reader->reason, sizeof(reader->reason),
		 "it is compressed, and no file: use '%s -dc'", program);
	return -EINVAL;
}

static int read_part(struct ocxl_log_reader *reader)
{
	int byte;

	while ((byte = getc_unlocked(reader->file)) != EOF && byte != '\n') {
		add_byte(reader, (char)byte);
		if (split_part(reader)) {
			reader->end = OCXL_LOG_PART;
			return check_pipe(reader);
		}
	}
	if (byte == EOF && ferror(reader->file))
		return -errno;
	reader->end = byte == EOF ? OCXL_LOG_EOF : OCXL_LOG_NEWLINE;
	return check_pipe(reader);
}

int ocxl_log_reader_next(struct ocxl_log_reader *reader)
{
	reader->size = 0;
	reader->matched = 0;
	if (reader->end == OCXL_LOG_PART) {
		memcpy(reader->part, beginning, BEGINNING_SIZE);
		reader->size = BEGINNING_SIZE;
	} else {
		reader->line++;
	}
	return read_part(reader);
}

int ocxl_log_reader_continue(struct ocxl_log_reader *reader)
{
	clearerr(reader->file);
	return read_part(reader);
}

int ocxl_log_reader_close(struct ocxl_log_reader *reader)
{
	bool complete = reader->end == OCXL_LOG_EOF && reader->line;
	int rc;

	if (reader->file && reader->file != stdin)
		fclose(reader->file);
	rc = ocxl_decompress_end(&reader->decompressor, reader->reason);
	return complete ? rc : 0;
}
