/* SPDX-License-Identifier: GPL-2.0-only */
/* Interface between render.c and the formats: the operations of a format. */
#ifndef OCXL_RENDER_FORMAT_H
#define OCXL_RENDER_FORMAT_H

#include "ocxl/render/render.h"

/**
 * struct ocxl_render - an open document; the first member of the struct of each format
 * @ops: operations of the format
 * @document: of ocxl_render_open()
 * @output: of ocxl_render_open()
 * @items: number of items of the present DIMM that are written
 * @dimms: number of DIMMs of the present interval that are written
 * @intervals: number of intervals that are written
 */
struct ocxl_render {
	const struct ocxl_render_ops *ops;
	const struct ocxl_document *document;
	struct ocxl_output *output;
	uint64_t items;
	uint64_t dimms;
	uint64_t intervals;
};

/**
 * struct ocxl_render_ops - operations of a format
 * @size: size of its struct in bytes; the struct is zeroed before @open
 * @open: begin the document
 * @begin_dimm: begin a DIMM
 * @write_item: write an item of the DIMM's list
 * @end_dimm: end a DIMM
 * @begin_interval: begin an interval
 * @end_interval: end an interval
 * @finish: end the document
 * @close: release what the format allocated
 *
 * Each returns 0 or a negative errno. @size is required, @write_item for formats of verbs with
 * lists, @end_dimm for all, @end_interval for formats of verbs with intervals. The others may be
 * NULL.
 */
struct ocxl_render_ops {
	size_t size;
	int (*open)(struct ocxl_render *render);
	int (*begin_dimm)(struct ocxl_render *render, const struct ocxl_element *element);
	int (*write_item)(struct ocxl_render *render, const struct ocxl_element *element,
			  const void *record);
	int (*end_dimm)(struct ocxl_render *render, const struct ocxl_element *element);
	int (*begin_interval)(struct ocxl_render *render);
	int (*end_interval)(struct ocxl_render *render, const struct ocxl_section *total);
	int (*finish)(struct ocxl_render *render, int exit_status);
	void (*close)(struct ocxl_render *render);
};

extern const struct ocxl_render_ops ocxl_render_json_ops;
extern const struct ocxl_render_ops ocxl_render_ndjson_ops;
extern const struct ocxl_render_ops ocxl_render_table_ops;
extern const struct ocxl_render_ops ocxl_render_nagios_ops;
extern const struct ocxl_render_ops ocxl_render_metrics_ops;

/**
 * ocxl_render_write_string() - write a string
 * @render: an open document
 * @string: printable text
 *
 * Return: 0 or a negative errno.
 */
int ocxl_render_write_string(struct ocxl_render *render, const char *string);

/**
 * ocxl_render_write_spaces() - write spaces
 * @render: an open document
 * @count: number of spaces
 *
 * Return: 0 or a negative errno.
 */
int ocxl_render_write_spaces(struct ocxl_render *render, size_t count);

/**
 * ocxl_render_write_style() - write an escape sequence, unless the document has no colour
 * @render: an open document
 * @sequence: of table-style.h
 *
 * Return: 0 or a negative errno.
 */
int ocxl_render_write_style(struct ocxl_render *render, const char *sequence);

#endif /* OCXL_RENDER_FORMAT_H */
