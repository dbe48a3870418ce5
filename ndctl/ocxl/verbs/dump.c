// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controller's dump: copied piece by piece to a temporary file, compared with the card, synced,
 * renamed and only then released. A run that ends earlier leaves the dump on the card, and the next
 * run copies it again.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/error.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/output.h"
#include "ocxl/output/progress.h"
#include "ocxl/output/sha256-thread.h"
#include "ocxl/records/dump-record.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/verbs.h"

/* whole 8-byte words, below the 16-bit length of the mailbox */
#define PIECE_SIZE   65512
/* a card may fail to interrupt: then it is asked again, less and less often */
#define PAUSE_NS     (10 * OCXL_MILLISECOND_NS)
#define PAUSE_MAX_NS (1000 * OCXL_MILLISECOND_NS)

/**
 * struct saved_piece - a piece of the dump that is kept, to compare it with the card in the end
 * @command: the answered request with the data; its cmd is NULL without a piece
 * @offset: of the piece in the dump
 */
struct saved_piece {
	struct ocxl_command command;
	uint64_t offset;
};

/**
 * struct dump_transfer - a dump on its way to a file
 * @dimm: the DIMM
 * @options: of the command line
 * @result: receives failures and the record
 * @record: for the document
 * @output: the file, or standard output
 * @progress: line on a terminal
 * @hash: of all bytes so far
 * @start_new: the next request asks for a new dump
 * @wait_rc: of the last request while the dump is not ready: 0 or a negative errno
 * @wait_state: state of the dump in the answer to it, NDCTL_OCXL_DUMP_*
 * @size: bytes so far
 * @max_size: largest dump of this card; 0: unknown
 * @dump_events: number of dumps that the driver had counted when the copy began
 * @first: the first piece
 * @last: the last piece so far, if it is not the first
 */
struct dump_transfer {
	const struct ocxl_dimm *dimm;
	const struct ocxl_options *options;
	struct ocxl_result *result;
	struct ocxl_dump_record record;
	struct ocxl_output *output;
	struct ocxl_progress progress;
	struct ocxl_sha256_thread hash;
	bool start_new;
	int wait_rc;
	uint32_t wait_state;
	uint64_t size;
	uint64_t max_size;
	uint64_t dump_events;
	struct saved_piece first;
	struct saved_piece last;
};

/* failure.c has the text for each command and errno */
static int add_failure(struct dump_transfer *transfer, unsigned int number, int rc)
{
	const struct ocxl_command command = { .number = number, .rc = rc, .wire_status = -1 };

	ocxl_result_add_failure(transfer->result, &command);
	return rc;
}

static int add_output_failure(struct dump_transfer *transfer, int rc)
{
	const char *name = transfer->options->output;

	if (!ocxl_signals_stop_requested())
		ocxl_result_add_output_failure(transfer->result, OCXL_CMD_DUMP_READ,
					       name ? name : "standard output", rc);
	return rc;
}

/* Return: 0, then the caller releases @command; or a negative errno */
static int send_request(struct dump_transfer *transfer, struct ocxl_command *command,
			struct ndctl_cmd *cmd, unsigned int number)
{
	int rc;

	ocxl_command_send(command, transfer->dimm, transfer->options, cmd, number);
	rc = ocxl_signals_stop_requested() ? -EINTR : command->rc;
	if (!rc)
		return 0;
	if (rc != -EINTR)
		ocxl_result_add_failure(transfer->result, command);
	ocxl_command_release(command);
	return rc;
}

static int request_dump(struct dump_transfer *transfer, bool start_new)
{
	struct ndctl_ocxl_dump answer;
	struct ocxl_command command;
	int rc;

	rc = send_request(transfer, &command,
			  ndctl_dimm_ocxl_new_dump_take(transfer->dimm->ndctl, start_new),
			  OCXL_CMD_DUMP_TAKE);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_take_get(command.cmd, &answer);
	ocxl_command_release(&command);
	if (rc)
		return add_failure(transfer, OCXL_CMD_DUMP_TAKE, rc);
	transfer->wait_state = answer.state;
	transfer->max_size = answer.max_size_bytes;
	return 0;
}

static bool dump_is_ready_or_failed(void *context)
{
	struct dump_transfer *transfer = context;

	transfer->wait_rc = request_dump(transfer, transfer->start_new);
	transfer->start_new = false;
	if (transfer->wait_rc || transfer->wait_state == NDCTL_OCXL_DUMP_READY)
		return true;
	if (transfer->wait_state == NDCTL_OCXL_DUMP_NONE) {
		transfer->wait_rc = add_failure(transfer, OCXL_CMD_DUMP_TAKE, -ENOENT);
		return true;
	}
	ocxl_progress_show_waiting(&transfer->progress);
	return false;
}

static int wait_for_dump(struct dump_transfer *transfer)
{
	const struct ocxl_wait_condition condition = {
		.flags_fd = ndctl_dimm_get_health_eventfd(transfer->dimm->ndctl),
		.timeout_ns = transfer->options->timeout_ms * OCXL_MILLISECOND_NS,
		.pause_ns = PAUSE_NS,
		.pause_max_ns = PAUSE_MAX_NS,
		.is_over = dump_is_ready_or_failed,
		.context = transfer,
	};
	int rc = ocxl_wait_for_condition(&condition);

	if (!rc)
		return transfer->wait_rc;
	return rc == -EINTR ? rc : add_failure(transfer, OCXL_CMD_DUMP_TAKE, rc);
}

/* the driver counts each dump, also one that replaces another and has the same bytes */
static int read_dump_events(struct dump_transfer *transfer, uint64_t *count)
{
	struct ndctl_ocxl_events events;
	struct ocxl_command command;
	int rc;

	rc = send_request(transfer, &command, ndctl_dimm_ocxl_new_events(transfer->dimm->ndctl),
			  OCXL_CMD_EVENTS);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_events_get(command.cmd, &events);
	ocxl_command_release(&command);
	if (rc)
		return add_failure(transfer, OCXL_CMD_EVENTS, rc);
	*count = events.count[NDCTL_OCXL_EVENT_DUMP];
	return 0;
}

static int read_piece(struct dump_transfer *transfer, uint64_t offset, struct ocxl_command *command,
		      struct ndctl_ocxl_dump_piece *piece)
{
	int rc;

	/* offsets have 32 bits; a card may return data without end */
	if (offset > UINT32_MAX)
		return add_failure(transfer, OCXL_CMD_DUMP_READ, -EMSGSIZE);
	rc = send_request(transfer, command,
			  ndctl_dimm_ocxl_new_dump_read(transfer->dimm->ndctl, (uint32_t)offset,
							PIECE_SIZE),
			  OCXL_CMD_DUMP_READ);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_read_get(command->cmd, piece);
	if (!rc)
		return 0;
	ocxl_command_release(command);
	return add_failure(transfer, OCXL_CMD_DUMP_READ, rc);
}

static int store_piece(struct dump_transfer *transfer, const struct ocxl_command *command,
		       const struct ndctl_ocxl_dump_piece *piece)
{
	struct saved_piece *saved = transfer->first.command.cmd ? &transfer->last
								: &transfer->first;
	int rc;

	ocxl_command_release(&saved->command);
	saved->command = *command;
	saved->offset = transfer->size;
	/* only the last piece may end within a word */
	if (transfer->size % 8)
		return add_failure(transfer, OCXL_CMD_DUMP_READ, -EPROTO);
	ocxl_sha256_thread_add(&transfer->hash, piece->data, piece->length);
	transfer->size += piece->length;
	ocxl_progress_update(&transfer->progress, transfer->size, transfer->max_size);
	rc = ocxl_output_write(transfer->output, piece->data, piece->length);
	return rc ? add_output_failure(transfer, rc) : 0;
}

/* offsets are multiples of 8 */
static uint64_t next_offset(const struct dump_transfer *transfer)
{
	return (transfer->size + 7) / 8 * 8;
}

static int copy_dump(struct dump_transfer *transfer)
{
	struct ndctl_ocxl_dump_piece piece;
	struct ocxl_command command;
	int rc;

	ocxl_progress_start_transfer(&transfer->progress);
	for (;;) {
		rc = read_piece(transfer, next_offset(transfer), &command, &piece);
		if (rc)
			return rc;
		if (!piece.length)
			break;
		rc = store_piece(transfer, &command, &piece);
		if (rc)
			return rc;
	}
	ocxl_command_release(&command);
	return transfer->size ? 0 : add_failure(transfer, OCXL_CMD_DUMP_READ, -ENODATA);
}

/* does the card still return the same bytes; *@same becomes false if not */
static int compare_piece(struct dump_transfer *transfer, const struct saved_piece *saved,
			 bool *same)
{
	struct ndctl_ocxl_dump_piece before, now;
	struct ocxl_command command;
	int rc;

	if (!saved->command.cmd)
		return 0;
	rc = read_piece(transfer, saved->offset, &command, &now);
	if (rc)
		return rc;
	if (ndctl_cmd_ocxl_dump_read_get(saved->command.cmd, &before) ||
	    now.length != before.length || memcmp(now.data, before.data, now.length) != 0)
		*same = false;
	ocxl_command_release(&command);
	return 0;
}

/* does the dump still end there */
static int compare_end(struct dump_transfer *transfer, bool *same)
{
	struct ndctl_ocxl_dump_piece now;
	struct ocxl_command command;
	int rc;

	rc = read_piece(transfer, next_offset(transfer), &command, &now);
	if (rc)
		return rc;
	if (now.length)
		*same = false;
	ocxl_command_release(&command);
	return 0;
}

/*
 * Only a dump that was copied whole may be released. A dump has no length and no name: the copy
 * alone does not show that the dump was replaced, or changed its size, in the meantime.
 */
static int check_unchanged(struct dump_transfer *transfer)
{
	uint64_t events = 0;
	bool same = true;
	int rc;

	rc = compare_piece(transfer, &transfer->first, &same);
	if (!rc)
		rc = compare_piece(transfer, &transfer->last, &same);
	if (!rc)
		rc = compare_end(transfer, &same);
	if (!rc)
		rc = read_dump_events(transfer, &events);
	if (rc)
		return rc;
	if (same && events == transfer->dump_events)
		return 0;
	return add_failure(transfer, OCXL_CMD_DUMP_READ, -EPROTO);
}

static int commit_output(struct dump_transfer *transfer)
{
	int rc = ocxl_output_sync(transfer->output);

	if (!rc && ocxl_signals_stop_requested())
		return -EINTR;
	if (!rc)
		rc = ocxl_output_commit(transfer->output);
	return rc ? add_output_failure(transfer, rc) : 0;
}

static void add_record(struct dump_transfer *transfer)
{
	uint8_t sum[SHA256_DIGEST_SIZE];

	ocxl_sha256_thread_digest(&transfer->hash, sum);
	ocxl_text_format_hex(transfer->record.sha256, sum, sizeof(sum));
	transfer->record.file = transfer->options->output;
	transfer->record.dump_bytes = transfer->size;
	ocxl_result_add_section(transfer->result, "dump", &ocxl_dump_record, &transfer->record);
}

/* the file is complete and synced, so the dump is released even after a signal */
static void release_dump(struct dump_transfer *transfer)
{
	struct ocxl_command command;

	ocxl_command_send(&command, transfer->dimm, transfer->options,
			  ndctl_dimm_ocxl_new_dump_release(transfer->dimm->ndctl),
			  OCXL_CMD_DUMP_RELEASE);
	if (command.rc)
		ocxl_result_add_failure(transfer->result, &command);
	ocxl_command_release(&command);
}

static void save_dump(struct dump_transfer *transfer)
{
	int rc;

	rc = wait_for_dump(transfer);
	if (!rc)
		rc = read_dump_events(transfer, &transfer->dump_events);
	if (!rc)
		rc = copy_dump(transfer);
	if (!rc)
		rc = check_unchanged(transfer);
	if (!rc)
		rc = commit_output(transfer);
	ocxl_progress_clear(&transfer->progress);
	if (!rc) {
		add_record(transfer);
		release_dump(transfer);
		if (ocxl_signals_stop_requested())
			ocxl_error_print("%s: dump: a signal came after the dump was written",
					 transfer->dimm->dev);
	} else if (ocxl_signals_stop_requested()) {
		ocxl_error_print(
			"%s: dump: stopped by a signal: the dump was not released, run the "
			"command again to save it",
			transfer->dimm->dev);
	}
}

void ocxl_fetch_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result)
{
	struct dump_transfer *transfer = ocxl_result_alloc_payload(result, sizeof(*transfer));
	char title[64];
	int rc;

	if (!transfer)
		return;
	transfer->dimm = dimm;
	transfer->options = options;
	transfer->result = result;
	transfer->start_new = options->start_new;
	rc = ocxl_sha256_thread_init(&transfer->hash);
	if (rc) {
		add_failure(transfer, OCXL_CMD_DUMP_READ, rc);
		return;
	}
	rc = ocxl_output_open(&transfer->output,
			      options->output ? OCXL_OUTPUT_REPLACE : OCXL_OUTPUT_STANDARD,
			      options->output, 0600, ocxl_error_fifo_waiting);
	if (rc) {
		add_output_failure(transfer, rc);
		return;
	}
	snprintf(title, sizeof(title), "%s: dump", dimm->dev);
	ocxl_progress_init(&transfer->progress, title, !options->verbose);
	save_dump(transfer);
}

void ocxl_release_dump(void *payload)
{
	struct dump_transfer *transfer = payload;

	ocxl_sha256_thread_release(&transfer->hash);
	ocxl_command_release(&transfer->first.command);
	ocxl_command_release(&transfer->last.command);
	ocxl_output_close(transfer->output);
}
