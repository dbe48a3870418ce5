/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seccomp filter that decides which system calls of COMMAND the emulator answers.
 */
#ifndef OCXL_EMULATOR_SECCOMP_FILTER_H
#define OCXL_EMULATOR_SECCOMP_FILTER_H

/**
 * ocxl_seccomp_filter_install() - catch system calls of this process and its future children
 *
 * Caught are: ioctls of libnvdimm's type; poll() and ppoll() with descriptors; select() and
 * pselect() with exceptional conditions; epoll_ctl(); restart_syscall(), which continues poll(). With a
 * virtual clock, epoll_wait() and its variants as well, if they may wait.
 *
 * Return: the descriptor that delivers the calls (the listener), or -errno.
 */
int ocxl_seccomp_filter_install(void);

#endif /* OCXL_EMULATOR_SECCOMP_FILTER_H */
