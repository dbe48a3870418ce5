/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command that goes on waits with: nothing runs while nothing happens. */
#ifndef OCXL_WAIT_H
#define OCXL_WAIT_H

#include <poll.h>
#include <stdint.h>

/* no time at all: a card, a device or a signal ends the wait */
#define OCXL_WAIT_FOREVER   UINT64_MAX
#define OCXL_MILLISECOND_NS UINT64_C(1000000)

/** ocxl_wait_now() - nanoseconds of a clock that nobody sets */
uint64_t ocxl_wait_now(void);

/**
 * ocxl_wait() - poll() until something is ready, or until @deadline
 * @fds: what to wait for; negative descriptors are left out
 * @count: how many
 * @deadline: by ocxl_wait_now(), or OCXL_WAIT_FOREVER
 *
 * A signal that asks to stop is never missed, whenever it comes.
 *
 * Return: how many are ready, 0 at the deadline, -EINTR when a signal asks to
 * stop, or another negative errno.
 */
int ocxl_wait(struct pollfd *fds, nfds_t count, uint64_t deadline);

/**
 * ocxl_wait_arm() - read a sysfs file, so that its next change is told
 * @fd: to be waited for with POLLPRI; left out from now on if it cannot be read
 *
 * To be called before the question whose answer may change: what happens in between is
 * told then.
 */
void ocxl_wait_arm(struct pollfd *fd);

/**
 * ocxl_wait_look() - wait for one descriptor, and no longer than until the next look
 * @fd: what to wait for
 * @pause_ns: until somebody looks anyway: a card whose interrupts do not arrive wakes nobody
 * @deadline: the end of waiting, if that is earlier
 *
 * Return: as ocxl_wait(), but 0 for whatever is ready.
 */
int ocxl_wait_look(struct pollfd *fd, uint64_t pause_ns, uint64_t deadline);

#endif /* OCXL_WAIT_H */
