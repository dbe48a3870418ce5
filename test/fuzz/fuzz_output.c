// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output files. The contents of an existing log are kept. Each line that was synced is in the file
 * that has the name of the log, whole and after a newline, while other programs rename, replace,
 * remove and append to the log. A model predicts the contents of each file.
 *
 *	kind; contents of the file before; operations
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fuzz.h"
#include "ocxl/output/append-log.h"
#include "ocxl/output/output.h"
#include "ocxl/run/result.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/verb.h"
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
 * @unsynced: lines of the last write, if no sync followed
 * @named: @file still has the name of the log
 * @pending: an incomplete line, which is not in the file
 */
struct model {
	struct content file;
	struct content next;
	struct content unsynced;
	bool named;
	struct content pending;
};

static struct fuzz_input input;
static struct model model;
static struct ocxl_append_log log_file;
static char directory[PATH_MAX];
static char path[PATH_MAX + 8];
static int place = -1;

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

static void add_bytes(struct content *content, const void *bytes, size_t size)
{
	FUZZ_CHECK(size <= sizeof(content->bytes) - content->size);
	memcpy(content->bytes + content->size, bytes, size);
	content->size += size;
	content->exists = true;
}

static uint8_t *take_bytes(size_t *size)
{
	*size = (size_t)fuzz_number(&input, 2) % PIECE_MAX;
	return fuzz_copy(&input, size);
}

/* ---- append-log.c ---- */

/* The log opens or creates the file that has its name. */
static void expect_name(void)
{
	if (!model.named)
		model.file = model.next;
	model.file.exists = true;
	model.named = true;
}

/* Complete lines are appended to the file that has the name of the log now, after a newline. */
static void expect_lines(void)
{
	expect_name();
	if (model.file.size && model.file.bytes[model.file.size - 1] != '\n')
		add_bytes(&model.file, "\n", 1);
	add_bytes(&model.file, model.unsynced.bytes, model.unsynced.size);
}

/* The first bytes of the pending text are complete lines now. */
static void complete_lines(size_t size)
{
	model.unsynced.size = 0;
	if (!size)
		return;
	add_bytes(&model.unsynced, model.pending.bytes, size);
	model.pending.size -= size;
	memmove(model.pending.bytes, model.pending.bytes + size, model.pending.size);
	expect_lines();
}

static void open_log(void)
{
	memset(&log_file, 0, sizeof(log_file));
	log_file.directory = place;
	log_file.name = "log";
	log_file.mode = 0600;
	FUZZ_CHECK(ocxl_append_log_open(&log_file) == 0);
	expect_name();
	model.unsynced.size = 0;
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
		add_bytes(&model.pending, bytes, size);
		complete_lines(complete);
		FUZZ_CHECK(ocxl_append_log_write(&log_file, (const char *)bytes, size) == 0);
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
			add_bytes(&model.next, bytes, size);
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
	add_bytes(model.named ? &model.file : &model.next, bytes, size);
	free(bytes);
}

static void sync_log(void)
{
	FUZZ_CHECK(ocxl_append_log_sync(&log_file) == 0);
	if (model.unsynced.size && !model.named)
		expect_lines();
	model.unsynced.size = 0;
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

	model.named = true;
	open_log();
	for (operations = 0; operations < OPERATIONS_MAX && input.remaining > 0; operations++)
		run_operation((uint8_t)fuzz_number(&input, 1));
	close_log();
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

/* All complete lines of the pending text stand behind the old bytes, after a newline. */
static void check_lines(struct content *file)
{
	const char *newline = memrchr(model.pending.bytes, '\n', model.pending.size);

	if (newline && file->size && file->bytes[file->size - 1] != '\n')
		add_bytes(file, "\n", 1);
	if (newline)
		add_bytes(file, model.pending.bytes, newline + 1 - model.pending.bytes);
	check_file("log", file);
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
		file->exists = true;
	else if (commit)
		*file = (struct content) { .exists = true };
	FUZZ_CHECK(ocxl_output_open(&output, kind, path, 0600, NULL) == 0);
	FUZZ_CHECK(ocxl_output_create_log(output) == 0);
	while (input.remaining > 0) {
		bytes = take_bytes(&size);
		FUZZ_CHECK(ocxl_output_write(output, bytes, size) == 0);
		if (append_lines)
			add_bytes(&model.pending, bytes, size);
		else if (commit)
			add_bytes(file, bytes, size);
		if (size % 2 == 0)
			FUZZ_CHECK(ocxl_output_flush(output) == 0);
		free(bytes);
	}
	if (commit)
		FUZZ_CHECK(ocxl_output_commit(output) == 0);
	ocxl_output_close(output);
	if (append_lines && commit)
		check_lines(file);
	if (!append_lines)
		check_file("log", file);
	FUZZ_CHECK(count_files() == (file->exists ? 1 : 0));
}

/* ---- dimm-state.c ---- */

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
		result.kind = (enum ocxl_result_kind)(look >> 2 & 3);
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
	model.file.size = model.next.size = model.unsynced.size = model.pending.size = 0;
	model.file.exists = model.next.exists = false;
	if (kind % 4 < 2 && kind & 0x80) {
		bytes = take_bytes(&size);
		put_file("log", bytes, size, O_TRUNC);
		add_bytes(&model.file, bytes, size);
		free(bytes);
	}
	if (kind % 4 == 0)
		test_append_log();
	else if (kind % 4 == 1)
		test_output(kind & 0x10, kind & 0x20);
	else
		test_position();
	unlinkat(place, "log", 0);
	unlinkat(place, "log.1", 0);
	return 0;
}
