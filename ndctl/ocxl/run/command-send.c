// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/options.h"
#include "ocxl/run/select.h"

static void trace_command(const struct ocxl_dimm *dimm, const struct ocxl_command *command)
{
	const char *name = ndctl_ocxl_command_name(command->number);
	const char *status = "none";
	size_t in = 0, out = 0, answer = 0, fw_size = 0;

	if (command->cmd) {
		ndctl_cmd_ocxl_get_sizes(command->cmd, &in, &out);
		ndctl_cmd_ocxl_get_answer(command->cmd, &answer);
		fw_size = ndctl_cmd_ocxl_get_fw_size(command->cmd);
	}
	if (command->wire_status >= 0)
		status = ndctl_ocxl_status_name(command->wire_status);
	fprintf(stderr,
		"%s: %s: in %zu, out %zu, answer %zu, fw_size %zu bytes, status %d (%s), errno %d (%s), "
		"%" PRIu64 " us\n",
		dimm->dev, name ? name : "command", in, out, answer, fw_size, command->wire_status,
		status ? status : "no name", -command->rc,
		command->rc ? strerror(-command->rc) : "none", command->microseconds);
}

void ocxl_command_send(struct ocxl_command *command, const struct ocxl_dimm *dimm,
		       const struct ocxl_options *options, struct ndctl_cmd *cmd,
		       unsigned int number)
{
	command->cmd = cmd;
	command->number = number;
	command->rc = cmd ? 0 : -errno;
	command->wire_status = -1;
	command->microseconds = 0;
	if (cmd && dimm->deadline)
		ocxl_deadline_submit(command, dimm);
	else if (cmd)
		ocxl_command_submit(command);
	if (command->cmd)
		command->wire_status = ndctl_cmd_ocxl_get_status(command->cmd);
	if (options->verbose)
		trace_command(dimm, command);
}
