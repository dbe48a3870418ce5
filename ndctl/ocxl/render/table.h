/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables, laid out by libsmartcols. All texts must be printable ASCII. The functions return 0 or
 * -ENOMEM, unless they say otherwise.
 */
#ifndef OCXL_TABLE_H
#define OCXL_TABLE_H

#include "lazy/lazy-smartcols.h"
#include "ocxl/render/render.h"

struct ocxl_table;

enum ocxl_table_kind {
	OCXL_TABLE_WHOLE, /* is printed once, below its headings */
	OCXL_TABLE_STREAM, /* lines are printed as they come, and then forgotten */
	OCXL_TABLE_LIST, /* is printed once, without headings, as wide as its lines are */
};

/* spaces between the columns of a list */
#define OCXL_TABLE_LIST_GAP 2

/* flags of a column: aligned to the right; omitted in a table that is wider than the terminal */
#define OCXL_COLUMN_RIGHT  1
#define OCXL_COLUMN_DETAIL 2

/* @document and @smartcols, the open library, must outlive the table; NULL: no memory is left */
struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_document *document,
				  const struct ocxl_lazy_smartcols *smartcols);

/* NULL is allowed */
void ocxl_table_free(struct ocxl_table *table);

/*
 * Before the first line. @heading must outlive the table. @width: of a column in a stream or list,
 * unless the heading is longer
 */
int ocxl_table_add_column(struct ocxl_table *table, const char *heading, unsigned int width,
			  unsigned int flags);

/* @style: an escape sequence; NULL: plain */
int ocxl_table_add_line(struct ocxl_table *table, const char *style);

/* a cell of the last line; @text belongs to the table afterwards, and NULL is -ENOMEM */
int ocxl_table_set_cell(struct ocxl_table *table, size_t column, char *text);

/*
 * lay out the lines that are not printed yet
 * @text: receives the lines, without the last newline, or NULL without lines; to be released with
 *   free()
 * In a table that is wider than the terminal, details are omitted one after the other, from the
 * right; in a stream also from all later lines. Then the last column is wrapped, unless the table
 * is a stream. A detail of a stream that is longer than its column makes the column wider, if there
 * is a terminal.
 * Return: 1 if the first line has the headings: it does when the columns have changed; 0 if not;
 * -ENOMEM; -EINVAL (failure of libsmartcols).
 */
int ocxl_table_print(struct ocxl_table *table, char **text);

/* the next line of a stream has the headings above it */
void ocxl_table_repeat_headings(struct ocxl_table *table);

/* the column was omitted, because the table would be too wide */
bool ocxl_table_hides(const struct ocxl_table *table, size_t column);

#endif /* OCXL_TABLE_H */
