// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <time.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/base/wait.h"
#include "ocxl/base/memory.h"
#include "ocxl/output/output.h"
#include "ocxl/records/records.h"
#include "ocxl/render/render.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/read-error-log.h"
#include "ocxl/verbs/verbs.h"

/* destination of the entries of one DIMM */
struct entry_writer {
	struct ocxl_result_sink *sink;
	struct ocxl_result *result;
	bool queried; /* STATS was sent for @power_on */
	struct ocxl_power_on power_on;
};

void ocxl_power_on_set(struct ocxl_power_on *power_on, const struct ndctl_ocxl_stats *stats)
{
	power_on->known = true;
	power_on->seconds = stats->power_on_uptime_seconds;
	power_on->time = time(NULL);
}

const char *ocxl_error_log_severity(const struct ndctl_ocxl_error_log *entry)
{
	unsigned int condition;

	if (entry->type == OCXLPMEM_ERROR_LOG_DATA_LOSS)
		condition = NDCTL_OCXL_CONDITION_DATA_LOSS;
	else if (entry->type == OCXLPMEM_ERROR_LOG_PREDICTIVE_FAILURE)
		condition = NDCTL_OCXL_CONDITION_PREDICTIVE_FAILURE;
	else if (entry->action_flags & OCXLPMEM_ERROR_LOG_ACTION_REPLACE)
		condition = NDCTL_OCXL_CONDITION_REPLACEMENT_REQUESTED;
	else
		return NULL;
	return ndctl_ocxl_severity_name(ocxl_condition_id_severity(condition, false));
}

void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry,
			 const struct ocxl_power_on *power_on, bool with_data)
{
	memset(record, 0, sizeof(*record));
	record->entry = *entry;
	if (with_data)
		record->present |= 1ULL << OCXL_ERROR_LOG_HAS_DATA;
	record->read_time = (uint64_t)time(NULL);
	record->severity = ocxl_error_log_severity(entry);
	if (power_on->known)
		record->time_about = ocxl_error_log_time_about(entry, power_on->seconds,
							       (uint64_t)power_on->time);
	if (record->time_about)
		record->present |= 1ULL << OCXL_ERROR_LOG_HAS_TIME;
}

bool ocxl_error_log_is_of_time(const struct ocxl_error_log_record *record,
			       const struct ocxl_options *options)
{
	bool dated = record->present >> OCXL_ERROR_LOG_HAS_TIME & 1;
	uint64_t time = dated ? record->time_about : record->read_time;

	return time >= options->since && (!options->until || time < options->until);
}

static void request_entry(struct ocxl_error_log_reader *reader, bool acknowledge)
{
	struct ocxl_command *command = &reader->command;
	struct ndctl_cmd *cmd;
	int rc;

	do {
		ocxl_command_release(command);
		rc = ndctl_ocxl_error_log_reader_next_cmd(reader->log, acknowledge, &cmd);
		/* without a command, the error */
		errno = -rc;
		ocxl_worker_send(command, reader->dimm, cmd, OCXLPMEM_CMD_ERROR_LOG);
		if (cmd)
			rc = ndctl_ocxl_error_log_reader_add_answer(reader->log, command->cmd,
								    command->rc, &reader->entry);
		if (rc == -ERESTART || rc == -ESTALE)
			reader->cursor = 0;
	} while (rc == -ERESTART);
	reader->has_entry = rc > 0;
	command->rc = rc > 0 ? 0 : rc;
	if (rc == -ESTALE)
		command->wire_status = -1;
	/* the driver keeps entries that are not acknowledged, and its memory is full */
	if (!reader->acknowledge && command->wire_status == OCXLPMEM_STATUS_HOLD_FULL) {
		reader->truncated = true;
		command->rc = 0;
	}
}

void ocxl_error_log_reader_start(struct ocxl_error_log_reader *reader)
{
	const struct ocxl_dimm *dimm = reader->dimm;

	reader->log = ocxl_error_log_reader_new(dimm->ndctl, reader->cursor,
						dimm->redacted ? 0 : dimm->serial);
	if (!reader->log)
		die("out of memory");
	request_entry(reader, reader->acknowledge);
}

int ocxl_error_log_reader_run(struct ocxl_error_log_reader *reader)
{
	int rc;

	while (reader->has_entry) {
		if (reader->limit && reader->count == reader->limit)
			break;
		/* --follow writes each entry at once, and has no such limit */
		if (!reader->acknowledge && !reader->dimm->state &&
		    reader->count == OCXL_ERROR_LOG_SHOWN_MAX) {
			reader->truncated = true;
			break;
		}
		rc = reader->store_entry(reader->context, reader->command.cmd, &reader->entry);
		if (rc)
			return rc;
		reader->count++;
		reader->cursor = reader->entry.cursor;
		/* the next request would only acknowledge the entry */
		if (!reader->acknowledge && reader->count == reader->limit)
			break;
		request_entry(reader, reader->acknowledge);
		/* the stored entry is acknowledged; the next one stays in the log */
		if (ocxl_signals_stop_requested())
			break;
	}
	return 0;
}

void ocxl_error_log_reader_release(void *payload)
{
	struct ocxl_error_log_reader *reader = payload;

	ocxl_command_release(&reader->command);
	ndctl_ocxl_error_log_reader_free(reader->log);
}

static void fetch_error_log(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			    struct ocxl_result *result)
{
	struct ocxl_error_log_reader *reader = ocxl_result_alloc_payload(result, sizeof(*reader));

	reader->dimm = dimm;
	reader->acknowledge = options->acknowledge;
	reader->limit = options->limit;
	if (dimm->state) {
		reader->cursor = dimm->state->cursor;
		if (reader->limit)
			reader->limit -= dimm->state->shown;
	}
	ocxl_error_log_reader_start(reader);
}

static int write_raw(struct entry_writer *writer, struct ndctl_cmd *cmd)
{
	const size_t header = sizeof(struct ocxlpmem_rsp_header);
	const unsigned char *answer;
	size_t size;

	answer = ocxl_cmd_get_output(cmd, &size);
	if (size <= header)
		return 0;
	return ocxl_output_write(writer->sink->output, answer + header, size - header);
}

/* an entry that cannot be dated is an entry all the same: a failure is not reported */
static void query_power_on(struct entry_writer *writer)
{
	const struct ocxl_dimm *dimm = writer->result->dimm;
	struct ocxl_command command;
	struct ndctl_ocxl_stats stats;

	if (writer->queried || !ocxl_dimm_supports(dimm, OCXLPMEM_CMD_STATS))
		return;
	writer->queried = true;
	ocxl_stats_read(&command, &stats, dimm);
	if (!command.rc)
		ocxl_power_on_set(&writer->power_on, &stats);
	ocxl_command_release(&command);
}

static int write_rendered(struct entry_writer *writer, const struct ndctl_ocxl_error_log *entry)
{
	struct ocxl_error_log_record record;

	query_power_on(writer);
	ocxl_error_log_fill(&record, entry, &writer->power_on, !writer->sink->options->no_data);
	if (!ocxl_error_log_is_of_time(&record, writer->sink->options))
		return 0;
	return ocxl_render_write_item(writer->sink->render, &writer->result->element, &record);
}

/* entries that stay in the log need not be synced; a terminal shows them at once */
static bool needs_no_sync(const struct ocxl_result_sink *sink)
{
	return !sink->options->acknowledge && !sink->options->follow &&
	       !ocxl_output_is_terminal(sink->output);
}

/* the entry is stored safely when this returns 0: it may be acknowledged */
static int write_entry(void *context, struct ndctl_cmd *cmd,
		       const struct ndctl_ocxl_error_log *entry)
{
	struct entry_writer *writer = context;
	struct ocxl_result_sink *sink = writer->sink;
	int rc = sink->error;

	if (!rc && !ocxl_output_keeps_reserve(sink->output, &sink->options->keep_free))
		return -OCXL_ERROR_FREE_RESERVE;
	if (!rc)
		rc = sink->render ? write_rendered(writer, entry) : write_raw(writer, cmd);
	if (!rc && !needs_no_sync(sink))
		rc = ocxl_output_sync(sink->output);
	return ocxl_result_sink_fail(sink, rc);
}

static int stream_error_log(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	struct entry_writer writer = { .sink = sink, .result = result };
	struct ocxl_error_log_reader *reader = result->payload;
	int rc;

	/* unsupported: the reader was not started */
	if (result->failure_count)
		return 0;
	reader->store_entry = write_entry;
	reader->context = &writer;
	rc = ocxl_error_log_reader_run(reader);
	if (rc == -OCXL_ERROR_FREE_RESERVE)
		ocxl_result_set_reserve_reached(result, OCXLPMEM_CMD_ERROR_LOG,
						sink->options->output);
	else if (rc)
		return rc;
	if (result->dimm->state) {
		result->dimm->state->no_progress = reader->command.rc == -EPROTO &&
						   reader->command.wire_status ==
							   OCXLPMEM_STATUS_NO_ENTRY;
		result->dimm->state->cursor = reader->cursor;
		result->dimm->state->shown += reader->count;
	}
	/* a signal interrupts the command: not a failure of the card */
	if (reader->command.rc && !ocxl_signals_stop_requested())
		ocxl_result_add_failed_command(result, &reader->command);
	result->element.truncated = reader->truncated;
	return 0;
}

const struct ocxl_verb ocxl_verb_read_error_log = {
	.name = "read-error-log",
	.summary = "show the error log, or collect it in a file",
	.note = "Acknowledged entries leave the log. The command acknowledges none by itself.",
	.key = "error_log",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_ERROR_LOG),
	.options = OCXL_HAS_RAW | OCXL_HAS_ACKNOWLEDGE | OCXL_HAS_COLLECT | OCXL_HAS_LIMIT |
		   OCXL_HAS_NO_DATA | OCXL_HAS_FOLLOW | OCXL_HAS_KEEP_FREE | OCXL_HAS_INPUT |
		   OCXL_HAS_QUIET | OCXL_HAS_SINCE | OCXL_HAS_UNTIL,
	.mode = 0600,
	.follow_tables = true,
	.follow_flag = NDCTL_OCXL_FLAG_ERROR_LOG,
	.fetch = fetch_error_log,
	.release = ocxl_error_log_reader_release,
	.stream_record = &ocxl_error_log_record,
	.stream = stream_error_log,
	.show_input = ocxl_stored_log_show,
	.raw = stream_error_log,
};
