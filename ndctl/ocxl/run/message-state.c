// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/output/file-io.h"
#include "ocxl/output/output.h"
#include "ocxl/output/safe-path.h"
#include "ocxl/run/message-state.h"

/* a larger file is not from a run of this command */
#define STATE_SIZE_MAX (16 * 1024 * 1024)
#define STATE_MODE     0600

/* Messages are printed: a file of another user, or a second name for a file, must not be. */
static bool is_own_file(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == geteuid() && st->st_nlink == 1 &&
	       st->st_size <= STATE_SIZE_MAX;
}

/* Return: the text, terminated; NULL when it cannot be read */
static char *read_open_file(int fd)
{
	struct stat st;
	char *text;

	if (fstat(fd, &st) < 0 || !is_own_file(&st))
		return NULL;
	text = calloc(1, st.st_size + 1);
	if (text && st.st_size && ocxl_file_read_at(fd, text, st.st_size, 0)) {
		free(text);
		return NULL;
	}
	return text;
}

static char *read_file(const char *name)
{
	const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	struct ocxl_safe_path path;
	char *text = NULL;
	int fd = -1;

	if (!ocxl_safe_path_resolve(&path, name))
		fd = openat(path.directory, path.name, flags);
	ocxl_safe_path_close(&path);
	if (fd < 0)
		return NULL;
	text = read_open_file(fd);
	close(fd);
	return text;
}

/* is one of the lines of @text the @size characters at @line */
static bool has_line(const char *text, const char *line, size_t size)
{
	size_t length;

	for (; text && *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (length == size && !memcmp(text, line, size))
			return true;
	}
	return false;
}

/* out of memory, a message is printed again in the next run */
static void add_line(struct ocxl_message_state *state, const char *line, size_t size)
{
	char *grown = realloc(state->now, state->now_size + size + 2);

	if (!grown)
		return;
	memcpy(grown + state->now_size, line, size);
	state->now = grown;
	state->now_size += size + 1;
	strcpy(grown + state->now_size - 1, "\n");
}

static bool is_new_message(void *context, const char *message)
{
	struct ocxl_message_state *state = context;
	size_t size = strlen(message);

	if (has_line(state->now, message, size))
		return false;
	add_line(state, message, size);
	return !has_line(state->before, message, size);
}

void ocxl_message_state_begin(struct ocxl_message_state *state, const char *path)
{
	state->path = path;
	state->before = read_file(path);
	ocxl_error_set_filter(is_new_message, state);
}

/* print messages of the last run that this one lacks, or keep them if it asked no DIMM */
static void end_messages(struct ocxl_message_state *state, bool complete)
{
	const char *line = state->before;
	size_t length;

	for (; line && *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		if (!length || has_line(state->now, line, length))
			continue;
		if (complete)
			ocxl_error_print_notice("ended: %.*s", (int)length, line);
		else
			add_line(state, line, length);
	}
}

static int write_file(const struct ocxl_message_state *state)
{
	struct ocxl_output *output;
	int rc = ocxl_output_open(&output, OCXL_OUTPUT_REPLACE, state->path, STATE_MODE,
				  ocxl_error_fifo_waiting);

	if (rc)
		return rc;
	rc = ocxl_output_write(output, state->now, state->now_size);
	if (!rc)
		rc = ocxl_output_commit(output);
	ocxl_output_close(output);
	return rc;
}

int ocxl_message_state_end(struct ocxl_message_state *state, bool complete)
{
	int rc = 0;

	ocxl_error_set_filter(NULL, NULL);
	end_messages(state, complete);
	if (!state->before || strcmp(state->before, state->now ? state->now : "") != 0)
		rc = write_file(state);
	if (rc)
		ocxl_error_output(state->path, rc);
	free(state->before);
	free(state->now);
	return rc;
}
