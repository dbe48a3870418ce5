/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of wire commands, and the rules that hold for all of them; private to driver/core
 * (Documentation/protocol/wire.md 2 and 3).
 */
#ifndef OCXL_CORE_COMMAND_H
#define OCXL_CORE_COMMAND_H

#include "call.h"

/**
 * ocxlpmem_command_mask() - wire commands that the driver offers for a card
 * @emulated: the card is an emulated one
 *
 * Return: one bit per command, as in cmd_mask of CAPABILITIES.
 */
u64 ocxlpmem_command_mask(bool emulated);

/**
 * ocxlpmem_command_name() - name of a wire command, for messages
 * @command: OCXL_CMD_*
 *
 * Return: static text; NULL if there is no such command.
 */
const char *ocxlpmem_command_name(u64 command);

/**
 * ocxlpmem_command_run() - check and serve one command, and write its response
 * @call: device, caller, command, input and response are set
 *
 * Return: 0 with the response in @call->response and @call->needed set, or the errno of the
 * ioctl: -ENOTTY, -EINVAL (capacity below 8 bytes), -ENOMEM, -ENXIO, -EINTR.
 */
int ocxlpmem_command_run(struct ocxlpmem_call *call);

#endif /* OCXL_CORE_COMMAND_H */
