// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records with any contents in each format: the output is always valid JSON, NDJSON, Prometheus
 * text, or a table without control characters.
 *
 *	format, flags of the document; for each DIMM: its flags, the fields of its records
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/render/table.h"
#include "fuzz.h"
#include "grammar.h"
#include "ocxl/render/render-metrics.h"
#include "ocxl/render/render.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"

#define DIMMS_MAX   4
#define ITEMS_MAX   3
#define RECORDS_MAX 64
#define FORMATS	    (OCXL_FORMAT_NAGIOS + 1)

static struct fuzz_input input;
/* memory of the records, until the document is written */
static void *kept[4 * RECORDS_MAX];
static size_t kept_count;

static void *keep_memory(void *memory)
{
	FUZZ_CHECK(memory && kept_count < ARRAY_SIZE(kept));
	kept[kept_count++] = memory;
	return memory;
}

static bool is_full(void)
{
	return kept_count + 8 > ARRAY_SIZE(kept);
}

/* ---- records, by their tables of fields ---- */

static void fill_record(void *record, const struct ocxl_record *kind);

static void *new_records(const struct ocxl_record *kind, size_t count)
{
	char *records = keep_memory(calloc(count + 1, kind->size));
	size_t i;

	for (i = 0; i < count; i++)
		fill_record(records + i * kind->size, kind);
	return records;
}

/* Words are constants, except file names and messages that contain them. */
static const char *new_word(const struct ocxl_field *field)
{
	static const char *const words[] = { "ok", "warning", "failed", "call", "unknown", "" };

	if (!strcmp(field->key, "file") || !strcmp(field->key, "message"))
		return keep_memory(fuzz_text(&input, 64));
	return words[fuzz_number(&input, 1) % 6];
}

static size_t counters_of(const struct ocxl_field *field)
{
	const struct ocxl_name *name;
	size_t most = 0;

	for (name = field->names; name->name; name++)
		if (name->number >= most)
			most = name->number + 1;
	return most;
}

static void fill_data(char *record, const struct ocxl_field *field)
{
	size_t size = (size_t)fuzz_number(&input, 1);
	uint8_t *bytes = keep_memory(fuzz_copy(&input, &size));

	memcpy(record + field->offset, &bytes, sizeof(bytes));
	memcpy(record + field->size_offset, &size, sizeof(size));
}

static void fill_field(void *record, const struct ocxl_field *field)
{
	void *member = (char *)record + field->offset;
	struct ocxl_list list = { .count = 0 };
	const char *word;

	switch (field->type) {
	case OCXL_FIELD_BOOL:
		*(bool *)member = fuzz_number(&input, 1) & 1;
		break;
	case OCXL_FIELD_WORD:
		word = new_word(field);
		memcpy(member, &word, sizeof(word));
		break;
	case OCXL_FIELD_TEXT:
	case OCXL_FIELD_BYTES:
		fuzz_take(&input, member, fuzz_number(&input, 1) % (field->size + 1));
		break;
	case OCXL_FIELD_DATA:
		fill_data(record, field);
		break;
	case OCXL_FIELD_LIST:
		list.count = is_full() ? 0 : fuzz_number(&input, 1) % (ITEMS_MAX + 1);
		list.records = new_records(field->record, list.count);
		list.unknown = field->nullable && fuzz_number(&input, 1) & 1;
		memcpy(member, &list, sizeof(list));
		break;
	case OCXL_FIELD_COUNTERS:
		fuzz_take(&input, member, counters_of(field) * sizeof(uint64_t));
		break;
	default:
		fuzz_take(&input, member, field->size);
		break;
	}
}

static void fill_record(void *record, const struct ocxl_record *kind)
{
	const struct ocxl_field *field;
	bool optional = false;

	for (field = kind->fields; field->key; field++) {
		optional |= field->optional != 0;
		if (!is_full())
			fill_field(record, field);
	}
	if (optional)
		fuzz_take(&input, record, sizeof(uint64_t));
}

/* Each cell is printable text. */
static void check_cells(const struct ocxl_record *kind, const void *record)
{
	const struct ocxl_field *field;
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	FUZZ_CHECK(to);
	for (field = kind->fields; field->key; field++)
		ocxl_cell_write(to, field, record);
	FUZZ_CHECK(fclose(to) == 0 && ocxl_text_is_printable(text, size));
	free(text);
	ocxl_row_style(kind, record);
}

/* ---- documents ---- */

static const struct {
	const char *key;
	const struct ocxl_record *record;
} kinds[] = {
	{ NULL, &ocxl_smart_summary_record },
	{ "heartbeat", &ocxl_heartbeat_record },
	{ "stats", &ocxl_stats_record },
	{ "info", &ocxl_info_record },
	{ "check", &ocxl_check_record },
	{ "dump", &ocxl_dump_record },
	{ "shutdown", &ocxl_shutdown_record },
	{ "events", &ocxl_events_record },
	{ "error_log", &ocxl_error_log_list_record },
	{ "scrape", &ocxl_metrics_record },
	{ "rates", &ocxl_rates_record },
};
#define KINDS ARRAY_SIZE(kinds)

static void add_section(struct ocxl_element *element, uint8_t which)
{
	struct ocxl_section *section = &element->sections[element->section_count++];

	section->key = kinds[which % KINDS].key;
	section->record = kinds[which % KINDS].record;
	section->data = new_records(section->record, 1);
	check_cells(section->record, section->data);
}

/* Each kind of section at most once, as in the verbs. */
static void add_sections(struct ocxl_element *element, uint16_t mask)
{
	uint8_t which;

	for (which = 0; which < KINDS && element->section_count < OCXL_SECTIONS_MAX; which++)
		if (mask & 1U << which)
			add_section(element, which);
}

static void add_failure(struct ocxl_failure *failure)
{
	char *message = fuzz_text(&input, sizeof(failure->message) - 1);

	failure->name = "EIO";
	failure->wire_status = (int)fuzz_number(&input, 1) - 1;
	strcpy(failure->message, message);
	free(message);
}

static int put_items(struct ocxl_render *render, struct ocxl_element *element, unsigned int count)
{
	int rc = 0;

	while (!rc && count-- > 0 && !is_full()) {
		void *record = new_records(element->stream_record, 1);

		check_cells(element->stream_record, record);
		rc = ocxl_render_write_item(render, element, record);
	}
	return rc;
}

static void put_dimm(struct ocxl_render *render, enum ocxl_format format, unsigned int number)
{
	static const char *const states[] = { "ok", "error", "unsupported", "skipped" };
	static const char *const names[DIMMS_MAX] = { "nmem0", "nmem1", "nmem2", "nmem10" };
	uint8_t look = (uint8_t)fuzz_number(&input, 1);
	struct ocxl_element element = {
		.dev = names[number],
		.bus = "ndbus0",
		.serial = fuzz_number(&input, 8),
		.has_serial = look & 1,
		.status = states[look >> 1 & 3],
		.truncated = look & 8,
	};

	if (look & 16 && format < OCXL_FORMAT_METRICS) {
		element.stream_key = "error_log";
		element.stream_record = &ocxl_error_log_record;
	}
	FUZZ_CHECK(ocxl_render_begin_dimm(render) == 0);
	if (element.stream_key)
		FUZZ_CHECK(put_items(render, &element, look >> 6) == 0);
	/* an element has one list with this key */
	add_sections(&element,
		     (uint16_t)fuzz_number(&input, 2) & ~(element.stream_key ? 1U << 8 : 0));
	if (look & 32)
		add_failure(&element.failure);
	FUZZ_CHECK(ocxl_render_end_dimm(render, &element) == 0);
}

static void put_total(struct ocxl_render *render, bool known)
{
	struct ocxl_section total = { .key = "rates", .record = &ocxl_rates_record };

	total.data = new_records(total.record, 1);
	FUZZ_CHECK(ocxl_render_end_interval(render, known ? &total : NULL) == 0);
}

static unsigned int put_document(struct ocxl_render *render, const struct ocxl_document *document,
				 enum ocxl_format format)
{
	unsigned int dimms = (unsigned int)fuzz_number(&input, 1), i;

	if (document->intervals)
		FUZZ_CHECK(ocxl_render_begin_interval(render) == 0);
	for (i = 0; i < dimms % (DIMMS_MAX + 1); i++)
		put_dimm(render, format, i);
	if (document->intervals)
		put_total(render, dimms & 0x80);
	FUZZ_CHECK(ocxl_render_finish(render, (int)(dimms >> 5)) == 0);
	return dimms % (DIMMS_MAX + 1);
}

/* The text on standard output, terminated. */
static char *read_text(int file, size_t *size)
{
	off_t end = lseek(file, 0, SEEK_END);
	char *text = malloc((size_t)end + 1);

	FUZZ_CHECK(end >= 0 && text);
	FUZZ_CHECK(pread(file, text, (size_t)end, 0) == end);
	text[end] = '\0';
	*size = (size_t)end;
	FUZZ_CHECK(strlen(text) == *size);
	return text;
}

static void check_text(const char *text, size_t size, const struct ocxl_document *document,
		       enum ocxl_format format, unsigned int dimms)
{
	switch (format) {
	case OCXL_FORMAT_JSON:
		grammar_check_json(text, size, document->intervals ? -1 : (int)dimms);
		break;
	case OCXL_FORMAT_NDJSON:
		grammar_check_lines(text);
		break;
	case OCXL_FORMAT_TABLE:
		grammar_check_table(text, document->color);
		break;
	case OCXL_FORMAT_NAGIOS:
		grammar_check_plugin(text);
		break;
	case OCXL_FORMAT_METRICS:
		grammar_check_metrics(text);
		break;
	}
}

static void render_document(enum ocxl_format format)
{
	uint8_t look = (uint8_t)fuzz_number(&input, 1);
	const struct ocxl_document document = {
		.command = "check",
		.intervals = look & 1 && format < OCXL_FORMAT_METRICS,
		.key = "check",
		.time = (time_t)fuzz_number(&input, 4),
		.verdict = look & 2 ? "warning" : NULL,
		.color = look & 4,
		.indent = look & 8,
		.width = look & 16 ? (unsigned int)fuzz_number(&input, 1) : 0,
		.timed = look & 32 && look & 1,
	};
	int file = memfd_create("document", MFD_CLOEXEC), standard = dup(STDOUT_FILENO);
	struct ocxl_output *output;
	struct ocxl_render *to;
	unsigned int dimms;
	size_t size;
	char *text;

	FUZZ_CHECK(file >= 0 && standard >= 0 && dup2(file, STDOUT_FILENO) >= 0);
	FUZZ_CHECK(ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL) == 0);
	FUZZ_CHECK(ocxl_render_open(&to, format, &document, output) == 0);
	dimms = put_document(to, &document, format);
	FUZZ_CHECK(ocxl_output_commit(output) == 0);
	ocxl_render_close(to);
	ocxl_output_close(output);
	dup2(standard, STDOUT_FILENO);
	close(standard);
	text = read_text(file, &size);
	check_text(text, size, &document, format, dimms);
	free(text);
	close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind;

	input = (struct fuzz_input) { .next = data, .remaining = size };
	kind = (uint8_t)fuzz_number(&input, 1);
	render_document((enum ocxl_format)(kind % FORMATS));
	while (kept_count > 0)
		free(kept[--kept_count]);
	return 0;
}
