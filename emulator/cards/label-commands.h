/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The three label commands, as the driver answers them.
 */
#ifndef OCXL_EMULATOR_LABEL_COMMANDS_H
#define OCXL_EMULATOR_LABEL_COMMANDS_H

#include "cards/emulated-card.h"

/**
 * ocxl_labels_answer() - answer a label command
 * @card: the caller holds the lock
 * @command: ND_CMD_GET_CONFIG_SIZE, ND_CMD_GET_CONFIG_DATA or ND_CMD_SET_CONFIG_DATA
 * @buffer: input and room for output, as libnvdimm lays them out
 * @size: bytes of @buffer
 *
 * Return: 0, -EINVAL for a range outside of the area or longer than 64 KiB, -EBUSY
 * while the memory is not available, -EIO for a write after a fatal failure, -ENXIO when
 * the card is gone.
 */
int ocxl_labels_answer(struct ocxl_emulated *card, unsigned int command, void *buffer, size_t size);

#endif /* OCXL_EMULATOR_LABEL_COMMANDS_H */
