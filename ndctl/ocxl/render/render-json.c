// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON: one document, or NDJSON: a line for each item of a list, and for each DIMM that has more
 * to show. json-c converts the values; the objects and lists around them in a document are written
 * here, so that it is never in memory as a whole.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/json-record.h"
#include "ocxl/render/render.h"

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

/* with indentation only: end of the line, and two spaces for each level of the next one */
static const char *line_break(const struct ocxl_render *render, unsigned int level)
{
	static const char *const breaks[] = {
		"\n", "\n  ", "\n    ", "\n      ", "\n        ", "\n          ",
	};

	return render->document->indent ? breaks[level] : "";
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
			rc = ocxl_render_write(render, line_break(render, level));
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
	int rc = text ? write_indented(render, text, size, level) : -ENOMEM;

	json_object_put(object);
	return rc;
}

/* the same without its braces: other members come before or after */
static int write_members(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = ocxl_json_get_text(object, json_flags(render), &size);
	size_t tail = render->document->indent ? 2 : 1;
	int rc = text ? write_indented(render, text + 1, size - 1 - tail, level - 1) : -ENOMEM;

	json_object_put(object);
	return rc;
}

static int open_list(struct ocxl_render *render, const char *key, unsigned int level)
{
	return ocxl_render_write(render, line_break(render, level), "\"", key, "\":[");
}

static int close_list(struct ocxl_render *render, bool empty, unsigned int level)
{
	return ocxl_render_write(render, empty ? "" : line_break(render, level), "]");
}

static int open_json(struct ocxl_render *render)
{
	struct json_object *head;
	int rc = ocxl_render_write(render, "{");

	if (rc)
		return rc;
	head = json_object_new_object();
	rc = head ? ocxl_json_add_head(head, render->document, true) : -ENOMEM;
	if (!rc)
		rc = ocxl_json_add_notes(head, render->document);
	rc = write_members(render, ocxl_json_if_complete(head, rc), 1);
	if (!rc)
		rc = ocxl_render_write(render, ",");
	return rc ? rc : open_list(render, render->document->intervals ? "intervals" : "dimms", 1);
}

static int begin_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	unsigned int level = dimm_level(render);
	struct json_object *identity;
	int rc =
		ocxl_render_write(render, render->dimms ? "," : "", line_break(render, level), "{");

	if (rc)
		return rc;
	identity = json_object_new_object();
	rc = identity ? ocxl_json_add_identity(identity, element) : -ENOMEM;
	rc = write_members(render, ocxl_json_if_complete(identity, rc), level + 1);
	return rc ? rc : ocxl_render_write(render, ",");
}

static int write_item_json(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record)
{
	int rc = render->items ? ocxl_render_write(render, ",")
			       : open_list(render, element->stream_key, 3);

	if (!rc)
		rc = ocxl_render_write(render, line_break(render, 4));
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
	return rc ? rc : ocxl_render_write(render, ",");
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
	return rc ? rc : ocxl_render_write(render, line_break(render, level), "}");
}

static int begin_interval_json(struct ocxl_render *render)
{
	char time[OCXL_TEXT_TIME_SIZE];
	int rc = ocxl_render_write(render, render->intervals ? "," : "", line_break(render, 2), "{",
				   line_break(render, 3));

	ocxl_text_format_time(time, render->document->time);
	if (!rc)
		rc = ocxl_render_write(render, "\"time\":\"", time, "\",");
	return rc ? rc : open_list(render, "dimms", 3);
}

static int write_total(struct ocxl_render *render, const struct ocxl_section *total)
{
	int rc = ocxl_render_write(render, ",", line_break(render, 3), "\"total\":");

	if (rc)
		return rc;
	return write_object(render, ocxl_json_new_record(total->record, total->data), 3);
}

static int end_interval_json(struct ocxl_render *render, const struct ocxl_section *total)
{
	int rc = close_list(render, !render->dimms, 3);

	if (!rc && total)
		rc = write_total(render, total);
	return rc ? rc : ocxl_render_write(render, line_break(render, 2), "}");
}

static int finish_json(struct ocxl_render *render, int exit_status)
{
	struct json_object *tail;
	uint64_t count = render->document->intervals ? render->intervals : render->dimms;
	int rc = close_list(render, !count, 1);

	if (!rc)
		rc = ocxl_render_write(render, ",");
	if (rc)
		return rc;
	tail = json_object_new_object();
	rc = tail ? ocxl_json_add_string(tail, "verdict", render->document->verdict) : -ENOMEM;
	if (!rc)
		rc = ocxl_json_add(tail, "exit_status", json_object_new_int(exit_status));
	rc = write_members(render, ocxl_json_if_complete(tail, rc), 1);
	return rc ? rc : ocxl_render_write(render, line_break(render, 0), "}\n");
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
		rc = ocxl_render_write(render, "\n");
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
		rc = ocxl_json_add_notes(line, render->document);
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
