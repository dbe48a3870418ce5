// SPDX-License-Identifier: GPL-2.0-only
/* Show logs that were collected: read-error-log --input. Needs no card and no bus. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/verb.h"
#include "ocxl/output/output.h"
#include "ocxl/records/record-parse.h"
#include "ocxl/render/render.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/verbs/read-error-log.h"

/* the longest line: an entry with 1 MiB of data, in hexadecimal */
#define LINE_MAX_SIZE ((2U << 20) + (64U << 10))
/* lines that are no entries: how many are named */
#define NAMED_MAX     8
/* longer names of files are cut in messages */
#define NAME_SIZE     400
/* how long the rest of an unfinished last line is waited for */
#define REST_PAUSES   10
#define REST_PAUSE_US 10000
#define OF_THIS_TIME  " of this time"
/* entries that are remembered, to show each of them once */
#define SEEN_MAX      (1U << 16)

/* compressed files begin with these bytes */
static const struct {
	const char *magic;
	const char *reader;
} compressors[] = {
	{ "\x1f\x8b", "zcat" },
	{ "\xfd"
	  "7zXZ",
	  "xzcat" },
	{ "\x28\xb5\x2f\xfd", "zstdcat" },
	{ "BZh", "bzcat" },
};

/* one file of --input */
struct stored_file {
	const char *name; /* for messages */
	const char *reader; /* it is compressed: the command that reads it */
	int rc; /* 0, or the negative errno of reading it */
	uint64_t named[NAMED_MAX]; /* numbers of the first skipped lines */
	uint64_t skipped; /* number of lines */
};

/* what identifies an entry; zero: none */
struct seen {
	uint64_t card;
	uint64_t cursor;
};

/* one run of --input */
struct stored_log {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct stored_file files[OCXL_INPUTS_MAX];
	struct stored_file *file; /* the present one */
	const char *name; /* of the file or the files, for messages */
	struct ocxl_result_sink sink;
	struct ocxl_stored_entry entry; /* of the present line */
	/* of the entries that are being written; their DIMM is that of @dev; NULL: none yet */
	struct ocxl_element element;
	char dev[OCXL_STORED_NAME_SIZE];
	char bus[OCXL_STORED_NAME_SIZE];
	char card[NDCTL_OCXL_CARD_NAME_SIZE];
	struct ndctl_ocxl_location location;
	struct seen *seen; /* by hash; a later entry replaces an earlier one */
	bool *found; /* which names of the command line have entries */
	uint64_t shown; /* number of entries */
};

static void report_unreadable(const struct stored_log *log, const struct stored_file *file)
{
	const char *verb = log->verb->name;

	if (file->reader)
		ocxl_error_print("ndctl ocxl %s: %.400s is compressed: read it with "
				 "'%s -f FILE... | ndctl ocxl %s --input=-'",
				 verb, file->name, file->reader, verb);
	else if (file->rc)
		ocxl_error_print("ndctl ocxl %s: cannot read %.400s: %s", verb, file->name,
				 strerror(-file->rc));
}

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

/* a card without a serial number of its own has the hash of its name */
static uint64_t identify_card(const struct ocxl_stored_entry *entry)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	const char *byte;

	if (entry->has_serial && (!entry->card[0] || isdigit(entry->card[0])))
		return entry->serial;
	for (byte = entry->card[0] ? entry->card : entry->dev; *byte; byte++)
		hash = (hash ^ (unsigned char)*byte) * UINT64_C(0x100000001b3);
	return hash;
}

/* was the entry shown; a copy far from the first one may not be recognized */
static bool is_copy(struct stored_log *log)
{
	const struct ocxl_stored_entry *entry = &log->entry;
	struct seen now = { identify_card(entry), entry->record.entry.cursor };
	struct seen *seen;
	bool copy;

	seen = &log->seen[(now.card * 31 + now.cursor) * UINT64_C(0x9e3779b97f4a7c15) >> 48];
	copy = now.cursor && seen->card == now.card && seen->cursor == now.cursor;
	*seen = now;
	return copy;
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

	if (!is_selected(log) || !ocxl_error_log_is_of_time(&log->entry.record, log->options) ||
	    is_copy(log))
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
	log->shown++;
	ocxl_result_sink_fail(&log->sink, rc);
}

static void skip_line(struct stored_file *file, uint64_t number)
{
	if (file->skipped < NAMED_MAX)
		file->named[file->skipped] = number;
	file->skipped++;
}

static bool is_empty(const char *line, size_t size)
{
	while (size && memchr(" \t\r", line[size - 1], 3))
		size--;
	return !size;
}

static void show_line(struct stored_log *log, const char *line, size_t size, uint64_t number)
{
	if (size > LINE_MAX_SIZE) {
		skip_line(log->file, number);
		return;
	}
	if (is_empty(line, size))
		return;
	if (ocxl_stored_entry_parse(&log->entry, line, size))
		skip_line(log->file, number);
	else
		write_entry(log);
	ocxl_stored_entry_release(&log->entry);
}

/*
 * Continue a line of @size bytes. Return: the character that ends it, or EOF; of a longer line, only the
 * size is right.
 */
static int read_line(FILE *file, char *line, size_t *size)
{
	int byte;

	for (; (byte = getc_unlocked(file)) != EOF && byte != '\n'; ++*size) {
		if (*size < LINE_MAX_SIZE)
			line[*size] = (char)byte;
	}
	return byte;
}

static bool is_unfinished(struct stored_log *log, const char *line, size_t size)
{
	bool unfinished = size && size <= LINE_MAX_SIZE && *line == '{' &&
			  ocxl_stored_entry_parse(&log->entry, line, size) == -EAGAIN;

	ocxl_stored_entry_release(&log->entry);
	return unfinished;
}

/* a collector may be writing the last line; returns as read_line() */
static int read_rest(struct stored_log *log, FILE *file, char *line, size_t *size)
{
	unsigned int pauses;
	int end = EOF;

	for (pauses = 0; pauses < REST_PAUSES && end == EOF && !ferror(file); pauses++) {
		if (!is_unfinished(log, line, *size))
			break;
		usleep(REST_PAUSE_US);
		clearerr(file);
		end = read_line(file, line, size);
	}
	return end;
}

/* @line: the first one */
static const char *find_reader(const char *line, size_t size)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(compressors); i++) {
		if (size >= strlen(compressors[i].magic) &&
		    !memcmp(line, compressors[i].magic, strlen(compressors[i].magic)))
			return compressors[i].reader;
	}
	return NULL;
}

/* Return: 0, also after a failure of the output; a negative errno of the input */
static int show_lines(struct stored_log *log, FILE *file, char *line)
{
	uint64_t number = 0;
	size_t size;
	int end;

	do {
		size = 0;
		end = read_line(file, line, &size);
		if (end == EOF)
			end = read_rest(log, file, line, &size);
		if (end == EOF && ferror(file))
			return -errno;
		if (!number)
			log->file->reader = find_reader(line, size);
		if (log->file->reader)
			return -EINVAL;
		/* no entry yet: it is left out without counting */
		if (end == EOF && is_unfinished(log, line, size))
			break;
		show_line(log, line, size, ++number);
	} while (end != EOF && !log->sink.error);
	return 0;
}

static void report_skipped(const struct stored_log *log, const struct stored_file *file)
{
	char lines[NAMED_MAX * 24] = "", number[24], more[48] = "";
	size_t i;

	if (!file->skipped)
		return;
	for (i = 0; i < NAMED_MAX && i < file->skipped; i++) {
		snprintf(number, sizeof(number), "%" PRIu64, file->named[i]);
		ocxl_error_append_name(lines, sizeof(lines), "", number);
	}
	if (file->skipped > NAMED_MAX)
		snprintf(more, sizeof(more), " and %" PRIu64 " more", file->skipped - NAMED_MAX);
	ocxl_error_print("ndctl ocxl %s: %.400s: skipped lines that are not entries: number %s%s",
			 log->verb->name, file->name, lines, more);
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

static struct ocxl_outcomes count_outcomes(const struct stored_log *log)
{
	struct ocxl_outcomes outcomes = { .missing = count_missing(log) };
	unsigned int i;

	for (i = 0; i < log->options->input.count; i++) {
		const struct stored_file *file = &log->files[i];

		if (ocxl_failure_is_permission(file->rc, -1))
			outcomes.not_permitted++;
		else if (file->rc || file->skipped)
			outcomes.failed++;
	}
	outcomes.done = log->shown ||
			(!outcomes.failed && !outcomes.not_permitted && !outcomes.missing);
	ocxl_outcomes_conclude(&outcomes);
	return outcomes;
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

	for (i = 0; i < log->options->input.count; i++) {
		report_skipped(log, &log->files[i]);
		report_unreadable(log, &log->files[i]);
	}
}

static int end_document(struct stored_log *log)
{
	struct ocxl_outcomes outcomes = count_outcomes(log);

	/* the file may have entries all the same: of other DIMMs, or behind what could be read */
	if (!is_readable(log))
		log->sink.document.nothing = "";
	else if (outcomes.missing)
		log->sink.document.nothing = "no entries\n";
	if (!log->sink.error)
		ocxl_result_sink_fail(&log->sink, end_dimm(log));
	if (!ocxl_result_sink_finish(&log->sink, &outcomes)) {
		report_missing(log);
		report_files(log);
	}
	outcomes.output_failed = log->sink.failed;
	ocxl_outcomes_conclude(&outcomes);
	return outcomes.exit_status;
}

static int show_file(struct stored_log *log, const char *name, char *line)
{
	bool standard = !strcmp(name, "-");
	FILE *file = standard ? stdin : fopen(name, "re");
	int rc;

	log->file->name = standard ? "standard input" : name;
	if (!file)
		return -errno;
	rc = show_lines(log, file, line);
	if (!standard)
		fclose(file);
	return rc;
}

static void show_files(struct stored_log *log)
{
	const struct ocxl_inputs *input = &log->options->input;
	char *line = xrealloc(NULL, LINE_MAX_SIZE);
	unsigned int i;

	log->seen = ocxl_alloc_zeroed(SEEN_MAX, sizeof(*log->seen));
	log->found = ocxl_alloc_zeroed(log->options->dimm_count + 1U, sizeof(*log->found));
	for (i = 0; i < input->count; i++) {
		log->file = &log->files[i];
		log->file->rc = show_file(log, input->names[i], line);
	}
	free(line);
}

static const char *describe_files(const struct ocxl_inputs *input, char *text, size_t size)
{
	if (input->count == 1)
		return strcmp(input->names[0], "-") ? input->names[0] : "standard input";
	snprintf(text, size, "the %u files", input->count);
	return text;
}

static void describe_nothing(const struct stored_log *log, char *text, size_t size)
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
	char nothing[OCXL_TEXT_PLAIN_SIZE(NAME_SIZE) + sizeof("no entries in \n" OF_THIS_TIME)];

	describe_nothing(&log, nothing, sizeof(nothing));
	log.sink.document.nothing = nothing;
	if (!ocxl_result_sink_open(&log.sink)) {
		show_files(&log);
		status = end_document(&log);
	}
	ocxl_result_sink_release(&log.sink);
	free(log.seen);
	free(log.found);
	return status;
}
