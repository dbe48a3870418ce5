/* SPDX-License-Identifier: GPL-2.0-only */
/* The lines below tables: which DIMMs have no rows, and why. */
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

#endif /* OCXL_TABLE_FOOTER_H */
