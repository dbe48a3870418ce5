// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/render/table.h"

/* in a narrower column, wrapped text is harder to read than lines that the terminal wraps */
#define WRAP_WIDTH_MIN 20

void ocxl_table_free_below(struct ocxl_table *table)
{
	while (table->below_count--) {
		free(table->below[table->below_count].column);
		free(table->below[table->below_count].own_line);
	}
	free(table->below);
}

static size_t table_width(const struct ocxl_table *table)
{
	size_t width = 0;
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (!table->columns[i].hidden)
			width += table->columns[i].width + (width > 0);
	}
	return width;
}

void ocxl_table_hide_column(struct ocxl_table *table, struct ocxl_table_column *column)
{
	scols_column_set_flags(column->scols, SCOLS_FL_HIDDEN);
	column->hidden = true;
}

/* from the right, until the table fits. Return: does it fit? */
static bool hide_details(struct ocxl_table *table)
{
	size_t i;

	for (i = table->count; i-- > 0 && table_width(table) > table->document->width;) {
		if (table->columns[i].field->detail)
			ocxl_table_hide_column(table, &table->columns[i]);
	}
	return table_width(table) <= table->document->width;
}

/* the reader of a table that goes on knows the own time zone. Return: does the table fit then? */
static bool drop_zone(struct ocxl_table *table)
{
	struct ocxl_table_column *time = &table->columns[0];
	size_t zone = ocxl_text_zone_width();

	if (!table->document->timed || table->shown->dated ||
	    table_width(table) - zone > table->document->width)
		return false;
	table->zoneless = true;
	time->width -= zone;
	scols_column_set_whint(time->scols, time->width);
	return true;
}

void ocxl_table_fit_stream(struct ocxl_table *table)
{
	table->unfolded = !hide_details(table) && !drop_zone(table);
}

static const struct ocxl_table_column *find_last_column(const struct ocxl_table *table)
{
	const struct ocxl_table_column *last = &table->columns[table->count - 1];

	while (last->hidden)
		last--;
	return last;
}

static char *wrap_next(const struct libscols_column *column, char *text, void *data)
{
	size_t width = *(size_t *)data;
	size_t at = text && strlen(text) > width ? ocxl_cell_find_break(text, width, ' ') : 0;

	if (!at)
		return NULL;
	text[at] = '\0';
	return text + at + 1;
}

/*
 * libsmartcols calls it for the width of the column, which does not matter: the last column is not
 * padded
 */
static size_t wrap_longest(const struct libscols_column *column, const char *text, void *data)
{
	return text ? strlen(text) : 0;
}

/* between words; a line with a longer word remains longer */
static void wrap_last_column(struct ocxl_table *table)
{
	const struct ocxl_table_column *last = find_last_column(table);
	size_t width = table->document->width;
	size_t before;

	before = table_width(table) - last->width;
	if (ocxl_cell_is_number(last->field) || before + WRAP_WIDTH_MIN > width)
		return;
	table->wrap_width = width - before;
	if (scols_column_set_wrapfunc(last->scols, wrap_longest, wrap_next, &table->wrap_width) ||
	    scols_column_set_flags(last->scols, SCOLS_FL_WRAP))
		ocxl_table_keep_error(table, -EINVAL);
}

static void forget_last_column(struct ocxl_table *table)
{
	size_t i;

	for (i = 0; i < table->below_count; i++) {
		free(table->below[i].column);
		table->below[i].column = NULL;
	}
}

/* below the rows: each row is a single line then */
static void fit_width(struct ocxl_table *table)
{
	struct ocxl_table_column *last = &table->columns[table->count - 1];
	size_t width = table->document->width;

	if (width && last->field->below && table_width(table) > width)
		ocxl_table_hide_column(table, last);
	else
		forget_last_column(table);
	if (!width)
		return;
	if (hide_details(table))
		return;
	if (!last->field->below)
		wrap_last_column(table);
	table->unfolded = !table->wrap_width;
}

char *ocxl_table_take_text(struct ocxl_table *table)
{
	char *text;

	fflush(table->cell);
	ocxl_check_memory();
	text = ocxl_alloc_zeroed(1, table->length + 1);
	memcpy(text, table->text, table->length);
	return text;
}

char *ocxl_table_wrap_last(struct ocxl_table *table, const struct ocxl_table_column *column,
			   char *text)
{
	size_t width = table->document->width, before;

	if (table->kind != OCXL_TABLE_STREAM || table->unfolded ||
	    column != find_last_column(table))
		return text;
	before = table_width(table) - column->width;
	if (before >= width)
		return text;
	errno = 0;
	rewind(table->cell);
	ocxl_cell_wrap(table->cell, text, before, width - before);
	free(text);
	return ocxl_table_take_text(table);
}

static void write_below(struct ocxl_table *table, const char *text)
{
	size_t indent = table->columns[0].width + 1, width = table->document->width;

	if (!text || !strcmp(text, "-"))
		return;
	fprintf(table->cell, "\n%*s", (int)indent, "");
	if (width)
		width = width > indent ? width - indent : 1;
	ocxl_cell_wrap(table->cell, text, indent, width);
}

/* the headings, then each line with the texts that belong below it */
static char *add_below(struct ocxl_table *table, const char *lines)
{
	size_t i;

	errno = 0;
	rewind(table->cell);
	for (i = 0; i <= table->below_count; i++) {
		size_t length = strcspn(lines, "\n");

		fprintf(table->cell, "%s%.*s", i ? "\n" : "", (int)length, lines);
		lines += length + (lines[length] == '\n');
		if (!i)
			continue;
		write_below(table, table->below[i - 1].column);
		write_below(table, table->below[i - 1].own_line);
	}
	return ocxl_table_take_text(table);
}

static size_t longest_heading(const struct ocxl_table *table)
{
	size_t i, longest = 0;

	for (i = 1; i < table->count; i++) {
		size_t length = strlen(table->columns[i].field->heading);

		if (!table->columns[i].hidden && length > longest)
			longest = length;
	}
	return longest;
}

/* the first column is a title, and each other one a line below it, behind its heading */
static void unfold_row(struct ocxl_table *table, struct libscols_line *line)
{
	size_t indent = 2 + longest_heading(table) + 2, width = table->document->width;
	const char *color = table->document->color ? scols_line_get_color(line) : NULL;
	size_t i;

	for (i = 0; i < table->count; i++) {
		const char *text = scols_cell_get_data(scols_line_get_cell(line, i));

		if (table->columns[i].hidden)
			continue;
		if (i == 0) {
			fprintf(table->cell, "%s%s%s", color ? color : "", text,
				color ? OCXL_STYLE_PLAIN : "");
			continue;
		}
		fprintf(table->cell, "\n  %-*s", (int)(indent - 2),
			table->columns[i].field->heading);
		ocxl_cell_wrap(table->cell, text, indent, width > indent ? width - indent : 1);
	}
}

/* for a terminal that is narrower than the columns of a row */
static char *unfold_rows(struct ocxl_table *table)
{
	size_t i, headings = table->kind == OCXL_TABLE_WHOLE;

	errno = 0;
	rewind(table->cell);
	for (i = 0; i < table->rows; i++) {
		if (i)
			fputc('\n', table->cell);
		unfold_row(table, scols_table_get_line(table->scols, headings + i));
		if (!table->below)
			continue;
		write_below(table, table->below[i].column);
		write_below(table, table->below[i].own_line);
	}
	return ocxl_table_take_text(table);
}

static int print_text(struct ocxl_table *table, char **text)
{
	if (!table->unfolded)
		return scols_print_table_to_string(table->scols, text);
	*text = unfold_rows(table);
	return 0;
}

int ocxl_table_print_lines(struct ocxl_table *table, char **text)
{
	errno = 0;
	if (!table->rc && print_text(table, text))
		ocxl_table_keep_error(table, -EINVAL);
	ocxl_check_memory();
	if (table->rc) {
		free(*text);
		*text = NULL;
	}
	/* so that the memory of a stream stays constant */
	scols_table_remove_lines(table->scols);
	table->rows = 0;
	return table->rc;
}

int ocxl_table_print_fitted(struct ocxl_table *table, char **text)
{
	char *lines;

	fit_width(table);
	if (ocxl_table_print_lines(table, text) || !table->below || table->unfolded)
		return table->rc;
	lines = *text;
	*text = add_below(table, lines);
	free(lines);
	return table->rc;
}
