/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ioctls on /dev/nmemN, with the checks of libnvdimm.
 */
#ifndef OCXL_EMULATOR_DIMM_IOCTL_H
#define OCXL_EMULATOR_DIMM_IOCTL_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_dimm_ioctl() - answer an ioctl
 * @cards: all cards
 * @call: an ioctl of libnvdimm's type
 *
 * Return: 0, -errno, or OCXL_SYSCALL_CONTINUE when the descriptor is not the node of a card.
 */
long ocxl_dimm_ioctl(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call);

#endif /* OCXL_EMULATOR_DIMM_IOCTL_H */
