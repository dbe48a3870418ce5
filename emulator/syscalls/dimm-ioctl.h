/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libnvdimm's side of an ioctl on /dev/nmemN, and the boundary to cards and drivers.
 */
#ifndef OCXL_EMULATOR_DIMM_IOCTL_H
#define OCXL_EMULATOR_DIMM_IOCTL_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_answer() - answer one command; a front end that gets ioctls by other means
 *	calls this
 * @card: the caller holds the lock
 * @caller: who asks
 * @command: ND_CMD_*
 * @buffer: input and room for output, as libnvdimm lays them out
 * @size: bytes of @buffer
 *
 * Return: 0 or the errno of the ioctl.
 */
int ocxl_answer(struct ocxl_emulated *card, const struct ocxlpmem_caller *caller,
		unsigned int command, void *buffer, size_t size);

/**
 * ocxl_ioctl() - an ioctl of libnvdimm's type that was caught
 *
 * Return: 0, -errno, or OCXL_TRAP_PASS when its descriptor is no DIMM of ours.
 */
long ocxl_ioctl(struct ocxl_cards *cards, const struct ocxl_request *request);

#endif /* OCXL_EMULATOR_DIMM_IOCTL_H */
