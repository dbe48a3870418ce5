// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables. Items of a list are rows of a streamed table, and so are all records of a document that
 * goes on as time passes. Some records are lists of properties. The others are rows of one table
 * for all DIMMs, which is written at the end, followed by the footer: which DIMMs have no rows, what
 * is missing, and why.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/records/records.h"
#include "ocxl/render/cell-text.h"
#include "ocxl/render/property-list.h"
#include "ocxl/render/render.h"
#include "ocxl/render/table-rows.h"

/* a document of tables */
struct table {
	struct ocxl_render render;
	/* the library, which is opened before the document begins */
	struct ocxl_lazy_smartcols smartcols;
	struct ocxl_table_rows *tables[OCXL_SECTIONS_MAX]; /* a table for each kind of record */
	size_t table_count;
	struct ocxl_text_buffer footer;
	struct ocxl_table_rows *stream; /* table of the rows that are written one by one */
	unsigned int lines; /* written since the last headings of @stream, headings included */
	bool begun; /* something was written */
};

static struct table *to_table(struct ocxl_render *render)
{
	return (struct table *)render;
}

/* an empty line separates the parts of the document */
static int begin_part(struct table *table)
{
	int rc = table->begun ? ocxl_render_write(&table->render, "\n") : 0;

	table->begun = true;
	return rc;
}

/* @text is released */
static int write_lines(struct table *table, char *text)
{
	int rc = ocxl_render_write(&table->render, text, "\n");

	free(text);
	return rc;
}

static int write_title(struct ocxl_render *render, const struct ocxl_element *element,
		       const struct ocxl_section *section)
{
	const struct ocxl_document *document = render->document;
	bool named = section->key && (!document->key || strcmp(section->key, document->key) != 0);

	return ocxl_render_write(render, document->color ? OCXL_STYLE_BOLD : "", element->dev,
				 named ? " " : "", named ? section->key : "",
				 document->color ? OCXL_STYLE_PLAIN : "", "\n");
}

static int write_properties(struct table *table, const struct ocxl_element *element,
			    const struct ocxl_section *section)
{
	int rc = begin_part(table);

	if (!rc)
		rc = write_title(&table->render, element, section);
	return rc ? rc
		  : ocxl_property_list_write(&table->render, &table->smartcols, section->record,
					     section->data, NULL);
}

/* ---- rows that are written one by one ---- */

/* headings are due again when the last ones leave the screen of a timed document */
static int add_stream_rows(struct table *table, const char *dev, const struct ocxl_record *record,
			   const void *data)
{
	const struct ocxl_document *document = table->render.document;
	const char *empty;

	if (!ocxl_table_rows_are_of(table->stream, record)) {
		ocxl_table_rows_free(table->stream);
		table->stream =
			ocxl_table_rows_new(record, OCXL_TABLE_STREAM, document, &table->smartcols);
	}
	if (!table->stream)
		return -ENOMEM;
	if (document->timed && document->height && table->lines + 1 >= document->height)
		ocxl_table_repeat_headings(ocxl_table_rows_table(table->stream));
	return ocxl_table_rows_add(table->stream, dev, data, &empty);
}

/* a row for the record, or for each record of its list */
static int write_stream_rows(struct table *table, const char *dev, const struct ocxl_record *record,
			     const void *data)
{
	bool timed = table->render.document->timed;
	const char *at;
	char *text = NULL;
	int rc = add_stream_rows(table, dev, record, data);

	if (!rc)
		rc = ocxl_table_print(ocxl_table_rows_table(table->stream), &text);
	if (!text)
		return rc;
	if (rc)
		table->lines = 0;
	for (at = text; at; at = strchr(at + 1, '\n'))
		table->lines++;
	/* no empty line above headings that a full screen causes */
	rc = rc && !timed ? begin_part(table) : 0;
	table->begun = true;
	if (rc) {
		free(text);
		return rc;
	}
	return write_lines(table, text);
}

static int try_write_item(struct ocxl_render *render, const struct ocxl_element *element,
			  const void *record)
{
	struct table *table = to_table(render);
	int rc = write_stream_rows(table, element->dev, element->stream_record, record);

	if (rc || !render->document->verbose || render->document->timed)
		return rc;
	return ocxl_property_list_write(render, &table->smartcols, element->stream_record, record,
					table->stream);
}

/* ---- rows that are written at the end ---- */

/* the table for this kind of record; NULL: no memory */
static struct ocxl_table_rows *find_table(struct table *table, const struct ocxl_record *record)
{
	struct ocxl_table_rows *new;
	size_t i;

	for (i = 0; i < table->table_count; i++) {
		if (ocxl_table_rows_are_of(table->tables[i], record))
			return table->tables[i];
	}
	if (table->table_count == OCXL_SECTIONS_MAX)
		return NULL;
	new = ocxl_table_rows_new(record, OCXL_TABLE_WHOLE, table->render.document,
				  &table->smartcols);
	if (new)
		table->tables[table->table_count++] = new;
	return new;
}

static int add_rows(struct table *table, const char *dev, const struct ocxl_section *section)
{
	struct ocxl_table_rows *rows = find_table(table, section->record);
	const char *empty;
	int rc = rows ? ocxl_table_rows_add(rows, dev, section->data, &empty) : -ENOMEM;

	if (!rc && empty)
		fprintf(table->footer.out, "%s: %s: empty\n", dev, empty);
	return rc;
}

static int write_table(struct table *table, const struct ocxl_table_rows *rows)
{
	char *text;
	int rc = ocxl_table_print(ocxl_table_rows_table(rows), &text);

	if (!text)
		return rc;
	rc = begin_part(table);
	if (!rc)
		return write_lines(table, text);
	free(text);
	return rc;
}

/* ---- footer: only names of failures; their messages are printed on standard error ---- */

static void add_failures(FILE *footer, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; element->failures && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		if (command)
			fprintf(footer, "%s: %s: %s\n", element->dev, command, part->failure.name);
	}
}

static void add_status(FILE *footer, const struct ocxl_element *element, bool color)
{
	bool error = !strcmp(element->status, "error");
	bool alarm = color && error;

	if (alarm)
		fputs(OCXL_STYLE_ALARM, footer);
	fprintf(footer, "%s: %s", element->dev, element->status);
	if (element->failure.name)
		fprintf(footer, " (%s)", element->failure.name);
	if (alarm)
		fputs(OCXL_STYLE_PLAIN, footer);
	fputc('\n', footer);
	if (error)
		add_failures(footer, element);
}

static void add_footer(struct table *table, const struct ocxl_element *element)
{
	bool ok = !strcmp(element->status, "ok");

	if (ok && element->stream_key && !table->render.items)
		fprintf(table->footer.out, "%s: %s: empty\n", element->dev, element->stream_key);
	if (element->truncated)
		fprintf(table->footer.out, "%s: truncated: there is more than is shown\n",
			element->dev);
	if (!ok)
		add_status(table->footer.out, element, table->render.document->color);
}

static void add_conditions(FILE *footer, const char *label, uint64_t conditions)
{
	const struct ocxl_name *name;
	const char *separator = " ";

	if (!conditions)
		return;
	fprintf(footer, "%s:", label);
	for (name = ocxl_condition_names; name->name; name++) {
		if (!(conditions >> name->number & 1))
			continue;
		fprintf(footer, "%s%s", separator, name->name);
		separator = ", ";
	}
	fputc('\n', footer);
}

/* a worse verdict makes people look for themselves, and most commands of such a card fail */
static void add_not_checked(struct table *table, const char *dev,
			    const struct ocxl_check_record *check)
{
	char label[64];

	if (strcmp(check->verdict, "ok") && strcmp(check->verdict, "warning"))
		return;
	snprintf(label, sizeof(label), "%.32s: not checked", dev);
	add_conditions(table->footer.out, label, check->not_checked);
}

static int write_footer(struct table *table)
{
	int rc;

	ocxl_text_buffer_complete(&table->footer, &table->render);
	rc = table->render.rc;

	if (rc || !table->footer.size)
		return rc;
	if (!table->render.document->timed)
		rc = begin_part(table);
	table->begun = true;
	table->lines++;
	return rc ? rc : ocxl_render_write(&table->render, table->footer.text);
}

/* the lines of a DIMM follow its rows */
static int write_footer_at_once(struct table *table)
{
	int rc = write_footer(table);

	ocxl_text_buffer_free(&table->footer);
	return rc ? rc : (ocxl_text_buffer_open(&table->footer, &table->render), table->render.rc);
}

/* ---- documents ---- */

static int try_open(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	int rc = ocxl_lazy_load_smartcols(&table->smartcols);

	return rc ? rc : (ocxl_text_buffer_open(&table->footer, &table->render), table->render.rc);
}

static int add_section(struct table *table, const struct ocxl_element *element,
		       const struct ocxl_section *section)
{
	if (table->render.document->timed)
		return write_stream_rows(table, element->dev, section->record, section->data);
	if (section->record->properties)
		return write_properties(table, element, section);
	return add_rows(table, element->dev, section);
}

static int try_end_dimm(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct table *table = to_table(render);
	int rc = 0;
	size_t i;

	/* when no memory is left for the footer, only errno shows it */
	errno = 0;
	for (i = 0; !rc && i < element->section_count; i++) {
		const struct ocxl_section *section = &element->sections[i];

		rc = add_section(table, element, section);
		if (section->record == &ocxl_check_record)
			add_not_checked(table, element->dev, section->data);
	}
	add_footer(table, element);
	if (!rc && errno == ENOMEM)
		rc = -ENOMEM;
	return rc || !render->document->timed ? rc : write_footer_at_once(table);
}

/* the rows of the DIMMs are written; the headings stay, as in vmstat */
static int try_end_interval(struct ocxl_render *render, const struct ocxl_section *total)
{
	if (!total || render->dimms < 2)
		return 0;
	return write_stream_rows(to_table(render), "all", total->record, total->data);
}

/* a single DIMM needs no row for all DIMMs */
static int add_verdict(struct table *table)
{
	const struct ocxl_check_record verdict = { .verdict = table->render.document->verdict };
	const struct ocxl_section section = { .record = &ocxl_check_record, .data = &verdict };

	if (!verdict.verdict || table->render.dimms < 2)
		return 0;
	return add_rows(table, "all", &section);
}

/* after the DIMMs: the reader of a table looks for them first */
static int write_host(struct table *table)
{
	const struct ocxl_section section = {
		.record = &ocxl_host_record,
		.data = table->render.document->host_record,
	};
	const struct ocxl_element host = { .dev = "host" };

	return section.data ? write_properties(table, &host, &section) : 0;
}

static int try_finish(struct ocxl_render *render, int exit_status)
{
	struct table *table = to_table(render);
	size_t i;
	int rc;

	if (render->document->timed)
		return table->begun ? 0 : ocxl_render_write(render, "no DIMMs\n");
	rc = add_verdict(table);
	add_conditions(table->footer.out, "ignored", render->document->ignored);
	for (i = 0; !rc && i < table->table_count; i++)
		rc = write_table(table, table->tables[i]);
	if (!rc)
		rc = write_footer(table);
	if (!rc && !table->begun)
		rc = ocxl_render_write(render, "no DIMMs\n");
	return rc ? rc : write_host(table);
}

static void close_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	size_t i;

	for (i = 0; i < table->table_count; i++)
		ocxl_table_rows_free(table->tables[i]);
	ocxl_table_rows_free(table->stream);
	ocxl_text_buffer_free(&table->footer);
}

static void open_table(struct ocxl_render *render)
{
	ocxl_render_fail(render, try_open(render));
}

static void write_item_table(struct ocxl_render *render, const struct ocxl_element *element,
			     const void *record)
{
	ocxl_render_fail(render, try_write_item(render, element, record));
}

static void end_dimm_table(struct ocxl_render *render, const struct ocxl_element *element)
{
	ocxl_render_fail(render, try_end_dimm(render, element));
}

static void end_interval_table(struct ocxl_render *render, const struct ocxl_section *total)
{
	ocxl_render_fail(render, try_end_interval(render, total));
}

static void finish_table(struct ocxl_render *render, int exit_status)
{
	ocxl_render_fail(render, try_finish(render, exit_status));
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
