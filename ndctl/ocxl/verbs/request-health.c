// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report on health and performance: asked for with one command, found in the error log
 * some time later. Nothing is acknowledged, so the log stays whole for its next reader.
 */
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/wait.h"
#include "ocxl/records/error-log-record.h"
#include "ocxl/render/render.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/error-log.h"
#include "ocxl/verbs/verbs.h"

/* a card whose interrupts do not arrive wakes nobody: so often it is looked at anyway */
#define LOOK_NS (1000 * OCXL_MILLISECOND_NS)

/**
 * struct search - one DIMM's report on its way
 * @dimm: the DIMM
 * @options: of the command
 * @exchange: the command that was sent last; in the end the one with the report
 * @cursor: of the last entry that was seen, 0 for none
 * @entry: in @exchange
 */
struct search {
	const struct ocxl_dimm *dimm;
	const struct ocxl_options *options;
	struct ocxl_command exchange;
	uint64_t cursor;
	struct ndctl_ocxl_error_log entry;
};

/* 1 with the next entry, 0 when there is none yet or something failed */
static int look(struct search *search)
{
	struct ocxl_command *exchange = &search->exchange;

	ocxl_command_release(exchange);
	ocxl_command_send(exchange, search->dimm, search->options,
			  ndctl_dimm_ocxl_new_error_log(search->dimm->ndctl, search->cursor, false,
							0),
			  OCXL_CMD_ERROR_LOG);
	if (exchange->rc)
		return 0;
	exchange->rc = ndctl_cmd_ocxl_error_log_get(exchange->cmd, &search->entry);
	if (exchange->rc == -ENOENT) {
		exchange->rc = 0;
		return 0;
	}
	/* a cursor that does not grow would go round for ever */
	if (!exchange->rc && search->entry.cursor <= search->cursor)
		exchange->rc = -EPROTO;
	if (exchange->rc)
		return 0;
	search->cursor = search->entry.cursor;
	return 1;
}

/* what is there already was not asked for by this command */
static void skip_old(struct search *search)
{
	while (look(search))
		;
}

static void ask(struct search *search)
{
	ocxl_command_release(&search->exchange);
	ocxl_command_send(&search->exchange, search->dimm, search->options,
			  ndctl_dimm_ocxl_new_request_health(search->dimm->ndctl),
			  OCXL_CMD_REQUEST_HEALTH);
}

/* 1 with the report, 0 when it is not there yet or something failed */
static int find(struct search *search)
{
	while (look(search)) {
		if (search->entry.type == OCXL_ERROR_LOG_HEALTH_PERFORMANCE)
			return 1;
	}
	return 0;
}

static void fail(struct search *search, int rc)
{
	search->exchange.number = OCXL_CMD_REQUEST_HEALTH;
	search->exchange.rc = rc;
	search->exchange.wire_status = -1;
}

static void await(struct search *search)
{
	uint64_t deadline = ocxl_wait_now() + search->options->timeout_ms * OCXL_MILLISECOND_NS;
	struct pollfd flags = { .fd = ndctl_dimm_get_health_eventfd(search->dimm->ndctl),
				.events = POLLPRI };
	bool last;
	int rc;

	for (;;) {
		/* before the look: it takes the time and what comes from here on wakes the poll */
		last = ocxl_wait_now() >= deadline;
		ocxl_wait_arm(&flags);
		if (find(search) || search->exchange.rc)
			return;
		rc = last ? -ETIMEDOUT : ocxl_wait_look(&flags, LOOK_NS, deadline);
		if (rc < 0) {
			fail(search, rc);
			return;
		}
	}
}

void ocxl_fetch_request_health(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			       struct ocxl_result *result)
{
	struct search *search = ocxl_result_alloc_payload(result, sizeof(*search));

	if (!search)
		return;
	search->dimm = dimm;
	search->options = options;
	skip_old(search);
	if (!search->exchange.rc)
		ask(search);
	if (!search->exchange.rc)
		await(search);
	if (search->exchange.rc)
		ocxl_result_add_failure(result, &search->exchange);
}

void ocxl_release_request_health(void *payload)
{
	struct search *search = payload;

	ocxl_command_release(&search->exchange);
}

int ocxl_stream_request_health(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	struct search *search = result->payload;
	struct ocxl_error_log_record record;
	int rc;

	/* nothing came, or nobody was asked */
	if (result->failure_count)
		return 0;
	ocxl_error_log_fill(&record, &search->entry, true);
	rc = ocxl_result_sink_lock(sink);
	if (!rc)
		rc = ocxl_render_item(sink->render, &result->element, &record);
	return ocxl_result_sink_unlock(sink, rc);
}
