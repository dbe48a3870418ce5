/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait in poll(): for descriptors, a time, or a condition of a card. Signals end each wait. */
#ifndef OCXL_WAIT_H
#define OCXL_WAIT_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* a deadline that never comes */
#define OCXL_WAIT_FOREVER UINT64_MAX

/*
 * poll() until a descriptor is ready
 * @fds: negative descriptors are ignored
 * @deadline_ns: by ocxl_clock_now_ns(), or OCXL_WAIT_FOREVER
 * A signal also ends the wait if it came before the call.
 * Return: number of ready descriptors; 0 at the deadline; -EINTR when a signal asks to stop; or
 * another negative errno.
 */
int ocxl_wait_for_fds(struct pollfd *fds, nfds_t count, uint64_t deadline_ns);

/*
 * how long to pause before another attempt
 * @pause_ns: the last pause; 0 before the first one
 * Return: nanoseconds; twice the last pause, within these limits.
 */
uint64_t ocxl_wait_next_pause(uint64_t pause_ns, uint64_t min_ns, uint64_t max_ns);

/* a condition that is checked again and again */
struct ocxl_wait_condition {
	/*
	 * descriptor of the sysfs file "flags", which changes when the card has news; negative:
	 * none
	 */
	int flags_fd;
	uint64_t timeout_ns; /* when the wait gives up */
	/*
	 * first pause between two checks; doubled each time. A card may fail to interrupt, so the
	 * condition is also checked without a change of the file
	 */
	uint64_t pause_ns;
	uint64_t pause_max_ns; /* longest pause */
	/* waits as ocxl_wait_for_fds(), which NULL stands for */
	int (*wait_for_fds)(void *owner, struct pollfd *fds, nfds_t count, uint64_t deadline_ns);
	void *owner;
	/*
	 * check the condition; true ends the wait. Whether it was met, and errors, are the caller's
	 * to keep in @context
	 */
	bool (*is_over)(void *context);
	void *context;
};

/*
 * check a condition until it is over
 * The condition is checked at least once, and once more at the time-out.
 * Return: 0 when @is_over returned true; -ETIMEDOUT; -EINTR when a signal asks to stop; or another
 * negative errno of poll().
 */
int ocxl_wait_for_condition(const struct ocxl_wait_condition *condition);

#define OCXL_SECOND_NS	    UINT64_C(1000000000)
#define OCXL_MILLISECOND_NS UINT64_C(1000000)

/* nanoseconds of CLOCK_MONOTONIC; async-signal-safe */
static inline uint64_t ocxl_clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * OCXL_SECOND_NS + now.tv_nsec;
}

/*
 * remember the first signal; a second one kills after one second
 * Signals that are ignored stay ignored.
 */
void ocxl_signals_install(void);

/* did a signal arrive since ocxl_signals_install() */
bool ocxl_signals_stop_requested(void);

/*
 * block the three signals in this thread
 * @unblocked: receives the mask before the call, for ppoll() and ocxl_signals_unblock()
 * Threads created while they are blocked do not receive them.
 */
void ocxl_signals_block(sigset_t *unblocked);

/* restore the mask from ocxl_signals_block() */
void ocxl_signals_unblock(const sigset_t *unblocked);

/* end the process with the remembered signal; returns without one */
void ocxl_signals_raise_again(void);

#endif /* OCXL_WAIT_H */
