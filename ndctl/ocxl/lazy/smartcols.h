/* SPDX-License-Identifier: GPL-2.0-only */
/* libsmartcols, which lays out tables; loaded when there is to be one, see library.h. */
#ifndef OCXL_SMARTCOLS_H
#define OCXL_SMARTCOLS_H

#include <libsmartcols.h>

/**
 * struct ocxl_smartcols - the library
 * @library: NULL: not open
 *
 * The others are its functions, without their "scols_".
 */
struct ocxl_smartcols {
	void *library;
	__typeof__(&scols_new_table) new_table;
	__typeof__(&scols_unref_table) unref_table;
	__typeof__(&scols_table_set_termforce) table_set_termforce;
	__typeof__(&scols_table_enable_colors) table_enable_colors;
	__typeof__(&scols_table_colors_wanted) table_colors_wanted;
	__typeof__(&scols_table_enable_noencoding) table_enable_noencoding;
	__typeof__(&scols_table_new_column) table_new_column;
	__typeof__(&scols_table_new_line) table_new_line;
	__typeof__(&scols_table_is_empty) table_is_empty;
	__typeof__(&scols_print_table_to_string) print_table_to_string;
	__typeof__(&scols_column_set_flags) column_set_flags;
	__typeof__(&scols_column_get_flags) column_get_flags;
	__typeof__(&scols_column_set_wrapfunc) column_set_wrapfunc;
	__typeof__(&scols_line_set_data) line_set_data;
	__typeof__(&scols_line_refer_data) line_refer_data;
	__typeof__(&scols_line_set_color) line_set_color;
};

/**
 * ocxl_smartcols_open() - load it
 *
 * Return: 0; -ELIBACC: there is no libsmartcols. @smartcols takes ocxl_smartcols_close() in any
 * case.
 */
int ocxl_smartcols_open(struct ocxl_smartcols *smartcols);

/** ocxl_smartcols_close() - after its last table; may be called again */
void ocxl_smartcols_close(struct ocxl_smartcols *smartcols);

#endif /* OCXL_SMARTCOLS_H */
