/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll(), ppoll(), select() and pselect() on the sysfs files "flags" and "state", with the results
 * of a kernel: POLLPRI and POLLERR after a change. The kernel reports nothing for files of the
 * emulator's own file system.
 */
#ifndef OCXL_EMULATOR_POLL_FLAGS_H
#define OCXL_EMULATOR_POLL_FLAGS_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_poll_flags() - execute a call; waits as long as the call does
 * @cards: all cards
 * @call: poll(), ppoll(), select() or pselect()
 *
 * Return: the result, -errno, OCXL_SYSCALL_ANSWERED, or OCXL_SYSCALL_CONTINUE when the call has no
 * descriptor of "flags" or "state".
 */
long ocxl_poll_flags(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call);

/**
 * ocxl_poll_flags_cancel() - end a call that its thread no longer waits for
 * @tid: a thread that has just made another call
 */
void ocxl_poll_flags_cancel(pid_t tid);

/**
 * ocxl_poll_flags_wake() - wake the calls that wait for a card
 * @card: its file "flags" has changed; the caller holds the lock
 */
void ocxl_poll_flags_wake(struct ocxl_emulated_card *card);

#endif /* OCXL_EMULATOR_POLL_FLAGS_H */
