/* SPDX-License-Identifier: GPL-2.0-only */
/* One command of a card and its result. */
#ifndef OCXL_EXCHANGE_H
#define OCXL_EXCHANGE_H

#include <stdint.h>

struct ndctl_cmd;

/**
 * struct ocxl_exchange - a command and what became of it
 * @cmd: answered, or NULL when it could not be made; the getters may be used
 *	when @rc is 0; released by ocxl_exchange_release()
 * @command: its number
 * @rc: 0 or a negative errno
 * @wire_status: status of the answer, -1 when there was none
 * @microseconds: from the ioctl to its answer
 */
struct ocxl_exchange {
	struct ndctl_cmd *cmd;
	unsigned int command;
	int rc;
	int wire_status;
	uint64_t microseconds;
};

/**
 * ocxl_exchange_submit() - have the driver answer @exchange->cmd, which is there
 *
 * Sets rc and time. EINTR is retried until a signal asks to stop.
 */
void ocxl_exchange_submit(struct ocxl_exchange *exchange);

/** ocxl_exchange_release() - free the command, if there is one */
void ocxl_exchange_release(struct ocxl_exchange *exchange);

#endif /* OCXL_EXCHANGE_H */
