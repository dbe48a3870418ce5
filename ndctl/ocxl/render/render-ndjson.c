// SPDX-License-Identifier: GPL-2.0-only
/* NDJSON: a line for each item of a list, and a line for each DIMM that has more to show. */
#include <errno.h>
#include <string.h>
#include "ocxl/render/json-element.h"
#include "ocxl/render/json-record.h"
#include "ocxl/render/render-format.h"

/* @line is released. Each line is flushed: its reader may wait for it */
static int write_line(struct ocxl_render *render, struct json_object *line)
{
	size_t size;
	const char *text = ocxl_json_get_text(line, JSON_C_TO_STRING_NOSLASHESCAPE, &size);
	int rc = -ENOMEM;

	if (text)
		rc = ocxl_output_write(render->output, text, size);
	json_object_put(line);
	if (!rc)
		rc = ocxl_render_write_string(render, "\n");
	return rc ? rc : ocxl_output_flush(render->output);
}

/* the members with which each line begins */
static struct json_object *new_line(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line = json_object_new_object();
	int rc = line ? ocxl_json_add_head(line, render->document, false) : -ENOMEM;

	if (!rc)
		rc = ocxl_json_add_identity(line, element);
	if (!rc)
		rc = ocxl_json_add_host(line, render->document);
	if (!rc)
		rc = ocxl_json_add_ignored(line, render->document);
	return ocxl_json_if_complete(line, rc);
}

static int write_item_ndjson(struct ocxl_render *render, const struct ocxl_element *element,
			     const void *record)
{
	struct json_object *line = new_line(render, element);
	int rc = -ENOMEM;

	if (line)
		rc = ocxl_json_add(line, element->stream_key,
				   ocxl_json_new_record(element->stream_record, record));
	if (!rc)
		rc = ocxl_json_add_string(line, "status", "ok");
	return write_line(render, ocxl_json_if_complete(line, rc));
}

bool ocxl_element_has_line(const struct ocxl_element *element)
{
	return !element->stream_key || element->section_count || element->truncated ||
	       element->failure.name || strcmp(element->status, "ok") != 0;
}

static int end_dimm_ndjson(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line;
	int rc;

	if (!ocxl_element_has_line(element))
		return 0;
	line = new_line(render, element);
	rc = line ? ocxl_json_add_result(line, element) : -ENOMEM;
	return write_line(render, ocxl_json_if_complete(line, rc));
}

/* all DIMMs together have neither bus nor serial number */
static int end_interval_ndjson(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct ocxl_element all = { .dev = "all", .status = "ok", .section_count = 1 };

	if (!total)
		return 0;
	all.sections[0] = *total;
	return end_dimm_ndjson(render, &all);
}

const struct ocxl_render_ops ocxl_render_ndjson_ops = {
	.size = sizeof(struct ocxl_render),
	.write_item = write_item_ndjson,
	.end_dimm = end_dimm_ndjson,
	.end_interval = end_interval_ndjson,
};
