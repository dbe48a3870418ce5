// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include "ocxl/base/signals.h"

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

#define STOP_SIGNALS (sizeof(stop_signals) / sizeof(stop_signals[0]))

/* written by a handler, read by any thread */
static int stop_signal;

/* timeout(1) sends a signal to its child and then to the group, of which that is one */
#define TOGETHER_MS 1000

static int64_t first_ms;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* who is stuck can be killed by a second one */
static void note(int number)
{
	if (!ocxl_signals_stop_requested()) {
		__atomic_store_n(&first_ms, now_ms(), __ATOMIC_RELAXED);
		__atomic_store_n(&stop_signal, number, __ATOMIC_RELAXED);
	} else if (now_ms() - __atomic_load_n(&first_ms, __ATOMIC_RELAXED) >= TOGETHER_MS) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

void ocxl_signals_install(void)
{
	struct sigaction action, old;
	size_t i;

	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_handler = note;
	/* no SA_RESTART: a wait shall end */
	for (i = 0; i < STOP_SIGNALS; i++) {
		/* nohup and background jobs ignore them on purpose */
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
	for (i = 0; i < STOP_SIGNALS; i++)
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
