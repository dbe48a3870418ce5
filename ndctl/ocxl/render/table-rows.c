// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ocxl/records/field.h"
#include "ocxl/render/cell-text.h"
#include "ocxl/render/table-rows.h"

#define COLUMNS_MAX 32

/* what the cells of a row show: these members, the record, and a record of its list */
struct row {
	const char *time;
	const char *dev;
	const void *data;
	const void *item; /* NULL: no list, or an empty one */
};

enum source { OF_ROW, OF_RECORD, OF_ITEM };

struct column {
	const struct ocxl_field *field; /* of its source */
	enum source source;
	const struct ocxl_field *item_field; /* replaces the value of field in the row of an item */
};

struct ocxl_table_rows {
	const struct ocxl_record *record;
	const struct ocxl_field *list; /* field of the record, or NULL */
	const struct ocxl_document *document;
	struct ocxl_table *table;
	struct column columns[COLUMNS_MAX];
	size_t count;
};

#define RECORD struct row
static const struct ocxl_field time_field =
	FIELD("time", WORD, time, .heading = "TIME", .width = 9);
static const struct ocxl_field dev_field = FIELD("dev", WORD, dev, .heading = "DIMM", .width = 7);
#undef RECORD

/* ---- columns ---- */

static int add_column(struct ocxl_table_rows *rows, const struct ocxl_field *field,
		      enum source source)
{
	unsigned int flags = (ocxl_cell_is_number(field) ? OCXL_COLUMN_RIGHT : 0) |
			     (field->detail ? OCXL_COLUMN_DETAIL : 0);

	if (rows->count == COLUMNS_MAX)
		return -ENOMEM;
	rows->columns[rows->count++] = (struct column) { .field = field, .source = source };
	return ocxl_table_add_column(rows->table, field->heading, field->width, flags);
}

/* does a column of the record itself have the heading of this field of an item */
static bool share_column(struct ocxl_table_rows *rows, const struct ocxl_field *field)
{
	size_t i;

	for (i = 0; i < rows->count; i++) {
		struct column *column = &rows->columns[i];

		if (column->source != OF_RECORD || strcmp(column->field->heading, field->heading))
			continue;
		column->item_field = field;
		return true;
	}
	return false;
}

static int add_columns(struct ocxl_table_rows *rows, const struct ocxl_record *record,
		       enum source source)
{
	const struct ocxl_field *field;
	int rc = 0;

	for (field = record->fields; !rc && field->key; field++) {
		if (field->type == OCXL_FIELD_LIST && source == OF_RECORD) {
			rows->list = field;
			rc = add_columns(rows, field->record, OF_ITEM);
		} else if (field->heading && (source != OF_ITEM || !share_column(rows, field))) {
			rc = add_column(rows, field, source);
		}
	}
	return rc;
}

static int add_all_columns(struct ocxl_table_rows *rows)
{
	int rc = rows->document->timed ? add_column(rows, &time_field, OF_ROW) : 0;

	if (!rc)
		rc = add_column(rows, &dev_field, OF_ROW);
	return rc ? rc : add_columns(rows, rows->record, OF_RECORD);
}

struct ocxl_table_rows *ocxl_table_rows_new(const struct ocxl_record *record,
					    enum ocxl_table_kind kind,
					    const struct ocxl_document *document,
					    const struct ocxl_lazy_smartcols *smartcols)
{
	struct ocxl_table_rows *rows = calloc(1, sizeof(*rows));

	if (!rows)
		return NULL;
	rows->record = record;
	rows->document = document;
	rows->table = ocxl_table_new(kind, document, smartcols);
	if (!rows->table || add_all_columns(rows)) {
		ocxl_table_rows_free(rows);
		return NULL;
	}
	return rows;
}

void ocxl_table_rows_free(struct ocxl_table_rows *rows)
{
	if (!rows)
		return;
	ocxl_table_free(rows->table);
	free(rows);
}

bool ocxl_table_rows_are_of(const struct ocxl_table_rows *rows, const struct ocxl_record *record)
{
	return rows && rows->record == record;
}

struct ocxl_table *ocxl_table_rows_table(const struct ocxl_table_rows *rows)
{
	return rows->table;
}

bool ocxl_table_rows_show(const struct ocxl_table_rows *rows, const struct ocxl_field *field)
{
	size_t i;

	for (i = 0; i < rows->count; i++) {
		if (rows->columns[i].field == field)
			return !ocxl_table_hides(rows->table, i) && !field->brief;
	}
	return false;
}

/* ---- rows ---- */

static char *cell_text(const struct column *column, const struct row *row)
{
	const struct ocxl_field *field = column->field;
	const void *source = column->source == OF_ITEM ? row->item : row->data;

	if (column->source == OF_ROW)
		return strdup(ocxl_field_value(field, row).word);
	if (column->item_field && row->item)
		return ocxl_cell_text(column->item_field, row->item);
	if (!source)
		return strdup("-");
	return ocxl_cell_text(field, source);
}

static const char *row_style(const struct ocxl_table_rows *rows, const struct row *row)
{
	const char *style = NULL;

	if (row->item)
		style = ocxl_row_style(rows->list->record, row->item);
	return style ? style : ocxl_row_style(rows->record, row->data);
}

static int add_row(struct ocxl_table_rows *rows, const struct row *row)
{
	int rc = ocxl_table_add_line(rows->table, row_style(rows, row));
	size_t i;

	for (i = 0; !rc && i < rows->count; i++)
		rc = ocxl_table_set_cell(rows->table, i, cell_text(&rows->columns[i], row));
	return rc;
}

/* the key of an empty list, when no column would show anything */
static const char *empty_key(const struct ocxl_table_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->count; i++) {
		if (rows->columns[i].source == OF_RECORD)
			return NULL;
	}
	return rows->list->key;
}

static int add_items(struct ocxl_table_rows *rows, struct row *row, const char **empty)
{
	struct ocxl_list items = ocxl_field_value(rows->list, row->data).list;
	size_t i;
	int rc = 0;

	if (!items.count) {
		*empty = empty_key(rows);
		return *empty ? 0 : add_row(rows, row);
	}
	for (i = 0; !rc && i < items.count; i++) {
		row->item = (const char *)items.records + i * rows->list->record->size;
		rc = add_row(rows, row);
	}
	return rc;
}

int ocxl_table_rows_add(struct ocxl_table_rows *rows, const char *dev, const void *data,
			const char **empty)
{
	char time[sizeof("00:00:00Z")] = "-";
	struct row row = { .time = time, .dev = dev, .data = data };
	struct tm utc;

	*empty = NULL;
	if (rows->document->timed && gmtime_r(&rows->document->time, &utc))
		strftime(time, sizeof(time), "%H:%M:%SZ", &utc);
	return rows->list ? add_items(rows, &row, empty) : add_row(rows, &row);
}
