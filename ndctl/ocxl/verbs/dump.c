// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controller's dump: copied piece by piece to a temporary file, compared with the card, synced,
 * renamed and only then released. A run that ends earlier leaves the dump on the card, and the next
 * run copies it again.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/error.h"
#include "ocxl/base/signals.h"
#include "ocxl/output/output.h"
#include "ocxl/output/progress.h"
#include "ocxl/records/dump-record.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/dump-transfer.h"
#include "ocxl/verbs/verbs.h"

/* a dump takes longer than a hundredth of a second */
#define FILES_PER_SECOND 100

/**
 * struct dump_payload - the result of the verb
 * @transfer: the copy of the dump
 * @record: for the document
 */
struct dump_payload {
	struct ocxl_dump_transfer transfer;
	struct ocxl_dump_record record;
};

static int commit_output(struct ocxl_dump_transfer *transfer)
{
	int rc = ocxl_output_sync(transfer->output);

	if (!rc && ocxl_signals_stop_requested())
		return -EINTR;
	if (!rc)
		rc = ocxl_output_commit(transfer->output);
	return rc ? ocxl_dump_transfer_fail_output(transfer, rc) : 0;
}

static void add_record(struct dump_payload *payload)
{
	struct ocxl_dump_transfer *transfer = &payload->transfer;
	struct ocxl_dump_record *record = &payload->record;

	record->file = transfer->file;
	record->dump_bytes = transfer->size;
	ocxl_result_add_section(transfer->result, "dump", &ocxl_dump_record, record);
}

/* the file is complete and synced, so the dump is released even after a signal */
static void release_dump(struct ocxl_dump_transfer *transfer)
{
	struct ocxl_command command;

	ocxl_deadline_restart(&transfer->deadline,
			      transfer->options->timeout_ms * OCXL_MILLISECOND_NS);
	/* a signal would end a wait with a time limit at once */
	if (ocxl_signals_stop_requested())
		transfer->dimm.deadline = NULL;
	ocxl_command_send(&command, &transfer->dimm, transfer->options,
			  ndctl_dimm_ocxl_new_dump_release(transfer->dimm.ndctl),
			  OCXL_CMD_DUMP_RELEASE);
	if (command.rc)
		ocxl_result_add_failure(transfer->result, &command);
	ocxl_command_release(&command);
}

static void report_kept_dump(const struct ocxl_dump_transfer *transfer)
{
	ocxl_error_print(
		"%s: dump: %s is a device, which keeps nothing: the dump stays on the card",
		transfer->dimm.dev, transfer->file ? transfer->file : "standard output");
}

static void report_stop(const struct ocxl_dimm *dimm, bool written)
{
	if (!ocxl_signals_stop_requested())
		return;
	if (written)
		ocxl_error_print("%s: dump: a signal came after the dump was written", dimm->dev);
	else
		ocxl_error_print("%s: dump: stopped by a signal: the dump was not released, run "
				 "the command again to save it",
				 dimm->dev);
}

static void save_dump(struct dump_payload *payload)
{
	struct ocxl_dump_transfer *transfer = &payload->transfer;
	int rc = ocxl_dump_transfer_wait(transfer);

	if (!rc)
		rc = ocxl_dump_transfer_copy(transfer);
	if (!rc)
		rc = ocxl_dump_transfer_check(transfer);
	if (!rc)
		rc = commit_output(transfer);
	ocxl_progress_clear(&transfer->progress);
	if (!rc) {
		add_record(payload);
		if (ocxl_output_is_device(transfer->output))
			report_kept_dump(transfer);
		else
			release_dump(transfer);
	}
	report_stop(&transfer->dimm, !rc);
}

/* @number: of the dumps that the card gave in this second, from 1 */
static char *format_file_name(const char *directory, const struct ocxl_dimm *dimm,
			      unsigned int number)
{
	size_t length = strlen(directory);
	const char *separator = directory[length - 1] == '/' ? "" : "/";
	char serial[24], moment[24] = "", suffix[16] = "";
	time_t now = time(NULL);
	struct tm utc;
	char *name;

	snprintf(serial, sizeof(serial), "%" PRIu64, dimm->serial);
	if (gmtime_r(&now, &utc))
		strftime(moment, sizeof(moment), "%Y%m%dT%H%M%SZ", &utc);
	if (number > 1)
		snprintf(suffix, sizeof(suffix), "-%u", number);
	if (asprintf(&name, "%s%s%s-%s%s.dump", directory, separator,
		     dimm->serial ? serial : dimm->dev, moment, suffix) < 0)
		return NULL;
	return name;
}

/* if another process takes the name before this one creates the file, the run fails */
static char *find_free_name(const char *directory, const struct ocxl_dimm *dimm)
{
	unsigned int number;
	struct stat st;
	char *name;

	for (number = 1; number < FILES_PER_SECOND; number++) {
		name = format_file_name(directory, dimm, number);
		if (!name || lstat(name, &st))
			return name;
		free(name);
	}
	return format_file_name(directory, dimm, number);
}

static int choose_file(struct ocxl_dump_transfer *transfer)
{
	const char *output = transfer->options->output;
	struct stat st;

	if (!output)
		return 0;
	if (!stat(output, &st) && S_ISDIR(st.st_mode))
		transfer->file = find_free_name(output, &transfer->dimm);
	else
		transfer->file = strdup(output);
	return transfer->file ? 0 : -ENOMEM;
}

static int open_output(struct ocxl_dump_transfer *transfer)
{
	const struct ocxl_options *options = transfer->options;
	enum ocxl_output_kind kind = OCXL_OUTPUT_STANDARD;
	int rc = choose_file(transfer);

	/* --force allows to replace the file that the user names, not one in a directory */
	if (transfer->file)
		kind = options->force && !strcmp(transfer->file, options->output)
			       ? OCXL_OUTPUT_REPLACE
			       : OCXL_OUTPUT_CREATE;
	if (!rc)
		rc = ocxl_output_open(&transfer->output, kind, transfer->file, 0600,
				      ocxl_error_fifo_waiting);
	return rc ? ocxl_dump_transfer_fail_output(transfer, rc) : 0;
}

static void fetch_dump(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct dump_payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));
	struct ocxl_dump_transfer *transfer;
	char title[64];

	if (!payload)
		return;
	transfer = &payload->transfer;
	transfer->options = options;
	ocxl_dump_transfer_start(transfer, dimm);
	transfer->result = result;
	transfer->start_new = options->start_new;
	if (open_output(transfer))
		return;
	snprintf(title, sizeof(title), "%s: dump", dimm->dev);
	ocxl_progress_init(&transfer->progress, title, !options->verbose);
	save_dump(payload);
}

static void release_dump_payload(void *data)
{
	struct dump_payload *payload = data;

	ocxl_dump_transfer_release(&payload->transfer);
	ocxl_output_close(payload->transfer.output);
	free(payload->transfer.file);
}

const struct ocxl_verb ocxl_verb_read_dump = {
	.name = "read-dump",
	.summary = "save the controller's dump to a file, then release it",
	.key = "dump",
	.needs = OCXL_NEEDS(OCXL_CMD_DUMP_TAKE) | OCXL_NEEDS(OCXL_CMD_DUMP_READ) |
		 OCXL_NEEDS(OCXL_CMD_DUMP_RELEASE) | OCXL_NEEDS(OCXL_CMD_EVENTS),
	.options = OCXL_OPTION_NEW | OCXL_OPTION_FORCE | OCXL_OPTION_TIMEOUT,
	.mode = 0600,
	.timeout_seconds = 60,
	.saves = true,
	.fetch = fetch_dump,
	.release = release_dump_payload,
};
