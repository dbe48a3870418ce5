/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of wire commands, the rules that hold for all of them, and the functions that serve them;
 * private to core (wire.md 2 to 4).
 */
#ifndef OCXL_CORE_WIRE_COMMAND_H
#define OCXL_CORE_WIRE_COMMAND_H

#include "call.h"

/**
 * ocxlpmem_command_mask() - wire commands that the driver offers for a card
 * @emulated: the card is an emulated one
 *
 * Return: one bit per command, as in cmd_mask of CAPABILITIES.
 */
u64 ocxlpmem_command_mask(bool emulated);

/**
 * ocxlpmem_command_run() - check and serve one command, and write its response
 * @call: device, caller, command, input and response are set
 *
 * Return: 0 with the response in @call->response and @call->needed set, or the errno of the
 * ioctl: -ENOTTY, -EINVAL (capacity below 8 bytes), -ENOMEM, -ENXIO, -EINTR.
 */
int ocxlpmem_command_run(struct ocxlpmem_call *call);

/**
 * ocxlpmem_check_<name>() - check flags, reserved fields and ranges of the input
 * @call: @request is set; the function sets @data_size if data follow the request
 *
 * One function for each command with input.
 *
 * Return: true if the input is valid; false makes the status BAD_INPUT.
 */
#define OCXLPMEM_CHECK(command, name, ...) bool ocxlpmem_check_##name(struct ocxlpmem_call *call);
OCXLPMEM_COMMANDS(OCXLPMEM_NO_ROW, OCXLPMEM_CHECK)
#undef OCXLPMEM_CHECK

/**
 * ocxlpmem_service_<name>() - serve a command whose input is valid
 * @call: receives the records of the response, or another @status than OK
 *
 * One function for each command.
 *
 * Return: 0, or the errno of the ioctl.
 */
#define OCXLPMEM_SERVICE(command, name, ...) \
	int ocxlpmem_service_##name(struct ocxlpmem_call *call);
OCXLPMEM_COMMANDS(OCXLPMEM_SERVICE, OCXLPMEM_SERVICE)
#undef OCXLPMEM_SERVICE

#endif /* OCXL_CORE_WIRE_COMMAND_H */
