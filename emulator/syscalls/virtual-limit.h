/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls that wait for files of cards with a time limit, while the clock is virtual: the limit is a
 * time of this clock. The emulator waits in place of the kernel.
 */
#ifndef OCXL_EMULATOR_VIRTUAL_LIMIT_H
#define OCXL_EMULATOR_VIRTUAL_LIMIT_H

#include <poll.h>
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_virtual_limit_read() - does the call wait until a virtual time?
 * @call: poll(), select(), epoll_wait(), or a variant of these
 * @limit_ns: receives the length of the wait
 *
 * Return: false with the machine's clock, and for a call that does not wait or has no limit.
 */
bool ocxl_virtual_limit_read(const struct ocxl_syscall *call, u64 *limit_ns);

/**
 * ocxl_virtual_limit_wait() - wait in place of the kernel
 * @call: the call
 * @limit_ns: from ocxl_virtual_limit_read()
 * @fds: descriptors of this process that end the wait when they are ready; negative ones are
 *	ignored
 * @count: entries of @fds
 * @is_over: does a file of a card end the wait? NULL: none does
 * @context: for @is_over
 *
 * Return: true when the emulator has to answer the call; false when the kernel has to execute it,
 * because a signal is pending that the call lets through, or because its process stops or its
 * caller has ended.
 */
bool ocxl_virtual_limit_wait(const struct ocxl_syscall *call, u64 limit_ns, struct pollfd *fds,
			     unsigned int count, bool (*is_over)(void *context), void *context);

#endif /* OCXL_EMULATOR_VIRTUAL_LIMIT_H */
