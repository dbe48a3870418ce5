// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON: one document. json-c converts the values; the objects and lists around them are written
 * here, so that the document is never in memory as a whole.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/json-element.h"
#include "ocxl/render/json-record.h"
#include "ocxl/render/render-format.h"

/* nesting level of the DIMMs; an interval adds two */
static unsigned int dimm_level(const struct ocxl_render *render)
{
	return render->document->intervals ? 4 : 2;
}

static int json_flags(const struct ocxl_render *render)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	return render->document->indent ? flags | JSON_C_TO_STRING_PRETTY : flags;
}

/* with indentation only: end the line, and indent the next one by two spaces for each level */
static int write_break(struct ocxl_render *render, unsigned int level)
{
	int rc;

	if (!render->document->indent)
		return 0;
	rc = ocxl_render_write_string(render, "\n");
	while (!rc && level--)
		rc = ocxl_render_write_string(render, "  ");
	return rc;
}

/*
 * Write the text of json-c, which is indented from level 0, at @level. A newline in it is always
 * a line break, since newlines in strings are escaped.
 */
static int write_indented(struct ocxl_render *render, const char *text, size_t size,
			  unsigned int level)
{
	while (size) {
		const char *newline = memchr(text, '\n', size);
		size_t count = newline ? (size_t)(newline - text) : size;
		int rc = ocxl_output_write(render->output, text, count);

		if (!rc && newline) {
			rc = write_break(render, level);
			count++;
		}
		if (rc)
			return rc;
		text += count;
		size -= count;
	}
	return 0;
}

/* @object is released; NULL is -ENOMEM */
static int write_object(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = ocxl_json_get_text(object, json_flags(render), &size);
	int rc = -ENOMEM;

	if (text)
		rc = write_indented(render, text, size, level);
	json_object_put(object);
	return rc;
}

/* the same without its braces: other members come before or after */
static int write_members(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = ocxl_json_get_text(object, json_flags(render), &size);
	size_t tail = render->document->indent ? 2 : 1;
	int rc = -ENOMEM;

	if (text)
		rc = write_indented(render, text + 1, size - 1 - tail, level - 1);
	json_object_put(object);
	return rc;
}

static int open_list(struct ocxl_render *render, const char *key, unsigned int level)
{
	int rc = write_break(render, level);

	if (!rc)
		rc = ocxl_render_write_string(render, "\"");
	if (!rc)
		rc = ocxl_render_write_string(render, key);
	return rc ? rc : ocxl_render_write_string(render, "\":[");
}

static int close_list(struct ocxl_render *render, bool empty, unsigned int level)
{
	int rc = empty ? 0 : write_break(render, level);

	return rc ? rc : ocxl_render_write_string(render, "]");
}

static int open_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();
	int rc = head ? ocxl_json_add_head(head, render->document, true) : -ENOMEM;

	if (!rc)
		rc = ocxl_json_add_host(head, render->document);
	if (!rc)
		rc = ocxl_json_add_ignored(head, render->document);
	head = ocxl_json_if_complete(head, rc);
	rc = ocxl_render_write_string(render, "{");
	if (!rc)
		rc = write_members(render, head, 1);
	else
		json_object_put(head);
	if (!rc)
		rc = ocxl_render_write_string(render, ",");
	return rc ? rc : open_list(render, render->document->intervals ? "intervals" : "dimms", 1);
}

static int begin_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	unsigned int level = dimm_level(render);
	struct json_object *identity;
	int rc = render->dimms ? ocxl_render_write_string(render, ",") : 0;

	if (!rc)
		rc = write_break(render, level);
	if (!rc)
		rc = ocxl_render_write_string(render, "{");
	if (rc)
		return rc;
	identity = json_object_new_object();
	rc = identity ? ocxl_json_add_identity(identity, element) : -ENOMEM;
	rc = write_members(render, ocxl_json_if_complete(identity, rc), level + 1);
	return rc ? rc : ocxl_render_write_string(render, ",");
}

static int write_item_json(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record)
{
	int rc;

	if (render->items)
		rc = ocxl_render_write_string(render, ",");
	else
		rc = open_list(render, element->stream_key, 3);
	if (!rc)
		rc = write_break(render, 4);
	if (rc)
		return rc;
	return write_object(render, ocxl_json_new_record(element->stream_record, record), 4);
}

/* a list that could not be read is absent, not empty */
static int end_stream(struct ocxl_render *render, const struct ocxl_element *element)
{
	int rc = 0;

	if (!element->stream_key || (!render->items && strcmp(element->status, "ok")))
		return 0;
	if (!render->items)
		rc = open_list(render, element->stream_key, 3);
	if (!rc)
		rc = close_list(render, !render->items, 3);
	return rc ? rc : ocxl_render_write_string(render, ",");
}

static int end_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	unsigned int level = dimm_level(render);
	struct json_object *result;
	int rc = end_stream(render, element);

	if (rc)
		return rc;
	result = json_object_new_object();
	rc = result ? ocxl_json_add_result(result, element) : -ENOMEM;
	rc = write_members(render, ocxl_json_if_complete(result, rc), level + 1);
	if (!rc)
		rc = write_break(render, level);
	return rc ? rc : ocxl_render_write_string(render, "}");
}

static int begin_interval_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();
	char time[OCXL_TEXT_TIME_SIZE];
	int rc = render->intervals ? ocxl_render_write_string(render, ",") : 0;

	ocxl_text_format_time(time, render->document->time);
	if (!rc)
		rc = write_break(render, 2);
	if (!rc)
		rc = ocxl_render_write_string(render, "{");
	if (!rc)
		rc = head ? ocxl_json_add_string(head, "time", time) : -ENOMEM;
	rc = write_members(render, ocxl_json_if_complete(head, rc), 3);
	if (!rc)
		rc = ocxl_render_write_string(render, ",");
	return rc ? rc : open_list(render, "dimms", 3);
}

static int write_total(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct json_object *tail = json_object_new_object();
	int rc = ocxl_render_write_string(render, ",");

	if (!rc)
		rc = tail ? ocxl_json_add(tail, "total",
					  ocxl_json_new_record(total->record, total->data))
			  : -ENOMEM;
	return write_members(render, ocxl_json_if_complete(tail, rc), 3);
}

static int end_interval_json(struct ocxl_render *render, const struct ocxl_section *total)
{
	int rc = close_list(render, !render->dimms, 3);

	if (!rc && total)
		rc = write_total(render, total);
	if (!rc)
		rc = write_break(render, 2);
	return rc ? rc : ocxl_render_write_string(render, "}");
}

static int finish_json(struct ocxl_render *render, int exit_status)
{
	struct json_object *tail;
	uint64_t count = render->document->intervals ? render->intervals : render->dimms;
	int rc = close_list(render, !count, 1);

	if (!rc)
		rc = ocxl_render_write_string(render, ",");
	if (rc)
		return rc;
	tail = json_object_new_object();
	rc = tail ? ocxl_json_add_string(tail, "verdict", render->document->verdict) : -ENOMEM;
	if (!rc)
		rc = ocxl_json_add(tail, "exit_status", json_object_new_int(exit_status));
	rc = write_members(render, ocxl_json_if_complete(tail, rc), 1);
	if (!rc)
		rc = write_break(render, 0);
	return rc ? rc : ocxl_render_write_string(render, "}\n");
}

const struct ocxl_render_ops ocxl_render_json_ops = {
	.size = sizeof(struct ocxl_render),
	.open = open_json,
	.begin_dimm = begin_dimm_json,
	.write_item = write_item_json,
	.end_dimm = end_dimm_json,
	.begin_interval = begin_interval_json,
	.end_interval = end_interval_json,
	.finish = finish_json,
};
