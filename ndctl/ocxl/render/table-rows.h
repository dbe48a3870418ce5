/* SPDX-License-Identifier: GPL-2.0-only */
/* A table with rows for the records of one kind. */
#ifndef OCXL_TABLE_ROWS_H
#define OCXL_TABLE_ROWS_H

#include "ocxl/render/table.h"

struct ocxl_table_rows;

/*
 * Behind time (of a timed document) and DIMM, each field of @record with a heading is a column, or
 * each field of the records of its LIST. A field of a LIST shares the column of a field of the
 * record with the same heading, and its value replaces the other one. The other parameters are those of ocxl_table_new(). NULL: no memory is left
 */
struct ocxl_table_rows *ocxl_table_rows_new(const struct ocxl_record *record,
					    enum ocxl_table_kind kind,
					    const struct ocxl_document *document,
					    const struct ocxl_lazy_smartcols *smartcols);

/* NULL is allowed */
void ocxl_table_rows_free(struct ocxl_table_rows *rows);

/* are the rows records of this kind; NULL has no rows */
bool ocxl_table_rows_are_of(const struct ocxl_table_rows *rows, const struct ocxl_record *record);

/* the table, to be printed */
struct ocxl_table *ocxl_table_rows_table(const struct ocxl_table_rows *rows);

/*
 * Add the rows of a record; 0 or -ENOMEM. @empty receives the key of an empty list, when there is
 * no row without its items; else NULL
 */
int ocxl_table_rows_add(struct ocxl_table_rows *rows, const char *dev, const void *data,
			const char **empty);

/* do the rows show this field of their records, and as a whole */
bool ocxl_table_rows_show(const struct ocxl_table_rows *rows, const struct ocxl_field *field);

#endif /* OCXL_TABLE_ROWS_H */
