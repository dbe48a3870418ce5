/* SPDX-License-Identifier: GPL-2.0-only */
/* Values as text for people, and escape sequences for text that stands out on a terminal. */
#ifndef OCXL_CELL_TEXT_H
#define OCXL_CELL_TEXT_H

#include "ocxl/records/field.h"

/* red, yellow and magenta: something is wrong, will be wrong, or is not known */
#define OCXL_STYLE_ALARM   "\033[1;31m"
#define OCXL_STYLE_WARNING "\033[1;33m"
#define OCXL_STYLE_UNKNOWN "\033[1;35m"
#define OCXL_STYLE_BOLD	   "\033[1m"
#define OCXL_STYLE_PLAIN   "\033[0m"

/**
 * ocxl_cell_text() - value of a field with its unit
 * @field: description of the field
 * @record: the record
 *
 * Sizes and durations are scaled; counts are exact. The text is printable ASCII.
 *
 * Return: a string to be released with free(), "-" for an unknown value; NULL when no memory is
 * left.
 */
char *ocxl_cell_text(const struct ocxl_field *field, const void *record);

/**
 * ocxl_cell_is_number() - check whether the column is aligned to the right
 * @field: description of the field
 */
bool ocxl_cell_is_number(const struct ocxl_field *field);

/**
 * ocxl_row_style() - style of a row: that of the first field that highlights it
 * @record: description of the record; see the member highlight of its fields
 * @data: the record
 *
 * Return: one of OCXL_STYLE_*; NULL: plain.
 */
const char *ocxl_row_style(const struct ocxl_record *record, const void *data);

#endif /* OCXL_CELL_TEXT_H */
