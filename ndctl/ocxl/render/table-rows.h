/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables with a row a record over all DIMMs, laid out by libsmartcols once all
 * rows are known. Text in cells is printable ASCII already.
 */
#ifndef OCXL_TABLE_ROWS_H
#define OCXL_TABLE_ROWS_H

#include "ocxl/records/field.h"
#include "ocxl/lazy/smartcols.h"

/* what makes text stand out on a terminal */
#define OCXL_TABLE_ALARM "\033[1;31m"
#define OCXL_TABLE_BOLD	 "\033[1m"
#define OCXL_TABLE_PLAIN "\033[0m"

struct ocxl_rows;

/**
 * ocxl_rows_new() - a table for records of one kind
 * @record: fields with a heading become columns, after one for the DIMM; those
 *	of a list's records stand among them; counters make a row each
 * @color: rows that stand out may use colour
 * @smartcols: open until all tables are released
 *
 * Return: released with ocxl_rows_free(); NULL: no memory.
 */
struct ocxl_rows *ocxl_rows_new(const struct ocxl_record *record, bool color,
				const struct ocxl_smartcols *smartcols);

/** ocxl_rows_record() - the record that it was made for */
const struct ocxl_record *ocxl_rows_record(const struct ocxl_rows *rows);

/**
 * ocxl_rows_add() - the rows of one record
 * @empty: receives the key of a list without which there was no row to add,
 *	else NULL
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_rows_add(struct ocxl_rows *rows, const char *dev, const void *data, const char **empty);

/**
 * ocxl_rows_print() - lay out
 * @width: columns of the terminal; details that do not fit are left out, then the last
 *	column goes on below itself; 0: unlimited
 * @text: receives lines, the last one without its newline, or NULL when there is
 *	no row; released with free()
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_rows_print(struct ocxl_rows *rows, unsigned int width, char **text);

/** ocxl_rows_free() - release; NULL is allowed */
void ocxl_rows_free(struct ocxl_rows *rows);

#endif /* OCXL_TABLE_ROWS_H */
