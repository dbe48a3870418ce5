// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

/* written by the handler, read by all threads */
static int stop_signal;
static uint64_t stop_signal_ns;

/* timeout(1) signals its child and then the process group: the child receives two */
#define SAME_SIGNAL_NS OCXL_SECOND_NS

/* a process that hangs after the first signal is killed by the second */
static void remember_signal(int number)
{
	uint64_t now = ocxl_clock_now_ns();

	if (!ocxl_signals_stop_requested()) {
		__atomic_store_n(&stop_signal_ns, now, __ATOMIC_RELAXED);
		__atomic_store_n(&stop_signal, number, __ATOMIC_RELAXED);
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
}
