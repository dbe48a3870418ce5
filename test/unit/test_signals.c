// SPDX-License-Identifier: GPL-2.0-only
/* The first signal is remembered; a later one kills. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "unit.h"
#include "ocxl/base/wait.h"

#define REMEMBERED 7

/* exit status of a process that receives a signal twice, @apart_ms milliseconds apart */
static int signal_twice(int number, long apart_ms)
{
	struct timespec pause = { apart_ms / 1000, apart_ms % 1000 * 1000000 };
	int status = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		/* the test may run below nohup, or as a background job of a script */
		signal(number, SIG_DFL);
		ocxl_signals_install();
		raise(number);
		nanosleep(&pause, NULL);
		raise(number);
		_exit(ocxl_signals_stop_requested() ? REMEMBERED : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

UNIT_TEST(test_two_signals_at_once_count_as_one)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		int status = signal_twice(signals[i], 0);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), REMEMBERED);
	}
}

UNIT_TEST(test_later_signal_kills)
{
	int status = signal_twice(SIGTERM, 1100);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

static sigjmp_buf place;

static void jump_to_place(int number)
{
	siglongjmp(place, 1);
}

/*
 * both signals are pending: the kernel starts the handler of the first, and in it that of the
 * second
 */
UNIT_TEST(test_signal_is_remembered_although_another_handler_jumps)
{
	sigset_t both, mask;
	int status = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGTERM, SIG_DFL);
		ocxl_signals_install();
		signal(SIGURG, jump_to_place);
		sigemptyset(&both);
		sigaddset(&both, SIGTERM);
		sigaddset(&both, SIGURG);
		sigprocmask(SIG_BLOCK, &both, &mask);
		raise(SIGTERM);
		raise(SIGURG);
		if (!sigsetjmp(place, 1))
			sigprocmask(SIG_SETMASK, &mask, NULL);
		_exit(ocxl_signals_stop_requested() ? REMEMBERED : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), REMEMBERED);
}
