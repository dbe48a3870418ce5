// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables. Items of a list are rows of a streamed table, and so are all records of a document that
 * goes on as time passes. Some records are lists of properties. The others are rows of one table
 * for all DIMMs, which is written at the end, followed by the footer: which DIMMs have no rows,
 * what is missing, and why.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/records/records.h"
#include "ocxl/render/table.h"
#include "ocxl/render/render.h"

/* a document of tables */
struct table {
	struct ocxl_render render;
	/* the library, which is opened before the document begins */
	struct ocxl_table *tables[OCXL_SECTIONS_MAX]; /* a table for each kind of record */
	size_t table_count;
	/* of a report: the lists of properties, which follow the verdicts */
	struct ocxl_text_buffer collected;
	struct ocxl_table_footer footer;
	struct ocxl_table *stream; /* of the rows that are written one by one */
	unsigned int lines; /* since the headings of @stream, headings included; 0: none */
	bool begun; /* something was written */
};

/* the row of all DIMMs together */
static const struct ocxl_element all_dimms = { .dev = "all" };

static struct table *to_table(struct ocxl_render *render)
{
	return (struct table *)render;
}

static void write_text(struct table *table, const char *text)
{
	FILE *out = table->collected.out;

	if (!out) {
		ocxl_render_write(&table->render, text);
		return;
	}
	errno = 0;
	fputs(text, out);
	ocxl_check_memory();
}

/* an empty line separates the parts of the document */
static void begin_part(struct table *table)
{
	if (table->begun)
		write_text(table, "\n");
	table->begun = true;
}

static struct ocxl_table *new_table(struct table *table, enum ocxl_table_kind kind,
				    const struct ocxl_record *record)
{
	return ocxl_table_new(kind, record, table->render.document);
}

/* the rows as text; NULL: none, or the document has failed */
static char *print_rows(struct table *table, struct ocxl_table *rows)
{
	char *text;

	ocxl_render_fail(&table->render, ocxl_table_print(rows, &text));
	return text;
}

/* @text is released */
static void write_lines(struct table *table, char *text)
{
	const char *at;

	for (at = text; at; at = strchr(at + 1, '\n'))
		table->lines++;
	if (text) {
		write_text(table, text);
		write_text(table, "\n");
	}
	free(text);
}

/* ---- the fields of a record below each other ---- */

static void write_title(struct table *table, const char *dev, const struct ocxl_section *section)
{
	const struct ocxl_document *document = table->render.document;
	bool named = section->key && (!document->key || strcmp(section->key, document->key) != 0);

	write_text(table, document->color ? OCXL_STYLE_BOLD : "");
	write_text(table, dev);
	write_text(table, named ? " " : "");
	write_text(table, named ? section->key : "");
	write_text(table, document->color ? OCXL_STYLE_PLAIN : "");
	write_text(table, "\n");
}

/* @above: its last row is of the same record, or NULL */
static void write_fields(struct table *table, const struct ocxl_record *record, const void *data,
			 const struct ocxl_table *above)
{
	struct ocxl_table *list =
		new_table(table, above ? OCXL_TABLE_DETAILS : OCXL_TABLE_LIST, record);

	ocxl_table_add_fields(list, data, above);
	write_lines(table, print_rows(table, list));
	ocxl_table_free(list);
}

static void write_properties(struct table *table, const char *dev,
			     const struct ocxl_section *section)
{
	begin_part(table);
	write_title(table, dev, section);
	write_fields(table, section->record, section->data, NULL);
}

static void write_dump(struct table *table, const struct ocxl_bytes *data)
{
	struct ocxl_text_buffer lines = { 0 };

	ocxl_text_buffer_open(&lines);
	ocxl_cell_dump(lines.out, data);
	ocxl_text_buffer_complete(&lines);
	ocxl_render_write(&table->render, lines.text);
	ocxl_text_buffer_free(&lines);
}

/* ---- rows that are written one by one ---- */

static void write_headings(struct table *table)
{
	char *text;

	ocxl_render_fail(&table->render, ocxl_table_print_headings(table->stream, &text));
	/* no empty line above headings that a full screen causes */
	if (!table->render.document->timed)
		begin_part(table);
	table->begun = true;
	table->lines = 0;
	write_lines(table, text);
}

/* headings are due again when the last ones leave the screen of a timed document */
static bool needs_headings(const struct table *table)
{
	const struct ocxl_document *document = table->render.document;

	return !table->lines ||
	       (document->timed && document->height && table->lines + 1 >= document->height);
}

/* a row for the record, or for each record of its list */
static void write_stream_rows(struct table *table, const struct ocxl_element *element,
			      const struct ocxl_record *record, const void *data)
{
	char *text;

	if (!ocxl_table_is_of(table->stream, record)) {
		ocxl_table_free(table->stream);
		table->stream = new_table(table, OCXL_TABLE_STREAM, record);
		table->lines = 0;
	}
	if (!table->stream)
		return;
	ocxl_table_add(table->stream, element, data);
	text = print_rows(table, table->stream);
	if (text && needs_headings(table))
		write_headings(table);
	write_lines(table, text);
}

static void write_item_table(struct ocxl_render *render, const struct ocxl_element *element,
			     const void *item)
{
	const struct ocxl_record *record = element->stream_record;
	struct table *table = to_table(render);
	const struct ocxl_field *field;

	write_stream_rows(table, element, record, item);
	if (render->rc || !render->document->verbose)
		return;
	write_fields(table, record, item, table->stream);
	for (field = record->fields; field->key; field++) {
		union ocxl_value value;

		if (field->type == OCXL_FIELD_DATA && ocxl_field_get(field, item, &value))
			write_dump(table, &value.bytes);
	}
}

/* ---- the footer ---- */

static void add_users(struct table *table, const char *dev, const struct ocxl_check_record *check)
{
	const struct ocxl_field *field = ocxl_check_record.fields;

	while (field->key && !field->nullable)
		field++;
	ocxl_table_footer_add_list(&table->footer, dev, field, check);
}

static void add_not_checked(struct table *table, const char *dev,
			    const struct ocxl_check_record *check)
{
	const int count = __builtin_popcountll(check->not_checked);
	char label[80];

	snprintf(label, sizeof(label), "%.32s: %d condition%s not checked", dev, count,
		 count == 1 ? "" : "s");
	ocxl_table_footer_add_conditions(&table->footer, label, check->not_checked);
}

/* in a timed document, the lines of a DIMM follow its rows */
static void write_footer(struct table *table)
{
	struct ocxl_text_buffer *footer = &table->footer.text;

	if (!footer->out)
		return;
	ocxl_text_buffer_complete(footer);
	if (!table->render.document->timed)
		begin_part(table);
	table->begun = true;
	if (table->lines)
		table->lines++;
	ocxl_render_write(&table->render, footer->text);
	ocxl_text_buffer_free(footer);
}

/* ---- rows that are written at the end ---- */

/* the table for this kind of record; NULL: the document has failed */
static struct ocxl_table *find_table(struct table *table, const struct ocxl_record *record)
{
	struct ocxl_table *new;
	size_t i;

	for (i = 0; i < table->table_count; i++) {
		if (ocxl_table_is_of(table->tables[i], record))
			return table->tables[i];
	}
	if (table->table_count == OCXL_SECTIONS_MAX) {
		ocxl_render_fail(&table->render, -EINVAL);
		return NULL;
	}
	new = new_table(table, OCXL_TABLE_WHOLE, record);
	table->tables[table->table_count++] = new;
	return new;
}

static void add_rows(struct table *table, const struct ocxl_element *element,
		     const struct ocxl_section *section)
{
	struct ocxl_table *rows = find_table(table, section->record);
	const char *empty = rows ? ocxl_table_add(rows, element, section->data) : NULL;

	if (empty)
		ocxl_table_footer_add_empty(&table->footer, element, empty);
}

static void write_table(struct table *table, struct ocxl_table *rows)
{
	char *text = print_rows(table, rows);

	if (text)
		begin_part(table);
	write_lines(table, text);
}

/* ---- documents ---- */

static void open_table(struct ocxl_render *render)
{
	to_table(render)->footer.render = render;
	if (render->document->host_record)
		ocxl_text_buffer_open(&to_table(render)->collected);
}

/* a row without a reason */
static void add_verdict(struct table *table, const struct ocxl_element *element,
			const char *verdict)
{
	const struct ocxl_condition_record row = { .severity = verdict };
	const struct ocxl_check_record check = { .conditions = { &row, 1 } };
	const struct ocxl_section section = { .record = &ocxl_check_record, .data = &check };

	add_rows(table, element, &section);
}

static void add_check(struct table *table, const struct ocxl_element *element,
		      const struct ocxl_section *section)
{
	const struct ocxl_check_record *check = section->data;

	if (check->conditions.count)
		add_rows(table, element, section);
	else
		add_verdict(table, element, check->verdict);
	add_users(table, element->dev, check);
	add_not_checked(table, element->dev, check);
}

static void add_section(struct table *table, const struct ocxl_element *element,
			const struct ocxl_section *section)
{
	if (table->render.document->timed)
		write_stream_rows(table, element, section->record, section->data);
	else if (section->record->properties)
		write_properties(table, element->dev, section);
	else if (section->record == &ocxl_check_record)
		add_check(table, element, section);
	else
		add_rows(table, element, section);
}

static void end_dimm_table(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct table *table = to_table(render);
	size_t i;

	for (i = 0; i < element->section_count; i++)
		add_section(table, element, &element->sections[i]);
	ocxl_table_footer_add_element(&table->footer, element);
	if (render->document->timed)
		write_footer(table);
}

/* the rows of the DIMMs are written; the headings stay, as in vmstat */
static void end_interval_table(struct ocxl_render *render, const struct ocxl_section *total)
{
	if (total && render->dimms >= 2)
		write_stream_rows(to_table(render), &all_dimms, total->record, total->data);
}

/* after the DIMMs: the reader of a table looks for them first */
static void write_host(struct table *table)
{
	const struct ocxl_section section = {
		.record = &ocxl_host_record,
		.data = table->render.document->host_record,
	};

	if (section.data)
		write_properties(table, "host", &section);
}

/* of the verdicts, or of everything else */
static void write_tables(struct table *table, bool verdicts)
{
	size_t i;

	for (i = 0; i < table->table_count; i++) {
		if (ocxl_table_is_of(table->tables[i], &ocxl_check_record) == verdicts)
			write_table(table, table->tables[i]);
	}
}

static void write_collected(struct table *table)
{
	struct ocxl_text_buffer *collected = &table->collected;

	if (collected->text && *collected->text) {
		begin_part(table);
		write_text(table, collected->text);
	}
	ocxl_text_buffer_free(collected);
}

static void write_left_out_line(struct table *table)
{
	const char *line = table->render.document->left_out_line;

	if (!line || table->begun)
		return;
	write_text(table, line);
	table->begun = true;
}

static void add_expected(struct table *table)
{
	const struct ocxl_document *document = table->render.document;

	if (document->found >= document->expected)
		return;
	ocxl_table_footer_add(&table->footer, "cards expected: %" PRIu64 ", found: %u\n",
			      document->expected, document->found);
	ocxl_table_footer_add_text(&table->footer, OCXL_ABSENT_ACTION, 2);
}

static void finish_table(struct ocxl_render *render, int exit_status)
{
	const char *empty_line = render->document->empty_line;
	struct table *table = to_table(render);

	/* a single DIMM needs no row for all DIMMs, unless others should be there */
	if (render->document->verdict &&
	    (render->dimms >= 2 || render->document->found < render->document->expected))
		add_verdict(table, &all_dimms, render->document->verdict);
	ocxl_table_footer_add_conditions(&table->footer, "ignored", render->document->ignored);
	add_expected(table);
	ocxl_table_footer_complete(&table->footer);
	if (table->collected.out) {
		ocxl_text_buffer_complete(&table->collected);
		table->begun = false;
	}
	write_tables(table, true);
	write_collected(table);
	write_tables(table, false);
	write_left_out_line(table);
	write_footer(table);
	if (!table->begun)
		ocxl_render_write(render, empty_line ? empty_line : "no DIMMs\n");
	write_host(table);
}

static void close_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	size_t i;

	for (i = 0; i < table->table_count; i++)
		ocxl_table_free(table->tables[i]);
	ocxl_table_free(table->stream);
	ocxl_text_buffer_free(&table->collected);
	ocxl_table_footer_release(&table->footer);
}

const struct ocxl_render_ops ocxl_render_table_ops = {
	.size = sizeof(struct table),
	.open = open_table,
	.write_item = write_item_table,
	.end_dimm = end_dimm_table,
	.end_interval = end_interval_table,
	.finish = finish_table,
	.close = close_table,
};
