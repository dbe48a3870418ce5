/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables, laid out by libsmartcols. All texts must be printable ASCII.
 */
#ifndef OCXL_TABLE_H
#define OCXL_TABLE_H

#include "lazy/lazy-smartcols.h"
#include "ocxl/render/render.h"

struct ocxl_table;

/**
 * enum ocxl_table_kind - how a table is printed
 * @OCXL_TABLE_WHOLE: once, below its headings
 * @OCXL_TABLE_STREAM: lines are printed as they come, and then forgotten
 * @OCXL_TABLE_LIST: once, without headings, as wide as its lines are
 */
enum ocxl_table_kind { OCXL_TABLE_WHOLE, OCXL_TABLE_STREAM, OCXL_TABLE_LIST };

/* spaces between the columns of a list */
#define OCXL_TABLE_LIST_GAP 2

/* flags of a column: aligned to the right; omitted in a table that is wider than the terminal */
#define OCXL_COLUMN_RIGHT  1
#define OCXL_COLUMN_DETAIL 2

/**
 * ocxl_table_new() - a table without columns
 * @kind: how it is printed
 * @document: colour and width of the terminal; must outlive the table
 * @smartcols: the open library; must outlive the table
 *
 * Return: a table to be released with ocxl_table_free(); NULL when no memory is left.
 */
struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_document *document,
				  const struct ocxl_lazy_smartcols *smartcols);

/**
 * ocxl_table_free() - release
 * @table: NULL is allowed
 */
void ocxl_table_free(struct ocxl_table *table);

/**
 * ocxl_table_add_column() - add a column, before the first line
 * @table: the table
 * @heading: its heading; must outlive the table
 * @width: of a column in a stream or list, unless the heading or a cell is longer
 * @flags: OCXL_COLUMN_*
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_table_add_column(struct ocxl_table *table, const char *heading, unsigned int width,
			  unsigned int flags);

/**
 * ocxl_table_add_line() - add a line
 * @table: the table
 * @style: escape sequence; NULL: plain
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_table_add_line(struct ocxl_table *table, const char *style);

/**
 * ocxl_table_set_cell() - set a cell of the last line
 * @table: the table
 * @column: its number, from 0
 * @text: belongs to the table afterwards; NULL is -ENOMEM
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_table_set_cell(struct ocxl_table *table, size_t column, char *text);

/**
 * ocxl_table_print() - lay out the lines that are not printed yet
 * @table: the table
 * @text: receives the lines, without the last newline, or NULL without lines; to be released with
 *	free()
 *
 * In a table that is wider than the terminal, details are omitted one after the other, from the
 * right; in a stream also from all later lines. Then the last column is wrapped, unless the table
 * is a stream. A detail of a stream that is longer than its column makes the column wider, if
 * there is a terminal.
 *
 * Return: 1 if the first line has the headings: it does when the columns have changed; 0 if not;
 * -ENOMEM; -EINVAL (failure of libsmartcols).
 */
int ocxl_table_print(struct ocxl_table *table, char **text);

/**
 * ocxl_table_repeat_headings() - print the headings of a stream again, above the next line
 * @table: the table
 */
void ocxl_table_repeat_headings(struct ocxl_table *table);

/**
 * ocxl_table_hides() - was a column omitted, because the table would be too wide
 * @table: the table
 * @column: its number
 */
bool ocxl_table_hides(const struct ocxl_table *table, size_t column);

#endif /* OCXL_TABLE_H */
