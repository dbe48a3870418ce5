/* SPDX-License-Identifier: GPL-2.0-only */
/* A table with rows for the records of one kind. */
#ifndef OCXL_TABLE_ROWS_H
#define OCXL_TABLE_ROWS_H

#include "ocxl/render/table.h"

struct ocxl_table_rows;

/**
 * ocxl_table_rows_new() - a table for one kind of record
 * @record: description. Behind time and DIMM, each field with a heading is a column, or each field
 *	of the records of a LIST. A field of a LIST shares the column of a field of the record with
 *	the same heading, and its value replaces the other one. COUNTERS have a row for each counter
 * @kind: how the table is printed
 * @document: as for ocxl_table_new(); with @timed and @time
 * @smartcols: as for ocxl_table_new()
 *
 * Return: a table to be released with ocxl_table_rows_free(); NULL when no memory is left.
 */
struct ocxl_table_rows *ocxl_table_rows_new(const struct ocxl_record *record,
					    enum ocxl_table_kind kind,
					    const struct ocxl_document *document,
					    const struct ocxl_lazy_smartcols *smartcols);

/**
 * ocxl_table_rows_free() - release
 * @rows: NULL is allowed
 */
void ocxl_table_rows_free(struct ocxl_table_rows *rows);

/**
 * ocxl_table_rows_are_of() - are the rows records of a kind
 * @rows: NULL is allowed, and has no rows
 * @record: description of the kind
 */
bool ocxl_table_rows_are_of(const struct ocxl_table_rows *rows, const struct ocxl_record *record);

/**
 * ocxl_table_rows_table() - the table, to be printed
 * @rows: the rows
 */
struct ocxl_table *ocxl_table_rows_table(const struct ocxl_table_rows *rows);

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
 * ocxl_table_rows_show() - do the rows show a field, and as a whole
 * @rows: the table
 * @field: of its records
 */
bool ocxl_table_rows_show(const struct ocxl_table_rows *rows, const struct ocxl_field *field);

#endif /* OCXL_TABLE_ROWS_H */
