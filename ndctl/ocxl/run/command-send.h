/* SPDX-License-Identifier: GPL-2.0-only */
/* Send a command: with or without a deadline, traced with --verbose. */
#ifndef OCXL_COMMAND_SEND_H
#define OCXL_COMMAND_SEND_H

#include "ocxl/run/command.h"

struct ocxl_options;
struct ocxl_dimm;

/**
 * ocxl_command_send() - send a command that was just made
 * @cmd: taken over; NULL with errno as the constructor left them
 * @number: of the command, for the case of NULL
 *
 * As ocxl_command_submit(); if the DIMM has a deadline, as ocxl_deadline_submit(). With
 * --verbose the command is traced on standard error, a line at once whatever other threads
 * write.
 */
void ocxl_command_send(struct ocxl_command *exchange, const struct ocxl_dimm *dimm,
		       const struct ocxl_options *options, struct ndctl_cmd *cmd,
		       unsigned int number);

#endif /* OCXL_COMMAND_SEND_H */
