/* SPDX-License-Identifier: GPL-2.0-only */
/* Values as text for people, and escape sequences for text that stands out on a terminal. */
#ifndef OCXL_CELL_TEXT_H
#define OCXL_CELL_TEXT_H

#include <stdio.h>
#include "ocxl/records/field.h"

/* red, yellow and magenta: something is wrong, will be wrong, or is not known */
#define OCXL_STYLE_ALARM   "\033[1;31m"
#define OCXL_STYLE_WARNING "\033[1;33m"
#define OCXL_STYLE_UNKNOWN "\033[1;35m"
#define OCXL_STYLE_BOLD	   "\033[1m"
#define OCXL_STYLE_PLAIN   "\033[0m"

/*
 * Printable ASCII; "-" for an unknown value. Sizes and durations are scaled, counts are exact. When
 * no memory is left, only errno may show it.
 */
void ocxl_cell_write(FILE *to, const struct ocxl_field *field, const void *record);

/* the last separator that allows a line of @width columns; 0: no break is possible */
size_t ocxl_cell_find_break(const char *text, size_t width, char separator);

/*
 * write lines of at most @width columns, as far as words allow that; 0: one line
 * @indent: of the lines behind the first one
 */
void ocxl_cell_wrap(FILE *to, const char *text, size_t indent, size_t width);

/* lines with offset, hexadecimal digits and text */
void ocxl_cell_dump(FILE *to, const struct ocxl_bytes *data);

/* is the column aligned to the right */
bool ocxl_cell_is_number(const struct ocxl_field *field);

/* one of OCXL_STYLE_*, of the first field that highlights the row; NULL: plain */
const char *ocxl_row_style(const struct ocxl_record *record, const void *data);

#endif /* OCXL_CELL_TEXT_H */
