// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <time.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/base/signals.h"
#include "ocxl/output/output.h"
#include "ocxl/records/error-log-record.h"
#include "ocxl/render/render.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/error-log.h"
#include "ocxl/verbs/verbs.h"

struct error_log_payload {
	struct ocxl_error_log_reader reader;
};

/* where the entries of one DIMM go */
struct keeper {
	struct ocxl_result_sink *sink;
	struct ocxl_result *result;
};

void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry, bool with_data)
{
	memset(record, 0, sizeof(*record));
	record->entry = *entry;
	if (with_data)
		record->present |= 1ULL << OCXL_ERROR_LOG_HAS_DATA;
	ocxl_text_format_time(record->read_time, time(NULL));
}

static void ask(struct ocxl_error_log_reader *reader, uint64_t cursor, bool acknowledge)
{
	ocxl_command_release(&reader->exchange);
	ocxl_command_send(&reader->exchange, reader->dimm, reader->options,
			  ndctl_dimm_ocxl_new_error_log(reader->dimm->ndctl, cursor, acknowledge,
							0),
			  OCXL_CMD_ERROR_LOG);
}

void ocxl_error_log_reader_start(struct ocxl_error_log_reader *reader)
{
	ask(reader, reader->cursor, reader->cursor && !reader->peek);
	if (!reader->cursor || reader->exchange.wire_status != OCXL_STATUS_NO_ENTRY)
		return;
	reader->cursor = 0;
	ask(reader, 0, false);
}

/* 1 with an entry, 0 at the end or after a failure */
static int take(struct ocxl_error_log_reader *reader, struct ndctl_ocxl_error_log *entry)
{
	int rc = reader->exchange.rc;

	if (rc) {
		/* the driver cannot hold more for those who only look */
		if (reader->peek && reader->exchange.wire_status == OCXL_STATUS_HOLD_FULL) {
			reader->truncated = true;
			reader->exchange.rc = 0;
		}
		return 0;
	}
	rc = ndctl_cmd_ocxl_error_log_get(reader->exchange.cmd, entry);
	if (rc == -ENOENT)
		return 0;
	/* a cursor that does not grow would go round for ever */
	if (!rc && entry->cursor <= reader->cursor)
		rc = -EPROTO;
	reader->exchange.rc = rc;
	return rc ? 0 : 1;
}

int ocxl_error_log_reader_run(struct ocxl_error_log_reader *reader)
{
	struct ndctl_ocxl_error_log entry;
	int rc;

	while (take(reader, &entry)) {
		if (reader->limit && reader->count == reader->limit)
			break;
		/* who follows goes on; nothing is kept */
		if (reader->peek && !reader->dimm->state &&
		    reader->count == OCXL_ERROR_LOG_PEEK_MAX) {
			reader->truncated = true;
			break;
		}
		rc = reader->keep(reader->context, reader->exchange.cmd, &entry);
		if (rc)
			return rc;
		reader->count++;
		reader->cursor = entry.cursor;
		/* without an acknowledgement nothing is left to do */
		if (reader->peek && reader->count == reader->limit)
			break;
		ask(reader, reader->cursor, !reader->peek);
		/* what is safe was acknowledged, the next one stays where it is */
		if (ocxl_signals_stop_requested())
			break;
	}
	return 0;
}

void ocxl_fetch_error_log(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			  struct ocxl_result *result)
{
	struct error_log_payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));
	struct ocxl_error_log_reader *reader;

	if (!payload)
		return;
	reader = &payload->reader;
	reader->dimm = dimm;
	reader->options = options;
	reader->peek = options->peek;
	reader->limit = options->limit;
	if (dimm->state) {
		reader->cursor = dimm->state->cursor;
		if (reader->limit)
			reader->limit -= dimm->state->shown;
	}
	ocxl_error_log_reader_start(reader);
}

void ocxl_release_error_log(void *data)
{
	struct error_log_payload *payload = data;

	ocxl_command_release(&payload->reader.exchange);
}

static int keep_raw(struct keeper *keeper, struct ndctl_cmd *cmd)
{
	const size_t header = sizeof(struct ocxl_rsp_header);
	const unsigned char *answer;
	size_t size;

	answer = ndctl_cmd_ocxl_get_answer(cmd, &size);
	if (size <= header)
		return 0;
	return ocxl_output_write(keeper->sink->output, answer + header, size - header);
}

static int keep_rendered(struct keeper *keeper, const struct ndctl_ocxl_error_log *entry)
{
	struct ocxl_error_log_record record;

	ocxl_error_log_fill(&record, entry, !keeper->sink->options->no_data);
	return ocxl_render_write_item(keeper->sink->render, &keeper->result->element, &record);
}

/* who only looks has nothing to lose; half a document is of use to a person who waits */
static bool is_shown_later(const struct ocxl_result_sink *sink)
{
	return sink->options->peek && !sink->options->follow &&
	       !ocxl_output_is_terminal(sink->output);
}

/* what is acknowledged next is safe when this returns 0, whatever other threads write */
static int keep(void *context, struct ndctl_cmd *cmd, const struct ndctl_ocxl_error_log *entry)
{
	struct keeper *keeper = context;
	struct ocxl_result_sink *sink = keeper->sink;
	int rc = ocxl_result_sink_lock(sink);

	if (!rc)
		rc = sink->render ? keep_rendered(keeper, entry) : keep_raw(keeper, cmd);
	if (!rc && !is_shown_later(sink))
		rc = ocxl_output_sync(sink->output);
	return ocxl_result_sink_unlock(sink, rc);
}

int ocxl_stream_error_log(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	struct error_log_payload *payload = result->payload;
	struct keeper keeper = { .sink = sink, .result = result };
	struct ocxl_error_log_reader *reader;
	int rc;

	/* nothing was asked: unsupported, or out of memory */
	if (result->failure_count)
		return 0;
	reader = &payload->reader;
	reader->keep = keep;
	reader->context = &keeper;
	rc = ocxl_error_log_reader_run(reader);
	if (rc)
		return rc;
	if (result->dimm->state) {
		result->dimm->state->cursor = reader->cursor;
		result->dimm->state->shown += reader->count;
	}
	/* that a signal ended the wait is not the card's fault */
	if (reader->exchange.rc && !ocxl_signals_stop_requested())
		ocxl_result_add_failure(result, &reader->exchange);
	result->element.truncated = reader->truncated;
	return 0;
}
