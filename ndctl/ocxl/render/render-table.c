// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables. Three shapes: lines of a stream, with widths that are fixed because
 * nobody can look ahead; a list of properties for each DIMM; and rows over all
 * DIMMs, which come at the end. What is to be said of a DIMM comes last of all.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/render/table-cell.h"
#include "ocxl/render/render-format.h"
#include "ocxl/render/table-notes.h"
#include "ocxl/render/table-rows.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/check-record.h"

#define DIMM_WIDTH   7
/* continued lines of a property stand below its value */
#define PROPERTY_GAP 2
/* columns of a stream that can become wider */
#define WIDTHS_MAX   32

/**
 * struct table - a document of tables
 * @render: what all formats share
 * @smartcols: lays out rows; open, so that a document is not begun without it
 * @rows: one for each kind of record
 * @rows_count: how many
 * @notes: lines about DIMMs, shown last; @notes_text and @notes_size are its memory
 * @stream: kind of the items whose header was written last; NULL: none yet
 * @widths: columns of its fields, in their order
 * @details: there is room for their details
 * @begun: something was written
 */
struct table {
	struct ocxl_render render;
	struct ocxl_smartcols smartcols;
	struct ocxl_rows *rows[OCXL_SECTIONS_MAX];
	size_t rows_count;
	FILE *notes;
	char *notes_text;
	size_t notes_size;
	const struct ocxl_record *stream;
	size_t widths[WIDTHS_MAX];
	bool details;
	bool begun;
};

static struct table *to_table(struct ocxl_render *render)
{
	return (struct table *)render;
}

/* an empty line between the parts of the document */
static int begin_part(struct table *table)
{
	int rc = table->begun ? ocxl_render_puts(&table->render, "\n") : 0;

	table->begun = true;
	return rc;
}

static int put_style(struct ocxl_render *render, const char *sequence)
{
	return render->document->color ? ocxl_render_puts(render, sequence) : 0;
}

static size_t nominal_width(const struct ocxl_field *field)
{
	size_t heading = strlen(field->heading);

	return field->width > heading ? field->width : heading;
}

static size_t column_width(const struct table *table, const struct ocxl_field *field)
{
	size_t index = field - table->stream->fields;

	return index < WIDTHS_MAX ? table->widths[index] : nominal_width(field);
}

static bool is_shown(const struct table *table, const struct ocxl_field *field)
{
	return field->heading && (table->details || !field->detail);
}

static const struct ocxl_field *next_shown(const struct table *table,
					   const struct ocxl_field *field)
{
	while (field->key && !is_shown(table, field))
		field++;
	return field->key ? field : NULL;
}

/* @last: nothing comes after it, so it needs no spaces */
static int put_column(struct table *table, const struct ocxl_field *field, const char *text,
		      bool last)
{
	struct ocxl_render *render = &table->render;
	size_t width = column_width(table, field);
	size_t length = strlen(text);
	size_t padding = length < width ? width - length : 0;
	bool right = ocxl_cell_is_number(field);
	int rc = ocxl_render_pad(render, 1 + (right ? padding : 0));

	if (!rc)
		rc = ocxl_render_puts(render, text);
	if (!rc && !right && !last)
		rc = ocxl_render_pad(render, padding);
	return rc;
}

/* @record NULL: the headings */
static int put_stream_line(struct table *table, const char *dev, const void *record)
{
	struct ocxl_render *render = &table->render;
	const struct ocxl_field *field = next_shown(table, table->stream->fields);
	size_t length = strlen(dev);
	int rc = ocxl_render_puts(render, dev);

	if (!rc && length < DIMM_WIDTH)
		rc = ocxl_render_pad(render, DIMM_WIDTH - length);
	while (!rc && field) {
		const struct ocxl_field *next = next_shown(table, field + 1);
		char *text = record ? ocxl_cell_text(field, record) : strdup(field->heading);

		rc = text ? put_column(table, field, text, !next) : -ENOMEM;
		free(text);
		field = next;
	}
	return rc;
}

static int put_headings(struct table *table)
{
	int rc = begin_part(table);

	if (!rc)
		rc = put_stream_line(table, "DIMM", NULL);
	return rc ? rc : ocxl_render_puts(&table->render, "\n");
}

static bool has_room(const struct table *table, size_t width)
{
	const struct ocxl_document *document = table->render.document;

	return !document->width || width <= document->width;
}

static void begin_stream(struct table *table, const struct ocxl_record *record)
{
	const struct ocxl_field *field;
	size_t width = DIMM_WIDTH;
	size_t i;

	table->stream = record;
	for (field = record->fields, i = 0; field->key; field++, i++) {
		size_t nominal = field->heading ? nominal_width(field) : 0;

		if (i < WIDTHS_MAX)
			table->widths[i] = nominal;
		if (field->heading)
			width += 1 + nominal;
	}
	table->details = has_room(table, width);
}

/*
 * On a terminal a detail that is longer than its column makes it wider, and details go when
 * a line has no room for them. 1: so the headings come again, 0: they hold.
 */
static int make_room(struct table *table, const void *record)
{
	const struct ocxl_field *fields = table->stream->fields;
	size_t width = DIMM_WIDTH;
	bool wider = false;
	size_t i;

	if (!table->details || !table->render.document->width)
		return 0;
	for (i = 0; fields[i].key && i < WIDTHS_MAX; i++) {
		char *text = fields[i].heading ? ocxl_cell_text(&fields[i], record) : NULL;
		size_t length = text ? strlen(text) : 0;

		free(text);
		if (!fields[i].heading)
			continue;
		if (!text)
			return -ENOMEM;
		if (fields[i].detail && length > table->widths[i]) {
			table->widths[i] = length;
			wider = true;
		}
		width += 1 + (length > table->widths[i] ? length : table->widths[i]);
	}
	table->details = has_room(table, width);
	return wider || !table->details;
}

static int item_table(struct ocxl_render *render, const struct ocxl_element *element,
		      const void *record)
{
	struct table *table = to_table(render);
	bool alarm = ocxl_record_stands_out(element->stream_record, record);
	bool first = false;
	int rc;

	if (table->stream != element->stream_record) {
		begin_stream(table, element->stream_record);
		first = true;
	}
	rc = make_room(table, record);
	if (rc > 0 || (!rc && first))
		rc = put_headings(table);
	if (!rc && alarm)
		rc = put_style(render, OCXL_TABLE_ALARM);
	if (!rc)
		rc = put_stream_line(table, element->dev, record);
	if (!rc && alarm)
		rc = put_style(render, OCXL_TABLE_PLAIN);
	return rc ? rc : ocxl_render_puts(render, "\n");
}

/* a list of words continues on the next line, below its first word */
static int put_words(struct ocxl_render *render, const char *text, size_t indent)
{
	size_t room = render->document->width > indent ? render->document->width - indent : 0;
	size_t used = 0;
	int rc = 0;

	while (!rc && *text) {
		size_t length = strcspn(text, ",");

		length += text[length] == ',';
		if (used && room && used + length > room) {
			used = 0;
			rc = ocxl_render_puts(render, "\n");
			if (!rc)
				rc = ocxl_render_pad(render, indent);
		}
		if (!rc)
			rc = ocxl_output_write(render->output, text, length);
		used += length;
		text += length;
	}
	return rc;
}

static int put_property(struct ocxl_render *render, const struct ocxl_field *field,
			const void *data, size_t width)
{
	size_t indent = PROPERTY_GAP + width + PROPERTY_GAP;
	char *text = ocxl_cell_text(field, data);
	int rc = ocxl_render_pad(render, PROPERTY_GAP);

	if (!rc)
		rc = text ? ocxl_render_puts(render, field->heading) : -ENOMEM;
	if (!rc)
		rc = ocxl_render_pad(render, width + PROPERTY_GAP - strlen(field->heading));
	if (!rc && field->type == OCXL_FIELD_BITS)
		rc = put_words(render, text, indent);
	else if (!rc)
		rc = ocxl_render_puts(render, text);
	free(text);
	return rc ? rc : ocxl_render_puts(render, "\n");
}

static int put_title(struct ocxl_render *render, const struct ocxl_element *element,
		     const struct ocxl_section *section)
{
	const char *key = render->document->key;
	int rc = put_style(render, OCXL_TABLE_BOLD);

	if (!rc)
		rc = ocxl_render_puts(render, element->dev);
	if (!rc && section->key && (!key || strcmp(section->key, key) != 0)) {
		rc = ocxl_render_puts(render, " ");
		if (!rc)
			rc = ocxl_render_puts(render, section->key);
	}
	if (!rc)
		rc = put_style(render, OCXL_TABLE_PLAIN);
	return rc ? rc : ocxl_render_puts(render, "\n");
}

static int put_properties(struct table *table, const struct ocxl_element *element,
			  const struct ocxl_section *section)
{
	const struct ocxl_field *field;
	size_t width = 0;
	int rc = begin_part(table);

	for (field = section->record->fields; field->key; field++) {
		if (field->heading && strlen(field->heading) > width)
			width = strlen(field->heading);
	}
	if (!rc)
		rc = put_title(&table->render, element, section);
	for (field = section->record->fields; !rc && field->key; field++) {
		if (field->heading && ocxl_field_is_present(field, section->data))
			rc = put_property(&table->render, field, section->data, width);
	}
	return rc;
}

static struct ocxl_rows *find_rows(struct table *table, const struct ocxl_record *record)
{
	struct ocxl_rows *rows;
	size_t i;

	for (i = 0; i < table->rows_count; i++) {
		if (ocxl_rows_record(table->rows[i]) == record)
			return table->rows[i];
	}
	if (table->rows_count == OCXL_SECTIONS_MAX)
		return NULL;
	rows = ocxl_rows_new(record, table->render.document->color, &table->smartcols);
	if (rows)
		table->rows[table->rows_count++] = rows;
	return rows;
}

static int add_rows(struct table *table, const struct ocxl_element *element,
		    const struct ocxl_section *section)
{
	struct ocxl_rows *rows = find_rows(table, section->record);
	const char *empty;
	int rc = rows ? ocxl_rows_add(rows, element->dev, section->data, &empty) : -ENOMEM;

	if (!rc && empty)
		fprintf(table->notes, "%s: %s: empty\n", element->dev, empty);
	return rc;
}

static int open_notes(struct table *table)
{
	table->notes = open_memstream(&table->notes_text, &table->notes_size);
	return table->notes ? 0 : -ENOMEM;
}

static int open_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	int rc = ocxl_smartcols_open(&table->smartcols);

	return rc ? rc : open_notes(table);
}

static int end_table(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct table *table = to_table(render);
	int rc = 0;
	size_t i;

	/* of the notes: a stream in memory that cannot grow tells nobody else */
	errno = 0;
	for (i = 0; !rc && i < element->section_count; i++) {
		const struct ocxl_section *section = &element->sections[i];

		if (section->record->properties)
			rc = put_properties(table, element, section);
		else
			rc = add_rows(table, element, section);
	}
	ocxl_note_dimm(table->notes, element, !render->items, render->document->color);
	return rc ? rc : errno == ENOMEM ? -ENOMEM : 0;
}

static int put_rows(struct table *table, struct ocxl_rows *rows)
{
	char *text;
	int rc = ocxl_rows_print(rows, table->render.document->width, &text);

	if (rc || !text)
		return rc;
	rc = begin_part(table);
	if (!rc)
		rc = ocxl_render_puts(&table->render, text);
	free(text);
	return rc ? rc : ocxl_render_puts(&table->render, "\n");
}

static int put_notes(struct table *table)
{
	int rc;

	if (fflush(table->notes) != 0)
		return -ENOMEM;
	if (!table->notes_size)
		return table->begun ? 0 : ocxl_render_puts(&table->render, "no DIMMs\n");
	rc = begin_part(table);
	return rc ? rc
		  : ocxl_output_write(table->render.output, table->notes_text, table->notes_size);
}

/* of one DIMM it would only repeat the line above */
static int add_verdict(struct table *table)
{
	const struct ocxl_check_record verdict = { .verdict = table->render.document->verdict };
	const struct ocxl_section section = { .record = &ocxl_check_record, .data = &verdict };
	const struct ocxl_element all = { .dev = "all" };

	if (!verdict.verdict || table->render.dimms < 2)
		return 0;
	return add_rows(table, &all, &section);
}

static int put_all(struct table *table)
{
	int rc = 0;
	size_t i;

	for (i = 0; !rc && i < table->rows_count; i++)
		rc = put_rows(table, table->rows[i]);
	return rc ? rc : put_notes(table);
}

static int finish_table(struct ocxl_render *render, int exit_status)
{
	struct table *table = to_table(render);
	int rc;

	if (render->document->intervals)
		return 0;
	rc = add_verdict(table);
	return rc ? rc : put_all(table);
}

static void forget_all(struct table *table)
{
	size_t i;

	for (i = 0; i < table->rows_count; i++)
		ocxl_rows_free(table->rows[i]);
	table->rows_count = 0;
	if (table->notes)
		fclose(table->notes);
	table->notes = NULL;
	free(table->notes_text);
	table->notes_text = NULL;
}

/* a table for each interval, with its headings, as other tools of this kind do */
static int interval_end_table(struct ocxl_render *render, const struct ocxl_section *total)
{
	const struct ocxl_element all = { .dev = "all" };
	struct table *table = to_table(render);
	int rc = 0;

	if (total && render->dimms > 1)
		rc = add_rows(table, &all, total);
	if (!rc)
		rc = put_all(table);
	forget_all(table);
	return rc ? rc : open_notes(table);
}

static void close_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);

	forget_all(table);
	ocxl_smartcols_close(&table->smartcols);
}

const struct ocxl_render_ops ocxl_render_table_ops = {
	.size = sizeof(struct table),
	.open = open_table,
	.item = item_table,
	.end = end_table,
	.interval_end = interval_end_table,
	.finish = finish_table,
	.close = close_table,
};
