/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines below a row of a streamed table: fields that the row shortens or omits, and data as a hex
 * dump.
 */
#ifndef OCXL_TABLE_DETAILS_H
#define OCXL_TABLE_DETAILS_H

#include "ocxl/render/render-format.h"

/**
 * ocxl_table_details_write() - write the lines of a row
 * @render: the document
 * @record: description of the row
 * @data: the row
 * @details: also fields that are details: the row has no columns for them
 *
 * Return: 0 or a negative errno.
 */
int ocxl_table_details_write(struct ocxl_render *render, const struct ocxl_record *record,
			     const void *data, bool details);

#endif /* OCXL_TABLE_DETAILS_H */
