// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/run/command.h"

void ocxl_command_submit(struct ocxl_command *exchange)
{
	uint64_t start = ocxl_clock_now_ns();

	do {
		exchange->rc = ndctl_cmd_ocxl_submit(&exchange->cmd);
	} while (exchange->rc == -EINTR && !ocxl_signals_stop_requested());
	exchange->microseconds = (ocxl_clock_now_ns() - start) / 1000;
}

void ocxl_command_release(struct ocxl_command *exchange)
{
	if (exchange->cmd)
		ndctl_cmd_unref(exchange->cmd);
	exchange->cmd = NULL;
}
