/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll(), ppoll(), select() and pselect() in one form: arguments out of the caller's
 * memory, results back into it.
 */
#ifndef OCXL_EMULATOR_POLL_ARGUMENTS_H
#define OCXL_EMULATOR_POLL_ARGUMENTS_H

#include <poll.h>
#include "syscalls/seccomp-listener.h"

#define OCXL_POLL_FOREVER (~0ULL)

/**
 * struct ocxl_poll_call - one call
 * @fd: what is waited for, with select()'s sets as events
 * @count: how many
 * @timeout_ns: how long, or OCXL_POLL_FOREVER
 * @awaited: signals that the caller blocks and this call lets through
 * @set_bytes: of select(): bytes of one set, else 0
 */
struct ocxl_poll_call {
	struct pollfd *fd;
	unsigned int count;
	u64 timeout_ns;
	u64 awaited;
	size_t set_bytes;
};

/**
 * ocxl_poll_call_read() - take a call apart
 * @call: filled; give it to ocxl_poll_call_free()
 * @request: a call of these
 *
 * Return: 0, or -errno when it had better be left to the kernel.
 */
int ocxl_poll_call_read(struct ocxl_poll_call *call, const struct ocxl_request *request);

/** ocxl_poll_call_write() - store the results. Return: the call's result or -errno */
long ocxl_poll_call_write(const struct ocxl_poll_call *call, const struct ocxl_request *request);

/** ocxl_poll_call_free() - give back what ocxl_poll_call_read() took */
void ocxl_poll_call_free(struct ocxl_poll_call *call);

#endif /* OCXL_EMULATOR_POLL_ARGUMENTS_H */
