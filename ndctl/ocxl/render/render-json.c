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

static void write_bytes(struct ocxl_render *render, const char *text, size_t size)
{
	if (!render->rc)
		render->rc = ocxl_output_write(render->output, text, size);
}

/*
 * Write the text of json-c, which is indented from level 0, at @level. A newline in it is always
 * a line break, since newlines in strings are escaped.
 */
static void write_indented(struct ocxl_render *render, const char *text, size_t size,
			   unsigned int level)
{
	const char *newline;

	while ((newline = memchr(text, '\n', size))) {
		size_t count = newline - text;

		write_bytes(render, text, count);
		ocxl_render_write(render, line_break(render, level));
		text += count + 1;
		size -= count + 1;
	}
	write_bytes(render, text, size);
}

/* NULL after the renderer has failed */
static const char *get_text(struct ocxl_render *render, struct json_object *object, int flags,
			    size_t *size)
{
	const char *text;

	/* json-c omits values for which no memory is left; only errno shows that */
	errno = 0;
	text = object ? json_object_to_json_string_length(object, flags, size) : NULL;
	if (!text || errno == ENOMEM)
		ocxl_render_fail(render, -ENOMEM);
	return render->rc ? NULL : text;
}

/* @object is released */
static void write_object(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = get_text(render, object, json_flags(render), &size);

	if (text)
		write_indented(render, text, size, level);
	json_object_put(object);
}

/* the same without its braces: other members come before or after */
static void write_members(struct ocxl_render *render, struct json_object *object,
			  unsigned int level)
{
	size_t size;
	const char *text = get_text(render, object, json_flags(render), &size);
	size_t tail = render->document->indent ? 2 : 1;

	if (text)
		write_indented(render, text + 1, size - 1 - tail, level - 1);
	json_object_put(object);
}

static void open_list(struct ocxl_render *render, const char *key, unsigned int level)
{
	ocxl_render_write(render, line_break(render, level), "\"", key, "\":[");
}

static void close_list(struct ocxl_render *render, bool empty, unsigned int level)
{
	ocxl_render_write(render, empty ? "" : line_break(render, level), "]");
}

static void open_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();

	ocxl_json_add_head(render, head, true);
	ocxl_json_add_notes(render, head);
	ocxl_render_write(render, "{");
	write_members(render, head, 1);
	ocxl_render_write(render, ",");
	open_list(render, render->document->intervals ? "intervals" : "dimms", 1);
}

static void begin_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *identity = json_object_new_object();
	unsigned int level = dimm_level(render);

	ocxl_json_add_identity(render, identity, element);
	ocxl_render_write(render, render->dimms ? "," : "", line_break(render, level), "{");
	write_members(render, identity, level + 1);
	ocxl_render_write(render, ",");
}

static void write_item_json(struct ocxl_render *render, const struct ocxl_element *element,
			    const void *record)
{
	if (render->items)
		ocxl_render_write(render, ",");
	else
		open_list(render, element->stream_key, 3);
	ocxl_render_write(render, line_break(render, 4));
	write_object(render, ocxl_json_new_record(render, element->stream_record, record), 4);
}

/* a list that could not be read is absent, not empty */
static void end_stream(struct ocxl_render *render, const struct ocxl_element *element)
{
	if (!element->stream_key || (!render->items && strcmp(element->status, "ok")))
		return;
	if (!render->items)
		open_list(render, element->stream_key, 3);
	close_list(render, !render->items, 3);
	ocxl_render_write(render, ",");
}

static void end_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *result = json_object_new_object();
	unsigned int level = dimm_level(render);

	end_stream(render, element);
	ocxl_json_add_result(render, result, element);
	write_members(render, result, level + 1);
	ocxl_render_write(render, line_break(render, level), "}");
}

static void begin_interval_json(struct ocxl_render *render)
{
	char time[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_time(time, render->document->time);
	ocxl_render_write(render, render->intervals ? "," : "", line_break(render, 2), "{",
			  line_break(render, 3), "\"time\":\"", time, "\",");
	open_list(render, "dimms", 3);
}

static void end_interval_json(struct ocxl_render *render, const struct ocxl_section *total)
{
	close_list(render, !render->dimms, 3);
	if (total) {
		ocxl_render_write(render, ",", line_break(render, 3), "\"total\":");
		write_object(render, ocxl_json_new_record(render, total->record, total->data), 3);
	}
	ocxl_render_write(render, line_break(render, 2), "}");
}

static void finish_json(struct ocxl_render *render, int exit_status)
{
	struct json_object *tail = json_object_new_object();
	uint64_t count = render->document->intervals ? render->intervals : render->dimms;

	close_list(render, !count, 1);
	ocxl_render_write(render, ",");
	ocxl_json_add_string(render, tail, "verdict", render->document->verdict);
	ocxl_json_add(render, tail, "exit_status", json_object_new_int(exit_status));
	write_members(render, tail, 1);
	ocxl_render_write(render, line_break(render, 0), "}\n");
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
static void write_line(struct ocxl_render *render, struct json_object *line)
{
	size_t size;
	const char *text = get_text(render, line, JSON_C_TO_STRING_NOSLASHESCAPE, &size);

	if (text)
		write_bytes(render, text, size);
	json_object_put(line);
	ocxl_render_write(render, "\n");
	if (!render->rc)
		render->rc = ocxl_output_flush(render->output);
}

/* the members with which each line begins */
static struct json_object *new_line(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line = json_object_new_object();

	ocxl_json_add_head(render, line, false);
	ocxl_json_add_identity(render, line, element);
	ocxl_json_add_notes(render, line);
	return line;
}

static void write_item_ndjson(struct ocxl_render *render, const struct ocxl_element *element,
			      const void *record)
{
	struct json_object *line = new_line(render, element);

	ocxl_json_add(render, line, element->stream_key,
		      ocxl_json_new_record(render, element->stream_record, record));
	ocxl_json_add_string(render, line, "status", "ok");
	write_line(render, line);
}

bool ocxl_element_has_line(const struct ocxl_element *element)
{
	return !element->stream_key || element->section_count || element->truncated ||
	       element->failure.name || strcmp(element->status, "ok") != 0;
}

static void end_dimm_ndjson(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line;

	if (!ocxl_element_has_line(element))
		return;
	line = new_line(render, element);
	ocxl_json_add_result(render, line, element);
	write_line(render, line);
}

/* all DIMMs together have neither bus nor serial number */
static void end_interval_ndjson(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct ocxl_element all = { .dev = "all", .status = "ok", .section_count = 1 };

	if (!total)
		return;
	all.sections[0] = *total;
	end_dimm_ndjson(render, &all);
}

const struct ocxl_render_ops ocxl_render_ndjson_ops = {
	.size = sizeof(struct ocxl_render),
	.write_item = write_item_ndjson,
	.end_dimm = end_dimm_ndjson,
	.end_interval = end_interval_ndjson,
};
