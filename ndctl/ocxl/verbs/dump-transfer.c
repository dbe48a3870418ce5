// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/output.h"
#include "ocxl/output/progress.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/dump-transfer.h"

/* whole 8-byte words, below the 16-bit length of the mailbox */
#define PIECE_SIZE   65512
/* a card may fail to interrupt: then it is asked again, less and less often */
#define PAUSE_NS     (10 * OCXL_MILLISECOND_NS)
#define PAUSE_MAX_NS (1000 * OCXL_MILLISECOND_NS)

int ocxl_dump_transfer_fail(struct ocxl_dump_transfer *transfer, unsigned int number, int rc)
{
	const struct ocxl_command command = { .number = number, .rc = rc, .wire_status = -1 };

	ocxl_result_add_failure(transfer->result, &command);
	return rc;
}

int ocxl_dump_transfer_fail_output(struct ocxl_dump_transfer *transfer, int rc)
{
	const char *name = transfer->file;

	if (!ocxl_signals_stop_requested())
		ocxl_result_add_output_failure(transfer->result, OCXL_CMD_DUMP_READ,
					       name ? name : "standard output", rc);
	return rc;
}

static uint64_t get_timeout_ns(const struct ocxl_dump_transfer *transfer)
{
	return transfer->options->timeout_ms * OCXL_MILLISECOND_NS;
}

void ocxl_dump_transfer_start(struct ocxl_dump_transfer *transfer, const struct ocxl_dimm *dimm)
{
	transfer->dimm = *dimm;
	transfer->dimm.deadline = &transfer->deadline;
	ocxl_deadline_start(&transfer->deadline, get_timeout_ns(transfer));
}

/* Return: 0, then the caller releases @command; or a negative errno */
static int send_request(struct ocxl_dump_transfer *transfer, struct ocxl_command *command,
			struct ndctl_cmd *cmd, unsigned int number)
{
	int rc;

	/* a long dump takes many commands */
	if (number != OCXL_CMD_DUMP_TAKE)
		ocxl_deadline_restart(&transfer->deadline, get_timeout_ns(transfer));
	ocxl_command_send(command, &transfer->dimm, transfer->options, cmd, number);
	/* no time was left to send it */
	if (command->rc == -ECANCELED)
		command->rc = -ETIMEDOUT;
	rc = ocxl_signals_stop_requested() ? -EINTR : command->rc;
	if (!rc)
		return 0;
	if (rc != -EINTR)
		ocxl_result_add_failure(transfer->result, command);
	ocxl_command_release(command);
	return rc;
}

static int request_dump(struct ocxl_dump_transfer *transfer, bool start_new)
{
	struct ndctl_ocxl_dump answer;
	struct ocxl_command command;
	int rc;

	rc = send_request(transfer, &command,
			  ndctl_dimm_ocxl_new_dump_take(transfer->dimm.ndctl, start_new),
			  OCXL_CMD_DUMP_TAKE);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_take_get(command.cmd, &answer);
	ocxl_command_release(&command);
	if (rc)
		return ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_TAKE, rc);
	transfer->wait_state = answer.state;
	transfer->max_size = answer.max_size_bytes;
	return 0;
}

static bool dump_is_ready_or_failed(void *context)
{
	struct ocxl_dump_transfer *transfer = context;

	transfer->wait_rc = request_dump(transfer, transfer->start_new);
	transfer->start_new = false;
	if (transfer->wait_rc)
		return true;
	switch (transfer->wait_state) {
	case NDCTL_OCXL_DUMP_READY:
		return true;
	case NDCTL_OCXL_DUMP_TAKING:
		ocxl_progress_show_waiting(&transfer->progress);
		return false;
	case NDCTL_OCXL_DUMP_NONE:
		transfer->wait_rc = ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_TAKE, -ENODATA);
		return true;
	default:
		transfer->wait_rc = ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_TAKE, -EPROTO);
		return true;
	}
}

int ocxl_dump_transfer_wait(struct ocxl_dump_transfer *transfer)
{
	const struct ocxl_wait_condition condition = {
		.flags_fd = ndctl_dimm_get_health_eventfd(transfer->dimm.ndctl),
		.timeout_ns = get_timeout_ns(transfer),
		.pause_ns = PAUSE_NS,
		.pause_max_ns = PAUSE_MAX_NS,
		.is_over = dump_is_ready_or_failed,
		.context = transfer,
	};
	int rc;

	ocxl_deadline_restart(&transfer->deadline, condition.timeout_ns);
	rc = ocxl_wait_for_condition(&condition);
	if (!rc)
		return transfer->wait_rc;
	return rc == -EINTR ? rc : ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_TAKE, rc);
}

/* the driver counts each dump, also one that replaces another and has the same bytes */
static int read_dump_events(struct ocxl_dump_transfer *transfer, uint64_t *count)
{
	struct ndctl_ocxl_events events;
	struct ocxl_command command;
	int rc;

	rc = send_request(transfer, &command, ndctl_dimm_ocxl_new_events(transfer->dimm.ndctl),
			  OCXL_CMD_EVENTS);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_events_get(command.cmd, &events);
	ocxl_command_release(&command);
	if (rc)
		return ocxl_dump_transfer_fail(transfer, OCXL_CMD_EVENTS, rc);
	*count = events.count[NDCTL_OCXL_EVENT_DUMP];
	return 0;
}

static int read_piece(struct ocxl_dump_transfer *transfer, uint64_t offset,
		      struct ocxl_command *command, struct ndctl_ocxl_dump_piece *piece)
{
	int rc;

	/* offsets have 32 bits; a card may return data without end */
	if (offset > UINT32_MAX)
		return ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_READ, -EMSGSIZE);
	rc = send_request(transfer, command,
			  ndctl_dimm_ocxl_new_dump_read(transfer->dimm.ndctl, (uint32_t)offset,
							PIECE_SIZE),
			  OCXL_CMD_DUMP_READ);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_read_get(command->cmd, piece);
	if (!rc)
		return 0;
	ocxl_command_release(command);
	return ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_READ, rc);
}

static int store_piece(struct ocxl_dump_transfer *transfer, const struct ocxl_command *command,
		       const struct ndctl_ocxl_dump_piece *piece)
{
	struct ocxl_dump_piece *saved = transfer->first.command.cmd ? &transfer->last
								    : &transfer->first;
	int rc;

	ocxl_command_release(&saved->command);
	saved->command = *command;
	saved->offset = transfer->size;
	/* only the last piece may end within a word */
	if (transfer->size % 8)
		return ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_READ, -EPROTO);
	transfer->size += piece->length;
	ocxl_progress_update(&transfer->progress, transfer->size, transfer->max_size);
	rc = ocxl_output_write(transfer->output, piece->data, piece->length);
	return rc ? ocxl_dump_transfer_fail_output(transfer, rc) : 0;
}

/* offsets are multiples of 8 */
static uint64_t next_offset(const struct ocxl_dump_transfer *transfer)
{
	return (transfer->size + 7) / 8 * 8;
}

int ocxl_dump_transfer_copy(struct ocxl_dump_transfer *transfer)
{
	struct ndctl_ocxl_dump_piece piece;
	struct ocxl_command command;
	int rc;

	rc = read_dump_events(transfer, &transfer->dump_events);
	if (rc)
		return rc;
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
	return transfer->size ? 0 : ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_READ, -EBADMSG);
}

/* does the card still return the same bytes; *@same becomes false if not */
static int compare_piece(struct ocxl_dump_transfer *transfer, const struct ocxl_dump_piece *saved,
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
static int compare_end(struct ocxl_dump_transfer *transfer, bool *same)
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
int ocxl_dump_transfer_check(struct ocxl_dump_transfer *transfer)
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
	return ocxl_dump_transfer_fail(transfer, OCXL_CMD_DUMP_READ, -EPROTO);
}

void ocxl_dump_transfer_release(struct ocxl_dump_transfer *transfer)
{
	ocxl_deadline_end(&transfer->deadline);
	ocxl_command_release(&transfer->first.command);
	ocxl_command_release(&transfer->last.command);
}
