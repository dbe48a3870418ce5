/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll(), ppoll(), select() and pselect() on the sysfs file "flags", with the results of a kernel:
 * POLLPRI and POLLERR after a change. The kernel reports nothing for files of the emulator's own
 * file system.
 */
#ifndef OCXL_EMULATOR_POLL_FLAGS_H
#define OCXL_EMULATOR_POLL_FLAGS_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/*
 * answer a call if a file has changed. Return: -errno, OCXL_SYSCALL_ANSWERED, or
 * OCXL_SYSCALL_CONTINUE: the kernel waits.
 */
long ocxl_poll_flags(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *caught);

/* wake the calls that wait for a card */
void ocxl_poll_flags_wake(struct ocxl_emulated_card *card);

#endif /* OCXL_EMULATOR_POLL_FLAGS_H */
