// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/records/records.h"
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/render/table.h"

/* what the first cells of a row show */
struct row {
	OCXL_PRESENT;
	const char *time;
	const char *dev;
	const char *card; /* NULL: unknown */
	uint64_t serial;
	const char *slot; /* NULL: unknown */
};

enum { ROW_HAS_SERIAL };

#define RECORD struct row
static const struct ocxl_field time_field = COLUMN("time", WORD, time, "TIME", .width = 9);
static const struct ocxl_field dev_field = COLUMN("dev", WORD, dev, "DIMM", .width = 6);
static const struct ocxl_field serial_field =
	COLUMN("serial", IDENTIFIER, serial, "SERIAL", .detail = true, KNOWN_BY(ROW_HAS_SERIAL));
/* of a collected log, instead of the name, which another card may have today */
static const struct ocxl_field card_field = COLUMN("card", WORD, card, "CARD", .width = 10);
static const struct ocxl_field slot_field = COLUMN("slot", WORD, slot, "SLOT");
static const struct ocxl_field value_field = COLUMN("value", WORD, dev, "");
#undef RECORD

/* ---- lines and cells ---- */

static void add_line(struct ocxl_table *table, const char *style)
{
	table->line = scols_table_new_line(table->scols, NULL);
	if (!table->line || (style && scols_line_set_color(table->line, style)))
		die("out of memory");
}

/* @text belongs to the table afterwards */
static void set_cell(struct ocxl_table *table, struct ocxl_table_column *column, char *text)
{
	size_t length = strlen(text);

	if (scols_line_refer_data(table->line, column - table->columns, text))
		die("out of memory");
	if (table->kind != OCXL_TABLE_STREAM && length > column->width)
		column->width = length;
}

static char *new_text(struct ocxl_table *table, const struct ocxl_field *field, const void *data)
{
	errno = 0;
	rewind(table->cell);
	ocxl_cell_write(table->cell, field, data);
	return ocxl_table_take_text(table);
}

static void add_headings(struct ocxl_table *table)
{
	size_t i;

	add_line(table, NULL);
	for (i = 0; i < table->count; i++)
		set_cell(table, &table->columns[i], xstrdup(table->columns[i].field->heading));
}

/* ---- columns ---- */

static void add_column(struct ocxl_table *table, const struct ocxl_field *field, bool of_row)
{
	struct ocxl_table_column *column = &table->columns[table->count];
	/* from libsmartcols 2.42 on, a column is as narrow as its cells without STRICTWIDTH */
	int flags = SCOLS_FL_STRICTWIDTH | (ocxl_cell_is_number(field) ? SCOLS_FL_RIGHT : 0);
	size_t width = table->kind == OCXL_TABLE_WHOLE ? 0 : field->width;
	size_t least = strlen(field->heading);

	if (table->count == OCXL_TABLE_COLUMNS_MAX) {
		ocxl_table_keep_error(table, -EINVAL);
		return;
	}
	/* the widths of times are those in UTC */
	if (width && (field->type == OCXL_FIELD_TIME || field == &time_field))
		width += ocxl_text_zone_width() - strlen("Z");
	*column = (struct ocxl_table_column) { field, of_row,
					       .width = width > least ? width : least };
	/* the library makes the column wider if a cell is longer */
	column->scols = scols_table_new_column(table->scols, NULL, column->width, flags);
	if (!column->scols)
		die("out of memory");
	table->count++;
}

/* in lists of records of the same kind, the values are below each other */
static void add_list_columns(struct ocxl_table *table)
{
	const struct ocxl_field *field;
	size_t longest = 0;

	for (field = table->record->fields; field->key; field++) {
		if (field->heading && strlen(field->heading) > longest)
			longest = strlen(field->heading);
	}
	table->indent = table->kind == OCXL_TABLE_DETAILS ? 4 : 2;
	table->heading = value_field;
	table->heading.width = table->indent + longest + 1;
	add_column(table, &table->heading, true);
	add_column(table, &value_field, true);
}

/* a stream has verbose fields below its rows */
static bool is_column(const struct ocxl_table *table, const struct ocxl_field *field)
{
	bool verbose = table->kind == OCXL_TABLE_WHOLE && table->document->verbose;

	return field->heading && !field->own_line && (verbose || !field->verbose);
}

static void add_columns(struct ocxl_table *table)
{
	const struct ocxl_field *field;

	if (table->document->timed && !table->shown->dated)
		add_column(table, &time_field, true);
	add_column(table, table->document->collected ? &card_field : &dev_field, true);
	if (table->record->located) {
		add_column(table, &serial_field, true);
		add_column(table, &slot_field, true);
		table->empty_slots = &table->columns[table->count - 1];
	}
	for (field = table->shown->fields; field->key; field++) {
		if (is_column(table, field))
			add_column(table, field, false);
	}
	if (table->kind == OCXL_TABLE_WHOLE)
		add_headings(table);
	else if (table->document->width)
		ocxl_table_fit_stream(table);
}

/* the list whose items are the rows; NULL: each record is a row */
static const struct ocxl_field *find_list(const struct ocxl_record *record)
{
	const struct ocxl_field *field = record->fields;

	while (field->key && field->type != OCXL_FIELD_LIST)
		field++;
	return field->key ? field : NULL;
}

static void open_table(struct ocxl_table *table)
{
	table->cell = open_memstream(&table->text, &table->length);
	table->scols = scols_new_table();
	if (!table->cell || !table->scols)
		die("out of memory");
	/* the library must not cut or wrap lines: wrap_last_column() does */
	scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
	scols_table_enable_colors(table->scols, table->document->color);
	/* cells are escaped already */
	scols_table_enable_noencoding(table->scols, 1);
	/* the headings of a stream must not follow the first row, which may be wider than others */
	scols_table_enable_noheadings(table->scols, 1);
	if (table->kind == OCXL_TABLE_WHOLE || table->kind == OCXL_TABLE_STREAM)
		add_columns(table);
	else
		add_list_columns(table);
}

struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_record *record,
				  const struct ocxl_document *document)
{
	struct ocxl_table *table = ocxl_alloc_zeroed(1, sizeof(*table));

	table->kind = kind;
	table->record = record;
	table->list = find_list(record);
	table->shown = table->list ? table->list->record : record;
	table->document = document;
	open_table(table);
	return table;
}

void ocxl_table_free(struct ocxl_table *table)
{
	if (!table)
		return;
	ocxl_table_free_below(table);
	if (table->cell)
		fclose(table->cell);
	free(table->text);
	scols_unref_table(table->scols);
	free(table);
}

bool ocxl_table_is_of(const struct ocxl_table *table, const struct ocxl_record *record)
{
	return table && table->record == record;
}

/* ---- rows ---- */

/*
 * of a table whose rows are single lines: its last column may stand below them, or has its own line
 */
static void keep_below(struct ocxl_table *table, const void *data)
{
	const struct ocxl_field *last = table->columns[table->count - 1].field;
	struct ocxl_table_below *below;
	const struct ocxl_field *field;

	if (table->kind != OCXL_TABLE_WHOLE || !last->below)
		return;
	table->below = xrealloc(table->below, (table->below_count + 1) * sizeof(*below));
	below = &table->below[table->below_count++];
	*below = (struct ocxl_table_below) { .column = new_text(table, last, data) };
	for (field = table->shown->fields; field->key; field++) {
		if (field->own_line)
			below->own_line = new_text(table, field, data);
	}
}

static struct row describe_row(const struct ocxl_element *element, const char *time)
{
	const struct ndctl_ocxl_location *location = element->location;

	return (struct row) {
		.present = element->has_serial ? 1ULL << ROW_HAS_SERIAL : 0,
		.time = time,
		.dev = element->dev,
		.card = element->card,
		.serial = element->serial,
		.slot = location && location->slot[0] ? location->slot : NULL,
	};
}

static void add_row(struct ocxl_table *table, const struct ocxl_element *element, const void *data)
{
	char time[OCXL_TEXT_TIME_SIZE] = "-";
	const struct row row = describe_row(element, time);
	size_t i;

	if (row.slot)
		table->empty_slots = NULL;
	if (table->document->timed)
		ocxl_text_format_local_time(time, OCXL_TIME_OF_DAY, table->document->time);
	if (table->zoneless)
		time[strcspn(time, "Z+-")] = '\0';
	add_line(table, ocxl_row_style(table->shown, data));
	for (i = 0; i < table->count; i++) {
		struct ocxl_table_column *column = &table->columns[i];
		char *text =
			new_text(table, column->field, column->of_row ? (const void *)&row : data);

		set_cell(table, column, ocxl_table_wrap_last(table, column, text));
	}
	keep_below(table, data);
	table->rows++;
}

const char *ocxl_table_add(struct ocxl_table *table, const struct ocxl_element *element,
			   const void *data)
{
	union ocxl_value items = { .list = { .records = data, .count = 1 } };
	size_t i;

	if (table->list)
		ocxl_field_get(table->list, data, &items);
	for (i = 0; i < items.list.count; i++)
		add_row(table, element, (const char *)items.list.records + i * table->shown->size);
	return items.list.count ? NULL : table->list->key;
}

/* ---- lists ---- */

static void add_pair(struct ocxl_table *table, const char *heading, char *text)
{
	char *indented;

	add_line(table, NULL);
	if (asprintf(&indented, "%*s%s", table->indent, "", heading) < 0)
		die("out of memory");
	set_cell(table, &table->columns[0], indented);
	set_cell(table, &table->columns[1], text);
	table->rows++;
}

static char *copy_text(const char *text, size_t length)
{
	char *copy = ocxl_alloc_zeroed(1, length + 1);

	memcpy(copy, text, length);
	return copy;
}

/* a list of words is continued on more lines */
static void add_words(struct ocxl_table *table, const char *heading, const char *text)
{
	size_t before = table->columns[0].width + 1, width = table->document->width;
	size_t at;

	while (width > before && strlen(text) > width - before) {
		at = ocxl_cell_find_break(text, width - before - 1, ',');
		if (!at)
			break;
		add_pair(table, heading, copy_text(text, at + 1));
		heading = "";
		text += at + 1;
	}
	add_pair(table, heading, xstrdup(text));
}

/* a line for each record of a list */
static void add_items(struct ocxl_table *table, const struct ocxl_field *field,
		      const struct ocxl_list *items)
{
	const char *heading = field->heading;
	size_t i;

	for (i = 0; i < items->count; i++) {
		errno = 0;
		rewind(table->cell);
		ocxl_cell_write_item(table->cell, field->record,
				     (const char *)items->records + i * field->record->size);
		add_pair(table, heading, ocxl_table_take_text(table));
		heading = "";
	}
}

/* is the value of the field in a row, as a whole */
static bool shows_field(const struct ocxl_table *table, const struct ocxl_field *field)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (table->columns[i].field == field)
			return !table->columns[i].hidden && !field->brief;
	}
	return false;
}

void ocxl_table_add_fields(struct ocxl_table *list, const void *data,
			   const struct ocxl_table *above)
{
	const struct ocxl_field *field;

	for (field = list->record->fields; field->key; field++) {
		struct ocxl_field whole = *field;
		union ocxl_value value;
		char *text;

		if (!field->heading || !ocxl_field_get(field, data, &value) ||
		    (above && shows_field(above, field)))
			continue;
		if (field->type == OCXL_FIELD_LIST && value.list.count && !value.list.unknown) {
			add_items(list, field, &value.list);
			continue;
		}
		whole.brief = false;
		text = new_text(list, &whole, data);
		if (field->type != OCXL_FIELD_BITS) {
			add_pair(list, field->heading, text);
		} else {
			add_words(list, field->heading, text);
			free(text);
		}
	}
}

int ocxl_table_print(struct ocxl_table *table, char **text)
{
	*text = NULL;
	if (!table->rows)
		return table->rc;
	if (table->empty_slots)
		ocxl_table_hide_column(table, table->empty_slots);
	if (table->kind == OCXL_TABLE_WHOLE)
		return ocxl_table_print_fitted(table, text);
	return ocxl_table_print_lines(table, text);
}

int ocxl_table_print_headings(struct ocxl_table *table, char **text)
{
	*text = NULL;
	/* each row has them */
	if (table->unfolded)
		return table->rc;
	add_headings(table);
	return ocxl_table_print_lines(table, text);
}
