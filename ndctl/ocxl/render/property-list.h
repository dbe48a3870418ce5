/* SPDX-License-Identifier: GPL-2.0-only */
/* A record as lines of headings and values. */
#ifndef OCXL_PROPERTY_LIST_H
#define OCXL_PROPERTY_LIST_H

#include "ocxl/render/table-rows.h"

/*
 * A line for each known field. @rows: below a row of this table, so only the fields that the row
 * shortens or omits, and data as a hex dump; else NULL. Returns 0 or a negative errno.
 */
int ocxl_property_list_write(struct ocxl_render *render,
			     const struct ocxl_lazy_smartcols *smartcols,
			     const struct ocxl_record *record, const void *data,
			     const struct ocxl_table_rows *rows);

#endif /* OCXL_PROPERTY_LIST_H */
