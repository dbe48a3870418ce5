/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table with a row for each record of all DIMMs. libsmartcols lays it out when all rows are
 * known.
 */
#ifndef OCXL_TABLE_ROWS_H
#define OCXL_TABLE_ROWS_H

#include "lazy/lazy-smartcols.h"
#include "ocxl/records/field.h"

struct ocxl_table_rows;

/**
 * ocxl_table_rows_new() - a table for one kind of record
 * @record: description. The first column is the DIMM; each field with a heading is a column, or
 *	each field of the records of a LIST. A field of a LIST shares the column of a field of the
 *	record with the same heading, and its value replaces the other one. COUNTERS have a row for
 *	each counter
 * @color: rows may be highlighted by colour
 * @smartcols: the open library; must outlive the table
 *
 * Return: a table to be released with ocxl_table_rows_free(); NULL when no memory is left.
 */
struct ocxl_table_rows *ocxl_table_rows_new(const struct ocxl_record *record, bool color,
					    const struct ocxl_lazy_smartcols *smartcols);

/**
 * ocxl_table_rows_record() - description of the records in a table
 * @rows: the table
 */
const struct ocxl_record *ocxl_table_rows_record(const struct ocxl_table_rows *rows);

/**
 * ocxl_table_rows_add() - add the rows of a record
 * @rows: the table
 * @dev: name of the DIMM
 * @data: the record
 * @empty: receives the key of an empty list, when there is no row without its items; else NULL
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_table_rows_add(struct ocxl_table_rows *rows, const char *dev, const void *data,
			const char **empty);

/**
 * ocxl_table_rows_print() - lay out the table
 * @rows: the table
 * @width: columns of the terminal; 0: unlimited. In a table that is too wide, details are omitted
 *	one after the other, from the right; then the last column is wrapped
 * @text: receives the lines, without the last newline, or NULL when the table has no row; to be
 *	released with free()
 *
 * Return: 0, -ENOMEM or -EINVAL (failure of libsmartcols).
 */
int ocxl_table_rows_print(struct ocxl_table_rows *rows, unsigned int width, char **text);

/**
 * ocxl_table_rows_free() - release
 * @rows: NULL is allowed
 */
void ocxl_table_rows_free(struct ocxl_table_rows *rows);

#endif /* OCXL_TABLE_ROWS_H */
