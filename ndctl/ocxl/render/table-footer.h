/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines below the tables of a document. They have only the names of failures, whose messages are
 * printed on standard error.
 */
#ifndef OCXL_TABLE_FOOTER_H
#define OCXL_TABLE_FOOTER_H

#include "ocxl/render/render.h"

struct ocxl_table_footer {
	struct ocxl_render *render; /* fails without memory */
	struct ocxl_text_buffer
		text; /* opened by the first line; the caller writes and releases it */
	bool hints_input; /* entries were taken from an empty log */
};

void ocxl_table_footer_add(struct ocxl_table_footer *footer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* the status of a DIMM, its failures, and lists without items */
void ocxl_table_footer_add_element(struct ocxl_table_footer *footer,
				   const struct ocxl_element *element);

/* "@label: gone, silent"; nothing without conditions. The line is wrapped */
void ocxl_table_footer_add_conditions(struct ocxl_table_footer *footer, const char *label,
				      uint64_t conditions);

#endif /* OCXL_TABLE_FOOTER_H */
