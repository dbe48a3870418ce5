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
#include "ocxl/output/write-lease.h"

#define SEARCH_SIZE 4096
/* finds the start of the longest line, and tells that a longer one is longer */
#define SEARCH_MAX  (OCXL_APPEND_LINE_MAX + SEARCH_SIZE)
#define BEGINNING   "{\"" OCXL_APPEND_FIRST_KEY "\":"

/* bytes after the last newline: the four cases of ocxl_append_repair_last_line() */
enum tail { TAIL_NONE, TAIL_COMPLETE, TAIL_INCOMPLETE, TAIL_OTHER };

static const char *find_newline(const char *bytes, size_t size)
{
	return memrchr(bytes, '\n', size);
}

/* the last byte that is not NUL */
static const char *find_text(const char *bytes, size_t size)
{
	while (size && !bytes[size - 1])
		size--;
	return size ? bytes + size - 1 : NULL;
}

/*
 * @after: receives the offset behind the last byte before @end that @find finds. Without one among the
 * last OCXL_APPEND_LINE_MAX bytes or so: where the search ended, 0 at the start of the file.
 */
static int find_last_in_file(int fd, off_t end, const char *(*find)(const char *bytes, size_t size),
			     off_t *after)
{
	off_t first = end > SEARCH_MAX ? end - SEARCH_MAX : 0;
	char block[SEARCH_SIZE];

	*after = first;
	while (end > first) {
		size_t size = end - first < SEARCH_SIZE ? end - first : SEARCH_SIZE;
		const char *found;
		int rc = ocxl_file_read_at(fd, block, size, end - size);

		if (rc)
			return rc;
		found = find(block, size);
		end -= size;
		if (found) {
			*after = end + (found - block) + 1;
			return 0;
		}
	}
	return 0;
}

/*
 * json-c stops at a NUL. For "[]" or "{}" it allocates a thousand times as many bytes, so their
 * number is limited.
 */
static bool is_parsable(const char *text, size_t size)
{
	size_t lists = 0, i;

	for (i = 0; i < size; i++) {
		if (!text[i])
			return false;
		lists += text[i] == '{' || text[i] == '[';
	}
	return lists <= OCXL_APPEND_LISTS_MAX;
}

/* a text that is shorter than the first key may still be the beginning of it */
static bool begins_like_own_line(const char *text, size_t size)
{
	const size_t length = strlen(BEGINNING);

	return !memcmp(text, BEGINNING, size < length ? size : length);
}

static int classify_text(const char *text, size_t size, enum tail *tail)
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
	 * Out of memory, json-c stops in the middle of the text; up to 0.16 it has no error code
	 * for that. The file stays unchanged then.
	 */
	if (parse_errno == ENOMEM || (error == json_tokener_success && !all))
		return -ENOMEM;
	if (error == json_tokener_success)
		*tail = TAIL_COMPLETE;
	else if (error == json_tokener_continue && begins_like_own_line(text, size))
		*tail = TAIL_INCOMPLETE;
	return 0;
}

static int classify_tail(int fd, off_t start, off_t end, enum tail *tail)
{
	char *text;
	int rc;

	*tail = start < end ? TAIL_OTHER : TAIL_NONE;
	if (start == end || end - start > OCXL_APPEND_LINE_MAX)
		return 0;
	text = malloc(end - start);
	if (!text)
		return -ENOMEM;
	rc = ocxl_file_read_at(fd, text, end - start, start);
	if (!rc)
		rc = classify_text(text, end - start, tail);
	free(text);
	return rc;
}

/* 1: a newline is missing; 0: the file ends with a complete line */
static int repair_tail(int fd)
{
	enum tail tail = TAIL_NONE;
	off_t start, end, keep;
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	rc = find_last_in_file(fd, st.st_size, find_text, &end);
	if (!rc && end && st.st_size - end >= SEARCH_MAX)
		return 1;
	if (!rc)
		rc = find_last_in_file(fd, end, find_newline, &start);
	if (!rc)
		rc = classify_tail(fd, start, end, &tail);
	if (rc)
		return rc;
	keep = tail == TAIL_OTHER ? st.st_size : end;
	if (tail == TAIL_INCOMPLETE)
		keep = start;
	if (keep < st.st_size)
		rc = ocxl_write_lease_truncate(fd, keep);
	if (rc == -EPERM)
		return 1;
	/* another process may be in the middle of a line by now */
	if (rc)
		return rc == -EWOULDBLOCK ? 0 : rc;
	return tail == TAIL_COMPLETE || tail == TAIL_OTHER;
}

/* most files need no lease */
static int ends_with_newline(int fd)
{
	struct stat st;
	char last;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!st.st_size)
		return 1;
	rc = ocxl_file_read_at(fd, &last, 1, st.st_size - 1);
	return rc ? rc : last == '\n';
}

int ocxl_append_repair_last_line(int fd)
{
	int rc = ends_with_newline(fd);

	/* another process has the file open, and may be in the middle of a line */
	if (rc || !ocxl_write_lease_take(fd))
		return rc < 0 ? rc : 0;
	rc = repair_tail(fd);
	ocxl_write_lease_give_back(fd);
	return rc == 1 ? ocxl_file_write_all(fd, "\n", 1) : rc;
}
