// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "output.h"

#define LINE "{\"line\":1}\n"

/* each test in a directory of its own, which is the current one */
static int setup(void **state)
{
	char *directory = strdup("/tmp/ocxl-output-XXXXXX");

	assert_non_null(directory);
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	umask(022);
	*state = directory;
	return 0;
}

static void empty_directory(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (unlinkat(dirfd(directory), entry->d_name, 0) < 0) {
			empty_directory(entry->d_name);
			unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
		}
	}
	closedir(directory);
}

static int teardown(void **state)
{
	char *directory = *state;

	empty_directory(".");
	assert_int_equal(chdir("/"), 0);
	rmdir(directory);
	free(directory);
	return 0;
}

static void put_file(const char *path, const char *content, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(content, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void check_file(const char *path, const char *expected, size_t size)
{
	char content[4096];
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_int_equal(fread(content, 1, sizeof(content), file), size);
	assert_memory_equal(content, expected, size);
	fclose(file);
}

static int count_files(void)
{
	DIR *directory = opendir(".");
	struct dirent *entry;
	int count = 0;

	assert_non_null(directory);
	while ((entry = readdir(directory)))
		count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(directory);
	return count;
}

static struct ocxl_output *open_output(enum ocxl_output_kind kind, const char *path)
{
	struct ocxl_output *output;

	assert_int_equal(ocxl_output_open(&output, kind, path, 0600), 0);
	return output;
}

static void put(struct ocxl_output *output, const char *string)
{
	assert_int_equal(ocxl_output_write(output, string, strlen(string)), 0);
}

static void test_replace(void **state)
{
	struct ocxl_output *output;

	put_file("file", "old", 3);
	output = open_output(OCXL_OUTPUT_REPLACE, "file");
	assert_false(ocxl_output_is_terminal(output));
	put(output, "new");
	assert_int_equal(ocxl_output_sync(output), 0);
	check_file("file", "old", 3);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", "new", 3);
	assert_int_equal(count_files(), 1);
}

static void test_replace_without_commit(void **state)
{
	struct ocxl_output *output;

	put_file("file", "old", 3);
	output = open_output(OCXL_OUTPUT_REPLACE, "file");
	put(output, "new");
	assert_int_equal(ocxl_output_sync(output), 0);
	assert_int_equal(count_files(), 2);
	ocxl_output_close(output);
	check_file("file", "old", 3);
	assert_int_equal(count_files(), 1);
}

static void test_replace_abandoned(void **state)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_REPLACE, "file");

	ocxl_output_abandon(output);
	assert_int_equal(count_files(), 0);
	ocxl_output_close(output);
	ocxl_output_abandon(NULL);
	ocxl_output_close(NULL);
}

static void test_replace_mode(void **state)
{
	struct ocxl_output *output;
	struct stat st;

	put_file("file", "old", 3);
	assert_int_equal(chmod("file", 0666), 0);
	umask(027);
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_REPLACE, "file", 0644), 0);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	check_file("file", "", 0);
}

static void test_replace_through_links(void **state)
{
	struct ocxl_output *output;
	struct stat st;

	assert_int_equal(mkdir("sub", 0700), 0);
	put_file("sub/file", "old", 3);
	assert_int_equal(symlink("file", "sub/inner"), 0);
	assert_int_equal(symlink("sub/inner", "outer"), 0);
	output = open_output(OCXL_OUTPUT_REPLACE, "outer");
	put(output, "new");
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("sub/file", "new", 3);
	assert_int_equal(lstat("outer", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat("sub/inner", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

static void test_replace_dangling_link(void **state)
{
	char target[PATH_MAX];
	struct ocxl_output *output;

	snprintf(target, sizeof(target), "%s/made", (const char *)*state);
	assert_int_equal(symlink(target, "link"), 0);
	output = open_output(OCXL_OUTPUT_REPLACE, "link");
	put(output, "new");
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("made", "new", 3);
	check_file("link", "new", 3);
	assert_int_equal(count_files(), 2);
}

static void check_refused(enum ocxl_output_kind kind, const char *path, int expected)
{
	struct ocxl_output *output = NULL;

	assert_int_equal(ocxl_output_open(&output, kind, path, 0600), expected);
	assert_null(output);
}

static void test_open_refused(void **state)
{
	enum ocxl_output_kind kinds[] = { OCXL_OUTPUT_REPLACE, OCXL_OUTPUT_APPEND };
	char name[NAME_MAX + 2];
	size_t i;

	assert_int_equal(mkdir("sub", 0700), 0);
	put_file("file", "", 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("nowhere/file", "lost"), 0);
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	for (i = 0; i < 2; i++) {
		check_refused(kinds[i], "sub", -EISDIR);
		check_refused(kinds[i], "sub/", -EISDIR);
		check_refused(kinds[i], "new/", -EISDIR);
		check_refused(kinds[i], ".", -EISDIR);
		check_refused(kinds[i], "nowhere/file", -ENOENT);
		check_refused(kinds[i], "file/file", -ENOTDIR);
		check_refused(kinds[i], "loop", -ELOOP);
		check_refused(kinds[i], "lost", -ENOENT);
		check_refused(kinds[i], name, -ENAMETOOLONG);
	}
	assert_int_equal(count_files(), 4);
}

static void test_longest_name(void **state)
{
	char name[NAME_MAX + 1];
	struct ocxl_output *output;

	memset(name, 'x', NAME_MAX);
	name[NAME_MAX] = '\0';
	output = open_output(OCXL_OUTPUT_REPLACE, name);
	put(output, "new");
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file(name, "new", 3);
}

static void test_replace_directory_gone(void **state)
{
	struct ocxl_output *output;

	assert_int_equal(mkdir("sub", 0700), 0);
	output = open_output(OCXL_OUTPUT_REPLACE, "sub/file");
	put(output, "new");
	empty_directory("sub");
	ocxl_output_abandon(output);
	assert_int_equal(rmdir("sub"), 0);
	assert_int_equal(ocxl_output_commit(output), -ENOENT);
	assert_int_equal(ocxl_output_commit(output), -ENOENT);
	ocxl_output_close(output);
}

static void test_full_device(void **state)
{
	enum ocxl_output_kind kinds[] = { OCXL_OUTPUT_REPLACE, OCXL_OUTPUT_APPEND };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct ocxl_output *output = open_output(kinds[i], "/dev/full");

		put(output, LINE);
		assert_int_equal(ocxl_output_sync(output), -ENOSPC);
		assert_int_equal(ocxl_output_write(output, "x", 1), -ENOSPC);
		assert_int_equal(ocxl_output_flush(output), -ENOSPC);
		assert_int_equal(ocxl_output_commit(output), -ENOSPC);
		ocxl_output_close(output);
	}
}

/* as a full disk would: what fits is written, then nothing */
static void limit_size(rlim_t size)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_replace_full_keeps_old(void **state)
{
	struct ocxl_output *output;

	put_file("file", "old", 3);
	output = open_output(OCXL_OUTPUT_REPLACE, "file");
	put(output, "0123456789");
	limit_size(4);
	assert_int_equal(ocxl_output_commit(output), -EFBIG);
	limit_size(RLIM_INFINITY);
	assert_int_equal(ocxl_output_commit(output), -EFBIG);
	ocxl_output_close(output);
	check_file("file", "old", 3);
	assert_int_equal(count_files(), 1);
}

static void test_append_full_keeps_whole_lines(void **state)
{
	struct ocxl_output *output;

	put_file("file", LINE, strlen(LINE));
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	put(output, LINE LINE LINE);
	limit_size(2 * strlen(LINE) + 5);
	assert_int_equal(ocxl_output_sync(output), -EFBIG);
	limit_size(RLIM_INFINITY);
	check_file("file", LINE LINE, 2 * strlen(LINE));
	assert_int_equal(ocxl_output_write(output, LINE, strlen(LINE)), -EFBIG);
	assert_int_equal(ocxl_output_sync(output), -EFBIG);
	ocxl_output_close(output);
	check_file("file", LINE LINE, 2 * strlen(LINE));
}

static void test_append(void **state)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_APPEND, "file");
	struct stat st;

	put(output, LINE);
	assert_int_equal(ocxl_output_sync(output), 0);
	put(output, LINE);
	check_file("file", LINE, strlen(LINE));
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	put(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", LINE LINE LINE, 3 * strlen(LINE));
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void check_mended(const char *before, size_t size, const char *after, size_t after_size)
{
	put_file("file", before, size);
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_file("file", after, after_size);
}

static void test_append_torn_line(void **state)
{
	check_mended(LINE "{\"to", strlen(LINE) + 4, LINE, strlen(LINE));
	check_mended(LINE "{", strlen(LINE) + 1, LINE, strlen(LINE));
	check_mended("{\"to", 4, "", 0);
	check_mended(LINE "\0\0\0", strlen(LINE) + 3, LINE, strlen(LINE));
	check_mended("", 0, "", 0);
	check_mended("\n", 1, "\n", 1);
	check_mended(LINE, strlen(LINE), LINE, strlen(LINE));
	/* nobody's text is lost */
	check_mended("a note", 6, "a note\n", 7);
}

static void test_append_torn_line_long(void **state)
{
	size_t sizes[] = { 4095, 4096, 4097, 100000 };
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char *text = malloc(strlen(LINE) + sizes[i]);

		assert_non_null(text);
		memcpy(text, LINE, strlen(LINE));
		memset(text + strlen(LINE), '{', sizes[i]);
		check_mended(text, strlen(LINE) + sizes[i], LINE, strlen(LINE));
		free(text);
	}
}

/* a line longer than the buffer is on its way; then the process gives up */
static void test_append_closed_in_line(void **state)
{
	struct ocxl_output *output;
	char *half = malloc(200000);
	struct stat st;

	assert_non_null(half);
	memset(half, '{', 200000);
	put_file("file", LINE, strlen(LINE));
	output = open_output(OCXL_OUTPUT_APPEND, "file");
	assert_int_equal(ocxl_output_write(output, half, 200000), 0);
	assert_int_equal(stat("file", &st), 0);
	assert_true(st.st_size > 65536);
	ocxl_output_close(output);
	check_file("file", LINE, strlen(LINE));
	free(half);
}

/* whole lines of both, whatever the order */
static void write_many(char letter)
{
	struct ocxl_output *output;
	char line[1000];
	int i;

	memset(line, letter, sizeof(line));
	line[0] = '{';
	line[sizeof(line) - 1] = '\n';
	if (ocxl_output_open(&output, OCXL_OUTPUT_APPEND, "file", 0600))
		_exit(1);
	for (i = 0; i < 2000; i++) {
		if (ocxl_output_write(output, line, sizeof(line)) ||
		    (i % 3 == 0 && ocxl_output_flush(output)))
			_exit(1);
	}
	/* cut off where the buffer happened to end, and by SIGKILL */
	if (letter == 'k')
		kill(getpid(), SIGKILL);
	_exit(ocxl_output_commit(output) ? 1 : 0);
}

static void check_lines(void)
{
	char line[1001];
	FILE *file = fopen("file", "r");

	assert_non_null(file);
	while (fread(line, 1, 1000, file) == 1000) {
		char letter = line[1];
		size_t i;

		assert_int_equal(line[0], '{');
		assert_int_equal(line[999], '\n');
		for (i = 1; i < 999; i++)
			assert_int_equal(line[i], letter);
	}
	assert_int_equal(ftell(file) % 1000, 0);
	fclose(file);
}

static void test_append_side_by_side(void **state)
{
	static const char letters[] = { 'a', 'b', 'k' };
	pid_t children[3];
	size_t i;
	int status;

	for (i = 0; i < 3; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (!children[i])
			write_many(letters[i]);
	}
	for (i = 0; i < 3; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		if (letters[i] != 'k')
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	ocxl_output_close(open_output(OCXL_OUTPUT_APPEND, "file"));
	check_lines();
}

/* standard output is @fd while it lasts */
static int swap_standard_output(int fd)
{
	int saved = dup(STDOUT_FILENO);

	fflush(stdout);
	if (fd < 0)
		close(STDOUT_FILENO);
	else
		dup2(fd, STDOUT_FILENO);
	return saved;
}

static void restore_standard_output(int saved)
{
	dup2(saved, STDOUT_FILENO);
	close(saved);
}

static void test_standard_closed(void **state)
{
	struct ocxl_output *output = NULL;
	int saved = swap_standard_output(-1);
	int rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0);

	restore_standard_output(saved);
	assert_int_equal(rc, -EBADF);
}

static void test_standard_read_only(void **state)
{
	struct ocxl_output *output = NULL;
	int null = open("/dev/null", O_RDONLY);
	int saved = swap_standard_output(null);
	int rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0);

	restore_standard_output(saved);
	close(null);
	assert_int_equal(rc, -EBADF);
}

static void test_standard_broken_pipe(void **state)
{
	struct ocxl_output *output = NULL;
	int ends[2];
	int saved;
	int opened;
	int synced;

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	saved = swap_standard_output(ends[1]);
	opened = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0);
	ocxl_output_write(output, LINE, strlen(LINE));
	synced = ocxl_output_sync(output);
	restore_standard_output(saved);
	close(ends[1]);
	assert_int_equal(opened, 0);
	assert_int_equal(synced, -EPIPE);
	assert_int_equal(ocxl_output_sync(output), -EPIPE);
	ocxl_output_close(output);
}

static void count_signal(int number)
{
}

static ssize_t read_slowly(int fd)
{
	char block[5000];
	ssize_t total = 0;
	ssize_t count;

	while ((count = read(fd, block, sizeof(block))) > 0) {
		total += count;
		kill(getppid(), SIGUSR1);
	}
	return total;
}

/* short writes, EINTR and EAGAIN: a pipe that is smaller than what goes through it */
static void test_standard_slow_pipe(void **state)
{
	struct sigaction action = { .sa_handler = count_signal };
	struct ocxl_output *output = NULL;
	size_t size = 1000000;
	char *bytes = calloc(1, size);
	int ends[2];
	int status;
	int saved;
	int rc;
	pid_t child;

	assert_non_null(bytes);
	sigaction(SIGUSR1, &action, NULL);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		close(ends[1]);
		_exit(read_slowly(ends[0]) == (ssize_t)size ? 0 : 1);
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	saved = swap_standard_output(ends[1]);
	rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0);
	if (!rc)
		rc = ocxl_output_write(output, bytes, size);
	if (!rc)
		rc = ocxl_output_commit(output);
	restore_standard_output(saved);
	close(ends[1]);
	ocxl_output_close(output);
	assert_int_equal(rc, 0);
	while (waitpid(child, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	free(bytes);
}

static void test_standard_is_not_closed(void **state)
{
	struct ocxl_output *output = open_output(OCXL_OUTPUT_STANDARD, NULL);

	ocxl_output_close(output);
	assert_true(fcntl(STDOUT_FILENO, F_GETFL) >= 0);
}

static void test_fifo_is_written_directly(void **state)
{
	struct ocxl_output *output;
	char content[sizeof(LINE)] = "";
	struct stat st;
	int reader;

	assert_int_equal(mkfifo("fifo", 0600), 0);
	reader = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_true(reader >= 0);
	output = open_output(OCXL_OUTPUT_REPLACE, "fifo");
	put(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	assert_int_equal(read(reader, content, sizeof(content)), strlen(LINE));
	assert_string_equal(content, LINE);
	close(reader);
	assert_int_equal(stat("fifo", &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_int_equal(count_files(), 1);
}

static void write_through(enum ocxl_output_kind kind, int fd)
{
	struct ocxl_output *output;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	output = open_output(kind, path);
	put(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
}

/* what somebody has open is written to, where it stands: not a file of that name */
static void test_open_file_is_written_directly(void **state)
{
	char content[64] = "";
	struct ocxl_output *output;
	int fd;

	put_file("file", "old!", 4);
	fd = open("file", O_RDWR);
	assert_int_equal(lseek(fd, 3, SEEK_SET), 3);
	write_through(OCXL_OUTPUT_REPLACE, fd);
	write_through(OCXL_OUTPUT_APPEND, fd);
	check_file("file", "old" LINE LINE, 3 + 2 * strlen(LINE));
	unlink("file");
	write_through(OCXL_OUTPUT_REPLACE, fd);
	assert_int_equal(count_files(), 0);
	assert_int_equal(pread(fd, content, sizeof(content), 3), 3 * strlen(LINE));
	assert_string_equal(content, LINE LINE LINE);
	close(fd);
	put_file("file", "old!", 4);
	fd = open("file", O_RDONLY);
	snprintf(content, sizeof(content), "/proc/self/fd/%d", fd);
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_REPLACE, content, 0600), -EBADF);
	/* of whom, is not known: nothing of it is lost */
	snprintf(content, sizeof(content), "/proc/thread-self/fd/%d", fd);
	output = open_output(OCXL_OUTPUT_REPLACE, content);
	put(output, LINE);
	assert_int_equal(ocxl_output_commit(output), 0);
	ocxl_output_close(output);
	check_file("file", "old!" LINE, 4 + strlen(LINE));
	close(fd);
	assert_int_equal(count_files(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_replace, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_without_commit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_abandoned, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_mode, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_through_links, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_dangling_link, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_longest_name, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_directory_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full_device, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replace_full_keeps_old, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_full_keeps_whole_lines, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_append, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_torn_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_torn_line_long, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_closed_in_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_append_side_by_side, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_closed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_read_only, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_broken_pipe, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_slow_pipe, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_is_not_closed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fifo_is_written_directly, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_file_is_written_directly, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
