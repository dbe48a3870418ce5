/* SPDX-License-Identifier: GPL-2.0-only */
/* A record as a list of properties: a title, and a line for each known field. */
#ifndef OCXL_TABLE_PROPERTIES_H
#define OCXL_TABLE_PROPERTIES_H

#include "ocxl/render/render-format.h"

/**
 * ocxl_table_properties_write() - write the list
 * @render: the document
 * @element: the DIMM, whose name is in the title
 * @section: the record; the title contains its key if that is not the key of the document
 *
 * Return: 0 or a negative errno.
 */
int ocxl_table_properties_write(struct ocxl_render *render, const struct ocxl_element *element,
				const struct ocxl_section *section);

#endif /* OCXL_TABLE_PROPERTIES_H */
