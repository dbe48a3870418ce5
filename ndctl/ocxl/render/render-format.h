/* SPDX-License-Identifier: GPL-2.0-only */
/* Between render.c and the formats: what one renderer is made of. */
#ifndef OCXL_RENDER_FORMAT_H
#define OCXL_RENDER_FORMAT_H

#include "ocxl/render/render.h"

/**
 * struct ocxl_render - a document under way; a format embeds it as its first member
 * @ops: of the format
 * @document: as opened
 * @output: as opened
 * @items: items of the present DIMM so far
 * @dimms: DIMMs that are finished, of the present interval
 * @intervals: intervals that are finished
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
 * struct ocxl_render_ops - one format
 * @size: bytes of its struct, zeroed at the start
 * @open: the head of the document
 * @begin: a DIMM starts
 * @item: one item of its stream; @items does not count it yet
 * @end: the rest of the DIMM
 * @interval_begin: an interval starts
 * @interval_end: the rest of it; not NULL
 * @finish: the tail of the document
 * @close: release what the format holds; NULL: nothing
 *
 * All but @size and @close may be NULL: nothing to write. 0 or -errno.
 */
struct ocxl_render_ops {
	size_t size;
	int (*open)(struct ocxl_render *render);
	int (*begin)(struct ocxl_render *render, const struct ocxl_element *element);
	int (*item)(struct ocxl_render *render, const struct ocxl_element *element,
		    const void *record);
	int (*end)(struct ocxl_render *render, const struct ocxl_element *element);
	int (*interval_begin)(struct ocxl_render *render);
	int (*interval_end)(struct ocxl_render *render, const struct ocxl_section *total);
	int (*finish)(struct ocxl_render *render, int exit_status);
	void (*close)(struct ocxl_render *render);
};

extern const struct ocxl_render_ops ocxl_render_json_ops;
extern const struct ocxl_render_ops ocxl_render_ndjson_ops;
extern const struct ocxl_render_ops ocxl_render_table_ops;
extern const struct ocxl_render_ops ocxl_render_metrics_ops;

/** ocxl_render_puts() - write a string as it is */
int ocxl_render_puts(struct ocxl_render *render, const char *string);

/** ocxl_render_pad() - write so many spaces */
int ocxl_render_pad(struct ocxl_render *render, size_t count);

#endif /* OCXL_RENDER_FORMAT_H */
