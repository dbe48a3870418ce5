// SPDX-License-Identifier: GPL-2.0-only
/* --state: messages of repeated runs. Priorities of messages in systemd's journal. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "ocxl/base/error.h"
#include "ocxl/run/message-state.h"

static char directory[64];
static int saved_stderr, reader;

/* each test has its own directory, which is the current one, and reads standard error */
static int setup(void **state)
{
	int ends[2];

	strcpy(directory, "/tmp/ocxl-state-XXXXXX");
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	saved_stderr = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	reader = ends[0];
	return 0;
}

static int teardown(void **state)
{
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	close(reader);
	unsetenv("JOURNAL_STREAM");
	unlink("state");
	rmdir("state");
	assert_int_equal(chdir("/"), 0);
	return rmdir(directory);
}

static void check_printed(const char *expected)
{
	char text[1024];
	ssize_t size = recv(reader, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[size < 0 ? 0 : size] = '\0';
	assert_string_equal(text, expected);
}

/* a run that has these messages, up to NULL */
static int run_with(const char *const *messages)
{
	struct ocxl_message_state state = { 0 };

	ocxl_message_state_begin(&state, "state");
	for (; *messages; messages++)
		ocxl_error_print("%s", *messages);
	return ocxl_message_state_end(&state, true);
}

#define RUN(...) run_with((const char *const[]) { __VA_ARGS__ NULL })

static void test_changes_are_printed(void **state)
{
	struct stat st;

	assert_int_equal(RUN("one", "two", ), 0);
	check_printed("one\ntwo\n");
	assert_int_equal(RUN("two", "one", ), 0);
	check_printed("");
	assert_int_equal(RUN("two", "three", "three", ), 0);
	check_printed("three\nended: one\n");
	assert_int_equal(RUN(), 0);
	check_printed("ended: two\nended: three\n");
	assert_int_equal(RUN(), 0);
	check_printed("");
	assert_int_equal(stat("state", &st), 0);
	assert_int_equal(st.st_size, 0);
	/* the last run ended, so the filter has, too */
	ocxl_error_print("one");
	check_printed("one\n");
}

/* a run that asked no DIMM knows of no end */
static void test_incomplete_run_keeps_messages(void **state)
{
	struct ocxl_message_state run = { 0 };

	assert_int_equal(RUN("one", "two", ), 0);
	check_printed("one\ntwo\n");
	ocxl_message_state_begin(&run, "state");
	ocxl_error_print("three");
	assert_int_equal(ocxl_message_state_end(&run, false), 0);
	check_printed("three\n");
	assert_int_equal(RUN("two", ), 0);
	check_printed("ended: three\nended: one\n");
}

/* one message is the beginning of another */
static void test_whole_messages_are_compared(void **state)
{
	assert_int_equal(RUN("nmem10: gone", ), 0);
	check_printed("nmem10: gone\n");
	assert_int_equal(RUN("nmem1", "nmem10: gone now", ), 0);
	check_printed("nmem1\nnmem10: gone now\nended: nmem10: gone\n");
	assert_int_equal(RUN("a\nb", ), 0);
	check_printed("a\\x0ab\nended: nmem1\nended: nmem10: gone now\n");
	assert_int_equal(RUN("a\nb", ), 0);
	check_printed("");
}

/* a state that cannot be read or written hides no message */
static void test_unusable_state(void **state)
{
	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(RUN("one", ), -EISDIR);
	check_printed("one\nndctl ocxl: cannot write to state: Is a directory\n");
	assert_int_equal(RUN("one", ), -EISDIR);
	check_printed("one\nndctl ocxl: cannot write to state: Is a directory\n");
}

/* lines of a file that this command has not written are not printed */
static void test_second_name_is_not_read(void **state)
{
	FILE *file = fopen("state", "w");

	assert_non_null(file);
	fputs("secret\n", file);
	fclose(file);
	assert_int_equal(link("state", "other"), 0);
	assert_int_equal(RUN("one", ), 0);
	check_printed("one\n");
	/* the run has replaced the one name */
	unlink("other");
	assert_int_equal(RUN(), 0);
	check_printed("ended: one\n");
}

static void test_priorities_for_the_journal(void **state)
{
	char stream[64];
	struct stat st;

	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
		 (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	ocxl_error_print("one");
	ocxl_error_print_warning("two");
	ocxl_error_print_notice("three");
	check_printed("<3>one\n<4>two\n<5>three\n");
	assert_int_equal(RUN("one", ), 0);
	assert_int_equal(RUN(), 0);
	check_printed("<3>one\n<5>ended: one\n");
	/* standard error was redirected since */
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
		 (unsigned long long)st.st_ino + 1);
	setenv("JOURNAL_STREAM", stream, 1);
	ocxl_error_print("one");
	setenv("JOURNAL_STREAM", "x", 1);
	ocxl_error_print("one");
	check_printed("one\none\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_changes_are_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_incomplete_run_keeps_messages, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_whole_messages_are_compared, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unusable_state, setup, teardown),
		cmocka_unit_test_setup_teardown(test_second_name_is_not_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_priorities_for_the_journal, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
