/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table whose rows are written one by one. Later rows are unknown, so the field table fixes the
 * widths of the columns.
 */
#ifndef OCXL_TABLE_STREAM_H
#define OCXL_TABLE_STREAM_H

#include "ocxl/render/render-format.h"

/* columns that can become wider than the field table states */
#define OCXL_TABLE_STREAM_WIDTHS 32

/**
 * struct ocxl_table_stream - state of the table; zero before the first row
 * @record: description of the rows below the last headings; NULL: no headings are written
 * @widths: of the columns, in the order of the fields
 * @details: the columns of details are shown
 * @lines: written since the last headings, headings included
 */
struct ocxl_table_stream {
	const struct ocxl_record *record;
	size_t widths[OCXL_TABLE_STREAM_WIDTHS];
	bool details;
	unsigned int lines;
};

/**
 * ocxl_table_stream_fit() - adapt the columns to the next row
 * @stream: the table
 * @render: the document
 * @record: description of the row
 * @data: the row
 *
 * In a timed document, a row begins with the time of the document, and headings are due again when
 * the last ones leave the screen.
 *
 * On a terminal, a detail that is longer than its column makes the column wider. When a row is
 * wider than the terminal, the details are omitted from then on.
 *
 * Return: 1 when headings must be written before the row, 0 when not, or -ENOMEM.
 */
int ocxl_table_stream_fit(struct ocxl_table_stream *stream, const struct ocxl_render *render,
			  const struct ocxl_record *record, const void *data);

/**
 * ocxl_table_stream_write_headings() - write the line of headings
 * @stream: the table, after ocxl_table_stream_fit()
 * @render: the document
 *
 * Return: 0 or a negative errno.
 */
int ocxl_table_stream_write_headings(struct ocxl_table_stream *stream, struct ocxl_render *render);

/**
 * ocxl_table_stream_write_row() - write a row, in a verbose document also its details
 * @stream: the table, after ocxl_table_stream_fit()
 * @render: the document
 * @dev: name of the DIMM
 * @data: the row
 *
 * Return: 0 or a negative errno.
 */
int ocxl_table_stream_write_row(struct ocxl_table_stream *stream, struct ocxl_render *render,
				const char *dev, const void *data);

#endif /* OCXL_TABLE_STREAM_H */
