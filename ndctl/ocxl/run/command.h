/* SPDX-License-Identifier: GPL-2.0-only */
/* One command of a card and its result. */
#ifndef OCXL_COMMAND_H
#define OCXL_COMMAND_H

#include <stdint.h>

struct ndctl_cmd;

/**
 * struct ocxl_command - a command and what became of it
 * @cmd: answered, or NULL when it could not be made; the getters may be used
 *	when @rc is 0; released by ocxl_command_release()
 * @number: of the command, OCXL_CMD_*
 * @rc: 0 or a negative errno
 * @wire_status: status of the answer, -1 when there was none
 * @microseconds: from the ioctl to its answer
 */
struct ocxl_command {
	struct ndctl_cmd *cmd;
	unsigned int number;
	int rc;
	int wire_status;
	uint64_t microseconds;
};

/**
 * ocxl_command_submit() - have the driver answer @exchange->cmd, which is there
 *
 * Sets rc and time. EINTR is retried until a signal asks to stop.
 */
void ocxl_command_submit(struct ocxl_command *exchange);

/** ocxl_command_release() - free the command, if there is one */
void ocxl_command_release(struct ocxl_command *exchange);

#endif /* OCXL_COMMAND_H */
