/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines below tables: which DIMMs have no rows, what is missing, and why. */
#ifndef OCXL_TABLE_FOOTER_H
#define OCXL_TABLE_FOOTER_H

#include <stdio.h>
#include "ocxl/render/render.h"

/**
 * ocxl_table_footer_add() - add the lines of a DIMM: empty list, truncated log, failures
 * @footer: receives the lines; none if the DIMM has rows and no failure
 * @element: results of the DIMM
 * @empty: no item of its list was shown
 * @color: highlight an error
 *
 * Failures appear by name only; the messages are printed on standard error.
 */
void ocxl_table_footer_add(FILE *footer, const struct ocxl_element *element, bool empty,
			   bool color);

/**
 * ocxl_table_footer_add_conditions() - add a line with names of conditions
 * @footer: receives the line; none without a condition
 * @label: begins the line
 * @conditions: bit n: the line has the name of condition n
 */
void ocxl_table_footer_add_conditions(FILE *footer, const char *label, uint64_t conditions);

#endif /* OCXL_TABLE_FOOTER_H */
