// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/wait.h"
#include "ocxl/run/command.h"

void ocxl_command_submit(struct ocxl_command *command)
{
	uint64_t start = ocxl_clock_now_ns();

	do {
		command->rc = ndctl_cmd_ocxl_submit(&command->cmd);
	} while (command->rc == -EINTR && !ocxl_signals_stop_requested());
	command->microseconds = (ocxl_clock_now_ns() - start) / 1000;
	command->wire_status = ndctl_cmd_ocxl_get_status(command->cmd);
}

void ocxl_command_trace(const struct ocxl_command *command, const char *dev)
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
		dev, name ? name : "command", in, out, answer, fw_size, command->wire_status,
		status ? status : "no name", -command->rc,
		command->rc ? strerror(-command->rc) : "none", command->microseconds);
}

void ocxl_command_release(struct ocxl_command *command)
{
	if (command->cmd)
		ndctl_cmd_unref(command->cmd);
	command->cmd = NULL;
}
