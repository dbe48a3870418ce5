/* SPDX-License-Identifier: GPL-2.0-only */
/* A failed command or output: errno, wire status and a text for users. Nothing is printed here. */
#ifndef OCXL_FAILURE_H
#define OCXL_FAILURE_H

#include <stdbool.h>

/**
 * struct ocxl_failure - why something of a DIMM failed
 * @name: "ETIMEDOUT" …; NULL: nothing failed
 * @wire_status: status of the answer, -1 when there was none
 * @message: a sentence without the DIMM's name
 */
struct ocxl_failure {
	const char *name;
	int wire_status;
	char message[256];
};

/**
 * struct ocxl_command_failure - a command of a DIMM that failed
 * @command: its number
 * @failure: why
 */
struct ocxl_command_failure {
	unsigned int command;
	struct ocxl_failure failure;
};

/**
 * ocxl_failure_describe() - say what a failed command means and what to do
 * @failure: receives it
 * @dev: name of the DIMM, as in /dev
 * @command: number of the command
 * @rc: negative errno
 * @wire_status: status of the answer, -1 when there was none
 */
void ocxl_failure_describe(struct ocxl_failure *failure, const char *dev, unsigned int command,
			   int rc, int wire_status);

/**
 * ocxl_failure_describe_output() - say that what a card gave could not be written to the file
 * that keeps it
 * @failure: receives it
 * @name: of the file
 * @rc: negative errno
 */
void ocxl_failure_describe_output(struct ocxl_failure *failure, const char *name, int rc);

/**
 * ocxl_failure_output_reason() - why a file cannot be written
 * @rc: negative errno, or negative enum ocxl_error_code
 *
 * Return: a text behind "cannot write to FILE: "; constant, or of strerror().
 */
const char *ocxl_failure_output_reason(int rc);

/** ocxl_failure_is_permission() - would another user get further */
bool ocxl_failure_is_permission(int rc, int wire_status);

/**
 * ocxl_failure_command_label() - what messages call a command
 * @command: number of the command
 *
 * Return: constant text: "SMART", "error log"; its name on the wire by default.
 */
const char *ocxl_failure_command_label(unsigned int command);

#endif /* OCXL_FAILURE_H */
