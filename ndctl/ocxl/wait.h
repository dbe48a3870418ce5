/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command that goes on waits with: nothing runs while nothing happens. */
#ifndef OCXL_WAIT_H
#define OCXL_WAIT_H

#include <poll.h>
#include <stdint.h>

/* no time at all: a card, a device or a signal ends the wait */
#define OCXL_WAIT_FOREVER UINT64_MAX

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

#endif /* OCXL_WAIT_H */
