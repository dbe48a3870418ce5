// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables. Items of a list are rows of a streamed table (table-stream.h), and so are all records of
 * a document that goes on as time passes. Some records are lists of
 * properties (table-properties.h). The others are rows of one table for all DIMMs, which is
 * written at the end (table-rows.h), followed by the footer.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/records/check-record.h"
#include "ocxl/records/host-record.h"
#include "ocxl/render/render-format.h"
#include "ocxl/render/table-footer.h"
#include "ocxl/render/table-properties.h"
#include "ocxl/render/table-rows.h"
#include "ocxl/render/table-stream.h"

/**
 * struct table - a document of tables
 * @render: common part of all formats
 * @smartcols: the library, which is opened before the document begins
 * @rows: a table for each kind of record
 * @rows_count: number of these tables
 * @footer: writes to @footer_text
 * @footer_text: memory of @footer
 * @footer_size: bytes in @footer_text
 * @stream: table of the items
 * @begun: something was written
 */
struct table {
	struct ocxl_render render;
	struct ocxl_lazy_smartcols smartcols;
	struct ocxl_table_rows *rows[OCXL_SECTIONS_MAX];
	size_t rows_count;
	FILE *footer;
	char *footer_text;
	size_t footer_size;
	struct ocxl_table_stream stream;
	bool begun;
};

static struct table *to_table(struct ocxl_render *render)
{
	return (struct table *)render;
}

/* an empty line separates the parts of the document */
static int begin_part(struct table *table)
{
	int rc = table->begun ? ocxl_render_write_string(&table->render, "\n") : 0;

	table->begun = true;
	return rc;
}

static int open_footer(struct table *table)
{
	table->footer = open_memstream(&table->footer_text, &table->footer_size);
	return table->footer ? 0 : -ENOMEM;
}

static void close_footer(struct table *table)
{
	if (table->footer)
		fclose(table->footer);
	table->footer = NULL;
	free(table->footer_text);
	table->footer_text = NULL;
}

static int open_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);
	int rc = ocxl_lazy_load_smartcols(&table->smartcols);

	return rc ? rc : open_footer(table);
}

/* no empty line above headings that a full screen causes */
static int begin_headings(struct table *table)
{
	if (!table->render.document->timed)
		return begin_part(table);
	table->begun = true;
	return 0;
}

static int write_row_at_once(struct table *table, const char *dev, const struct ocxl_record *record,
			     const void *data)
{
	struct ocxl_render *render = &table->render;
	int rc = ocxl_table_stream_fit(&table->stream, render, record, data);

	if (rc > 0) {
		rc = begin_headings(table);
		if (!rc)
			rc = ocxl_table_stream_write_headings(&table->stream, render);
	}
	return rc ? rc : ocxl_table_stream_write_row(&table->stream, render, dev, data);
}

static int write_item_table(struct ocxl_render *render, const struct ocxl_element *element,
			    const void *record)
{
	return write_row_at_once(to_table(render), element->dev, element->stream_record, record);
}

/* a row for the record, or for each record of its list */
static int write_section_at_once(struct table *table, const char *dev,
				 const struct ocxl_section *section)
{
	const struct ocxl_field *field = section->record->fields;
	struct ocxl_list list;
	const char *item;
	size_t i;
	int rc = 0;

	if (field->type != OCXL_FIELD_LIST)
		return write_row_at_once(table, dev, section->record, section->data);
	list = ocxl_field_value(field, section->data).list;
	item = list.records;
	for (i = 0; !rc && i < list.count; i++)
		rc = write_row_at_once(table, dev, field->record, item + i * field->record->size);
	return rc;
}

/* the table for this kind of record; NULL: no memory */
static struct ocxl_table_rows *find_rows(struct table *table, const struct ocxl_record *record)
{
	struct ocxl_table_rows *rows;
	size_t i;

	for (i = 0; i < table->rows_count; i++) {
		if (ocxl_table_rows_record(table->rows[i]) == record)
			return table->rows[i];
	}
	if (table->rows_count == OCXL_SECTIONS_MAX)
		return NULL;
	rows = ocxl_table_rows_new(record, table->render.document->color, &table->smartcols);
	if (rows)
		table->rows[table->rows_count++] = rows;
	return rows;
}

static int add_rows(struct table *table, const char *dev, const struct ocxl_section *section)
{
	struct ocxl_table_rows *rows = find_rows(table, section->record);
	const char *empty;
	int rc = rows ? ocxl_table_rows_add(rows, dev, section->data, &empty) : -ENOMEM;

	if (!rc && empty)
		fprintf(table->footer, "%s: %s: empty\n", dev, empty);
	return rc;
}

static int write_properties(struct table *table, const struct ocxl_element *element,
			    const struct ocxl_section *section)
{
	int rc = begin_part(table);

	return rc ? rc : ocxl_table_properties_write(&table->render, element, section);
}

/* the lines of a DIMM follow its rows */
static int write_footer_at_once(struct table *table)
{
	int rc;

	if (fflush(table->footer) != 0)
		return -ENOMEM;
	if (!table->footer_size)
		return 0;
	table->begun = true;
	rc = ocxl_output_write(table->render.output, table->footer_text, table->footer_size);
	table->stream.lines++;
	close_footer(table);
	return rc ? rc : open_footer(table);
}

/* a worse verdict makes people look for themselves, and most commands of such a card fail */
static void add_not_checked(struct table *table, const char *dev,
			    const struct ocxl_check_record *check)
{
	char label[64];

	if (strcmp(check->verdict, "ok") && strcmp(check->verdict, "warning"))
		return;
	snprintf(label, sizeof(label), "%.32s: not checked", dev);
	ocxl_table_footer_add_conditions(table->footer, label, check->not_checked);
}

static int end_dimm_table(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct table *table = to_table(render);
	int rc = 0;
	size_t i;

	/* when no memory is left for the footer, only errno shows it */
	errno = 0;
	for (i = 0; !rc && i < element->section_count; i++) {
		const struct ocxl_section *section = &element->sections[i];

		if (render->document->timed)
			rc = write_section_at_once(table, element->dev, section);
		else if (section->record->properties)
			rc = write_properties(table, element, section);
		else
			rc = add_rows(table, element->dev, section);
		if (section->record == &ocxl_check_record)
			add_not_checked(table, element->dev, section->data);
	}
	ocxl_table_footer_add(table->footer, element, !render->items, render->document->color);
	if (!rc && errno == ENOMEM)
		rc = -ENOMEM;
	return rc || !render->document->timed ? rc : write_footer_at_once(table);
}

static int write_rows(struct table *table, struct ocxl_table_rows *rows)
{
	char *text;
	int rc = ocxl_table_rows_print(rows, table->render.document->width, &text);

	if (rc || !text)
		return rc;
	rc = begin_part(table);
	if (!rc)
		rc = ocxl_render_write_string(&table->render, text);
	free(text);
	return rc ? rc : ocxl_render_write_string(&table->render, "\n");
}

static int write_footer(struct table *table)
{
	struct ocxl_render *render = &table->render;
	int rc;

	if (fflush(table->footer) != 0)
		return -ENOMEM;
	if (!table->footer_size)
		return table->begun ? 0 : ocxl_render_write_string(render, "no DIMMs\n");
	rc = begin_part(table);
	return rc ? rc : ocxl_output_write(render->output, table->footer_text, table->footer_size);
}

static int write_tables(struct table *table)
{
	int rc = 0;
	size_t i;

	for (i = 0; !rc && i < table->rows_count; i++)
		rc = write_rows(table, table->rows[i]);
	return rc ? rc : write_footer(table);
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

static int finish_table(struct ocxl_render *render, int exit_status)
{
	struct table *table = to_table(render);
	int rc;

	if (render->document->timed)
		return table->begun ? 0 : ocxl_render_write_string(render, "no DIMMs\n");
	rc = add_verdict(table);
	ocxl_table_footer_add_conditions(table->footer, "ignored", render->document->ignored);
	if (!rc)
		rc = write_tables(table);
	return rc ? rc : write_host(table);
}

static void free_tables(struct table *table)
{
	size_t i;

	for (i = 0; i < table->rows_count; i++)
		ocxl_table_rows_free(table->rows[i]);
	table->rows_count = 0;
	close_footer(table);
}

/* the rows of the DIMMs are written; the headings stay, as in vmstat */
static int end_interval_table(struct ocxl_render *render, const struct ocxl_section *total)
{
	if (!total || render->dimms < 2)
		return 0;
	return write_section_at_once(to_table(render), "all", total);
}

static void close_table(struct ocxl_render *render)
{
	struct table *table = to_table(render);

	free_tables(table);
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
