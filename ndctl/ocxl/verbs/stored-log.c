// SPDX-License-Identifier: GPL-2.0-only
/* Show logs that were collected: read-error-log --input. Needs no card and no bus. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/input/log-reader.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/option-value.h"
#include "ocxl/verb.h"
#include "ocxl/output/output.h"
#include "ocxl/records/record-parse.h"
#include "ocxl/render/render.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/run/result.h"
#include "ocxl/verbs/read-error-log.h"
#include "ocxl/verbs/shown-entries.h"
#include "ocxl/verbs/stored-file.h"

/* longer names of files are cut in messages */
#define NAME_SIZE     400
/* how long the rest of an unfinished last line is waited for */
#define REST_PAUSES   10
#define REST_PAUSE_US 10000
#define OF_THIS_TIME  " of this time"

/* one run of --input */
struct stored_log {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_stored_file files[OCXL_INPUTS_MAX];
	struct ocxl_stored_file *file; /* the present one */
	const char *name; /* of the file or the files, for messages */
	struct ocxl_result_sink sink;
	struct ocxl_stored_entry entry; /* of the present part of a line */
	/* of the present line: is a part an entry, and how many bytes are in the other parts */
	bool has_entry;
	uint64_t other_bytes;
	/* of the entries that are being written; their DIMM is that of @dev; NULL: none yet */
	struct ocxl_element element;
	char dev[OCXL_STORED_NAME_SIZE];
	char bus[OCXL_STORED_NAME_SIZE];
	char card[OCXL_CARD_NAME_SIZE];
	struct ndctl_ocxl_location location;
	struct ocxl_shown_entries *entries; /* that were written */
	bool *found; /* which names of the command line have entries */
	bool has_selected; /* an entry of a selected DIMM, of any time */
};

static bool is_selected(struct stored_log *log)
{
	const struct ocxl_options *options = log->options;
	const struct ocxl_stored_entry *entry = &log->entry;
	bool selected = options->dimm_count == 0;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		if (!ocxl_option_value_names_dimm(options->dimms[i], entry->dev, entry->serial))
			continue;
		log->found[i] = true;
		selected = true;
	}
	return selected;
}

static bool is_same_dimm(const struct stored_log *log)
{
	const struct ocxl_stored_entry *entry = &log->entry;
	const struct ocxl_element *element = &log->element;

	if (strcmp(log->location.slot, entry->location.slot) ||
	    strcmp(log->location.pci_address, entry->location.pci_address))
		return false;
	return element->dev && !strcmp(log->card, entry->card) && !strcmp(log->dev, entry->dev) &&
	       !strcmp(log->bus, entry->bus) && element->has_serial == entry->has_serial &&
	       element->serial == entry->serial;
}

static int end_dimm(struct stored_log *log)
{
	return log->element.dev ? ocxl_render_end_dimm(log->sink.render, &log->element) : 0;
}

/* a document has one object for successive entries of a DIMM */
static int begin_dimm(struct stored_log *log)
{
	int rc = end_dimm(log);

	if (rc)
		return rc;
	memcpy(log->dev, log->entry.dev, sizeof(log->dev));
	memcpy(log->bus, log->entry.bus, sizeof(log->bus));
	memcpy(log->card, log->entry.card, sizeof(log->card));
	log->location = log->entry.location;
	log->element = (struct ocxl_element) {
		.location = &log->location,
		.dev = log->dev,
		.bus = log->bus,
		.serial = log->entry.serial,
		.has_serial = log->entry.has_serial,
		.card = log->card[0] ? log->card : NULL,
		.status = "ok",
		.stream_key = log->verb->key,
		.stream_record = log->verb->stream_record,
	};
	return ocxl_render_begin_dimm(log->sink.render);
}

/* a table has a name for each card, also from a line without one */
static void complete_card(const struct stored_log *log, struct ocxl_stored_entry *entry)
{
	if (entry->card[0] || log->options->format != OCXL_FORMAT_TABLE)
		return;
	if (entry->has_serial)
		snprintf(entry->card, sizeof(entry->card), "%" PRIu64, entry->serial);
	else
		snprintf(entry->card, sizeof(entry->card), "%s", entry->dev);
}

static void write_entry(struct stored_log *log)
{
	int rc = 0;

	if (!is_selected(log))
		return;
	log->has_selected = true;
	if (!ocxl_error_log_is_of_time(&log->entry.record, log->options) ||
	    ocxl_shown_entries_add(log->entries, &log->entry))
		return;
	if (log->options->no_data)
		log->entry.record.present &= ~(1ULL << OCXL_ERROR_LOG_HAS_DATA);
	log->entry.record.severity = ocxl_error_log_severity(&log->entry.record.entry);
	complete_card(log, &log->entry);
	if (!is_same_dimm(log))
		rc = begin_dimm(log);
	if (!rc)
		rc = ocxl_render_write_item(log->sink.render, &log->element, &log->entry.record);
	if (!rc && ocxl_output_is_terminal(log->sink.output))
		rc = ocxl_output_flush(log->sink.output);
	ocxl_result_sink_fail(&log->sink, rc);
}

static bool is_empty(const char *line, size_t size)
{
	while (size && memchr(" \t\r", line[size - 1], 3))
		size--;
	return !size;
}

static void show_part(struct stored_log *log, const struct ocxl_log_reader *reader)
{
	if (reader->size > OCXL_LOG_PART_MAX) {
		log->other_bytes += reader->size;
		return;
	}
	if (is_empty(reader->part, reader->size))
		return;
	if (ocxl_stored_entry_parse(&log->entry, reader->part, reader->size)) {
		log->other_bytes += reader->size;
	} else {
		log->has_entry = true;
		if (!is_empty(reader->part + log->entry.size, reader->size - log->entry.size))
			log->other_bytes += reader->size - log->entry.size;
		write_entry(log);
	}
	ocxl_stored_entry_release(&log->entry);
}

/* count what was skipped in it */
static void end_line(struct stored_log *log, uint64_t line)
{
	struct ocxl_stored_file *file = log->file;

	if (log->other_bytes && log->has_entry) {
		ocxl_stored_skipped_add(&file->joined, line);
		file->joined_bytes += log->other_bytes;
	} else if (log->other_bytes) {
		ocxl_stored_skipped_add(&file->whole, line);
	}
	log->has_entry = false;
	log->other_bytes = 0;
}

static bool is_unfinished(struct stored_log *log, const struct ocxl_log_reader *reader)
{
	bool unfinished = reader->end == OCXL_LOG_EOF && reader->size &&
			  reader->size <= OCXL_LOG_PART_MAX && *reader->part == '{' &&
			  ocxl_stored_entry_parse(&log->entry, reader->part, reader->size) ==
				  -EAGAIN;

	ocxl_stored_entry_release(&log->entry);
	return unfinished;
}

/* a collector may be writing the last line */
static int read_rest(struct stored_log *log, struct ocxl_log_reader *reader)
{
	unsigned int pauses;
	int rc = 0;

	for (pauses = 0; pauses < REST_PAUSES && !rc; pauses++) {
		if (reader->compressed || !is_unfinished(log, reader))
			break;
		usleep(REST_PAUSE_US);
		rc = ocxl_log_reader_continue(reader);
	}
	return rc;
}

/* Return: 0, also after a failure of the output; a negative errno of the input */
static int show_lines(struct stored_log *log, struct ocxl_log_reader *reader)
{
	int rc;

	do {
		rc = ocxl_log_reader_next(reader);
		if (!rc)
			rc = read_rest(log, reader);
		if (rc)
			return rc;
		/* no entry yet: it is left out without counting */
		if (!is_unfinished(log, reader))
			show_part(log, reader);
		if (reader->end != OCXL_LOG_PART)
			end_line(log, reader->line);
	} while (reader->end != OCXL_LOG_EOF && !log->sink.error);
	return 0;
}

static bool is_missing(const struct stored_log *log, unsigned int name)
{
	return !log->found[name] && strcmp(log->options->dimms[name], "all") != 0;
}

static unsigned int count_missing(const struct stored_log *log)
{
	unsigned int i, missing = 0;

	for (i = 0; log->found && i < log->options->dimm_count; i++)
		missing += is_missing(log, i);
	return missing;
}

static void report_missing(const struct stored_log *log)
{
	unsigned int i;

	for (i = 0; log->found && i < log->options->dimm_count; i++) {
		if (is_missing(log, i))
			ocxl_error_print("%s: no entry of this DIMM in %.400s",
					 log->options->dimms[i], log->name);
	}
}

static struct ocxl_run_totals count_totals(const struct stored_log *log)
{
	struct ocxl_run_totals totals = { .missing = count_missing(log) };
	unsigned int i;

	for (i = 0; i < log->options->input.count; i++) {
		const struct ocxl_stored_file *file = &log->files[i];

		if (ocxl_failure_is_permission(file->rc, -1))
			totals.not_permitted++;
		else if (ocxl_stored_file_is_incomplete(file))
			totals.failed++;
	}
	totals.done = log->has_selected ||
		      (!totals.failed && !totals.not_permitted && !totals.missing);
	ocxl_run_totals_conclude(&totals);
	return totals;
}

static bool is_readable(const struct stored_log *log)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < log->options->input.count && !rc; i++)
		rc = log->files[i].rc;
	return !rc;
}

static void report_files(const struct stored_log *log)
{
	unsigned int i;

	for (i = 0; i < log->options->input.count; i++)
		ocxl_stored_file_report(&log->files[i], log->verb->name);
}

static int end_document(struct stored_log *log)
{
	struct ocxl_run_totals totals = count_totals(log);

	/* the file may have entries all the same: of other DIMMs, or behind what could be read */
	if (!is_readable(log))
		log->sink.document.empty_line = "";
	else if (totals.missing)
		log->sink.document.empty_line = "no entries\n";
	if (!log->sink.error)
		ocxl_result_sink_fail(&log->sink, end_dimm(log));
	if (!ocxl_result_sink_finish(&log->sink, &totals)) {
		report_missing(log);
		report_files(log);
	}
	totals.output_failed = log->sink.failed;
	ocxl_run_totals_conclude(&totals);
	return totals.exit_status;
}

static void show_file(struct stored_log *log, const char *name, char *part)
{
	struct ocxl_log_reader reader = { .part = part };
	struct ocxl_stored_file *file = log->file;
	int rest;

	file->name = strcmp(name, "-") ? name : "standard input";
	file->rc = ocxl_log_reader_open(&reader, name);
	if (!file->rc)
		file->rc = show_lines(log, &reader);
	rest = ocxl_log_reader_close(&reader);
	file->partial = rest || reader.line > 1;
	if (!file->rc)
		file->rc = rest;
	memcpy(file->reason, reader.reason, sizeof(file->reason));
}

static void show_files(struct stored_log *log)
{
	const struct ocxl_inputs *input = &log->options->input;
	char *part = xrealloc(NULL, OCXL_LOG_PART_MAX);
	unsigned int i;

	log->entries = ocxl_shown_entries_new();
	log->found = ocxl_alloc_zeroed(log->options->dimm_count + 1U, sizeof(*log->found));
	for (i = 0; i < input->count; i++) {
		log->file = &log->files[i];
		show_file(log, input->names[i], part);
	}
	free(part);
}

static const char *describe_files(const struct ocxl_inputs *input, char *text, size_t size)
{
	if (input->count == 1)
		return strcmp(input->names[0], "-") ? input->names[0] : "standard input";
	snprintf(text, size, "the %u files", input->count);
	return text;
}

static void describe_empty(const struct stored_log *log, char *text, size_t size)
{
	char safe[OCXL_TEXT_PLAIN_SIZE(NAME_SIZE)];

	ocxl_text_escape_plain(safe, log->name, strnlen(log->name, NAME_SIZE));
	snprintf(text, size, "no entries%s in %s\n",
		 log->options->since || log->options->until ? OF_THIS_TIME : "", safe);
}

int ocxl_stored_log_show(const struct ocxl_verb *verb, const struct ocxl_options *options)
{
	char several[32];
	struct stored_log log = {
		.verb = verb,
		.options = options,
		.name = describe_files(&options->input, several, sizeof(several)),
		.sink = { .verb = verb, .options = options },
	};
	int status = OCXL_EXIT_OUTPUT;
	char empty_line[OCXL_TEXT_PLAIN_SIZE(NAME_SIZE) + sizeof("no entries in \n" OF_THIS_TIME)];

	describe_empty(&log, empty_line, sizeof(empty_line));
	log.sink.document.empty_line = empty_line;
	if (!ocxl_result_sink_open(&log.sink)) {
		show_files(&log);
		status = end_document(&log);
	}
	ocxl_result_sink_release(&log.sink);
	free(log.entries);
	free(log.found);
	return status;
}
