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

static void trace(const struct ocxl_dimm *dimm, const struct ocxl_command *exchange)
{
	const char *name = ndctl_ocxl_command_name(exchange->number);
	const char *status = "none";
	size_t in = 0, out = 0, answer = 0, fw_size = 0;

	if (exchange->cmd) {
		ndctl_cmd_ocxl_get_sizes(exchange->cmd, &in, &out);
		ndctl_cmd_ocxl_get_answer(exchange->cmd, &answer);
		fw_size = ndctl_cmd_ocxl_get_fw_size(exchange->cmd);
	}
	if (exchange->wire_status >= 0)
		status = ndctl_ocxl_status_name(exchange->wire_status);
	fprintf(stderr,
		"%s: %s: in %zu, out %zu, answer %zu, fw_size %zu bytes, status %d (%s), errno %d (%s), "
		"%" PRIu64 " us\n",
		dimm->dev, name ? name : "command", in, out, answer, fw_size, exchange->wire_status,
		status ? status : "no name", -exchange->rc,
		exchange->rc ? strerror(-exchange->rc) : "none", exchange->microseconds);
}

void ocxl_command_send(struct ocxl_command *exchange, const struct ocxl_dimm *dimm,
		       const struct ocxl_options *options, struct ndctl_cmd *cmd,
		       unsigned int number)
{
	exchange->cmd = cmd;
	exchange->number = number;
	exchange->rc = cmd ? 0 : -errno;
	exchange->wire_status = -1;
	exchange->microseconds = 0;
	if (cmd && dimm->deadline)
		ocxl_deadline_submit(exchange, dimm);
	else if (cmd)
		ocxl_command_submit(exchange);
	if (exchange->cmd)
		exchange->wire_status = ndctl_cmd_ocxl_get_status(exchange->cmd);
	if (options->verbose)
		trace(dimm, exchange);
}
