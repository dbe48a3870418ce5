// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <json-c/json.h>
#include "ocxl/output/append-repair.h"
#include "ocxl/output/file-io.h"

#define SEARCH_SIZE 4096
#define BEGINNING   "{\"" OCXL_LINE_FIRST_KEY "\":"

/* what stands after the last newline, see ocxl_last_line_mend() */
enum tail { TAIL_NONE, TAIL_WHOLE, TAIL_TORN, TAIL_OTHER };

static const char *last_newline(const char *bytes, size_t size)
{
	return memrchr(bytes, '\n', size);
}

/* the last byte that is no NUL */
static const char *last_text(const char *bytes, size_t size)
{
	while (size && !bytes[size - 1])
		size--;
	return size ? bytes + size - 1 : NULL;
}

/* @after: offset after the last of those before @end, 0 without one */
static int find_last(int fd, off_t end, const char *(*last)(const char *bytes, size_t size),
		     off_t *after)
{
	char block[SEARCH_SIZE];

	*after = 0;
	while (end > 0) {
		size_t size = end < SEARCH_SIZE ? end : SEARCH_SIZE;
		const char *found;
		int rc = ocxl_file_read_at(fd, block, size, end - size);

		if (rc)
			return rc;
		found = last(block, size);
		end -= size;
		if (found) {
			*after = end + (found - block) + 1;
			return 0;
		}
	}
	return 0;
}

/* json-c ends at a NUL, and makes an object of two bytes a thousand times as large */
static bool is_parsable(const char *text, size_t size)
{
	size_t lists = 0, i;

	for (i = 0; i < size; i++) {
		if (!text[i])
			return false;
		lists += text[i] == '{' || text[i] == '[';
	}
	return lists <= OCXL_LINE_LISTS_MAX;
}

/* shorter than that, it is compared as far as it goes */
static bool begins_as_ours(const char *text, size_t size)
{
	const size_t length = strlen(BEGINNING);

	return !memcmp(text, BEGINNING, size < length ? size : length);
}

static int judge_text(const char *text, size_t size, enum tail *tail)
{
	struct json_tokener *tokener;
	enum json_tokener_error error;
	int parse_errno;
	bool all;

	*tail = TAIL_OTHER;
	if (!is_parsable(text, size))
		return 0;
	tokener = json_tokener_new();
	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	errno = 0;
	json_object_put(json_tokener_parse_ex(tokener, text, (int)size));
	parse_errno = errno;
	error = json_tokener_get_error(tokener);
	all = json_tokener_get_parse_end(tokener) == size;
	json_tokener_free(tokener);
	/*
	 * Without memory json-c stops where it is, and up to 0.16 has no word for it; one
	 * without memory for a key may even crash. The file is as it was, then.
	 */
	if (parse_errno == ENOMEM || (error == json_tokener_success && !all))
		return -ENOMEM;
	if (error == json_tokener_success)
		*tail = TAIL_WHOLE;
	else if (error == json_tokener_continue && begins_as_ours(text, size))
		*tail = TAIL_TORN;
	return 0;
}

static int judge(int fd, off_t start, off_t end, enum tail *tail)
{
	char *text;
	int rc;

	*tail = start < end ? TAIL_OTHER : TAIL_NONE;
	if (start == end || end - start > OCXL_LINE_MAX)
		return 0;
	text = malloc(end - start);
	if (!text)
		return -ENOMEM;
	rc = ocxl_file_read_at(fd, text, end - start, start);
	if (!rc)
		rc = judge_text(text, end - start, tail);
	free(text);
	return rc;
}

int ocxl_last_line_mend(int fd)
{
	enum tail tail = TAIL_NONE;
	off_t start, end, keep;
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	rc = find_last(fd, st.st_size, last_text, &end);
	if (!rc)
		rc = find_last(fd, end, last_newline, &start);
	if (!rc)
		rc = judge(fd, start, end, &tail);
	if (rc)
		return rc;
	keep = tail == TAIL_OTHER ? st.st_size : end;
	if (tail == TAIL_TORN)
		keep = start;
	if (keep < st.st_size && ftruncate(fd, keep) < 0)
		return -errno;
	return tail == TAIL_WHOLE || tail == TAIL_OTHER ? ocxl_file_write_all(fd, "\n", 1) : 0;
}

int ocxl_last_line_cut(int fd)
{
	struct stat st;
	off_t start;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	rc = find_last(fd, st.st_size, last_newline, &start);
	if (!rc && start < st.st_size && ftruncate(fd, start) < 0)
		rc = -errno;
	return rc;
}
