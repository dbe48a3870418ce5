/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seccomp filter that decides which system calls of COMMAND the emulator answers.
 */
#ifndef OCXL_EMULATOR_SECCOMP_FILTER_H
#define OCXL_EMULATOR_SECCOMP_FILTER_H

#include <stdbool.h>

/**
 * ocxl_seccomp_filter_install() - catch system calls of this process and its future children
 *
 * Caught are: ioctls of libnvdimm's type; poll() and ppoll() with descriptors; select() and
 * pselect() with exceptional conditions; epoll_ctl(); restart_syscall(), which continues poll().
 * With a virtual clock, epoll_wait() and its variants as well, if they may wait.
 *
 * Return: the descriptor that delivers the calls (the listener), or -errno.
 */
int ocxl_seccomp_filter_install(void);

/**
 * ocxl_seccomp_waits_killable() - does a caught call wait for its answer, whatever signals come?
 *
 * Since Linux 5.19, only a signal that kills the caller ends a call that the emulator has received,
 * as a call of a driver in the kernel. Before, each signal with a handler does.
 */
bool ocxl_seccomp_waits_killable(void);

#endif /* OCXL_EMULATOR_SECCOMP_FILTER_H */
