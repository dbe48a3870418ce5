// SPDX-License-Identifier: GPL-2.0-only
/* Commands with a deadline; a fake library answers when the test lets it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <cmocka.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl.h>
#include "assert-range.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/command.h"
#include "ocxl/run/select.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/clock.h"
#include "ocxl/base/wait.h"

#define LONG_NS	 (60000 * OCXL_MILLISECOND_NS)
#define SHORT_NS (20 * OCXL_MILLISECOND_NS)

/* a command of the fake library; sanitizers watch its bytes */
struct ndctl_cmd {
	int answered;
};

static struct {
	bool hangs;
	sem_t answer;
	sem_t over;
	int rc;
	unsigned int submitted;
	pthread_t thread;
	struct ndctl_cmd *replaced;
	unsigned int references;
} fake;

static int some_dimm, some_library;
#define DIMM	((struct ndctl_dimm *)&some_dimm)
#define LIBRARY ((struct ndctl_ctx *)&some_library)

int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	bool hangs = fake.hangs;
	int rc = fake.rc;

	fake.submitted++;
	fake.thread = pthread_self();
	if (hangs)
		sem_wait(&fake.answer);
	(*cmd)->answered++;
	if (fake.replaced)
		*cmd = fake.replaced;
	if (hangs)
		sem_post(&fake.over);
	return rc;
}

struct ndctl_ctx *ndctl_dimm_get_ctx(struct ndctl_dimm *dimm)
{
	assert_ptr_equal(dimm, DIMM);
	return LIBRARY;
}

struct ndctl_ctx *ndctl_ref(struct ndctl_ctx *ctx)
{
	assert_ptr_equal(ctx, LIBRARY);
	fake.references++;
	return ctx;
}

static int setup(void **state)
{
	(void)state;
	fake.hangs = false;
	fake.rc = 0;
	fake.submitted = 0;
	fake.replaced = NULL;
	fake.references = 0;
	sem_init(&fake.answer, 0, 0);
	sem_init(&fake.over, 0, 0);
	return 0;
}

static struct ocxl_command submit(struct ocxl_deadline *deadline, struct ndctl_cmd *cmd)
{
	const struct ocxl_dimm dimm = { .ndctl = DIMM, .deadline = deadline };
	struct ocxl_command command = { .cmd = cmd, .number = 3, .rc = 1, .wire_status = -1 };

	ocxl_deadline_submit(&command, &dimm);
	return command;
}

static void test_answers_in_time(void **state)
{
	struct ndctl_cmd cmd = { 0 }, bigger = { 0 };
	struct ocxl_deadline deadline;
	struct ocxl_command command;
	pthread_t first;

	(void)state;
	ocxl_deadline_start(&deadline, LONG_NS);
	command = submit(&deadline, &cmd);
	first = fake.thread;
	assert_int_equal(command.rc, 0);
	assert_ptr_equal(command.cmd, &cmd);
	assert_int_equal(command.number, 3);
	/* the library replaces the command, and the driver refuses it */
	fake.replaced = &bigger;
	fake.rc = -EPERM;
	command = submit(&deadline, &cmd);
	assert_int_equal(command.rc, -EPERM);
	assert_ptr_equal(command.cmd, &bigger);
	assert_int_equal(fake.submitted, 2);
	assert_int_equal(cmd.answered, 2);
	assert_false(pthread_equal(fake.thread, pthread_self()));
	assert_true(pthread_equal(fake.thread, first));
	assert_int_equal(fake.references, 0);
	assert_false(ocxl_deadline_has_abandoned());
	ocxl_deadline_end(&deadline);
	assert_null(deadline.sender);
}

static void test_abandons_late_command(void **state)
{
	struct ndctl_cmd *cmd = calloc(1, sizeof(*cmd)), other = { 0 };
	struct ocxl_deadline deadline;
	struct ocxl_command command;
	uint64_t begin = ocxl_clock_now_ns();

	(void)state;
	fake.hangs = true;
	ocxl_deadline_start(&deadline, SHORT_NS);
	command = submit(&deadline, cmd);
	assert_int_equal(command.rc, -ETIMEDOUT);
	assert_null(command.cmd);
	assert_int_equal(command.wire_status, -1);
	assert_range(ocxl_clock_now_ns() - begin, SHORT_NS, LONG_NS);
	assert_int_equal(fake.references, 1);
	/* the next command is not sent, and stays the caller's */
	command = submit(&deadline, &other);
	assert_int_equal(command.rc, -ECANCELED);
	assert_ptr_equal(command.cmd, &other);
	assert_true(ocxl_deadline_has_abandoned());
	ocxl_deadline_end(&deadline);
	/* the thread still has what it needs for the late answer; on a busy machine it begins now */
	sem_post(&fake.answer);
	sem_wait(&fake.over);
	assert_int_equal(fake.submitted, 1);
	assert_int_equal(cmd->answered, 1);
	while (ocxl_deadline_has_abandoned())
		sched_yield();
	free(cmd);
}

static void test_sends_nothing_without_time(void **state)
{
	struct ndctl_cmd cmd = { 0 };
	struct ocxl_deadline deadline;
	struct ocxl_command command;

	(void)state;
	ocxl_deadline_start(&deadline, 0);
	command = submit(&deadline, &cmd);
	assert_int_equal(command.rc, -ECANCELED);
	assert_ptr_equal(command.cmd, &cmd);
	assert_int_equal(fake.submitted, 0);
	ocxl_deadline_end(&deadline);
}

static void test_restart_gives_more_time(void **state)
{
	struct ndctl_cmd cmd = { 0 };
	struct ocxl_deadline deadline;
	struct ocxl_command command;

	(void)state;
	ocxl_deadline_start(&deadline, 0);
	ocxl_deadline_restart(&deadline, LONG_NS);
	command = submit(&deadline, &cmd);
	assert_int_equal(command.rc, 0);
	assert_int_equal(fake.submitted, 1);
	ocxl_deadline_end(&deadline);
}

/* must be the last test: a signal stays remembered */
static void test_abandons_after_signal(void **state)
{
	struct ndctl_cmd *cmd = calloc(1, sizeof(*cmd));
	struct ocxl_deadline deadline;
	struct ocxl_command command;

	(void)state;
	fake.hangs = true;
	ocxl_signals_install();
	raise(SIGTERM);
	ocxl_deadline_start(&deadline, LONG_NS);
	command = submit(&deadline, cmd);
	assert_int_equal(command.rc, -EINTR);
	assert_null(command.cmd);
	assert_int_equal(fake.references, 1);
	sem_post(&fake.answer);
	sem_wait(&fake.over);
	ocxl_deadline_end(&deadline);
	free(cmd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_answers_in_time, setup),
		cmocka_unit_test_setup(test_abandons_late_command, setup),
		cmocka_unit_test_setup(test_sends_nothing_without_time, setup),
		cmocka_unit_test_setup(test_restart_gives_more_time, setup),
		cmocka_unit_test_setup(test_abandons_after_signal, setup),
	};

	return cmocka_run_group_tests_name("deadline", tests, NULL, NULL);
}
