// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other programs act on a log between any two system calls of a writer. Every sequence of up to two
 * actions is tried (OCXL_STATES_DEPTH: more), at each pair of places, and many longer ones at random.
 *
 * The writer is a collector: a line counts as acknowledged when it was written and synced. After a
 * failure or its death it starts again, and writes the lines that are not acknowledged.
 *
 * At the end each acknowledged line is in one of the files, unless another program removed or
 * truncated one afterwards; and so is everything that other programs appended.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "ocxl/output/append-log.h"

/* how each line of the collector begins */
#define PART	    "{\"format_version\":\"1.0\","
#define LINES_MAX   3
#define ACTIONS_MAX 8
#define FILE_MAX    (16 * 1024)
/* starts of the collector, and system calls of it, before the test says that it hangs */
#define STARTS_MAX  (ACTIONS_MAX + 2)
#define CALLS_MAX   4000

enum action {
	RENAME,
	RETURN,
	COMPRESS,
	CREATE,
	LINK,
	APPEND,
	APPEND_PART,
	TRUNCATE,
	REMOVE,
	LOCK,
	BREAK_LEASE,
	FULL,
	OVERWRITE,
	KILL,
	ACTION_COUNT,
};

static const char *const action_names[ACTION_COUNT] = {
	"rename",   "return", "compress", "create",	 "link", "append",    "append-part",
	"truncate", "remove", "lock",	  "break-lease", "full", "overwrite", "kill",
};

struct step {
	int place;
	enum action action;
};

/**
 * struct world - what other programs did
 * @call: number of the collector's next system call
 * @steps: actions, in the order of their places
 * @count: number of @steps
 * @next: the next one
 * @leased: the collector has a lease on the file that an action would open
 * @lease: descriptor of the collector that had a lease last; -1: none
 * @foreign: a call of another program, which is no place for actions
 * @files: number of files that got another name
 * @appended: number of foreign texts
 * @destroyed: @appended and acknowledged lines when the last file was truncated or removed
 * @compressed: a program has copied the file that got another name last, and will remove it: its inode
 * @overwrite: the next line gets other contents: on a network, another machine writes to the same place
 * @lock: descriptor that holds a lock; -1: none
 */
static struct world {
	int call;
	struct step steps[ACTIONS_MAX];
	int count;
	int next;
	bool leased;
	int lease;
	bool foreign;
	int files;
	int appended;
	bool is_part[ACTIONS_MAX];
	int destroyed_appended;
	int destroyed_lines;
	int lock;
	ino_t compressed;
	bool overwrite;
	bool full;
	bool killed;
} world;

static char directory[] = "/tmp/ocxl-states-XXXXXX";
static int place = -1;
/* number of acknowledged lines */
static int acknowledged;
/* the log has an incomplete line at the start */
static bool begins_with_part;

/* variable arguments: on ppc64le, such a function writes into the frame of its caller */
int __real_openat64(int directory_fd, const char *name, int flags, ...);
int __real_fstat64(int fd, struct stat *st);
int __real_fstatat64(int directory_fd, const char *name, struct stat *st, int flags);
int __real_ftruncate64(int fd, off_t size);
off_t __real_lseek64(int fd, off_t offset, int whence);
ssize_t __real_pread64(int fd, void *bytes, size_t size, off_t offset);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fcntl64(int fd, int command, ...);

/* -1: there is no such file, or the collector has a lease on it */
static int open_file(const char *name, int flags)
{
	int fd = __real_openat64(place, name, flags | O_NONBLOCK, 0600);

	world.leased |= fd < 0 && errno == EWOULDBLOCK;
	return fd;
}

static int open_log(int flags)
{
	return open_file("log", flags);
}

static bool ends_with_newline(int fd)
{
	struct stat st;
	char last = '\n';

	assert_int_equal(__real_fstat64(fd, &st), 0);
	assert_true(!st.st_size || __real_pread64(fd, &last, 1, st.st_size - 1) == 1);
	return last == '\n';
}

/* A part that continues an incomplete line of the collector may be removed with it: it may be a part of a
 * string there. So only a part at the start of a line has to stay. */
static void append_foreign(bool part)
{
	int fd = open_log(O_RDWR | O_APPEND);
	bool has_to_stay;
	char text[32];

	if (fd < 0)
		return;
	has_to_stay = !part || ends_with_newline(fd);
	snprintf(text, sizeof(text), "foreign %d%s", world.appended, part ? "" : "\n");
	assert_int_equal(__real_write(fd, text, strlen(text)), strlen(text));
	if (has_to_stay)
		world.is_part[world.appended++] = part;
	close(fd);
}

/* @lines: number of lines that may be destroyed; more may have been before */
static void note_destruction(int lines)
{
	world.destroyed_appended = world.appended;
	if (world.destroyed_lines < lines)
		world.destroyed_lines = lines;
}

static void lock_log(void)
{
	if (world.lock >= 0)
		close(world.lock);
	world.lock = open_log(O_RDONLY);
	if (world.lock >= 0)
		flock(world.lock, LOCK_EX | LOCK_NB);
}

/* As the kernel does when a program has waited in open() for 45 seconds, because the collector was stopped. */
static void break_lease(void)
{
	close(open_log(O_WRONLY));
	if (world.leased)
		__real_fcntl64(world.lease, F_SETLEASE, F_UNLCK);
	world.leased = false;
}

static void get_old_name(char name[32])
{
	snprintf(name, 32, "log.%d", world.files);
}

static void rename_log(void)
{
	char name[32];

	world.files++;
	get_old_name(name);
	if (renameat(place, "log", place, name))
		world.files--;
}

/* A file that was being compressed is not removed then: its name is gone. */
static void return_log(void)
{
	char name[32];
	struct stat st;

	get_old_name(name);
	if (renameat2(place, name, place, "log", RENAME_NOREPLACE))
		return;
	world.files--;
	assert_int_equal(__real_fstatat64(place, "log", &st, 0), 0);
	if (st.st_ino == world.compressed)
		world.compressed = 0;
}

/* as logrotate: the copy stays, and the file is removed later */
static void compress_old(void)
{
	static char bytes[FILE_MAX];
	char name[32];
	struct stat st;
	ssize_t size;
	int from, to;

	get_old_name(name);
	from = open_file(name, O_RDONLY);
	if (from < 0)
		return;
	assert_int_equal(__real_fstat64(from, &st), 0);
	size = __real_pread64(from, bytes, sizeof(bytes), 0);
	snprintf(name, sizeof(name), "copy.%d", world.call);
	to = __real_openat64(place, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(__real_write(to, bytes, size), size);
	close(to);
	close(from);
	world.compressed = st.st_ino;
}

static void remove_compressed(void)
{
	char name[32];
	struct stat st;

	get_old_name(name);
	if (!__real_fstatat64(place, name, &st, 0) && st.st_ino == world.compressed)
		unlinkat(place, name, 0);
}

static void truncate_log(void)
{
	struct stat st;
	int fd = open_log(O_WRONLY);

	if (fd < 0)
		return;
	assert_int_equal(__real_fstat64(fd, &st), 0);
	assert_int_equal(__real_ftruncate64(fd, st.st_size / 2), 0);
	close(fd);
	/* nobody can tell before the acknowledgement that a line was truncated after it was synced */
	note_destruction(acknowledged + 1);
}

static void act(enum action action)
{
	char name[32];

	switch (action) {
	case RENAME:
		rename_log();
		break;
	case RETURN:
		return_log();
		break;
	case COMPRESS:
		compress_old();
		break;
	case CREATE:
		close(open_log(O_WRONLY | O_CREAT));
		break;
	case LINK:
		snprintf(name, sizeof(name), "link.%d", world.call);
		if (linkat(place, "log", place, name, 0))
			break;
		break;
	case APPEND:
		append_foreign(false);
		break;
	case APPEND_PART:
		append_foreign(true);
		break;
	case TRUNCATE:
		truncate_log();
		break;
	case REMOVE:
		if (!unlinkat(place, "log", 0))
			note_destruction(acknowledged);
		break;
	case LOCK:
		lock_log();
		break;
	case BREAK_LEASE:
		break_lease();
		break;
	case FULL:
		world.full = true;
		break;
	case OVERWRITE:
		world.overwrite = true;
		break;
	default:
		world.killed = true;
		break;
	}
}

static const char *describe_steps(void)
{
	static char text[ACTIONS_MAX * 24];
	int i;

	text[0] = '\0';
	for (i = 0; i < world.count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s@%d",
			 action_names[world.steps[i].action], world.steps[i].place);
	return text;
}

/* actions of others that are due */
static void act_before_call(void)
{
	world.leased = false;
	while (world.next < world.count && world.steps[world.next].place <= world.call) {
		act(world.steps[world.next].action);
		/* the program waits in open() */
		if (world.leased)
			break;
		world.next++;
	}
}

/*
 * A signal that an action sends to the collector arrives before its next call, as when the collector was
 * stopped meanwhile. Its handler may leave out the call. False: the collector is dead, and makes none.
 */
static bool next_call(void)
{
	sigset_t all, mask;

	if (world.foreign)
		return true;
	world.foreign = true;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &mask);
	act_before_call();
	world.foreign = false;
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	if (++world.call > CALLS_MAX)
		fail_msg("the collector hangs:%s", describe_steps());
	if (world.killed)
		errno = EIO;
	return !world.killed;
}

int __wrap_openat64(int directory_fd, const char *name, int flags, mode_t mode);
int __wrap_fstat64(int fd, struct stat *st);
int __wrap_fstatat64(int directory_fd, const char *name, struct stat *st, int flags);
int __wrap_ftruncate64(int fd, off_t size);
off_t __wrap_lseek64(int fd, off_t offset, int whence);
ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t offset);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fcntl64(int fd, int command, long argument);
int __wrap_fsync(int fd);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);

int __wrap_openat64(int directory_fd, const char *name, int flags, mode_t mode)
{
	return next_call() ? __real_openat64(directory_fd, name, flags, mode) : -1;
}

int __wrap_fstat64(int fd, struct stat *st)
{
	return next_call() ? __real_fstat64(fd, st) : -1;
}

int __wrap_fstatat64(int directory_fd, const char *name, struct stat *st, int flags)
{
	return next_call() ? __real_fstatat64(directory_fd, name, st, flags) : -1;
}

int __wrap_ftruncate64(int fd, off_t size)
{
	return next_call() ? __real_ftruncate64(fd, size) : -1;
}

off_t __wrap_lseek64(int fd, off_t offset, int whence)
{
	return next_call() ? __real_lseek64(fd, offset, whence) : -1;
}

ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t offset)
{
	return next_call() ? __real_pread64(fd, bytes, size, offset) : -1;
}

static ssize_t write_other(int fd, size_t size)
{
	char bytes[64];

	world.overwrite = false;
	assert_true(size < sizeof(bytes));
	memset(bytes, 'x', size);
	bytes[size - 1] = '\n';
	return __real_write(fd, bytes, size);
}

/* A disk that is full, and a process that is killed, may have written a part. */
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	bool was_full = world.full, was_killed = world.killed;

	if (next_call() && !world.full)
		return world.overwrite ? write_other(fd, size) : __real_write(fd, bytes, size);
	if (world.killed != was_killed || world.full != was_full)
		return __real_write(fd, bytes, size / 2);
	errno = world.killed ? EIO : ENOSPC;
	return -1;
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return 0;
}

/* the machine does not crash in this test */
int __wrap_fsync(int fd)
{
	return next_call() ? 0 : -1;
}

int __wrap_fcntl64(int fd, int command, long argument)
{
	if (command == F_SETLEASE)
		world.lease = fd;
	return next_call() ? __real_fcntl64(fd, command, argument) : -1;
}

static void format_line(char text[64], int number)
{
	snprintf(text, 64, PART "\"entry\":%d}\n", number);
}

/* one run of the collector: until everything is acknowledged, or something fails */
static void collect(int lines)
{
	struct ocxl_append_log log = { .directory = place, .name = "log", .mode = 0600 };
	char text[64];
	int rc = ocxl_append_log_open(&log);

	while (!rc && acknowledged < lines) {
		format_line(text, acknowledged);
		rc = ocxl_append_log_write(&log, text, strlen(text));
		if (!rc)
			rc = ocxl_append_log_sync(&log);
		if (!rc)
			acknowledged++;
	}
	ocxl_append_log_close(&log);
}

/* of a run that was killed */
static void put_part(void)
{
	int fd = open_log(O_WRONLY | O_CREAT);

	assert_int_equal(__real_write(fd, PART, strlen(PART)), strlen(PART));
	close(fd);
}

static void remove_files(void)
{
	DIR *entries = fdopendir(__real_openat64(place, ".", O_RDONLY | O_DIRECTORY, 0));
	struct dirent *entry;

	assert_non_null(entries);
	while ((entry = readdir(entries))) {
		if (entry->d_name[0] != '.')
			unlinkat(place, entry->d_name, 0);
	}
	closedir(entries);
}

static bool file_has(const char *name, const char *text, bool whole_line)
{
	static char bytes[FILE_MAX + 2];
	int fd = __real_openat64(place, name, O_RDONLY, 0);
	ssize_t size = read(fd, bytes + 1, FILE_MAX);
	const char *found;

	close(fd);
	assert_true(size >= 0 && size < FILE_MAX);
	bytes[0] = '\n';
	bytes[size + 1] = '\0';
	for (found = bytes; (found = strstr(found, text)); found++) {
		if (!whole_line || found[-1] == '\n')
			return true;
	}
	return false;
}

static bool any_file_has(const char *text, bool whole_line)
{
	DIR *entries = fdopendir(__real_openat64(place, ".", O_RDONLY | O_DIRECTORY, 0));
	struct dirent *entry;
	bool found = false;

	assert_non_null(entries);
	while (!found && (entry = readdir(entries)))
		found = entry->d_name[0] != '.' && file_has(entry->d_name, text, whole_line);
	closedir(entries);
	return found;
}

static void check_files(int lines)
{
	char text[64];
	int i;

	if (acknowledged < lines)
		fail_msg("the collector gives up:%s", describe_steps());
	for (i = world.destroyed_lines; i < lines; i++) {
		format_line(text, i);
		if (!any_file_has(text, true))
			fail_msg("entry %d is lost:%s", i, describe_steps());
	}
	for (i = world.destroyed_appended; i < world.appended; i++) {
		snprintf(text, sizeof(text), "foreign %d%s", i, world.is_part[i] ? "" : "\n");
		if (!any_file_has(text, false))
			fail_msg("foreign text %d is lost:%s", i, describe_steps());
	}
}

/* returns the number of system calls */
static int try_steps(const struct step *steps, int count, int lines)
{
	int starts, calls;

	remove_files();
	if (begins_with_part)
		put_part();
	memset(&world, 0, sizeof(world));
	memcpy(world.steps, steps, count * sizeof(*steps));
	world.count = count;
	world.lock = -1;
	world.lease = -1;
	acknowledged = 0;
	for (starts = 0; starts < STARTS_MAX && acknowledged < lines; starts++) {
		world.full = false;
		world.killed = false;
		collect(lines);
	}
	calls = world.call;
	world.foreign = true;
	remove_compressed();
	check_files(lines);
	if (world.lock >= 0)
		close(world.lock);
	return calls;
}

static unsigned long try_all(struct step *steps, int count, int depth, int lines)
{
	struct step *step = &steps[count];
	int calls = try_steps(steps, count, lines);
	unsigned long tried = 1;
	int action;

	if (count == depth)
		return tried;
	for (step->place = count ? step[-1].place : 0; step->place < calls; step->place++) {
		for (action = 0; action < ACTION_COUNT; action++) {
			step->action = action;
			tried += try_all(steps, count + 1, depth, lines);
		}
	}
	return tried;
}

static int read_setting(const char *name, int value)
{
	const char *text = getenv(name);

	return text ? atoi(text) : value;
}

static void test_all_short_sequences(void **state)
{
	struct step steps[ACTIONS_MAX];
	unsigned long tried = try_all(steps, 0, 1, LINES_MAX);

	tried += try_all(steps, 0, read_setting("OCXL_STATES_DEPTH", 2), 1);
	print_message("# sequences of foreign actions: %lu\n", tried);
}

static void test_all_short_sequences_during_repair(void **state)
{
	struct step steps[ACTIONS_MAX];
	unsigned long tried;

	begins_with_part = true;
	tried = try_all(steps, 0, read_setting("OCXL_STATES_DEPTH", 2), 1);
	print_message("# sequences of foreign actions during a repair: %lu\n", tried);
	begins_with_part = false;
}

static int compare_places(const void *first, const void *second)
{
	return ((const struct step *)first)->place - ((const struct step *)second)->place;
}

static void test_random_long_sequences(void **state)
{
	int left = read_setting("OCXL_STATES_RANDOM", 5000);
	struct step steps[ACTIONS_MAX];
	int i;

	srandom(read_setting("OCXL_STATES_SEED", 1));
	while (left--) {
		int count = 3 + random() % (ACTIONS_MAX - 2);

		for (i = 0; i < count; i++)
			steps[i] = (struct step) { random() % 100, random() % ACTION_COUNT };
		qsort(steps, count, sizeof(*steps), compare_places);
		begins_with_part = random() % 2;
		try_steps(steps, count, LINES_MAX);
	}
}

static int setup(void **state)
{
	world.foreign = true;
	assert_non_null(mkdtemp(directory));
	place = __real_openat64(AT_FDCWD, directory, O_RDONLY | O_DIRECTORY, 0);
	return place < 0;
}

static int teardown(void **state)
{
	remove_files();
	close(place);
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_short_sequences),
		cmocka_unit_test(test_all_short_sequences_during_repair),
		cmocka_unit_test(test_random_long_sequences),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
