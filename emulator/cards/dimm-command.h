/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of libnvdimm (ND_CMD_*) that a card answers. Front ends that receive ioctls call
 * this; seccomp notification is only one way to receive them.
 */
#ifndef OCXL_EMULATOR_DIMM_COMMAND_H
#define OCXL_EMULATOR_DIMM_COMMAND_H

#include "cards/emulated-card.h"

/**
 * ocxl_dimm_command_mask() - the commands that a card answers
 * @card: the card
 *
 * Return: bit N for ND_CMD_* number N, as in libnvdimm.
 */
u32 ocxl_dimm_command_mask(const struct ocxl_emulated_card *card);

/**
 * ocxl_dimm_command_answer() - answer one command
 * @card: the caller holds the lock
 * @caller: the rights of the process that sent the command
 * @command: ND_CMD_*, a bit of ocxl_dimm_command_mask()
 * @buffer: input and space for output, as libnvdimm lays them out; the answer is written into it
 * @size: bytes of @buffer
 *
 * Return: 0, or the errno of the ioctl.
 */
int ocxl_dimm_command_answer(struct ocxl_emulated_card *card, const struct ocxlpmem_caller *caller,
			     unsigned int command, void *buffer, size_t size);

#endif /* OCXL_EMULATOR_DIMM_COMMAND_H */
