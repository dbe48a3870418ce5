/* SPDX-License-Identifier: GPL-2.0-only */
/* A failed command or output: errno, wire status and a text for users. Nothing is printed here. */
#ifndef OCXL_FAILURE_H
#define OCXL_FAILURE_H

#include <stdbool.h>

/**
 * enum ocxl_error_code - failures that no errno describes, returned negated wherever a function returns a negative errno
 * @OCXL_ERROR_FOREIGN_FILE: another user owns a file in a directory that other users may write to
 * @OCXL_ERROR_HARD_LINK: a file has several hard links, and other users may write to its directory
 * @OCXL_ERROR_BLOCK_DEVICE: the output is a block device
 * @OCXL_ERROR_OUT_OF_TIME: the next step would end after the deadline
 * @OCXL_ERROR_FILE_EXISTS: the output would replace a file
 * @OCXL_ERROR_MOUNT_POINT: a log is a mounted file
 * @OCXL_ERROR_KEEP_FREE: a log would use space that --keep-free reserves
 * @OCXL_ERROR_FOREIGN_LINK: a path leads through a link or FIFO that another user may have placed
 *
 * The kernel uses errnos up to 4095.
 */
enum ocxl_error_code {
	OCXL_ERROR_FOREIGN_FILE = 4096,
	OCXL_ERROR_HARD_LINK,
	OCXL_ERROR_BLOCK_DEVICE,
	OCXL_ERROR_OUT_OF_TIME,
	OCXL_ERROR_FILE_EXISTS,
	OCXL_ERROR_FOREIGN_LINK,
	OCXL_ERROR_MOUNT_POINT,
	OCXL_ERROR_KEEP_FREE,
};

/* bytes of a label; names of commands are shorter */
#define OCXL_LABEL_SIZE 40

/**
 * struct ocxl_failure - why a command failed
 * @name: "ETIMEDOUT" …, constant; NULL: nothing failed
 * @wire_status: status in the answer; -1 without an answer
 * @message: cause and remedy, without the DIMM's name in front
 */
struct ocxl_failure {
	const char *name;
	int wire_status;
	char message[256];
};

/**
 * struct ocxl_command_failure - one of the commands that failed for a DIMM
 * @command: its number, OCXL_CMD_*
 * @failure: why
 */
struct ocxl_command_failure {
	unsigned int command;
	struct ocxl_failure failure;
};

/**
 * ocxl_failure_describe() - describe why a command failed and what to do
 * @failure: filled in
 * @dev: name of the DIMM, as below /dev
 * @command: number of the command, OCXL_CMD_*
 * @rc: negative errno of the command
 * @wire_status: status in the answer; -1 without an answer
 */
void ocxl_failure_describe(struct ocxl_failure *failure, const char *dev, unsigned int command,
			   int rc, int wire_status);

/**
 * ocxl_failure_describe_output() - describe why a card's data could not be written to its file
 * @failure: filled in
 * @name: name of the file
 * @rc: negative errno, or negative enum ocxl_error_code
 */
void ocxl_failure_describe_output(struct ocxl_failure *failure, const char *name, int rc);

/**
 * ocxl_failure_output_reason() - why a file cannot be written
 * @rc: negative errno, or negative enum ocxl_error_code
 *
 * Return: a text to follow "cannot write to FILE: "; constant, or of strerror().
 */
const char *ocxl_failure_output_reason(int rc);

/**
 * ocxl_failure_is_permission() - does the user lack a permission
 * @rc: negative errno of a command
 * @wire_status: status in the answer; -1 without an answer
 */
bool ocxl_failure_is_permission(int rc, int wire_status);

/**
 * ocxl_failure_command_label() - name of a command at the start of a message
 * @command: its number, OCXL_CMD_*
 * @buffer: receives the label: "SMART", …; by default the name on the wire with spaces: "error log"
 *
 * Return: @buffer.
 */
const char *ocxl_failure_command_label(unsigned int command, char buffer[OCXL_LABEL_SIZE]);

#endif /* OCXL_FAILURE_H */
