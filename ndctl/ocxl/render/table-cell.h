/* SPDX-License-Identifier: GPL-2.0-only */
/* A field as text for people, for tables of any layout. */
#ifndef OCXL_TABLE_CELL_H
#define OCXL_TABLE_CELL_H

#include "ocxl/records/field.h"

/**
 * ocxl_table_cell_text() - value of a field with its unit
 * @field: description of the field
 * @record: the record
 *
 * Sizes and durations are scaled; counts are exact. The text is printable ASCII.
 *
 * Return: a string to be released with free(), "-" for an unknown value; NULL when no memory is
 * left.
 */
char *ocxl_table_cell_text(const struct ocxl_field *field, const void *record);

/**
 * ocxl_table_cell_is_number() - check whether the column is aligned to the right
 * @field: description of the field
 */
bool ocxl_table_cell_is_number(const struct ocxl_field *field);

/**
 * ocxl_table_row_style() - style of a row: that of the first field that highlights it
 * @record: description of the record; see the member highlight of its fields
 * @data: the record
 *
 * Return: an escape sequence of table-style.h; NULL: plain.
 */
const char *ocxl_table_row_style(const struct ocxl_record *record, const void *data);

#endif /* OCXL_TABLE_CELL_H */
