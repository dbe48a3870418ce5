/* SPDX-License-Identifier: GPL-2.0-only */
/* A field as people read it, in tables of any shape. */
#ifndef OCXL_CELL_H
#define OCXL_CELL_H

#include "ocxl/records/field.h"

/**
 * ocxl_cell_text() - a field with its unit, scaled where that helps; counts stay
 * exact. Printable ASCII whatever a card sent; "-" when it is not known
 *
 * Return: released with free(); NULL: no memory.
 */
char *ocxl_cell_text(const struct ocxl_field *field, const void *record);

/** ocxl_cell_is_number() - does its column stand to the right */
bool ocxl_cell_is_number(const struct ocxl_field *field);

/** ocxl_cell_stands_out() - should a reader see this row first, see .highlight */
bool ocxl_cell_stands_out(const struct ocxl_field *field, const void *record);

/** ocxl_record_stands_out() - does any field */
bool ocxl_record_stands_out(const struct ocxl_record *record, const void *data);

#endif /* OCXL_CELL_H */
