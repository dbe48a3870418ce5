// SPDX-License-Identifier: GPL-2.0-only
/* Signals that end a command: the first one in good order, a later one at once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "ocxl/base/signals.h"

#define IN_ORDER 7

/* status of a process that gets the signal twice, so many milliseconds apart */
static int stopped_twice(int number, long apart_ms)
{
	struct timespec pause = { apart_ms / 1000, apart_ms % 1000 * 1000000 };
	int status = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		/* nohup and background jobs of scripts have it ignored */
		signal(number, SIG_DFL);
		ocxl_signals_install();
		raise(number);
		nanosleep(&pause, NULL);
		raise(number);
		_exit(ocxl_signals_stop_requested() ? IN_ORDER : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void test_two_at_once_are_one(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		int status = stopped_twice(signals[i], 0);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), IN_ORDER);
	}
}

static void test_a_later_one_kills(void **state)
{
	int status = stopped_twice(SIGTERM, 1100);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_at_once_are_one),
		cmocka_unit_test(test_a_later_one_kills),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
