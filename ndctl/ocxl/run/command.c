// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/run/command.h"

void ocxl_command_submit(struct ocxl_command *command)
{
	uint64_t start = ocxl_clock_now_ns();

	do {
		command->rc = ndctl_cmd_ocxl_submit(&command->cmd);
	} while (command->rc == -EINTR && !ocxl_signals_stop_requested());
	command->microseconds = (ocxl_clock_now_ns() - start) / 1000;
}

void ocxl_command_release(struct ocxl_command *command)
{
	if (command->cmd)
		ndctl_cmd_unref(command->cmd);
	command->cmd = NULL;
}
