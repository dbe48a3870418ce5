/* SPDX-License-Identifier: GPL-2.0-only */
/* One command to a card, and its result. ocxl_worker_send() sends it. */
#ifndef OCXL_COMMAND_H
#define OCXL_COMMAND_H

#include <stdint.h>

struct ndctl_cmd;

/* a command and its result */
struct ocxl_command {
	/*
	 * the command of libndctl; NULL when it could not be made, or was not answered in time. Its
	 * getters may be used when @rc is 0. Release with ocxl_command_release()
	 */
	struct ndctl_cmd *cmd;
	unsigned int number; /* of the command, OCXLPMEM_CMD_*; 0: not asked */
	int rc; /* 0 or a negative errno */
	int wire_status; /* status in the answer; -1 without an answer */
	uint64_t microseconds; /* from the ioctl to its answer */
};

/*
 * send a command to the driver and wait for its answer
 * @command: its cmd is not NULL; rc, wire_status and microseconds are filled in
 * A command that a signal interrupts is sent again, unless the signal asks to stop.
 */
void ocxl_command_submit(struct ocxl_command *command);

/* describe an answered command to DIMM @dev on standard error */
void ocxl_command_trace(const struct ocxl_command *command, const char *dev);

/* release the command of libndctl, if there is one */
void ocxl_command_release(struct ocxl_command *command);

#endif /* OCXL_COMMAND_H */
