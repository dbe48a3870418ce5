/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the first process and COMMAND's process to the launcher: a descriptor, or the step
 * that failed.
 */
#ifndef OCXL_EMULATOR_STEP_REPORT_H
#define OCXL_EMULATOR_STEP_REPORT_H

#include "core/port.h"

/**
 * struct ocxl_step_report - one message
 * @step: in words, the step that failed; "" after success
 * @error: 0 or -errno
 */
struct ocxl_step_report {
	char step[64];
	int error;
};

/**
 * ocxl_step_report_send() - send a report; ends the process when the launcher is gone
 * @socket: to the launcher
 * @step: the step, in words
 * @result: descriptor that the step returned, or -errno
 */
void ocxl_step_report_send(int socket, const char *step, int result);

/**
 * ocxl_step_report_receive() - in the launcher: receive the next report
 * @socket: to the first process
 * @report: filled
 *
 * Return: the descriptor; -errno of the report; or -EPIPE when the other side is gone.
 */
int ocxl_step_report_receive(int socket, struct ocxl_step_report *report);

#endif /* OCXL_EMULATOR_STEP_REPORT_H */
