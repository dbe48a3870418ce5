/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of a table: table.c makes columns and rows, table-layout.c fits them into a terminal. */
#ifndef OCXL_TABLE_LAYOUT_H
#define OCXL_TABLE_LAYOUT_H

#include "lazy/lazy-smartcols.h"
#include "ocxl/render/render.h"

#define OCXL_TABLE_COLUMNS_MAX 32

struct ocxl_table_column {
	const struct ocxl_field *field; /* of the row, or of the record that it shows */
	bool of_row;
	bool hidden;
	size_t width; /* of its cells; in a stream, of most of them */
	struct libscols_column *scols; /* belongs to the table */
};

struct ocxl_table {
	unsigned int kind; /* enum ocxl_table_kind */
	const struct ocxl_record *record;
	const struct ocxl_field *list; /* field of the record, or NULL */
	const struct ocxl_record *shown; /* in a row: the record, or an item of its list */
	const struct ocxl_document *document;
	const struct ocxl_lazy_smartcols *smartcols;
	struct libscols_table *scols;
	struct libscols_line *line; /* the last one */
	struct ocxl_table_column columns[OCXL_TABLE_COLUMNS_MAX];
	size_t count;
	struct ocxl_field heading; /* of a list: its first column */
	int indent; /* of a list */
	size_t rows; /* that are not printed yet */
	size_t wrap_width;
	struct ocxl_table_column *empty_slots; /* the column with slots, before a row has one */
	char **below; /* texts of the last column, which may stand below the rows */
	size_t below_count;
	FILE *cell; /* the text of one cell after the other */
	char *text;
	size_t length;
	int rc; /* the first error */
};

/* remember the first error */
static inline void ocxl_table_keep_error(struct ocxl_table *table, int rc)
{
	if (!table->rc)
		table->rc = rc;
}

void ocxl_table_hide_column(struct ocxl_table *table, struct ocxl_table_column *column);

/* from the right, until the table fits */
void ocxl_table_hide_details(struct ocxl_table *table);

/* forget the texts that may stand below the rows */
void ocxl_table_free_below(struct ocxl_table *table);

/* lay out the lines; returns and @text as of ocxl_table_print() */
int ocxl_table_print_lines(struct ocxl_table *table, char **text);

/* the same, on a terminal that may be too narrow for the table */
int ocxl_table_print_fitted(struct ocxl_table *table, char **text);

#endif /* OCXL_TABLE_LAYOUT_H */
