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

/*
 * Printable ASCII, to be released with free(); "-" for an unknown value; NULL when no memory is
 * left. Sizes and durations are scaled, counts are exact.
 */
char *ocxl_cell_text(const struct ocxl_field *field, const void *record);

/* is the column aligned to the right */
bool ocxl_cell_is_number(const struct ocxl_field *field);

/* one of OCXL_STYLE_*, of the first field that highlights the row; NULL: plain */
const char *ocxl_row_style(const struct ocxl_record *record, const void *data);

#endif /* OCXL_CELL_TEXT_H */
