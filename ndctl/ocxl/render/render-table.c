// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables. Items of a list are rows of a streamed table, and so are all records of a document that
 * goes on as time passes. Some records are lists of properties. The others are rows of one table
 * for all DIMMs, which is written at the end, followed by the footer: which DIMMs have no rows, what
 * is missing, and why.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/records/records.h"
#include "ocxl/render/cell-text.h"
#include "ocxl/render/render.h"
#include "ocxl/render/table.h"

/* a document of tables */
struct table {
	struct ocxl_render render;
	/* the library, which is opened before the document begins */
	struct ocxl_lazy_smartcols smartcols;
	struct ocxl_table *tables[OCXL_SECTIONS_MAX]; /* a table for each kind of record */
	size_t table_count;
	struct ocxl_text_buffer footer; /* opened by its first line */
	struct ocxl_table *stream; /* of the rows that are written one by one */
	unsigned int lines; /* since the headings of @stream, headings included; 0: none */
	bool begun; /* something was written */
	bool hints_input; /* entries were taken from an empty log */
};

static struct table *to_table(struct ocxl_render *render)
{
	return (struct table *)render;
}

/* an empty line separates the parts of the document */
static void begin_part(struct table *table)
{
	if (table->begun)
		ocxl_render_write(&table->render, "\n");
	table->begun = true;
}

/* NULL: the document has failed */
static struct ocxl_table *new_table(struct table *table, enum ocxl_table_kind kind,
				    const struct ocxl_record *record)
{
	struct ocxl_table *new =
		ocxl_table_new(kind, record, table->render.document, &table->smartcols);

	if (!new)
		ocxl_render_fail(&table->render, -ENOMEM);
	return new;
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
	if (text)
		ocxl_render_write(&table->render, text, "\n");
	free(text);
}

/* ---- the fields of a record below each other ---- */

static void write_title(struct ocxl_render *render, const char *dev,
			const struct ocxl_section *section)
{
	const struct ocxl_document *document = render->document;
	bool named = section->key && (!document->key || strcmp(section->key, document->key) != 0);

	ocxl_render_write(render, document->color ? OCXL_STYLE_BOLD : "", dev, named ? " " : "",
			  named ? section->key : "", document->color ? OCXL_STYLE_PLAIN : "", "\n");
}

/* @above: its last row is of the same record, or NULL */
static void write_fields(struct table *table, const struct ocxl_record *record, const void *data,
			 const struct ocxl_table *above)
{
	struct ocxl_table *list =
		new_table(table, above ? OCXL_TABLE_DETAILS : OCXL_TABLE_LIST, record);

	if (!list)
		return;
	ocxl_table_add_fields(list, data, above);
	write_lines(table, print_rows(table, list));
	ocxl_table_free(list);
}

static void write_properties(struct table *table, const char *dev,
			     const struct ocxl_section *section)
{
	begin_part(table);
	write_title(&table->render, dev, section);
	write_fields(table, section->record, section->data, NULL);
}

static void write_dump(struct table *table, const struct ocxl_bytes *data)
{
	struct ocxl_text_buffer lines = { 0 };

	ocxl_text_buffer_open(&lines, &table->render);
	if (!lines.out)
		return;
	ocxl_cell_dump(lines.out, data);
	ocxl_text_buffer_complete(&lines, &table->render);
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
static void write_stream_rows(struct table *table, const char *dev,
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
	ocxl_table_add(table->stream, dev, data);
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

	write_stream_rows(table, element->dev, record, item);
	if (render->rc || !render->document->verbose)
		return;
	write_fields(table, record, item, table->stream);
	for (field = record->fields; field->key; field++) {
		union ocxl_value value;

		if (field->type == OCXL_FIELD_DATA && ocxl_field_get(field, item, &value))
			write_dump(table, &value.bytes);
	}
}

/* ---- footer: only names of failures; their messages are printed on standard error ---- */

static void add_footer(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_footer(struct table *table, const char *format, ...)
{
	va_list arguments;

	if (!table->footer.out)
		ocxl_text_buffer_open(&table->footer, &table->render);
	if (!table->footer.out)
		return;
	/* when no memory is left for the stream, only errno shows it */
	errno = 0;
	va_start(arguments, format);
	vfprintf(table->footer.out, format, arguments);
	va_end(arguments);
	if (errno == ENOMEM)
		ocxl_render_fail(&table->render, -ENOMEM);
}

static void add_failures(struct table *table, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; element->failures && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		if (command)
			add_footer(table, "%s: %s: %s\n", element->dev, command,
				   part->failure.name);
	}
}

static void add_status(struct table *table, const struct ocxl_element *element)
{
	const char *reason = element->failure.name;
	bool error = !strcmp(element->status, "error");
	bool alarm = table->render.document->color && error;

	add_footer(table, "%s%s: %s%s%s%s%s\n", alarm ? OCXL_STYLE_ALARM : "", element->dev,
		   element->status, reason ? " (" : "", reason ? reason : "", reason ? ")" : "",
		   alarm ? OCXL_STYLE_PLAIN : "");
	if (error)
		add_failures(table, element);
}

static void add_empty(struct table *table, const struct ocxl_element *element)
{
	add_footer(table, "%s: %s: empty", element->dev, element->stream_key);
	if (element->has_taken)
		add_footer(table, "; entries taken since the driver was bound: %" PRIu64,
			   element->taken);
	add_footer(table, "\n");
	table->hints_input |= element->has_taken;
}

static void add_element(struct table *table, const struct ocxl_element *element)
{
	bool ok = !strcmp(element->status, "ok");

	/* a timed document goes on without saying that nothing has happened */
	if (ok && element->stream_key && !table->render.items && !table->render.document->timed)
		add_empty(table, element);
	if (element->truncated)
		add_footer(table, "%s: truncated: there is more than is shown\n", element->dev);
	if (!ok)
		add_status(table, element);
}

static void add_conditions(struct table *table, const char *label, uint64_t conditions)
{
	const struct ocxl_name *name;
	const char *separator = " ";

	if (!conditions)
		return;
	add_footer(table, "%s:", label);
	for (name = ocxl_condition_names; name->name; name++) {
		if (!(conditions >> name->number & 1))
			continue;
		add_footer(table, "%s%s", separator, name->name);
		separator = ", ";
	}
	add_footer(table, "\n");
}

/* a worse verdict makes people look for themselves, and most commands of such a card fail */
static void add_not_checked(struct table *table, const char *dev,
			    const struct ocxl_check_record *check)
{
	char label[64];

	if (strcmp(check->verdict, "ok") && strcmp(check->verdict, "warning"))
		return;
	snprintf(label, sizeof(label), "%.32s: not checked", dev);
	add_conditions(table, label, check->not_checked);
}

/* in a timed document, the lines of a DIMM follow its rows */
static void write_footer(struct table *table)
{
	struct ocxl_text_buffer *footer = &table->footer;

	if (!footer->out)
		return;
	ocxl_text_buffer_complete(footer, &table->render);
	if (!table->render.document->timed)
		begin_part(table);
	table->begun = true;
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
		ocxl_render_fail(&table->render, -ENOMEM);
		return NULL;
	}
	new = new_table(table, OCXL_TABLE_WHOLE, record);
	if (new)
		table->tables[table->table_count++] = new;
	return new;
}

static void add_rows(struct table *table, const char *dev, const struct ocxl_section *section)
{
	struct ocxl_table *rows = find_table(table, section->record);
	const char *empty = rows ? ocxl_table_add(rows, dev, section->data) : NULL;

	if (empty)
		add_footer(table, "%s: %s: empty\n", dev, empty);
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
	ocxl_render_fail(render, ocxl_lazy_load_smartcols(&to_table(render)->smartcols));
}

/* a row without a reason */
static void add_verdict(struct table *table, const char *dev, const char *verdict)
{
	const struct ocxl_reason_record row = { .severity = verdict };
	const struct ocxl_check_record check = { .reasons = { &row, 1 } };
	const struct ocxl_section section = { .record = &ocxl_check_record, .data = &check };

	add_rows(table, dev, &section);
}

static void add_check(struct table *table, const char *dev, const struct ocxl_section *section)
{
	const struct ocxl_check_record *check = section->data;

	if (check->reasons.count)
		add_rows(table, dev, section);
	else
		add_verdict(table, dev, check->verdict);
	add_not_checked(table, dev, check);
}

static void add_section(struct table *table, const char *dev, const struct ocxl_section *section)
{
	if (table->render.document->timed)
		write_stream_rows(table, dev, section->record, section->data);
	else if (section->record->properties)
		write_properties(table, dev, section);
	else if (section->record == &ocxl_check_record)
		add_check(table, dev, section);
	else
		add_rows(table, dev, section);
}

static void end_dimm_table(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct table *table = to_table(render);
	size_t i;

	for (i = 0; i < element->section_count; i++)
		add_section(table, element->dev, &element->sections[i]);
	add_element(table, element);
	if (render->document->timed)
		write_footer(table);
}

/* the rows of the DIMMs are written; the headings stay, as in vmstat */
static void end_interval_table(struct ocxl_render *render, const struct ocxl_section *total)
{
	if (total && render->dimms >= 2)
		write_stream_rows(to_table(render), "all", total->record, total->data);
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

static void finish_table(struct ocxl_render *render, int exit_status)
{
	const char *nothing = render->document->nothing;
	struct table *table = to_table(render);
	size_t i;

	/* a single DIMM needs no row for all DIMMs */
	if (render->document->verdict && render->dimms >= 2)
		add_verdict(table, "all", render->document->verdict);
	add_conditions(table, "ignored", render->document->ignored);
	if (table->hints_input)
		add_footer(table,
			   "'ndctl ocxl read-error-log -u --input=FILE' shows a collected log\n");
	for (i = 0; i < table->table_count; i++)
		write_table(table, table->tables[i]);
	write_footer(table);
	if (!table->begun)
		ocxl_render_write(render, nothing ? nothing : "no DIMMs\n");
	write_host(table);
}

static void close_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	size_t i;

	for (i = 0; i < table->table_count; i++)
		ocxl_table_free(table->tables[i]);
	ocxl_table_free(table->stream);
	ocxl_text_buffer_free(&table->footer);
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
