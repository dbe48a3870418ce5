/* SPDX-License-Identifier: GPL-2.0-only */
/* Send a command: with or without a deadline, traced with --verbose. */
#ifndef OCXL_COMMAND_SEND_H
#define OCXL_COMMAND_SEND_H

#include "ocxl/run/command.h"

struct ocxl_dimm;
struct ocxl_options;

/**
 * ocxl_command_send() - send a new command to a DIMM and wait for its answer
 * @command: receives the command and its result
 * @dimm: the DIMM; if it has a deadline, the wait ends then, see ocxl_deadline_submit()
 * @options: of the command line; with --verbose, one line on standard error describes the command
 * @cmd: result of a constructor, with errno if it is NULL; belongs to @command afterwards
 * @number: of the command, OCXL_CMD_*
 */
void ocxl_command_send(struct ocxl_command *command, const struct ocxl_dimm *dimm,
		       const struct ocxl_options *options, struct ndctl_cmd *cmd,
		       unsigned int number);

#endif /* OCXL_COMMAND_SEND_H */
