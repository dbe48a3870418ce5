// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/base/wait.h"

static int poll_once(struct pollfd *fds, nfds_t count, uint64_t deadline_ns,
		     const sigset_t *unblocked)
{
	struct timespec pause;
	uint64_t now, left;
	int rc;

	if (deadline_ns == OCXL_WAIT_FOREVER) {
		rc = ppoll(fds, count, NULL, unblocked);
	} else {
		now = ocxl_clock_now_ns();
		left = deadline_ns > now ? deadline_ns - now : 0;
		pause.tv_sec = left / OCXL_SECOND_NS;
		pause.tv_nsec = left % OCXL_SECOND_NS;
		rc = ppoll(fds, count, &pause, unblocked);
	}
	return rc < 0 ? -errno : rc;
}

int ocxl_wait_for_fds(struct pollfd *fds, nfds_t count, uint64_t deadline_ns)
{
	sigset_t unblocked;
	int rc;

	/* a signal between the test and ppoll() stays pending and ends ppoll() */
	ocxl_signals_block(&unblocked);
	do {
		rc = ocxl_signals_stop_requested() ? -EINTR
						   : poll_once(fds, count, deadline_ns, &unblocked);
	} while (rc == -EINTR && !ocxl_signals_stop_requested());
	ocxl_signals_unblock(&unblocked);
	return rc;
}

uint64_t ocxl_wait_next_pause(uint64_t pause_ns, uint64_t min_ns, uint64_t max_ns)
{
	if (!pause_ns)
		return min_ns;
	return 2 * pause_ns < max_ns ? 2 * pause_ns : max_ns;
}

/* poll() reports changes of a sysfs file since it was last read */
static void read_sysfs_file(struct pollfd *file)
{
	char text[256];

	if (file->fd >= 0 && pread(file->fd, text, sizeof(text), 0) < 0)
		file->fd = -1;
}

int ocxl_wait_for_condition(const struct ocxl_wait_condition *condition)
{
	uint64_t deadline = ocxl_clock_now_ns() + condition->timeout_ns;
	struct pollfd flags = { .fd = condition->flags_fd, .events = POLLPRI };
	uint64_t pause = 0, next;
	bool last;
	int rc;

	for (;;) {
		/* before the check: it takes time, and a change during it ends the next poll() */
		last = ocxl_clock_now_ns() >= deadline;
		read_sysfs_file(&flags);
		if (condition->is_over(condition->context))
			return 0;
		if (last)
			return -ETIMEDOUT;
		pause = ocxl_wait_next_pause(pause, condition->pause_ns, condition->pause_max_ns);
		next = ocxl_clock_now_ns() + pause;
		if (next > deadline)
			next = deadline;
		rc = condition->wait_for_fds
			     ? condition->wait_for_fds(condition->owner, &flags, 1, next)
			     : ocxl_wait_for_fds(&flags, 1, next);
		if (rc < 0)
			return rc;
	}
}

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

/* written by the handler, read by all threads */
static int stop_signal;
static uint64_t stop_signal_ns;
static sem_t *stop_post;

/* timeout(1) signals its child and then the process group: the child receives two */
#define SAME_SIGNAL_NS OCXL_SECOND_NS

/* a process that hangs after the first signal is killed by the second */
static void remember_signal(int number)
{
	uint64_t now = ocxl_clock_now_ns();
	sem_t *post;

	if (!ocxl_signals_stop_requested()) {
		__atomic_store_n(&stop_signal_ns, now, __ATOMIC_RELAXED);
		__atomic_store_n(&stop_signal, number, __ATOMIC_RELAXED);
		post = __atomic_load_n(&stop_post, __ATOMIC_RELAXED);
		if (post)
			sem_post(post);
	} else if (now - __atomic_load_n(&stop_signal_ns, __ATOMIC_RELAXED) >= SAME_SIGNAL_NS) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

void ocxl_signals_install(void)
{
	struct sigaction action, old;
	size_t i;

	memset(&action, 0, sizeof(action));
	sigfillset(&action.sa_mask);
	/* without SA_RESTART a signal interrupts the system call that waits */
	action.sa_handler = remember_signal;
	for (i = 0; i < ARRAY_SIZE(stop_signals); i++) {
		/* nohup and background jobs ignore signals on purpose */
		if (!sigaction(stop_signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(stop_signals[i], &action, NULL);
	}
}

void ocxl_signals_post_stop(sem_t *semaphore)
{
	__atomic_store_n(&stop_post, semaphore, __ATOMIC_RELAXED);
}

void ocxl_signals_ignore_output(void)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

bool ocxl_signals_stop_requested(void)
{
	return __atomic_load_n(&stop_signal, __ATOMIC_RELAXED) != 0;
}

void ocxl_signals_block(sigset_t *unblocked)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < ARRAY_SIZE(stop_signals); i++)
		sigaddset(&set, stop_signals[i]);
	pthread_sigmask(SIG_BLOCK, &set, unblocked);
}

void ocxl_signals_unblock(const sigset_t *unblocked)
{
	pthread_sigmask(SIG_SETMASK, unblocked, NULL);
}

void ocxl_signals_raise_again(void)
{
	int number = __atomic_load_n(&stop_signal, __ATOMIC_RELAXED);

	if (!number)
		return;
	signal(number, SIG_DFL);
	raise(number);
	/* the first process of a container ignores it */
	_exit(128 + number);
}
