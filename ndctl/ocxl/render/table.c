// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/render/table.h"

#define COLUMNS_MAX    32
/* in a narrower column, wrapped text is harder to read than lines that the terminal wraps */
#define WRAP_WIDTH_MIN 20

struct column {
	const char *heading;
	unsigned int flags;
	bool hidden;
	size_t width; /* at least */
	size_t longest; /* of the cells that are not printed yet */
	struct libscols_column *scols; /* belongs to the table */
};

struct ocxl_table {
	enum ocxl_table_kind kind;
	const struct ocxl_document *document;
	const struct ocxl_lazy_smartcols *smartcols;
	struct libscols_table *scols;
	struct libscols_line *last; /* NULL: all lines are printed */
	bool headings_due;
	struct column columns[COLUMNS_MAX];
	size_t count;
	size_t wrap_width;
};

/* ---- columns, lines, cells ---- */

struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_document *document,
				  const struct ocxl_lazy_smartcols *smartcols)
{
	struct ocxl_table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->kind = kind;
	table->document = document;
	table->smartcols = smartcols;
	table->headings_due = kind != OCXL_TABLE_LIST;
	table->scols = smartcols->new_table();
	if (!table->scols || (kind == OCXL_TABLE_LIST &&
			      smartcols->table_set_column_separator(table->scols, "  "))) {
		ocxl_table_free(table);
		return NULL;
	}
	/* the library must not cut or wrap lines: fit_width() does */
	smartcols->table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
	smartcols->table_enable_colors(table->scols, document->color);
	/* cells are escaped already */
	smartcols->table_enable_noencoding(table->scols, 1);
	/* the headings of a stream must not follow the first row, which may be wider than others */
	smartcols->table_enable_noheadings(table->scols, 1);
	return table;
}

void ocxl_table_free(struct ocxl_table *table)
{
	if (!table)
		return;
	table->smartcols->unref_table(table->scols);
	free(table);
}

int ocxl_table_add_column(struct ocxl_table *table, const char *heading, unsigned int width,
			  unsigned int flags)
{
	struct column *column = &table->columns[table->count];

	if (table->count == COLUMNS_MAX)
		return -ENOMEM;
	column->heading = heading;
	column->flags = flags;
	column->width = strlen(heading);
	if (table->kind != OCXL_TABLE_WHOLE && width > column->width)
		column->width = width;
	/* the library makes the column wider if a cell is longer */
	column->scols = table->smartcols->table_new_column(
		table->scols, NULL, column->width, flags & OCXL_COLUMN_RIGHT ? SCOLS_FL_RIGHT : 0);
	if (!column->scols)
		return -ENOMEM;
	table->count++;
	return 0;
}

int ocxl_table_add_line(struct ocxl_table *table, const char *style)
{
	table->last = table->smartcols->table_new_line(table->scols, NULL);
	if (!table->last || (style && table->smartcols->line_set_color(table->last, style)))
		return -ENOMEM;
	return 0;
}

int ocxl_table_set_cell(struct ocxl_table *table, size_t column, char *text)
{
	size_t length = text ? strlen(text) : 0;

	if (!text || table->smartcols->line_refer_data(table->last, column, text)) {
		free(text);
		return -ENOMEM;
	}
	if (length > table->columns[column].longest)
		table->columns[column].longest = length;
	return 0;
}

bool ocxl_table_hides(const struct ocxl_table *table, size_t column)
{
	return table->columns[column].hidden;
}

/* ---- layout ---- */

static size_t column_width(const struct column *column)
{
	return column->longest > column->width ? column->longest : column->width;
}

static size_t table_width(const struct ocxl_table *table)
{
	size_t width = 0;
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (!table->columns[i].hidden)
			width += column_width(&table->columns[i]) + (width > 0);
	}
	return width;
}

static bool hide_last_detail(struct ocxl_table *table)
{
	size_t i;

	for (i = table->count; i-- > 0;) {
		struct column *column = &table->columns[i];

		if (!(column->flags & OCXL_COLUMN_DETAIL) || column->hidden)
			continue;
		table->smartcols->column_set_flags(column->scols, SCOLS_FL_HIDDEN);
		column->hidden = true;
		table->headings_due = true;
		return true;
	}
	return false;
}

static void widen_details(struct ocxl_table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		struct column *column = &table->columns[i];

		if (!(column->flags & OCXL_COLUMN_DETAIL) || column->hidden ||
		    column->longest <= column->width)
			continue;
		column->width = column->longest;
		table->smartcols->column_set_whint(column->scols, column->width);
		table->headings_due = true;
	}
}

/* the last blank that allows a line of @width; 0: no break is needed or possible */
static size_t find_break(const char *text, size_t width)
{
	size_t at = width;

	if (strlen(text) <= width)
		return 0;
	while (at && text[at] != ' ')
		at--;
	return at;
}

static char *wrap_next(const struct libscols_column *column, char *text, void *data)
{
	size_t at = text ? find_break(text, *(size_t *)data) : 0;

	if (!at)
		return NULL;
	text[at] = '\0';
	return text + at + 1;
}

/* asked for the width of the column, which does not matter: the last one is not padded */
static size_t wrap_longest(const struct libscols_column *column, const char *text, void *data)
{
	return text ? strlen(text) : 0;
}

/* between words; a line with a longer word remains longer */
static int wrap_last_column(struct ocxl_table *table)
{
	const struct ocxl_lazy_smartcols *smartcols = table->smartcols;
	const struct column *last = &table->columns[table->count - 1];
	size_t width = table->document->width;
	size_t before;

	while (last->hidden)
		last--;
	before = table_width(table) - column_width(last);
	if (last->flags & OCXL_COLUMN_RIGHT || before + WRAP_WIDTH_MIN > width)
		return 0;
	table->wrap_width = width - before;
	if (smartcols->column_set_wrapfunc(last->scols, wrap_longest, wrap_next,
					   &table->wrap_width))
		return -EINVAL;
	return smartcols->column_set_flags(last->scols, SCOLS_FL_WRAP) ? -EINVAL : 0;
}

static int fit_width(struct ocxl_table *table)
{
	size_t width = table->document->width;

	if (!width || table->kind == OCXL_TABLE_LIST)
		return 0;
	if (table->kind == OCXL_TABLE_STREAM)
		widen_details(table);
	while (table_width(table) > width && hide_last_detail(table))
		;
	if (table->kind == OCXL_TABLE_STREAM || table_width(table) <= width)
		return 0;
	return wrap_last_column(table);
}

static void put_headings(FILE *to, const struct ocxl_table *table)
{
	size_t end = table->count;
	size_t i;

	while (end && table->columns[end - 1].hidden)
		end--;
	for (i = 0; i < end; i++) {
		const struct column *column = &table->columns[i];
		bool is_last = i + 1 == end;
		int width = (int)(table->kind == OCXL_TABLE_STREAM ? column->width
								   : column_width(column));

		if (column->hidden)
			continue;
		/* a negative width aligns to the left */
		if (!(column->flags & OCXL_COLUMN_RIGHT))
			width = is_last ? 0 : -width;
		fprintf(to, "%*s%c", width, column->heading, is_last ? '\n' : ' ');
	}
}

static int print_lines(struct ocxl_table *table, char **text)
{
	char *lines = NULL;
	size_t size;
	FILE *to = open_memstream(text, &size);
	int rc;

	if (!to)
		return -ENOMEM;
	/* the library omits cells for which no memory is left; only errno shows that */
	errno = 0;
	rc = table->smartcols->print_table_to_string(table->scols, &lines);
	if (table->headings_due)
		put_headings(to, table);
	if (!rc && lines)
		fputs(lines, to);
	free(lines);
	if (fclose(to) == 0 && !rc && lines && errno != ENOMEM)
		return 0;
	free(*text);
	*text = NULL;
	return -ENOMEM;
}

/* so that the memory of a stream stays constant */
static void forget_lines(struct ocxl_table *table)
{
	size_t i;

	table->smartcols->table_remove_lines(table->scols);
	table->last = NULL;
	for (i = 0; i < table->count; i++)
		table->columns[i].longest = 0;
}

int ocxl_table_print(struct ocxl_table *table, char **text)
{
	int headings;
	int rc;

	*text = NULL;
	if (!table->last)
		return 0;
	rc = fit_width(table);
	headings = table->headings_due;
	if (!rc)
		rc = print_lines(table, text);
	if (rc)
		return rc;
	if (table->kind == OCXL_TABLE_STREAM)
		forget_lines(table);
	table->headings_due = false;
	return headings;
}

void ocxl_table_repeat_headings(struct ocxl_table *table)
{
	table->headings_due = true;
}
