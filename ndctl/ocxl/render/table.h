/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of records, laid out by libsmartcols: cell-text.c writes cells, table.c makes columns and
 * rows, table-layout.c fits them into a terminal, table-footer.c writes the lines below them, and
 * render-table.c makes a document of all that.
 */
#ifndef OCXL_TABLE_H
#define OCXL_TABLE_H

#include <libsmartcols.h>
#include <stdio.h>
#include "ocxl/records/field.h"
#include "ocxl/render/render.h"

/* ---- cell-text.c: values as text for people, and text that stands out on a terminal ---- */

/* red, yellow and magenta: something is wrong, will be wrong, or is not known */
#define OCXL_STYLE_ALARM   "\033[1;31m"
#define OCXL_STYLE_WARNING "\033[1;33m"
#define OCXL_STYLE_UNKNOWN "\033[1;35m"
#define OCXL_STYLE_BOLD	   "\033[1m"
#define OCXL_STYLE_PLAIN   "\033[0m"

/*
 * Printable ASCII; "-" for an unknown value. Sizes and durations are scaled, counts are exact. When
 * no memory is left, only errno may show it.
 */
void ocxl_cell_write(FILE *to, const struct ocxl_field *field, const void *record);

/* the values of a record of a list that have a heading, between spaces */
void ocxl_cell_write_item(FILE *to, const struct ocxl_record *record, const void *item);

/* the last separator that allows a line of @width columns; 0: no break is possible */
size_t ocxl_cell_find_break(const char *text, size_t width, char separator);

/*
 * write lines of at most @width columns, as far as words allow that; 0: one line. A command between
 * single quotes is in one line if its length allows that
 * @indent: of the lines behind the first one
 */
void ocxl_cell_wrap(FILE *to, const char *text, size_t indent, size_t width);

/* lines with offset, hexadecimal digits and text */
void ocxl_cell_dump(FILE *to, const struct ocxl_bytes *data);

/* is the column aligned to the right */
bool ocxl_cell_is_number(const struct ocxl_field *field);

/* one of OCXL_STYLE_*, of the first field that highlights the row; NULL: plain */
const char *ocxl_row_style(const struct ocxl_record *record, const void *data);

/* ---- table.c ---- */

struct ocxl_table;

enum ocxl_table_kind {
	/*
	 * is printed once, below its headings. Steps until it is not wider than the terminal:
	 *
	 * - a last column with .below stands below its rows
	 * - details are omitted one after the other, from the right
	 * - another last column is wrapped, or the columns of a row stand below each other
	 */
	OCXL_TABLE_WHOLE,
	/*
	 * rows are printed as they come, and then forgotten. Columns have the widths of their
	 * fields; details that do not fit into the terminal are omitted, then the offset of the
	 * time of day; if that is not enough, the columns of a row stand below each other
	 */
	OCXL_TABLE_STREAM,
	/* headings and values of the fields of one record, below each other */
	OCXL_TABLE_LIST,
	OCXL_TABLE_DETAILS, /* the same, indented below a row of another table */
};

/*
 * The first columns are time (of a timed document), DIMM, and serial number and slot (of a
 * .located record). Then each field of @record with a heading is a column, verbose fields only if
 * the table is WHOLE and the document verbose. If the record has a LIST, the rows are the records
 * of this list.
 * @document must outlive the table. NULL: no memory is left
 */
struct ocxl_table *ocxl_table_new(enum ocxl_table_kind kind, const struct ocxl_record *record,
				  const struct ocxl_document *document);

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
 * Return: 0; -EINVAL (failure of libsmartcols).
 */
int ocxl_table_print(struct ocxl_table *table, char **text);

/* the same for the headings of a stream, which are not part of it */
int ocxl_table_print_headings(struct ocxl_table *table, char **text);

/* ---- the inside of a table, for table.c and table-layout.c ---- */

#define OCXL_TABLE_COLUMNS_MAX 32

struct ocxl_table_column {
	const struct ocxl_field *field;
	bool of_row; /* @field belongs to the row itself, not to the record that it shows */
	bool hidden;
	size_t width; /* of its cells; in a stream, of most of them */
	struct libscols_column *scols; /* belongs to the table */
};

/* what stands below a row */
struct ocxl_table_below {
	char *column; /* of the last column, if it stands below the rows; else NULL */
	char *own_line; /* NULL: nothing */
};

struct ocxl_table {
	unsigned int kind; /* enum ocxl_table_kind */
	const struct ocxl_record *record;
	const struct ocxl_field *list; /* field of the record, or NULL */
	const struct ocxl_record *shown; /* in a row: the record, or an item of its list */
	const struct ocxl_document *document;
	struct libscols_table *scols;
	struct libscols_line *line; /* the last one */
	struct ocxl_table_column columns[OCXL_TABLE_COLUMNS_MAX];
	size_t count;
	struct ocxl_field heading; /* of a list: its first column */
	int indent; /* of a list */
	size_t rows; /* that are not printed yet */
	size_t wrap_width;
	bool zoneless; /* the first column is the time of day without its offset */
	bool unfolded; /* the columns of a row stand below each other */
	struct ocxl_table_column *empty_slots; /* the column with slots, before a row has one */
	struct ocxl_table_below *below; /* of each row; NULL: no field may stand below */
	size_t below_count;
	FILE *cell; /* the text of one cell after the other */
	char *text;
	size_t length;
	int rc; /* the first error */
};

/* remember the first error */
static inline void ocxl_table_keep_error(struct ocxl_table *table, int rc)
{
	if (!table->rc)
		table->rc = rc;
}

/* copy the text written to @cell since it was rewound; the caller has set errno to 0 before */
char *ocxl_table_take_text(struct ocxl_table *table);

void ocxl_table_hide_column(struct ocxl_table *table, struct ocxl_table_column *column);

/* fit the columns of a stream into the terminal */
void ocxl_table_fit_stream(struct ocxl_table *table);

/* @text, or a copy with line breaks if @column is the last one of a stream and too narrow */
char *ocxl_table_wrap_last(struct ocxl_table *table, const struct ocxl_table_column *column,
			   char *text);

/* free the texts below the rows */
void ocxl_table_free_below(struct ocxl_table *table);

/* lay out the lines; returns and @text as of ocxl_table_print() */
int ocxl_table_print_lines(struct ocxl_table *table, char **text);

/* the same, on a terminal that may be too narrow for the table */
int ocxl_table_print_fitted(struct ocxl_table *table, char **text);

/*
 * ---- table-footer.c: the lines below the tables of a document. They have only the names of
 * failures, whose messages are printed on standard error ----
 */

/* the DIMMs whose list of one kind has no items: one line for all of them */
struct ocxl_table_empty {
	const char *key; /* of the list; NULL: of none */
	struct ocxl_text_buffer line;
	bool is_log; /* of cards: a service may have collected its entries */
};

struct ocxl_table_footer {
	struct ocxl_render *render; /* fails without memory */
	/* opened by the first line; the caller writes it */
	struct ocxl_text_buffer text;
	struct ocxl_table_empty empty[OCXL_SECTIONS_MAX];
};

void ocxl_table_footer_add(struct ocxl_table_footer *footer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* the rest of a line, which is wrapped; further lines begin with @indent spaces */
void ocxl_table_footer_add_text(struct ocxl_table_footer *footer, const char *text, size_t indent);

/* a list of the DIMM has no items */
void ocxl_table_footer_add_empty(struct ocxl_table_footer *footer,
				 const struct ocxl_element *element, const char *key);

/* the status of a DIMM, its failures, and a stream without items */
void ocxl_table_footer_add_element(struct ocxl_table_footer *footer,
				   const struct ocxl_element *element);

/* "nmem0: used by: region region0, ..."; nothing if @list is absent. The line is wrapped */
void ocxl_table_footer_add_list(struct ocxl_table_footer *footer, const char *dev,
				const struct ocxl_field *list, const void *record);

/* "@label: gone, not_responding"; nothing without conditions. The line is wrapped */
void ocxl_table_footer_add_conditions(struct ocxl_table_footer *footer, const char *label,
				      uint64_t conditions);

/* the lines that are about several DIMMs */
void ocxl_table_footer_complete(struct ocxl_table_footer *footer);

void ocxl_table_footer_release(struct ocxl_table_footer *footer);

#endif /* OCXL_TABLE_H */
