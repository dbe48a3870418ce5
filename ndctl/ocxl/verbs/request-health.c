// SPDX-License-Identifier: GPL-2.0-only
/*
 * A health report: one command requests it, and the card adds it to the error log some time later.
 * No entry is acknowledged, so that the next reader finds the whole log.
 */
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/wait.h"
#include "ocxl/records/records.h"
#include "ocxl/render/render.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/read-error-log.h"
#include "ocxl/verbs/verbs.h"

/* a card may fail to interrupt: then the log is read once a second */
#define PAUSE_NS OCXL_SECOND_NS

/* the health report of one DIMM */
struct health_request {
	const struct ocxl_dimm *dimm;
	struct ocxl_command command; /* sent last; the answer with the report, in the end */
	uint64_t cursor; /* of the last entry that was read; 0: none */
	struct ndctl_ocxl_error_log entry; /* the entry in @command */
};

static void set_failure(struct health_request *request, int rc)
{
	request->command.number = OCXLPMEM_CMD_REQUEST_HEALTH;
	request->command.rc = rc;
	request->command.wire_status = -1;
}

/* Return: true with the next entry; false without one, or after a failure in command.rc */
static bool read_next_entry(struct health_request *request)
{
	struct ocxl_command *command = &request->command;

	ocxl_command_release(command);
	ocxl_worker_send(command, request->dimm,
			 ndctl_dimm_ocxl_cmd_new_error_log(request->dimm->ndctl, request->cursor,
							   false, 0),
			 OCXLPMEM_CMD_ERROR_LOG);
	if (command->rc)
		return false;
	command->rc = ndctl_cmd_ocxl_get_error_log(command->cmd, &request->entry);
	if (command->rc == -ENOENT) {
		command->rc = 0;
		return false;
	}
	if (command->rc)
		return false;
	request->cursor = request->entry.cursor;
	return true;
}

/* a card may write entries faster than they are read, and without end */
static bool fail_if_late(struct health_request *request)
{
	if (ocxl_clock_now_ns() < request->dimm->worker->deadline_ns)
		return false;
	set_failure(request, -ETIMEDOUT);
	return true;
}

/* entries that are in the log before the request do not answer it */
static void skip_old_entries(struct health_request *request)
{
	while (read_next_entry(request) && !fail_if_late(request))
		;
}

static void send_request(struct health_request *request)
{
	ocxl_command_release(&request->command);
	ocxl_worker_send(&request->command, request->dimm,
			 ndctl_dimm_ocxl_cmd_new_request_health(request->dimm->ndctl),
			 OCXLPMEM_CMD_REQUEST_HEALTH);
}

static bool report_arrived_or_failed(void *context)
{
	struct health_request *request = context;

	while (read_next_entry(request)) {
		if (request->entry.type == OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE)
			return true;
		if (fail_if_late(request))
			return true;
	}
	return request->command.rc != 0;
}

static void wait_for_report(struct health_request *request)
{
	uint64_t now = ocxl_clock_now_ns(), end = request->dimm->worker->deadline_ns;
	const struct ocxl_wait_condition condition = {
		.flags_fd = ndctl_dimm_get_health_eventfd(request->dimm->ndctl),
		.timeout_ns = now < end ? end - now : 0,
		.pause_ns = PAUSE_NS,
		.pause_max_ns = PAUSE_NS,
		.wait_for_fds = ocxl_worker_wait_for_fds,
		.owner = request->dimm->worker,
		.is_over = report_arrived_or_failed,
		.context = request,
	};
	int rc = ocxl_wait_for_condition(&condition);

	if (rc)
		set_failure(request, rc);
}

static void fetch_request_health(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
				 struct ocxl_result *result)
{
	struct health_request *request = ocxl_result_alloc_payload(result, sizeof(*request));

	request->dimm = dimm;
	ocxl_worker_limit_time(dimm->worker, options->timeout_ms * OCXL_MILLISECOND_NS);
	skip_old_entries(request);
	if (!request->command.rc)
		send_request(request);
	if (!request->command.rc)
		wait_for_report(request);
}

static void fill_request_health(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
				struct ocxl_result *result)
{
	struct health_request *request = result->payload;
	struct ocxl_command *command = &request->command;

	/* not answered before --timeout, or no time was left to send the command */
	if (command->wire_status < 0 && (command->rc == -ETIMEDOUT || command->rc == -ECANCELED))
		set_failure(request, -ETIMEDOUT);
	if (command->rc)
		ocxl_result_add_failed_command(result, command);
}

static void release_request_health(void *payload)
{
	struct health_request *request = payload;

	ocxl_command_release(&request->command);
}

static int stream_request_health(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	struct health_request *request = result->payload;
	const struct ocxl_power_on unknown = { 0 };
	struct ocxl_error_log_record record;

	if (result->failure_count)
		return 0;
	ocxl_error_log_fill(&record, &request->entry, &unknown, true);
	return ocxl_render_write_item(sink->render, &result->element, &record);
}

const struct ocxl_verb ocxl_verb_request_health = {
	.name = "request-health",
	.summary = "make the controller write a health report, and show it",
	.note = "The report stays in the error log until it is acknowledged.",
	.key = "error_log",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_REQUEST_HEALTH) | OCXL_NEEDS(OCXLPMEM_CMD_ERROR_LOG),
	.options = OCXL_HAS_TIMEOUT,
	.mode = 0600,
	.timeout_seconds = 10,
	.timeout_help = "how long to wait for the report (default 10)",
	.changes = true,
	.fetch = fetch_request_health,
	.fill = fill_request_health,
	.release = release_request_health,
	.stream_record = &ocxl_error_log_record,
	.stream = stream_request_health,
};
