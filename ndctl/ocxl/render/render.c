// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/render/render.h"

static const struct ocxl_render_ops *find_format(enum ocxl_format format)
{
	switch (format) {
	case OCXL_FORMAT_JSON:
		return &ocxl_render_json_ops;
	case OCXL_FORMAT_NDJSON:
		return &ocxl_render_ndjson_ops;
	case OCXL_FORMAT_TABLE:
		return &ocxl_render_table_ops;
	case OCXL_FORMAT_NAGIOS:
		return &ocxl_render_nagios_ops;
	case OCXL_FORMAT_METRICS:
		return &ocxl_render_metrics_ops;
	}
	return NULL;
}

const void *ocxl_element_find(const struct ocxl_element *element, const struct ocxl_record *record)
{
	size_t i;

	for (i = 0; i < element->section_count; i++) {
		if (element->sections[i].record == record)
			return element->sections[i].data;
	}
	return NULL;
}

void ocxl_render_fail(struct ocxl_render *render, int rc)
{
	if (!render->rc)
		render->rc = rc;
}

void ocxl_render_write_all(struct ocxl_render *render, const char *const *strings)
{
	for (; !render->rc && *strings; strings++)
		render->rc = ocxl_output_write(render->output, *strings, strlen(*strings));
}

void ocxl_text_buffer_open(struct ocxl_text_buffer *buffer)
{
	buffer->out = open_memstream(&buffer->text, &buffer->size);
	if (!buffer->out)
		die("out of memory");
}

void ocxl_text_buffer_complete(struct ocxl_text_buffer *buffer)
{
	int rc = fclose(buffer->out);

	buffer->out = NULL;
	/* fclose() may fail to shrink the memory without reporting it */
	if (rc || !buffer->text)
		die("out of memory");
}

void ocxl_text_buffer_free(struct ocxl_text_buffer *buffer)
{
	if (buffer->out)
		fclose(buffer->out);
	buffer->out = NULL;
	free(buffer->text);
	buffer->text = NULL;
}

int ocxl_render_open(struct ocxl_render **render, enum ocxl_format format,
		     const struct ocxl_document *document, struct ocxl_output *output)
{
	const struct ocxl_render_ops *ops = find_format(format);
	struct ocxl_render *new;
	int rc;

	if (!ops)
		return -EINVAL;
	new = ocxl_alloc_zeroed(1, ops->size);
	new->ops = ops;
	new->document = document;
	new->output = output;
	if (ops->open)
		ops->open(new);
	rc = new->rc;
	if (rc) {
		ocxl_render_close(new);
		return rc;
	}
	*render = new;
	return 0;
}

int ocxl_render_begin_dimm(struct ocxl_render *render)
{
	render->items = 0;
	return render->rc;
}

int ocxl_render_write_item(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record)
{
	if (!render->rc)
		render->ops->write_item(render, element, record);
	render->items++;
	return render->rc;
}

int ocxl_render_end_dimm(struct ocxl_render *render, const struct ocxl_element *element)
{
	if (!render->rc)
		render->ops->end_dimm(render, element);
	render->dimms++;
	return render->rc;
}

int ocxl_render_begin_interval(struct ocxl_render *render)
{
	render->dimms = 0;
	if (!render->rc && render->ops->begin_interval)
		render->ops->begin_interval(render);
	return render->rc;
}

int ocxl_render_end_interval(struct ocxl_render *render, const struct ocxl_section *total)
{
	if (!render->rc)
		render->ops->end_interval(render, total);
	render->intervals++;
	return render->rc;
}

int ocxl_render_finish(struct ocxl_render *render, int exit_status)
{
	if (!render->rc && render->ops->finish)
		render->ops->finish(render, exit_status);
	return render->rc;
}

void ocxl_render_close(struct ocxl_render *render)
{
	if (!render)
		return;
	if (render->ops->close)
		render->ops->close(render);
	free(render);
}
