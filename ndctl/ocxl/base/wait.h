/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait in poll(): for descriptors, a time, or a condition of a card. Signals end each wait. */
#ifndef OCXL_WAIT_H
#define OCXL_WAIT_H

#include <poll.h>
#include <semaphore.h>
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
 * Return: number of ready descriptors; 0 at the deadline; -EINTR when a signal requests a stop; or
 * another negative errno.
 */
int ocxl_wait_for_fds(struct pollfd *fds, nfds_t count, uint64_t deadline_ns);

/* twice the last pause, within the limits; @pause_ns: 0 before the first one */
uint64_t ocxl_wait_next_pause(uint64_t pause_ns, uint64_t min_ns, uint64_t max_ns);

/* a condition that is checked again and again */
struct ocxl_wait_condition {
	int flags_fd; /* of the sysfs file "flags", which changes with news; negative: none */
	uint64_t timeout_ns;
	/* a card may fail to interrupt, so there are checks without a change of the file */
	uint64_t pause_ns; /* before the second check; doubled each time */
	uint64_t pause_max_ns;
	/* waits as ocxl_wait_for_fds(), which NULL stands for */
	int (*wait_for_fds)(void *owner, struct pollfd *fds, nfds_t count, uint64_t deadline_ns);
	void *owner;
	/* true ends the wait, whether the condition is met or not */
	bool (*is_over)(void *context);
	void *context;
};

/*
 * The condition is checked at least once, and once more at the time-out.
 * Return: 0 when @is_over returned true; -ETIMEDOUT; -EINTR when a signal requests a stop; or
 * another negative errno of poll().
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

/* remember the first signal; a second one kills after one second */
void ocxl_signals_install(void);

/* a closed pipe and a file size limit become errors of write() */
void ocxl_signals_ignore_output(void);

/* post to a semaphore as well when the first signal comes; NULL: to none */
void ocxl_signals_post_stop(sem_t *semaphore);

/* did a signal arrive since ocxl_signals_install() */
bool ocxl_signals_stop_requested(void);

/* @unblocked: receives the mask for ppoll() and ocxl_signals_unblock() */
void ocxl_signals_block(sigset_t *unblocked);

void ocxl_signals_unblock(const sigset_t *unblocked);

/* end the process with the remembered signal; returns without one */
void ocxl_signals_raise_again(void);

#endif /* OCXL_WAIT_H */
