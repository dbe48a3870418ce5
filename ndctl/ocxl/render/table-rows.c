// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/render/table-cell.h"
#include "ocxl/render/table-rows.h"
#include "ocxl/render/table-style.h"
#include "ocxl/render/word-wrap.h"

#define COLUMNS_MAX    32
/* in a narrower column, wrapped text is harder to read than lines that the terminal wraps */
#define WRAP_WIDTH_MIN 20

/**
 * struct column - a column of a table
 * @field: field of the record or of the records in its list; NULL: the column with the name of the
 *	DIMM or of a counter
 * @of_list: @field belongs to the records in the list
 * @item_field: field of the records in the list with the same heading, whose value replaces that of
 *	@field; NULL: none
 * @scols: column of libsmartcols; belongs to the table
 */
struct column {
	const struct ocxl_field *field;
	bool of_list;
	const struct ocxl_field *item_field;
	struct libscols_column *scols;
};

struct ocxl_table_rows {
	const struct ocxl_record *record;
	const struct ocxl_field *list;
	const struct ocxl_field *counters;
	const struct ocxl_lazy_smartcols *smartcols;
	struct libscols_table *table;
	struct column columns[COLUMNS_MAX];
	size_t count;
	size_t wrap_width;
};

static const struct ocxl_field *find_field(const struct ocxl_record *record,
					   enum ocxl_field_type type)
{
	const struct ocxl_field *field;

	for (field = record->fields; field->key; field++) {
		if (field->type == type && field->heading)
			return field;
	}
	return NULL;
}

static int add_column(struct ocxl_table_rows *rows, const char *heading,
		      const struct ocxl_field *field, bool of_list)
{
	struct column *column = &rows->columns[rows->count];
	int flags = field && ocxl_table_cell_is_number(field) ? SCOLS_FL_RIGHT : 0;

	if (rows->count == COLUMNS_MAX)
		return -ENOMEM;
	column->field = field;
	column->of_list = of_list;
	column->scols = rows->smartcols->table_new_column(rows->table, heading, 0, flags);
	if (!column->scols)
		return -ENOMEM;
	rows->count++;
	return 0;
}

/* does a column of the record itself have the heading of this field of the list's records */
static bool share_column(struct ocxl_table_rows *rows, const struct ocxl_field *field)
{
	size_t i;

	for (i = 1; i < rows->count; i++) {
		struct column *column = &rows->columns[i];

		if (column->of_list || !column->field ||
		    strcmp(column->field->heading, field->heading))
			continue;
		column->item_field = field;
		return true;
	}
	return false;
}

static int add_columns(struct ocxl_table_rows *rows, const struct ocxl_record *record, bool of_list)
{
	const struct ocxl_field *field;
	int rc = 0;

	for (field = record->fields; !rc && field->key; field++) {
		if (!field->heading || (of_list && share_column(rows, field)))
			continue;
		if (field == rows->list)
			rc = add_columns(rows, field->record, true);
		else
			rc = add_column(rows, field->heading, field, of_list);
	}
	return rc;
}

static int make_table(struct ocxl_table_rows *rows, bool color)
{
	const struct ocxl_lazy_smartcols *smartcols = rows->smartcols;
	int rc;

	rows->table = smartcols->new_table();
	if (!rows->table)
		return -ENOMEM;
	/* the library must not cut or wrap lines: fit_width() does */
	smartcols->table_set_termforce(rows->table, SCOLS_TERMFORCE_NEVER);
	smartcols->table_enable_colors(rows->table, color);
	/* cells are escaped already */
	smartcols->table_enable_noencoding(rows->table, 1);
	rc = add_column(rows, "DIMM", NULL, false);
	if (!rc && rows->counters)
		rc = add_column(rows, "NAME", NULL, false);
	return rc ? rc : add_columns(rows, rows->record, false);
}

struct ocxl_table_rows *ocxl_table_rows_new(const struct ocxl_record *record, bool color,
					    const struct ocxl_lazy_smartcols *smartcols)
{
	struct ocxl_table_rows *rows = calloc(1, sizeof(*rows));

	if (!rows)
		return NULL;
	rows->record = record;
	rows->smartcols = smartcols;
	rows->list = find_field(record, OCXL_FIELD_LIST);
	rows->counters = find_field(record, OCXL_FIELD_COUNTERS);
	if (make_table(rows, color)) {
		ocxl_table_rows_free(rows);
		return NULL;
	}
	return rows;
}

const struct ocxl_record *ocxl_table_rows_record(const struct ocxl_table_rows *rows)
{
	return rows->record;
}

/* @style: NULL: plain */
static struct libscols_line *add_line(struct ocxl_table_rows *rows, const char *dev,
				      const char *style)
{
	const struct ocxl_lazy_smartcols *smartcols = rows->smartcols;
	struct libscols_line *line = smartcols->table_new_line(rows->table, NULL);

	if (!line || smartcols->line_set_data(line, 0, dev))
		return NULL;
	if (style && smartcols->line_set_color(line, style))
		return NULL;
	return line;
}

/* @text belongs to the table afterwards; NULL is -ENOMEM */
static int set_cell(struct ocxl_table_rows *rows, struct libscols_line *line, size_t column,
		    char *text)
{
	if (text && rows->smartcols->line_refer_data(line, column, text) == 0)
		return 0;
	free(text);
	return -ENOMEM;
}

static const char *row_style(const struct ocxl_table_rows *rows, const void *data, const void *item)
{
	const char *style = item ? ocxl_table_row_style(rows->list->record, item) : NULL;

	return style ? style : ocxl_table_row_style(rows->record, data);
}

static char *column_text(const struct column *column, const void *data, const void *item)
{
	if (column->item_field && item)
		return ocxl_table_cell_text(column->item_field, item);
	if (column->of_list && !item)
		return strdup("-");
	return ocxl_table_cell_text(column->field, column->of_list ? item : data);
}

/* @item: a record of the list; NULL: the list is empty */
static int add_row(struct ocxl_table_rows *rows, const char *dev, const void *data,
		   const void *item)
{
	struct libscols_line *line = add_line(rows, dev, row_style(rows, data, item));
	size_t i;
	int rc = 0;

	if (!line)
		return -ENOMEM;
	for (i = 1; !rc && i < rows->count; i++)
		rc = set_cell(rows, line, i, column_text(&rows->columns[i], data, item));
	return rc;
}

static char *counter_cell_text(const struct ocxl_field *field, const void *data,
			       unsigned int number)
{
	union ocxl_value value = ocxl_field_value(field, data);
	char *text;

	if (!ocxl_field_is_present(field, data))
		return strdup("-");
	switch (field->type) {
	case OCXL_FIELD_COUNTERS:
		return asprintf(&text, "%" PRIu64, value.numbers[number]) < 0 ? NULL : text;
	case OCXL_FIELD_BITS:
		return strdup(value.number & UINT64_C(1) << number ? "yes" : "no");
	default:
		return ocxl_table_cell_text(field, data);
	}
}

static int add_counter_rows(struct ocxl_table_rows *rows, const char *dev, const void *data)
{
	const struct ocxl_name *name;
	int rc = 0;

	for (name = rows->counters->names; !rc && name->name; name++) {
		struct libscols_line *line = add_line(rows, dev, NULL);
		size_t i;

		if (!line)
			return -ENOMEM;
		rc = set_cell(rows, line, 1, strdup(name->name));
		for (i = 2; !rc && i < rows->count; i++)
			rc = set_cell(rows, line, i,
				      counter_cell_text(rows->columns[i].field, data,
							name->number));
	}
	return rc;
}

static bool has_own_columns(const struct ocxl_table_rows *rows)
{
	size_t i;

	for (i = 1; i < rows->count; i++) {
		if (!rows->columns[i].of_list)
			return true;
	}
	return false;
}

int ocxl_table_rows_add(struct ocxl_table_rows *rows, const char *dev, const void *data,
			const char **empty)
{
	union ocxl_value list;
	const char *item;
	size_t i;
	int rc = 0;

	*empty = NULL;
	if (rows->counters)
		return add_counter_rows(rows, dev, data);
	if (!rows->list)
		return add_row(rows, dev, data, NULL);
	list = ocxl_field_value(rows->list, data);
	if (!list.list.count) {
		if (has_own_columns(rows))
			return add_row(rows, dev, data, NULL);
		*empty = rows->list->key;
		return 0;
	}
	item = list.list.records;
	for (i = 0; !rc && i < list.list.count; i++)
		rc = add_row(rows, dev, data, item + i * rows->list->record->size);
	return rc;
}

static bool is_hidden(const struct ocxl_table_rows *rows, const struct column *column)
{
	return rows->smartcols->column_get_flags(column->scols) & SCOLS_FL_HIDDEN;
}

static bool hide_last_detail(struct ocxl_table_rows *rows)
{
	size_t i;

	for (i = rows->count; i-- > 0;) {
		const struct column *column = &rows->columns[i];

		if (!column->field || !column->field->detail || is_hidden(rows, column))
			continue;
		rows->smartcols->column_set_flags(column->scols, SCOLS_FL_HIDDEN);
		return true;
	}
	return false;
}

static size_t longest_line(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > longest)
			longest = length;
		text += length + (text[length] == '\n');
	}
	return longest;
}

static size_t wrap_longest(const struct libscols_column *column, const char *text, void *data)
{
	const size_t *width = data;

	return ocxl_word_wrap_longest(text, *width);
}

static char *wrap_next(const struct libscols_column *column, char *text, void *data)
{
	const size_t *width = data;

	return ocxl_word_wrap_split(text, *width);
}

/*
 * Wrap the last visible column between words. A line with a longer word remains longer. @text: the
 * table without wrapping; its first line shows where the last column begins.
 */
static int wrap_last_column(struct ocxl_table_rows *rows, const char *text, unsigned int width)
{
	const struct ocxl_lazy_smartcols *smartcols = rows->smartcols;
	const struct column *last = &rows->columns[rows->count - 1];
	size_t before;

	while (last > rows->columns && is_hidden(rows, last))
		last--;
	if (!last->field || ocxl_table_cell_is_number(last->field))
		return 0;
	before = strcspn(text, "\n") - strlen(last->field->heading);
	if (before + WRAP_WIDTH_MIN > width)
		return 0;
	rows->wrap_width = width - before;
	if (smartcols->column_set_wrapfunc(last->scols, wrap_longest, wrap_next, &rows->wrap_width))
		return -EINVAL;
	return smartcols->column_set_flags(last->scols, SCOLS_FL_WRAP) ? -EINVAL : 0;
}

static int print_table(struct ocxl_table_rows *rows, char **text)
{
	*text = NULL;
	/* the library omits cells for which no memory is left; only errno shows that */
	errno = 0;
	if (!rows->smartcols->print_table_to_string(rows->table, text) && *text && errno != ENOMEM)
		return 0;
	/* the library may return a text after a failure, too */
	free(*text);
	*text = NULL;
	return -ENOMEM;
}

/* measured without colours, because escape sequences would count as characters */
static int fit_width(struct ocxl_table_rows *rows, unsigned int width)
{
	bool color = rows->smartcols->table_colors_wanted(rows->table);
	bool fits = false;
	int rc = 0;

	rows->smartcols->table_enable_colors(rows->table, false);
	while (!rc && !fits) {
		char *text;

		rc = print_table(rows, &text);
		fits = !rc && longest_line(text) <= width;
		if (!rc && !fits && !hide_last_detail(rows)) {
			rc = wrap_last_column(rows, text, width);
			fits = true;
		}
		free(text);
	}
	rows->smartcols->table_enable_colors(rows->table, color);
	return rc;
}

int ocxl_table_rows_print(struct ocxl_table_rows *rows, unsigned int width, char **text)
{
	int rc;

	*text = NULL;
	if (rows->smartcols->table_is_empty(rows->table))
		return 0;
	rc = width ? fit_width(rows, width) : 0;
	return rc ? rc : print_table(rows, text);
}

void ocxl_table_rows_free(struct ocxl_table_rows *rows)
{
	if (!rows)
		return;
	rows->smartcols->unref_table(rows->table);
	free(rows);
}
