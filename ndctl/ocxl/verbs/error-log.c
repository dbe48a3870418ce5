// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <time.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/signals.h"
#include "ocxl/base/text.h"
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
	struct ocxl_error_log_walk walk;
};

/* where the entries of one DIMM go */
struct keeper {
	struct ocxl_sink *sink;
	struct ocxl_result *result;
};

void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry, bool with_data)
{
	memset(record, 0, sizeof(*record));
	record->cursor = entry->cursor;
	record->log_id = entry->log_identifier;
	record->reference_code = entry->program_reference_code;
	record->type = entry->type;
	record->action_flags = entry->action_flags;
	record->power_on_seconds = entry->power_on_seconds;
	record->card_timestamp = entry->timestamp;
	record->wwid.word[0] = entry->wwid[0];
	record->wwid.word[1] = entry->wwid[1];
	ocxl_text_set(&record->fw_version, entry->fw_revision, 8);
	record->data_bytes = entry->data_length;
	if (with_data) {
		record->data.bytes = entry->data;
		record->data.size = entry->data_length;
		record->present |= 1ULL << OCXL_ERROR_LOG_HAS_DATA;
	}
	ocxl_text_time(record->read_time, time(NULL));
	record->read_time_word = record->read_time;
}

static void ask(struct ocxl_error_log_walk *walk, uint64_t cursor, bool acknowledge)
{
	ocxl_exchange_release(&walk->exchange);
	ocxl_exchange_send(&walk->exchange, walk->target, walk->options,
			   ndctl_dimm_ocxl_new_error_log(walk->target->dimm, cursor, acknowledge,
							 0),
			   OCXL_CMD_ERROR_LOG);
}

void ocxl_error_log_start(struct ocxl_error_log_walk *walk)
{
	ask(walk, walk->cursor, walk->cursor && !walk->peek);
	if (!walk->cursor || walk->exchange.wire_status != OCXL_STATUS_NO_ENTRY)
		return;
	walk->cursor = 0;
	ask(walk, 0, false);
}

/* 1 with an entry, 0 at the end or after a failure */
static int take(struct ocxl_error_log_walk *walk, struct ndctl_ocxl_error_log *entry)
{
	int rc = walk->exchange.rc;

	if (rc) {
		/* the driver cannot hold more for those who only look */
		if (walk->peek && walk->exchange.wire_status == OCXL_STATUS_HOLD_FULL) {
			walk->truncated = true;
			walk->exchange.rc = 0;
		}
		return 0;
	}
	rc = ndctl_cmd_ocxl_error_log_get(walk->exchange.cmd, entry);
	if (rc == -ENOENT)
		return 0;
	/* a cursor that does not grow would go round for ever */
	if (!rc && entry->cursor <= walk->cursor)
		rc = -EPROTO;
	walk->exchange.rc = rc;
	return rc ? 0 : 1;
}

int ocxl_error_log_run(struct ocxl_error_log_walk *walk)
{
	struct ndctl_ocxl_error_log entry;
	int rc;

	while (take(walk, &entry)) {
		if (walk->limit && walk->count == walk->limit)
			break;
		/* who follows goes on; nothing is kept */
		if (walk->peek && !walk->target->position &&
		    walk->count == OCXL_ERROR_LOG_PEEK_MAX) {
			walk->truncated = true;
			break;
		}
		rc = walk->keep(walk->context, walk->exchange.cmd, &entry);
		if (rc)
			return rc;
		walk->count++;
		walk->cursor = entry.cursor;
		/* without an acknowledgement nothing is left to do */
		if (walk->peek && walk->count == walk->limit)
			break;
		ask(walk, walk->cursor, !walk->peek);
		/* what is safe was acknowledged, the next one stays where it is */
		if (ocxl_stop_requested())
			break;
	}
	return 0;
}

void ocxl_fetch_error_log(const struct ocxl_target *target, const struct ocxl_options *options,
			  struct ocxl_result *result)
{
	struct error_log_payload *payload = ocxl_result_payload(result, sizeof(*payload));
	struct ocxl_error_log_walk *walk;

	if (!payload)
		return;
	walk = &payload->walk;
	walk->target = target;
	walk->options = options;
	walk->peek = options->peek;
	walk->limit = options->limit;
	if (target->position) {
		walk->cursor = target->position->cursor;
		if (walk->limit)
			walk->limit -= target->position->shown;
	}
	ocxl_error_log_start(walk);
}

void ocxl_release_error_log(void *data)
{
	struct error_log_payload *payload = data;

	ocxl_exchange_release(&payload->walk.exchange);
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
	return ocxl_render_item(keeper->sink->render, &keeper->result->element, &record);
}

/* who only looks has nothing to lose; half a document is of use to a person who waits */
static bool is_shown_later(const struct ocxl_sink *sink)
{
	return sink->options->peek && !sink->options->follow &&
	       !ocxl_output_is_terminal(sink->output);
}

/* what is acknowledged next is safe when this returns 0, whatever other threads write */
static int keep(void *context, struct ndctl_cmd *cmd, const struct ndctl_ocxl_error_log *entry)
{
	struct keeper *keeper = context;
	struct ocxl_sink *sink = keeper->sink;
	int rc = ocxl_sink_lock(sink);

	if (!rc)
		rc = sink->render ? keep_rendered(keeper, entry) : keep_raw(keeper, cmd);
	if (!rc && !is_shown_later(sink))
		rc = ocxl_output_sync(sink->output);
	return ocxl_sink_unlock(sink, rc);
}

int ocxl_stream_error_log(struct ocxl_sink *sink, struct ocxl_result *result)
{
	struct error_log_payload *payload = result->payload;
	struct keeper keeper = { .sink = sink, .result = result };
	struct ocxl_error_log_walk *walk;
	int rc;

	/* nothing was asked: unsupported, or out of memory */
	if (result->failure_count)
		return 0;
	walk = &payload->walk;
	walk->keep = keep;
	walk->context = &keeper;
	rc = ocxl_error_log_run(walk);
	if (rc)
		return rc;
	if (result->target->position) {
		result->target->position->cursor = walk->cursor;
		result->target->position->shown += walk->count;
	}
	/* that a signal ended the wait is not the card's fault */
	if (walk->exchange.rc && !ocxl_stop_requested())
		ocxl_result_fail(result, &walk->exchange);
	result->element.truncated = walk->truncated;
	return 0;
}
