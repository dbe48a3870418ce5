/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * epoll on the sysfs files "flags" and "state".
 *
 * The kernel refuses to add a file of the emulator's own file system to an epoll. The emulator adds
 * a socket instead, with the caller's data. The socket reports edges. A sysfs file would report the
 * change until the caller reads the file, which the emulator cannot see.
 */
#ifndef OCXL_EMULATOR_EPOLL_FLAGS_H
#define OCXL_EMULATOR_EPOLL_FLAGS_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_epoll_flags_control() - execute epoll_ctl()
 * @cards: all cards
 * @call: epoll_ctl()
 *
 * Return: OCXL_SYSCALL_ANSWERED, -errno, or OCXL_SYSCALL_CONTINUE when the file is neither "flags"
 * nor "state".
 */
long ocxl_epoll_flags_control(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call);

/**
 * ocxl_epoll_flags_wake() - report a change to every epoll that has the file
 * @card: its file "flags" has changed; the caller holds the lock
 */
void ocxl_epoll_flags_wake(struct ocxl_emulated_card *card);

/**
 * ocxl_epoll_flags_wait() - execute epoll_wait() or a variant of it, which waits until a virtual
 * time
 * @call: the call
 *
 * Return: 0 after the limit, or OCXL_SYSCALL_CONTINUE when the kernel has to execute the call.
 */
long ocxl_epoll_flags_wait(const struct ocxl_syscall *call);

#endif /* OCXL_EMULATOR_EPOLL_FLAGS_H */
