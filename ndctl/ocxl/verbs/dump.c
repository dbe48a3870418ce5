// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controller's dump: read piece by piece into a new file, which takes its place when it is
 * whole and synced; only then is the dump released. Until then it stays on the card, and
 * whoever was interrupted starts over with the same dump.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/error.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/safe-text.h"
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

/* whole words, and no more than the 16-bit length of a card can say */
#define PIECE	     65512
/* a card whose interrupts do not arrive wakes nobody: it is asked anyway, less and less often */
#define ASK_FIRST_NS (10 * OCXL_MILLISECOND_NS)
#define ASK_LAST_NS  (1000 * OCXL_MILLISECOND_NS)

/**
 * struct kept - a piece that is still in memory
 * @exchange: its answered request
 * @offset: in the dump
 */
struct kept {
	struct ocxl_command exchange;
	uint64_t offset;
};

/**
 * struct dump - a dump on its way into a file
 * @dimm: the DIMM
 * @options: of the command
 * @result: receives what fails
 * @record: what is shown in the end
 * @output: the file, or standard output
 * @progress: for whoever waits at a terminal
 * @sum: over all bytes so far
 * @size: how many
 * @max_size: the most that the card can have, 0 when it does not say
 * @events: dumps that the card had so far, by its events
 * @first: the first piece, to compare it with in the end
 * @last: the last one so far; its command is NULL when it is the first
 */
struct dump {
	const struct ocxl_dimm *dimm;
	const struct ocxl_options *options;
	struct ocxl_result *result;
	struct ocxl_dump_record record;
	struct ocxl_output *output;
	struct ocxl_progress progress;
	struct ocxl_sha256_thread sum;
	uint64_t size;
	uint64_t max_size;
	uint64_t events;
	struct kept first;
	struct kept last;
};

/* what a failure says stands in error.c, by command and errno */
static int fail(struct dump *dump, unsigned int command, int rc)
{
	const struct ocxl_command exchange = { .number = command, .rc = rc, .wire_status = -1 };

	ocxl_result_add_failure(dump->result, &exchange);
	return rc;
}

static int fail_output(struct dump *dump, int rc)
{
	const char *name = dump->options->output;

	if (!ocxl_signals_stop_requested())
		ocxl_result_add_output_failure(dump->result, OCXL_CMD_DUMP_READ,
					       name ? name : "standard output", rc);
	return rc;
}

/* the command is the caller's to release when this gives 0 */
static int send(struct dump *dump, struct ocxl_command *exchange, struct ndctl_cmd *cmd,
		unsigned int command)
{
	int rc;

	ocxl_command_send(exchange, dump->dimm, dump->options, cmd, command);
	rc = ocxl_signals_stop_requested() ? -EINTR : exchange->rc;
	if (!rc)
		return 0;
	if (rc != -EINTR)
		ocxl_result_add_failure(dump->result, exchange);
	ocxl_command_release(exchange);
	return rc;
}

static int take(struct dump *dump, bool start_new, uint32_t *state)
{
	struct ndctl_ocxl_dump answer;
	struct ocxl_command exchange;
	int rc;

	rc = send(dump, &exchange, ndctl_dimm_ocxl_new_dump_take(dump->dimm->ndctl, start_new),
		  OCXL_CMD_DUMP_TAKE);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_take_get(exchange.cmd, &answer);
	ocxl_command_release(&exchange);
	if (rc)
		return fail(dump, OCXL_CMD_DUMP_TAKE, rc);
	*state = answer.state;
	dump->max_size = answer.max_size_bytes;
	return 0;
}

static int wait_ready(struct dump *dump)
{
	uint64_t deadline = ocxl_wait_now() + dump->options->timeout_ms * OCXL_MILLISECOND_NS;
	struct pollfd flags = { .fd = ndctl_dimm_get_health_eventfd(dump->dimm->ndctl),
				.events = POLLPRI };
	bool start_new = dump->options->start_new;
	uint64_t pause_ns = ASK_FIRST_NS;
	uint32_t state = 0;
	bool last;
	int rc;

	for (;;) {
		/* before the question: what happens from here on wakes the poll */
		last = ocxl_wait_now() >= deadline;
		ocxl_wait_arm(&flags);
		rc = take(dump, start_new, &state);
		if (rc || state == NDCTL_OCXL_DUMP_READY)
			return rc;
		if (state == NDCTL_OCXL_DUMP_NONE)
			return fail(dump, OCXL_CMD_DUMP_TAKE, -ENOENT);
		if (last)
			return fail(dump, OCXL_CMD_DUMP_TAKE, -ETIMEDOUT);
		start_new = false;
		ocxl_progress_show_waiting(&dump->progress);
		rc = ocxl_wait_look(&flags, pause_ns, deadline);
		pause_ns = pause_ns * 2 < ASK_LAST_NS ? pause_ns * 2 : ASK_LAST_NS;
		if (rc)
			return rc == -EINTR ? rc : fail(dump, OCXL_CMD_DUMP_TAKE, rc);
	}
}

/* a dump that takes the place of this one is an event, whatever it looks like */
static int count_events(struct dump *dump, uint64_t *count)
{
	struct ndctl_ocxl_events events;
	struct ocxl_command exchange;
	int rc;

	rc = send(dump, &exchange, ndctl_dimm_ocxl_new_events(dump->dimm->ndctl), OCXL_CMD_EVENTS);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_events_get(exchange.cmd, &events);
	ocxl_command_release(&exchange);
	if (rc)
		return fail(dump, OCXL_CMD_EVENTS, rc);
	*count = events.count[NDCTL_OCXL_EVENT_DUMP];
	return 0;
}

static int read_piece(struct dump *dump, uint64_t offset, struct ocxl_command *exchange,
		      struct ndctl_ocxl_dump_piece *piece)
{
	int rc;

	/* a card whose dump never ends */
	if (offset > UINT32_MAX)
		return fail(dump, OCXL_CMD_DUMP_READ, -EMSGSIZE);
	rc = send(dump, exchange,
		  ndctl_dimm_ocxl_new_dump_read(dump->dimm->ndctl, (uint32_t)offset, PIECE),
		  OCXL_CMD_DUMP_READ);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_dump_read_get(exchange->cmd, piece);
	if (!rc)
		return 0;
	ocxl_command_release(exchange);
	return fail(dump, OCXL_CMD_DUMP_READ, rc);
}

static int keep_piece(struct dump *dump, const struct ocxl_command *exchange,
		      const struct ndctl_ocxl_dump_piece *piece)
{
	struct kept *kept = dump->first.exchange.cmd ? &dump->last : &dump->first;
	int rc;

	ocxl_command_release(&kept->exchange);
	kept->exchange = *exchange;
	kept->offset = dump->size;
	/* only the last piece may end within a word */
	if (dump->size % 8)
		return fail(dump, OCXL_CMD_DUMP_READ, -EPROTO);
	ocxl_sha256_thread_add(&dump->sum, piece->data, piece->length);
	dump->size += piece->length;
	ocxl_progress_update(&dump->progress, dump->size, dump->max_size);
	rc = ocxl_output_write(dump->output, piece->data, piece->length);
	return rc ? fail_output(dump, rc) : 0;
}

static uint64_t next_offset(const struct dump *dump)
{
	return (dump->size + 7) / 8 * 8;
}

static int copy(struct dump *dump)
{
	struct ndctl_ocxl_dump_piece piece;
	struct ocxl_command exchange;
	int rc;

	ocxl_progress_start_transfer(&dump->progress);
	for (;;) {
		rc = read_piece(dump, next_offset(dump), &exchange, &piece);
		if (rc)
			return rc;
		if (!piece.length)
			break;
		rc = keep_piece(dump, &exchange, &piece);
		if (rc)
			return rc;
	}
	ocxl_command_release(&exchange);
	return dump->size ? 0 : fail(dump, OCXL_CMD_DUMP_READ, -ENODATA);
}

/* is that piece still there, with the same bytes */
static int compare_piece(struct dump *dump, const struct kept *kept, bool *same)
{
	struct ndctl_ocxl_dump_piece before, now;
	struct ocxl_command exchange;
	int rc;

	if (!kept->exchange.cmd)
		return 0;
	rc = read_piece(dump, kept->offset, &exchange, &now);
	if (rc)
		return rc;
	if (ndctl_cmd_ocxl_dump_read_get(kept->exchange.cmd, &before) ||
	    now.length != before.length || memcmp(now.data, before.data, now.length) != 0)
		*same = false;
	ocxl_command_release(&exchange);
	return 0;
}

static int compare_end(struct dump *dump, bool *same)
{
	struct ndctl_ocxl_dump_piece now;
	struct ocxl_command exchange;
	int rc;

	rc = read_piece(dump, next_offset(dump), &exchange, &now);
	if (rc)
		return rc;
	if (now.length)
		*same = false;
	ocxl_command_release(&exchange);
	return 0;
}

/*
 * What will be released has to be what was read. A dump says nowhere how long it is or which
 * one, so one that was exchanged, or grew, or shrank meanwhile would pass for a whole one.
 */
static int confirm(struct dump *dump)
{
	uint64_t events = 0;
	bool same = true;
	int rc;

	rc = compare_piece(dump, &dump->first, &same);
	if (!rc)
		rc = compare_piece(dump, &dump->last, &same);
	if (!rc)
		rc = compare_end(dump, &same);
	if (!rc)
		rc = count_events(dump, &events);
	if (rc)
		return rc;
	if (same && events == dump->events)
		return 0;
	return fail(dump, OCXL_CMD_DUMP_READ, -EPROTO);
}

static int put_in_place(struct dump *dump)
{
	int rc = ocxl_output_sync(dump->output);

	if (!rc && ocxl_signals_stop_requested())
		return -EINTR;
	if (!rc)
		rc = ocxl_output_commit(dump->output);
	return rc ? fail_output(dump, rc) : 0;
}

static void show(struct dump *dump)
{
	uint8_t sum[SHA256_DIGEST_SIZE];

	ocxl_sha256_thread_digest(&dump->sum, sum);
	ocxl_text_format_hex(dump->record.sha256, sum, sizeof(sum));
	dump->record.file = dump->options->output;
	dump->record.dump_bytes = dump->size;
	ocxl_result_add_section(dump->result, "dump", &ocxl_dump_record, &dump->record);
}

/* the file is whole and safe by now, so no signal keeps the release from being tried */
static void release_dump(struct dump *dump)
{
	struct ocxl_command exchange;

	ocxl_command_send(&exchange, dump->dimm, dump->options,
			  ndctl_dimm_ocxl_new_dump_release(dump->dimm->ndctl),
			  OCXL_CMD_DUMP_RELEASE);
	if (exchange.rc)
		ocxl_result_add_failure(dump->result, &exchange);
	ocxl_command_release(&exchange);
}

static void save(struct dump *dump)
{
	int rc;

	rc = wait_ready(dump);
	if (!rc)
		rc = count_events(dump, &dump->events);
	if (!rc)
		rc = copy(dump);
	if (!rc)
		rc = confirm(dump);
	if (!rc)
		rc = put_in_place(dump);
	ocxl_progress_clear(&dump->progress);
	if (!rc) {
		show(dump);
		release_dump(dump);
		if (ocxl_signals_stop_requested())
			ocxl_error("%s: dump: stopped when it was written already",
				   dump->dimm->dev);
	} else if (ocxl_signals_stop_requested()) {
		ocxl_error(
			"%s: dump: stopped: nothing was released, run it again for the same dump",
			dump->dimm->dev);
	}
}

void ocxl_fetch_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result)
{
	struct dump *dump = ocxl_result_alloc_payload(result, sizeof(*dump));
	char what[64];
	int rc;

	if (!dump)
		return;
	dump->dimm = dimm;
	dump->options = options;
	dump->result = result;
	rc = ocxl_sha256_thread_init(&dump->sum);
	if (rc) {
		fail(dump, OCXL_CMD_DUMP_READ, rc);
		return;
	}
	rc = ocxl_output_open(&dump->output,
			      options->output ? OCXL_OUTPUT_REPLACE : OCXL_OUTPUT_STANDARD,
			      options->output, 0600, ocxl_error_fifo_waiting);
	if (rc) {
		fail_output(dump, rc);
		return;
	}
	snprintf(what, sizeof(what), "%s: dump", dimm->dev);
	ocxl_progress_init(&dump->progress, what, !options->verbose);
	save(dump);
}

void ocxl_release_dump(void *payload)
{
	struct dump *dump = payload;

	ocxl_sha256_thread_release(&dump->sum);
	ocxl_command_release(&dump->first.exchange);
	ocxl_command_release(&dump->last.exchange);
	ocxl_output_close(dump->output);
}
