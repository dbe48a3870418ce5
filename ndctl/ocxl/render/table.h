/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of records, laid out by libsmartcols. */
#ifndef OCXL_TABLE_H
#define OCXL_TABLE_H

#include "lazy/lazy-smartcols.h"
#include "ocxl/render/render.h"

struct ocxl_table;

enum ocxl_table_kind {
	/*
	 * is printed once, below its headings. If it is wider than the terminal, a last column with
	 * .below and little space stands below its rows; then details are omitted one after the other,
	 * from the right; then the last column is wrapped
	 */
	OCXL_TABLE_WHOLE,
	/*
	 * rows are printed as they come, and then forgotten. Columns have the widths of their fields;
	 * details that do not fit into the terminal are omitted
	 */
	OCXL_TABLE_STREAM,
	/* headings and values of the fields of one record, below each other */
	OCXL_TABLE_LIST,
	OCXL_TABLE_DETAILS, /* the same, indented below a row of another table */
};

/*
 * Behind time (of a timed document), DIMM, and serial number and slot (of a .located record), each
 * field of @record with a heading is a column, verbose fields only if the table is WHOLE and the
 * document verbose. If the record has a LIST, the rows are the records of this list instead.
 * @document and @smartcols, the open library, must outlive the table. NULL: no memory is left
 */
struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_record *record,
				  const struct ocxl_document *document,
				  const struct ocxl_lazy_smartcols *smartcols);

/* NULL is allowed */
void ocxl_table_free(struct ocxl_table *table);

/* is the table of this kind of records; NULL is of none */
bool ocxl_table_is_of(const struct ocxl_table *table, const struct ocxl_record *record);

/*
 * add a record of a DIMM, or of "all"; when no memory is left, ocxl_table_print() fails
 * Return: NULL; or the key of a list that is empty, so that there is no row.
 */
const char *ocxl_table_add(struct ocxl_table *table, const struct ocxl_element *element,
			   const void *data);

/* add the known fields of the record that are not shown in its row of @above; NULL: all of them */
void ocxl_table_add_fields(struct ocxl_table *list, const void *data,
			   const struct ocxl_table *above);

/*
 * lay out the rows, or those that are not printed yet
 * @text: receives them, without the last newline, or NULL without rows; release with free()
 * Return: 0; -ENOMEM; -EINVAL (failure of libsmartcols).
 */
int ocxl_table_print(struct ocxl_table *table, char **text);

/* the same for the headings of a stream, which are not part of it */
int ocxl_table_print_headings(struct ocxl_table *table, char **text);

#endif /* OCXL_TABLE_H */
