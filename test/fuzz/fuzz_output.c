// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output files. The contents of an existing log are kept, except an incomplete last line of this
 * program and the NULs of a power failure. Each line is in the log and in the copy of --tee once
 * and completely, while other programs rename, replace, remove and append to the log. A model
 * predicts the contents of each file.
 *
 *	kind; contents of the file before; operations
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include <json-c/json.h>
#include "ocxl/output/tee.h"
#include "fuzz.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/output.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/result.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"
#include "ocxl/verbs/verbs.h"

#define INPUT_MAX      (16 * 1024)
#define BUFFER_SIZE    (2 * INPUT_MAX)
#define OPERATIONS_MAX 32
#define PIECE_MAX      512

/* expected contents of a file */
struct content {
	char bytes[BUFFER_SIZE];
	size_t size;
	bool exists;
};

/**
 * struct model - expected state of the log
 * @file: the open file
 * @next: the file that has the name of the log after @file lost it
 * @copy: lines that --tee received
 * @named: @file still has the name of the log
 * @removed: @file has no name
 * @dirty: lines were written since the last sync
 * @pending: an incomplete line, which is not in the file
 */
struct model {
	struct content file;
	struct content next;
	struct content copy;
	bool named;
	bool removed;
	bool dirty;
	struct content pending;
};

static struct fuzz_input input;
static struct model model;
static struct ocxl_append_log log_file;
static char directory[PATH_MAX];
static char path[PATH_MAX + 8];
static int place = -1;
static int pipe_ends[2];

static void remove_directory(void)
{
	unlinkat(place, "log", 0);
	unlinkat(place, "log.1", 0);
	rmdir(directory);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof(directory), "%s/ocxl-fuzz-XXXXXX", parent ? parent : "/tmp");
	FUZZ_CHECK(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/log", directory);
	place = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FUZZ_CHECK(place >= 0);
	atexit(remove_directory);
	return 0;
}

/* ---- files ---- */

static void put_file(const char *name, const void *bytes, size_t size, int flags)
{
	int fd = openat(place, name, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);

	FUZZ_CHECK(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

static void check_file(const char *name, const struct content *content)
{
	static char bytes[BUFFER_SIZE];
	int fd = openat(place, name, O_RDONLY | O_CLOEXEC);
	ssize_t size;

	FUZZ_CHECK((fd >= 0) == content->exists);
	if (fd < 0)
		return;
	size = read(fd, bytes, sizeof(bytes));
	FUZZ_CHECK(size == (ssize_t)content->size);
	FUZZ_CHECK(memcmp(bytes, content->bytes, content->size) == 0);
	close(fd);
}

static void add(struct content *content, const void *bytes, size_t size)
{
	FUZZ_CHECK(size <= sizeof(content->bytes) - content->size);
	memcpy(content->bytes + content->size, bytes, size);
	content->size += size;
	content->exists = true;
}

/* An incomplete line of this program: its first bytes, and json-c expects more. */
static bool is_torn(const char *text, size_t size, enum json_tokener_error error)
{
	static const char begin[] = "{\"format_version\":";
	size_t i;

	for (i = 0; i < size && begin[i]; i++) {
		if (text[i] != begin[i])
			return false;
	}
	return error == json_tokener_continue;
}

/* Result of json-c at the last byte; texts that contain a NUL are invalid. */
static enum json_tokener_error parse(const char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new();
	enum json_tokener_error error;

	FUZZ_CHECK(tokener);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	json_object_put(json_tokener_parse_ex(tokener, text, (int)size));
	error = json_tokener_get_error(tokener);
	json_tokener_free(tokener);
	return strnlen(text, size) < size ? json_tokener_error_parse_unexpected : error;
}

/* The repair of the last line. @own: this process wrote it */
static void repair_model(struct content *content, bool own)
{
	size_t start = content->size, end = content->size;
	enum json_tokener_error error;

	content->exists = true;
	while (start > 0 && content->bytes[start - 1] != '\n')
		start--;
	while (end > start && content->bytes[end - 1] == '\0')
		end--;
	if (own || start == end) {
		content->size = start;
		return;
	}
	error = parse(content->bytes + start, end - start);
	if (is_torn(content->bytes + start, end - start, error)) {
		content->size = start;
		return;
	}
	if (error == json_tokener_success)
		content->size = end;
	add(content, "\n", 1);
}

static uint8_t *take_bytes(size_t *size)
{
	*size = (size_t)fuzz_number(&input, 2) % PIECE_MAX;
	return fuzz_copy(&input, size);
}

/* ---- append-log.c ---- */

/* Complete lines are appended to the file that has the name of the log now, after a newline. */
static void expect_lines(size_t size)
{
	if (!model.named)
		model.file = model.next;
	model.file.exists = true;
	model.named = true;
	model.removed = false;
	if (model.file.size && model.file.bytes[model.file.size - 1] != '\n')
		add(&model.file, "\n", 1);
	add(&model.file, model.pending.bytes, size);
	add(&model.copy, model.pending.bytes, size);
	model.pending.size -= size;
	memmove(model.pending.bytes, model.pending.bytes + size, model.pending.size);
	model.dirty = true;
}

static void open_log(void)
{
	memset(&log_file, 0, sizeof(log_file));
	log_file.directory = place;
	log_file.name = "log";
	log_file.mode = 0600;
	FUZZ_CHECK(ocxl_append_log_open(&log_file) == 0);
	FUZZ_CHECK(ocxl_append_log_tee(&log_file, pipe_ends[1]) == 0);
	if (!model.named)
		model.file = model.next;
	model.named = true;
	model.removed = false;
	repair_model(&model.file, false);
	model.dirty = false;
}

static void close_log(void)
{
	ocxl_append_log_close(&log_file);
	model.pending.size = 0;
	if (model.named)
		check_file("log", &model.file);
	else
		check_file("log", &model.next);
}

/* The pipe receives complete lines, and has space for all lines of an operation. */
static void check_copy(void)
{
	static char bytes[BUFFER_SIZE];
	ssize_t size = read(pipe_ends[0], bytes, sizeof(bytes));

	if (size < 0)
		size = 0;
	FUZZ_CHECK(size == (ssize_t)model.copy.size);
	FUZZ_CHECK(memcmp(bytes, model.copy.bytes, model.copy.size) == 0);
	model.copy.size = 0;
}

static void write_lines(bool whole)
{
	const uint8_t *newline;
	size_t size, complete;
	uint8_t *bytes = take_bytes(&size);

	if (size > 0) {
		if (whole)
			bytes[size - 1] = '\n';
		newline = memrchr(bytes, '\n', size);
		complete = newline ? model.pending.size + (newline + 1 - bytes) : 0;
		add(&model.pending, bytes, size);
		if (complete)
			expect_lines(complete);
		FUZZ_CHECK(ocxl_append_log_write(&log_file, (const char *)bytes, size) == 0);
		check_copy();
	}
	free(bytes);
}

/* As logrotate: rename the log, and create a new file with @create. */
static void rename_file(bool create)
{
	size_t size;
	uint8_t *bytes = take_bytes(&size);

	if (model.named) {
		FUZZ_CHECK(renameat(place, "log", place, "log.1") == 0);
		model.named = false;
		model.next = (struct content) { .exists = create };
		if (create) {
			put_file("log", bytes, size, O_TRUNC);
			add(&model.next, bytes, size);
		}
	}
	free(bytes);
}

static void remove_file(void)
{
	if (!model.named)
		return;
	FUZZ_CHECK(unlinkat(place, "log", 0) == 0);
	model.named = false;
	model.removed = true;
	model.next = (struct content) { .exists = false };
}

/* Another program appends. */
static void append_foreign(void)
{
	size_t size;
	uint8_t *bytes = take_bytes(&size);

	put_file("log", bytes, size, O_APPEND);
	if (!model.named)
		model.next.exists = true;
	add(model.named ? &model.file : &model.next, bytes, size);
	free(bytes);
}

static void sync_log(void)
{
	int rc = ocxl_append_log_sync(&log_file);

	FUZZ_CHECK(rc == (model.dirty && model.removed ? -ENOENT : 0));
	model.dirty = false;
}

static void run_operation(uint8_t operation)
{
	switch (operation % 8) {
	case 0:
	case 1:
		write_lines(true);
		break;
	case 2:
		write_lines(false);
		break;
	case 3:
		rename_file(operation & 0x80);
		break;
	case 4:
		remove_file();
		break;
	case 5:
		append_foreign();
		break;
	case 6:
		sync_log();
		break;
	default:
		close_log();
		open_log();
		break;
	}
}

static void test_append_log(void)
{
	unsigned int operations;

	FUZZ_CHECK(pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) == 0);
	model.named = true;
	open_log();
	for (operations = 0; operations < OPERATIONS_MAX && input.remaining > 0; operations++)
		run_operation((uint8_t)fuzz_number(&input, 1));
	close_log();
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

/* ---- output.c ---- */

static unsigned int count_files(void)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;
	unsigned int count = 0;

	FUZZ_CHECK(entries);
	while ((entry = readdir(entries)))
		count += entry->d_name[0] != '.' || entry->d_name[1] > '.';
	closedir(entries);
	return count;
}

/* The file has either all new or all old bytes, and no temporary file is left. */
static void test_output(bool append_lines, bool commit)
{
	enum ocxl_output_kind kind = append_lines ? OCXL_OUTPUT_APPEND : OCXL_OUTPUT_REPLACE;
	struct ocxl_output *output;
	struct content *file = &model.file;
	size_t size;
	uint8_t *bytes;

	if (append_lines)
		repair_model(file, false);
	else if (commit)
		*file = (struct content) { .exists = true };
	FUZZ_CHECK(ocxl_output_open(&output, kind, path, 0600, NULL) == 0);
	while (input.remaining > 0) {
		bytes = take_bytes(&size);
		FUZZ_CHECK(ocxl_output_write(output, bytes, size) == 0);
		if (append_lines || commit)
			add(file, bytes, size);
		if (size % 2 == 0)
			FUZZ_CHECK(ocxl_output_flush(output) == 0);
		free(bytes);
	}
	if (commit)
		FUZZ_CHECK(ocxl_output_commit(output) == 0);
	ocxl_output_close(output);
	/* an incomplete line is removed */
	if (append_lines && commit) {
		repair_model(file, true);
		check_file("log", file);
	}
	if (!append_lines)
		check_file("log", file);
	FUZZ_CHECK(count_files() == (file->exists ? 1 : 0));
}

/* ---- tee.c, dimm-state.c ---- */

static void test_fits(void)
{
	size_t page = (size_t)1 << (9 + fuzz_number(&input, 1) % 8);
	size_t capacity = page * (1 + (size_t)fuzz_number(&input, 1));
	size_t used = (size_t)fuzz_number(&input, 4) % (capacity + 1);
	size_t size = (size_t)fuzz_number(&input, 4);

	if (ocxl_tee_pipe_fits(capacity, used, page, size))
		FUZZ_CHECK(size <= capacity - used);
	FUZZ_CHECK(ocxl_tee_pipe_fits(capacity, 0, page, capacity));
	FUZZ_CHECK(!ocxl_tee_pipe_fits(capacity, used, page, capacity - used + 1));
}

/* A message is repeated only after another one. */
static void test_position(void)
{
	struct ocxl_dimm_state state = { 0 };
	const struct ocxl_dimm dimm = { .state = &state };
	char before[sizeof(state.reported)] = "";
	bool truncated = false, expected;

	while (input.remaining > 0) {
		struct ocxl_result result = { .dimm = &dimm };
		uint8_t look = (uint8_t)fuzz_number(&input, 1);
		char *message = fuzz_text(&input, sizeof(before) - 1);

		result.element.failure.name = look & 1 ? "EIO" : NULL;
		strcpy(result.element.failure.message, message);
		result.element.truncated = look & 2;
		result.outcome = (enum ocxl_outcome)(look >> 2 & 3);
		ocxl_dimm_state_update(&result);
		if (!(look & 1))
			*message = '\0';
		expected = *message ? strcmp(before, message) == 0 : (look & 2) && truncated;
		FUZZ_CHECK(result.repeated == expected);
		FUZZ_CHECK(strcmp(state.reported, message) == 0);
		FUZZ_CHECK(ocxl_dimm_state_may_succeed(&state) == ((look >> 2 & 3) < 2));
		strcpy(before, message);
		truncated = look & 2;
		free(message);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind;
	uint8_t *bytes;

	if (size > INPUT_MAX)
		return 0;
	input = (struct fuzz_input) { .next = data, .remaining = size };
	kind = (uint8_t)fuzz_number(&input, 1);
	model.file.size = model.next.size = model.copy.size = 0;
	model.file.exists = model.next.exists = model.copy.exists = model.removed = false;
	if (kind % 4 < 2 && kind & 0x80) {
		bytes = take_bytes(&size);
		put_file("log", bytes, size, O_TRUNC);
		add(&model.file, bytes, size);
		free(bytes);
	}
	if (kind % 4 == 0)
		test_append_log();
	else if (kind % 4 == 1)
		test_output(kind & 0x10, kind & 0x20);
	else if (kind % 4 == 2)
		test_fits();
	else
		test_position();
	unlinkat(place, "log", 0);
	unlinkat(place, "log.1", 0);
	return 0;
}
