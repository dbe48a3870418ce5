/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines below the tables of a document. They have only the names of failures, whose messages are
 * printed on standard error.
 */
#ifndef OCXL_TABLE_FOOTER_H
#define OCXL_TABLE_FOOTER_H

#include "ocxl/render/render.h"

/* the DIMMs whose list of one kind has no items: one line for all of them */
struct ocxl_table_empty {
	const char *key; /* of the list; NULL: of none */
	struct ocxl_text_buffer line;
	bool has_taken; /* of an error log: @taken is known */
	uint64_t taken; /* entries of all these DIMMs */
};

struct ocxl_table_footer {
	struct ocxl_render *render; /* fails without memory */
	/* opened by the first line; the caller writes it */
	struct ocxl_text_buffer text;
	struct ocxl_table_empty empty[OCXL_SECTIONS_MAX];
};

void ocxl_table_footer_add(struct ocxl_table_footer *footer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* a list of the DIMM has no items */
void ocxl_table_footer_add_empty(struct ocxl_table_footer *footer,
				 const struct ocxl_element *element, const char *key);

/* the status of a DIMM, its failures, and a stream without items */
void ocxl_table_footer_add_element(struct ocxl_table_footer *footer,
				   const struct ocxl_element *element);

/* "@label: gone, silent"; nothing without conditions. The line is wrapped */
void ocxl_table_footer_add_conditions(struct ocxl_table_footer *footer, const char *label,
				      uint64_t conditions);

/* the lines that are about several DIMMs */
void ocxl_table_footer_complete(struct ocxl_table_footer *footer);

void ocxl_table_footer_release(struct ocxl_table_footer *footer);

#endif /* OCXL_TABLE_FOOTER_H */
