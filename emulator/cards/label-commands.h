/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The three label commands of libnvdimm.
 */
#ifndef OCXL_EMULATOR_LABEL_COMMANDS_H
#define OCXL_EMULATOR_LABEL_COMMANDS_H

#include "cards/emulated-card.h"

/**
 * ocxl_label_command_answer() - answer a label command like the driver in the kernel
 * @card: the caller holds the lock
 * @command: ND_CMD_GET_CONFIG_SIZE, ND_CMD_GET_CONFIG_DATA or ND_CMD_SET_CONFIG_DATA
 * @buffer: input and space for output, as libnvdimm lays them out; the answer is written into it
 * @size: bytes of @buffer
 *
 * Return: 0; -EINVAL for a range that leaves the area or exceeds 64 KiB; -EBUSY while the memory
 * is not available; -EIO for a write after a fatal failure; -ENXIO when the card is gone.
 */
int ocxl_label_command_answer(struct ocxl_emulated_card *card, unsigned int command, void *buffer,
			      size_t size);

#endif /* OCXL_EMULATOR_LABEL_COMMANDS_H */
