// SPDX-License-Identifier: GPL-2.0-only
/* Waits for descriptors, a time, a condition and signals. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include "fakes.h"
#include "ocxl/output/output.h"
#include "ocxl/base/wait.h"

UNIT_TEST(test_wait_until)
{
	uint64_t start = ocxl_clock_now_ns();

	assert_int_equal(ocxl_wait_for_fds(NULL, 0, start + 30000000), 0);
	assert_true(ocxl_clock_now_ns() >= start + 30000000);
	/* a deadline in the past returns at once */
	assert_int_equal(ocxl_wait_for_fds(NULL, 0, start), 0);
	assert_int_equal(ocxl_wait_for_fds(NULL, 0, 0), 0);
}

UNIT_TEST(test_wait_for_descriptor)
{
	struct pollfd fds[2] = { { .fd = -1, .events = POLLIN }, { .events = POLLIN } };
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	fds[1].fd = ends[0];
	assert_int_equal(ocxl_wait_for_fds(fds, 2, ocxl_clock_now_ns()), 0);
	assert_int_equal(write(ends[1], "", 1), 1);
	assert_int_equal(ocxl_wait_for_fds(fds, 2, OCXL_WAIT_FOREVER), 1);
	assert_int_equal(fds[0].revents, 0);
	assert_int_equal(fds[1].revents, POLLIN);
	close(ends[0]);
	close(ends[1]);
}

/* a command that writes nothing still notices that its reader has closed the pipe */
UNIT_TEST(test_wait_for_reader_to_go)
{
	struct ocxl_output *output;
	struct pollfd fd = { 0 };
	int ends[2], saved = dup(STDOUT_FILENO);

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL), 0);
	fd.fd = ocxl_output_poll_fd(output);
	assert_int_equal(fd.fd, STDOUT_FILENO);
	assert_int_equal(ocxl_wait_for_fds(&fd, 1, ocxl_clock_now_ns()), 0);
	close(ends[0]);
	assert_int_equal(ocxl_wait_for_fds(&fd, 1, OCXL_WAIT_FOREVER), 1);
	assert_true(fd.revents & POLLERR);
	ocxl_output_close(output);
	dup2(saved, STDOUT_FILENO);
	close(saved);
}

UNIT_TEST(test_file_has_no_reader)
{
	char path[] = "/tmp/ocxl-test-wait-XXXXXX";
	struct ocxl_output *output;

	close(mkstemp(path));
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_APPEND, path, 0600, NULL), 0);
	assert_int_equal(ocxl_output_poll_fd(output), -1);
	ocxl_output_close(output);
	unlink(path);
}

/* of a test that does not wait: the time, which a wait moves */
static bool has_own_clock;
static uint64_t own_ns;

static int fake_clock_gettime(clockid_t clock, struct timespec *now)
{
	if (!has_own_clock)
		return __real_clock_gettime(clock, now);
	now->tv_sec = own_ns / OCXL_SECOND_NS;
	now->tv_nsec = own_ns % OCXL_SECOND_NS;
	return 0;
}
UNIT_FAKE(clock_gettime, fake_clock_gettime)

static int fake_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *limit,
		      const sigset_t *mask)
{
	if (!has_own_clock)
		return __real_ppoll(fds, count, limit, mask);
	own_ns += limit->tv_sec * OCXL_SECOND_NS + limit->tv_nsec;
	return 0;
}
UNIT_FAKE(ppoll, fake_ppoll)

static bool count_checks(void *context)
{
	unsigned int *checks = context;

	return ++*checks == 3;
}

static bool never_over(void *context)
{
	unsigned int *checks = context;

	++*checks;
	return false;
}

UNIT_TEST(test_wait_for_condition)
{
	unsigned int checks = 0;
	struct ocxl_wait_condition condition = {
		.flags_fd = -1,
		.timeout_ns = 60 * OCXL_SECOND_NS,
		.pause_ns = OCXL_MILLISECOND_NS,
		.pause_max_ns = OCXL_MILLISECOND_NS,
		.is_over = count_checks,
		.context = &checks,
	};

	has_own_clock = true;
	assert_int_equal(ocxl_wait_for_condition(&condition), 0);
	assert_int_equal(checks, 3);
	assert_int_equal(own_ns, 2 * OCXL_MILLISECOND_NS);
	/* checked at the start, and once more at the time-out */
	checks = 0;
	condition.is_over = never_over;
	condition.timeout_ns = 0;
	assert_int_equal(ocxl_wait_for_condition(&condition), -ETIMEDOUT);
	assert_int_equal(checks, 1);
	checks = 0;
	condition.timeout_ns = 20 * OCXL_MILLISECOND_NS;
	condition.pause_ns = 60 * OCXL_SECOND_NS;
	condition.pause_max_ns = condition.pause_ns;
	assert_int_equal(ocxl_wait_for_condition(&condition), -ETIMEDOUT);
	assert_int_equal(checks, 2);
	assert_int_equal(own_ns, 22 * OCXL_MILLISECOND_NS);
	has_own_clock = false;
}

static void ignore_signal(int number)
{
}

static void *send_signals(void *argument)
{
	pthread_t *thread = argument;

	usleep(20000);
	pthread_kill(*thread, SIGUSR1);
	usleep(20000);
	pthread_kill(*thread, SIGTERM);
	return NULL;
}

UNIT_TEST(test_next_pause)
{
	assert_int_equal(ocxl_wait_next_pause(0, 5, 60), 5);
	assert_int_equal(ocxl_wait_next_pause(5, 5, 60), 10);
	assert_int_equal(ocxl_wait_next_pause(30, 5, 60), 60);
	assert_int_equal(ocxl_wait_next_pause(40, 5, 60), 60);
	assert_int_equal(ocxl_wait_next_pause(60, 5, 60), 60);
}

/* must be the last test: the signal stays remembered */
UNIT_TEST(test_wait_for_signal)
{
	const struct sigaction action = { .sa_handler = ignore_signal };
	pthread_t self = pthread_self(), other;
	uint64_t start = ocxl_clock_now_ns();

	ocxl_signals_install();
	sigaction(SIGUSR1, &action, NULL);
	assert_int_equal(pthread_create(&other, NULL, send_signals, &self), 0);
	/* other signals do not end the wait */
	assert_int_equal(ocxl_wait_for_fds(NULL, 0, OCXL_WAIT_FOREVER), -EINTR);
	assert_true(ocxl_signals_stop_requested());
	assert_true(ocxl_clock_now_ns() >= start + 40000000);
	pthread_join(other, NULL);
	/* a signal before the wait ends it, too */
	assert_int_equal(ocxl_wait_for_fds(NULL, 0, OCXL_WAIT_FOREVER), -EINTR);
}
