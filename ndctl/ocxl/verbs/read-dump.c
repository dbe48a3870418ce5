// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controller's dump: copied piece by piece to a temporary file, compared with the card, synced,
 * renamed and only then released. A run that ends earlier leaves the dump on the card, and the next
 * run copies it again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/base/wait.h"
#include "ocxl/base/error.h"
#include "ocxl/base/memory.h"
#include "ocxl/output/output.h"
#include "ocxl/output/progress.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/dump-file.h"
#include "ocxl/verbs/verbs.h"

/* whole 8-byte words, below the 16-bit length of the mailbox */
#define PIECE_SIZE   65512
/* a card may fail to interrupt: then it is polled, less and less often */
#define PAUSE_NS     (10 * OCXL_MILLISECOND_NS)
#define PAUSE_MAX_NS (1000 * OCXL_MILLISECOND_NS)

/* a piece that is kept, to compare it with the card in the end; without one, its cmd is NULL */
struct dump_piece {
	struct ocxl_command command;
	uint64_t offset;
};

/* a dump on its way to a file; the payload of the verb */
struct dump {
	const struct ocxl_dimm *dimm;
	const struct ocxl_options *options;
	struct ocxl_result *result;
	char *file; /* its name; NULL: standard output */
	struct ocxl_output *output;
	struct ocxl_progress progress;
	unsigned int in_flight; /* command that was sent and is not answered yet; 0: none */
	bool written; /* the file is complete and synced */
	bool start_new; /* a new dump is not requested yet */
	int wait_rc; /* of the last request while the dump is not ready: 0 or a negative errno */
	uint32_t wait_state; /* state of the dump in the answer to it, NDCTL_OCXL_DUMP_* */
	uint64_t size;
	uint64_t max_size; /* 0: unknown */
	uint64_t dump_events; /* number of dumps that the driver had counted when the copy began */
	struct dump_piece first;
	struct dump_piece last; /* the last piece so far, if it is not the first */
	struct ocxl_dump_record record;
};

static int fail_answer(struct dump *dump, unsigned int number, int rc, int status)
{
	const struct ocxl_command command = { .number = number, .rc = rc, .wire_status = status };

	ocxl_result_add_failed_command(dump->result, &command);
	return rc;
}

static int fail_command(struct dump *dump, unsigned int number, int rc)
{
	return fail_answer(dump, number, rc, -1);
}

static int fail_output(struct dump *dump, int rc)
{
	const char *name = dump->file;

	if (!ocxl_signals_stop_requested())
		ocxl_result_add_failed_file(dump->result, OCXLPMEM_CMD_DUMP_READ,
					    name ? name : "standard output", rc);
	return rc;
}

static void limit_time(const struct dump *dump)
{
	ocxl_worker_limit_time(dump->dimm->worker, dump->options->timeout_ms * OCXL_MILLISECOND_NS);
}

/* Return: 0, then the caller releases @command; or a negative errno */
static int send_request(struct dump *dump, struct ocxl_command *command, struct ndctl_cmd *cmd,
			unsigned int number)
{
	int rc;

	/* a long dump takes many commands; those that wait for the dump share a limit */
	if (number != OCXLPMEM_CMD_DUMP_TAKE)
		limit_time(dump);
	dump->in_flight = number;
	ocxl_worker_send(command, dump->dimm, cmd, number);
	dump->in_flight = 0;
	/* no time was left to send it */
	if (command->rc == -ECANCELED)
		command->rc = -ETIMEDOUT;
	rc = ocxl_signals_stop_requested() ? -EINTR : command->rc;
	if (!rc)
		return 0;
	if (rc != -EINTR)
		ocxl_result_add_failed_command(dump->result, command);
	ocxl_command_release(command);
	return rc;
}

static int request_dump(struct dump *dump, bool start_new)
{
	struct ndctl_ocxl_dump answer;
	struct ocxl_command command;
	int rc;

	rc = send_request(dump, &command,
			  start_new ? ndctl_dimm_ocxl_cmd_new_dump_take(dump->dimm->ndctl)
				    : ndctl_dimm_ocxl_cmd_new_dump_state(dump->dimm->ndctl),
			  OCXLPMEM_CMD_DUMP_TAKE);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_get_dump(command.cmd, &answer);
	ocxl_command_release(&command);
	if (rc)
		return fail_command(dump, OCXLPMEM_CMD_DUMP_TAKE, rc);
	dump->wait_state = answer.state;
	dump->max_size = answer.max_size_bytes;
	return 0;
}

static bool dump_is_ready_or_failed(void *context)
{
	struct dump *dump = context;
	bool start_new = dump->start_new;

	/* before the request: a signal may end the run while it is in flight */
	dump->start_new = false;
	dump->wait_rc = request_dump(dump, start_new);
	if (dump->wait_rc)
		return true;
	if (dump->wait_state == NDCTL_OCXL_DUMP_TAKING) {
		ocxl_progress_show_waiting(&dump->progress);
		return false;
	}
	if (dump->wait_state != NDCTL_OCXL_DUMP_READY)
		dump->wait_rc =
			fail_command(dump, OCXLPMEM_CMD_DUMP_TAKE,
				     ocxl_dump_state_name(dump->wait_state) ? -ENODATA : -EPROTO);
	return true;
}

static int wait_for_dump(struct dump *dump)
{
	const struct ocxl_wait_condition condition = {
		.flags_fd = ndctl_dimm_get_health_eventfd(dump->dimm->ndctl),
		.timeout_ns = dump->options->timeout_ms * OCXL_MILLISECOND_NS,
		.pause_ns = PAUSE_NS,
		.pause_max_ns = PAUSE_MAX_NS,
		.wait_for_fds = ocxl_worker_wait_for_fds,
		.owner = dump->dimm->worker,
		.is_over = dump_is_ready_or_failed,
		.context = dump,
	};
	int rc;

	limit_time(dump);
	rc = ocxl_wait_for_condition(&condition);
	if (!rc)
		return dump->wait_rc;
	return rc == -EINTR ? rc : fail_command(dump, OCXLPMEM_CMD_DUMP_TAKE, rc);
}

/* the driver counts each dump, also one that replaces another and has the same bytes */
static int read_dump_events(struct dump *dump, uint64_t *count)
{
	struct ndctl_ocxl_events events;
	struct ocxl_command command;
	int rc;

	rc = send_request(dump, &command, ndctl_dimm_ocxl_cmd_new_events(dump->dimm->ndctl),
			  OCXLPMEM_CMD_EVENTS);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_get_events(command.cmd, &events);
	ocxl_command_release(&command);
	if (rc)
		return fail_command(dump, OCXLPMEM_CMD_EVENTS, rc);
	*count = events.count[NDCTL_OCXL_EVENT_DUMP];
	return 0;
}

static int read_piece(struct dump *dump, uint64_t offset, struct ocxl_command *command,
		      struct ndctl_ocxl_dump_piece *piece)
{
	int rc = send_request(dump, command,
			      ndctl_dimm_ocxl_cmd_new_dump_read(dump->dimm->ndctl, offset,
								PIECE_SIZE),
			      OCXLPMEM_CMD_DUMP_READ);

	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_get_dump_piece(command->cmd, piece);
	if (!rc)
		return 0;
	ocxl_command_release(command);
	return fail_command(dump, OCXLPMEM_CMD_DUMP_READ, rc);
}

static int store_piece(struct dump *dump, const struct ocxl_command *command,
		       const struct ndctl_ocxl_dump_piece *piece)
{
	struct dump_piece *saved = dump->first.command.cmd ? &dump->last : &dump->first;
	int rc;

	ocxl_command_release(&saved->command);
	saved->command = *command;
	saved->offset = dump->size;
	/* only the last piece may end within a word */
	if (dump->size % 8)
		return fail_command(dump, OCXLPMEM_CMD_DUMP_READ, -EPROTO);
	dump->size += piece->length;
	/* whatever the driver compares: a card may return data without end */
	if (dump->max_size && dump->size > dump->max_size)
		return fail_answer(dump, OCXLPMEM_CMD_DUMP_READ, -EPROTO, OCXLPMEM_STATUS_OK);
	ocxl_progress_update(&dump->progress, dump->size, dump->max_size);
	rc = ocxl_output_write(dump->output, piece->data, piece->length);
	return rc ? fail_output(dump, rc) : 0;
}

/* offsets are multiples of 8 */
static uint64_t next_offset(const struct dump *dump)
{
	return (dump->size + 7) / 8 * 8;
}

static int copy_dump(struct dump *dump)
{
	struct ndctl_ocxl_dump_piece piece;
	struct ocxl_command command;
	int rc;

	rc = read_dump_events(dump, &dump->dump_events);
	if (rc)
		return rc;
	ocxl_progress_start_transfer(&dump->progress);
	for (;;) {
		rc = read_piece(dump, next_offset(dump), &command, &piece);
		if (rc)
			return rc;
		if (!piece.length)
			break;
		rc = store_piece(dump, &command, &piece);
		if (rc)
			return rc;
	}
	ocxl_command_release(&command);
	return dump->size ? 0 : fail_command(dump, OCXLPMEM_CMD_DUMP_READ, -EBADMSG);
}

/* does the card still return these bytes there; *@same becomes false if not */
static int compare_bytes(struct dump *dump, uint64_t offset,
			 const struct ndctl_ocxl_dump_piece *before, bool *same)
{
	struct ndctl_ocxl_dump_piece now;
	struct ocxl_command command;
	int rc = read_piece(dump, offset, &command, &now);

	if (rc)
		return rc;
	if (now.length != before->length ||
	    (now.length && memcmp(now.data, before->data, now.length) != 0))
		*same = false;
	ocxl_command_release(&command);
	return 0;
}

static int compare_piece(struct dump *dump, const struct dump_piece *saved, bool *same)
{
	struct ndctl_ocxl_dump_piece before;

	if (!saved->command.cmd)
		return 0;
	if (ndctl_cmd_ocxl_get_dump_piece(saved->command.cmd, &before))
		return fail_command(dump, OCXLPMEM_CMD_DUMP_READ, -EPROTO);
	return compare_bytes(dump, saved->offset, &before, same);
}

/*
 * Only a dump that was copied whole may be released. A dump has no length and no name: the copy
 * alone does not show that the dump was replaced, or changed its size, in the meantime.
 */
static int check_dump(struct dump *dump)
{
	const struct ndctl_ocxl_dump_piece nothing = { 0 };
	uint64_t events = 0;
	bool same = true;
	int rc;

	rc = compare_piece(dump, &dump->first, &same);
	if (!rc)
		rc = compare_piece(dump, &dump->last, &same);
	if (!rc)
		rc = compare_bytes(dump, next_offset(dump), &nothing, &same);
	if (!rc)
		rc = read_dump_events(dump, &events);
	if (rc)
		return rc;
	if (same && events == dump->dump_events)
		return 0;
	return fail_command(dump, OCXLPMEM_CMD_DUMP_READ, -EPROTO);
}

static int commit_output(struct dump *dump)
{
	int rc = ocxl_output_sync(dump->output);

	if (!rc && ocxl_signals_stop_requested())
		return -EINTR;
	if (!rc)
		rc = ocxl_output_commit(dump->output);
	return rc ? fail_output(dump, rc) : 0;
}

static void choose_file(struct dump *dump)
{
	const char *output = dump->options->output;
	struct stat st;

	if (!output)
		return;
	if (!stat(output, &st) && S_ISDIR(st.st_mode))
		dump->file = ocxl_dump_file_name(output, dump->dimm);
	else
		dump->file = xstrdup(output);
}

static int open_output(struct dump *dump)
{
	const struct ocxl_options *options = dump->options;
	enum ocxl_output_kind kind = OCXL_OUTPUT_STANDARD;
	int rc;

	choose_file(dump);
	/* --force allows to replace the file that the user names, not one in a directory */
	if (dump->file)
		kind = options->force && !strcmp(dump->file, options->output) ? OCXL_OUTPUT_REPLACE
									      : OCXL_OUTPUT_CREATE;
	rc = ocxl_output_open(&dump->output, kind, dump->file, 0600, ocxl_error_fifo_waiting);
	return rc ? fail_output(dump, rc) : 0;
}

/* the file is complete and synced, so the dump is released even after a signal */
static void release_dump(struct dump *dump)
{
	struct ocxl_command command;

	limit_time(dump);
	dump->in_flight = OCXLPMEM_CMD_DUMP_RELEASE;
	ocxl_worker_send(&command, dump->dimm,
			 ndctl_dimm_ocxl_cmd_new_dump_release(dump->dimm->ndctl),
			 OCXLPMEM_CMD_DUMP_RELEASE);
	dump->in_flight = 0;
	if (command.rc)
		ocxl_result_add_failed_command(dump->result, &command);
	ocxl_command_release(&command);
}

static void save_dump(struct dump *dump)
{
	int rc = wait_for_dump(dump);

	if (!rc)
		rc = copy_dump(dump);
	if (!rc)
		rc = check_dump(dump);
	if (!rc)
		rc = commit_output(dump);
	if (rc)
		return;
	dump->written = true;
	if (!ocxl_output_is_device(dump->output))
		release_dump(dump);
}

static void fetch_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct dump *dump = ocxl_result_alloc_payload(result, sizeof(*dump));
	char title[64];

	dump->dimm = dimm;
	dump->options = options;
	dump->result = result;
	dump->start_new = options->start_new;
	if (open_output(dump))
		return;
	snprintf(title, sizeof(title), "%s: dump", dimm->dev);
	ocxl_progress_init(&dump->progress, title, !options->trace);
	save_dump(dump);
}

static void add_record(struct dump *dump)
{
	dump->record.file = dump->file;
	dump->record.dump_bytes = dump->size;
	ocxl_result_add_section(dump->result, "dump", &ocxl_dump_record, &dump->record);
	if (ocxl_output_is_device(dump->output))
		ocxl_error_print("%s: dump: %s is a device, which keeps nothing: the dump stays on "
				 "the card",
				 dump->dimm->dev, dump->file ? dump->file : "standard output");
}

/* the advice never lets the card replace a dump that was not saved */
static const char *describe_stop(const struct dump *dump)
{
	if (dump->written)
		return "a signal came after the dump was written";
	if (dump->start_new)
		return "stopped by a signal before a new dump was requested";
	if (dump->options->start_new)
		return "stopped by a signal: the new dump was not released, run the command "
		       "without --new to save it";
	return "stopped by a signal: the dump was not released, run the command again to save it";
}

/* the thread that writes the dump may still be in a slow fsync() */
static void stop_dump(struct dump *dump)
{
	ocxl_output_remove_unfinished();
	ocxl_error_print("%s: dump: %s", dump->dimm->dev, describe_stop(dump));
}

static void fill_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result)
{
	struct dump *dump = result->payload;

	ocxl_progress_clear(&dump->progress);
	if (dump->in_flight && !ocxl_signals_stop_requested())
		fail_command(dump, dump->in_flight, -ETIMEDOUT);
	if (dump->written)
		add_record(dump);
	if (dump->output && ocxl_signals_stop_requested())
		stop_dump(dump);
}

static void release_dump_payload(void *data)
{
	struct dump *dump = data;

	ocxl_command_release(&dump->first.command);
	ocxl_command_release(&dump->last.command);
	ocxl_output_close(dump->output);
	free(dump->file);
}

const struct ocxl_verb ocxl_verb_read_dump = {
	.name = "read-dump",
	.summary = "save the controller's dump to a file, then release it",
	.note = "The card may drop a released dump. --new replaces the dump of the card.",
	.key = "dump",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_DUMP_TAKE) | OCXL_NEEDS(OCXLPMEM_CMD_DUMP_READ) |
		 OCXL_NEEDS(OCXLPMEM_CMD_DUMP_RELEASE) | OCXL_NEEDS(OCXLPMEM_CMD_EVENTS),
	.options = OCXL_HAS_NEW | OCXL_HAS_FORCE | OCXL_HAS_TIMEOUT,
	.mode = 0600,
	.timeout_seconds = 60,
	.timeout_help = "for the dump, then for each answer (default 60)",
	.saves = true,
	.fetch = fetch_dump,
	.fill = fill_dump,
	.release = release_dump_payload,
};
