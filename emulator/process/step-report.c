// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the first process and COMMAND's process to the launcher.
 */
#include <unistd.h>
#include "base/options.h"
#include "base/unix-socket.h"
#include "process/step-report.h"

void ocxl_step_report_send(int socket, const char *step, int result)
{
	struct ocxl_step_report report = { .error = min_t(int, result, 0) };

	snprintf(report.step, sizeof(report.step), "%s", report.error ? step : "");
	if (ocxl_unix_send_descriptor(socket, &report, sizeof(report), result))
		_exit(OCXL_EXIT_FAILED);
}

int ocxl_step_report_receive(int socket, struct ocxl_step_report *report)
{
	int fd;

	memset(report, 0, sizeof(*report));
	fd = ocxl_unix_receive_descriptor(socket, report, sizeof(*report));
	if (fd >= 0)
		return fd;
	if (fd == -ENOMSG && report->error)
		return report->error;
	snprintf(report->step, sizeof(report->step), "start a process in new namespaces");
	return -EPIPE;
}
