// SPDX-License-Identifier: GPL-2.0-only
/* A file is shortened only while no other process waits to open it, and signals are as before. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "ocxl/output/write-lease.h"

#define TEXT "complete\nincomp"

static char name[32];
static int file;
static volatile sig_atomic_t own_handler_calls;

static void count_call(int number)
{
	own_handler_calls++;
}

/* a file under a lease, in a process with its own handler of the signal */
static int setup(void **state)
{
	strcpy(name, "/tmp/ocxl-lease-XXXXXX");
	file = mkstemp(name);
	assert_true(file >= 0);
	assert_int_equal(write(file, TEXT, strlen(TEXT)), strlen(TEXT));
	own_handler_calls = 0;
	signal(SIGURG, count_call);
	assert_true(ocxl_write_lease_take(file));
	return 0;
}

static int teardown(void **state)
{
	ocxl_write_lease_give_back(file);
	signal(SIGURG, SIG_DFL);
	close(file);
	return unlink(name);
}

static off_t file_size(void)
{
	struct stat st;

	assert_int_equal(fstat(file, &st), 0);
	return st.st_size;
}

/* another process begins to wait, or would: the kernel tells this one */
static void open_elsewhere(void)
{
	int status = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(open(name, O_RDONLY | O_NONBLOCK) < 0 ? errno : 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EWOULDBLOCK);
}

static void set_blocked(int how)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGURG);
	pthread_sigmask(how, &signals, NULL);
}

static bool is_blocked(void)
{
	sigset_t mask;

	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	return sigismember(&mask, SIGURG);
}

static void test_file_is_shortened(void **state)
{
	assert_int_equal(ocxl_write_lease_truncate(file, 9), 0);
	assert_int_equal(file_size(), 9);
}

static void test_failure_is_returned(void **state)
{
	assert_int_equal(ocxl_write_lease_truncate(file, -1), -EINVAL);
	assert_int_equal(file_size(), strlen(TEXT));
}

static void test_file_stays_if_another_process_waits(void **state)
{
	open_elsewhere();
	assert_int_equal(ocxl_write_lease_truncate(file, 9), -EWOULDBLOCK);
	assert_int_equal(file_size(), strlen(TEXT));
}

static void test_caller_gets_its_signals_back(void **state)
{
	assert_int_equal(ocxl_write_lease_truncate(file, 9), 0);
	assert_false(is_blocked());
	assert_int_equal(own_handler_calls, 0);
	raise(SIGURG);
	assert_int_equal(own_handler_calls, 1);
	set_blocked(SIG_BLOCK);
	assert_int_equal(ocxl_write_lease_truncate(file, 8), 0);
	assert_true(is_blocked());
	set_blocked(SIG_UNBLOCK);
}

/* the signal has come while the caller blocks it */
static void test_blocked_signal_is_seen(void **state)
{
	sigset_t pending;

	set_blocked(SIG_BLOCK);
	open_elsewhere();
	assert_int_equal(ocxl_write_lease_truncate(file, 9), -EWOULDBLOCK);
	assert_int_equal(file_size(), strlen(TEXT));
	assert_true(is_blocked());
	sigpending(&pending);
	assert_false(sigismember(&pending, SIGURG));
	set_blocked(SIG_UNBLOCK);
	assert_int_equal(own_handler_calls, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_file_is_shortened, setup, teardown),
		cmocka_unit_test_setup_teardown(test_failure_is_returned, setup, teardown),
		cmocka_unit_test_setup_teardown(test_file_stays_if_another_process_waits, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_caller_gets_its_signals_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_blocked_signal_is_seen, setup, teardown),
	};

	return cmocka_run_group_tests_name("write_lease", tests, NULL, NULL);
}
