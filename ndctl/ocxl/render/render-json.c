// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON: one document, or NDJSON: a line for each item of a list, and for each DIMM that has more
 * to show. A document is written in parts, so that it is never in memory as a whole.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/base/memory.h"
#include "ocxl/render/json-record.h"
#include "ocxl/render/render.h"

/* nesting level of the DIMMs; an interval adds two */
static unsigned int dimm_level(const struct ocxl_render *render)
{
	return render->document->intervals ? 4 : 2;
}

static const char *list_key(const struct ocxl_render *render)
{
	return render->document->intervals ? "intervals" : "dimms";
}

static int json_flags(const struct ocxl_render *render)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	return render->document->indent ? flags | JSON_C_TO_STRING_PRETTY : flags;
}

static void write_bytes(struct ocxl_render *render, const char *text, size_t size)
{
	if (!render->rc)
		render->rc = ocxl_output_write(render->output, text, size);
}

/* with indentation only: end of the line, and two spaces for each level of the next one */
static void break_line(struct ocxl_render *render, unsigned int level)
{
	static const char spaces[] = "\n          ";

	if (render->document->indent)
		write_bytes(render, spaces, 1 + 2 * level);
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
		break_line(render, level);
		text += count + 1;
		size -= count + 1;
	}
	write_bytes(render, text, size);
}

static const char *get_text(struct json_object *object, int flags, size_t *size)
{
	const char *text;

	errno = 0;
	text = json_object_to_json_string_length(object, flags, size);
	ocxl_check_memory();
	if (!text)
		die("out of memory");
	return text;
}

/* what is written of an object; its elements are written one by one */
enum part {
	WHOLE,
	START, /* up to the elements of the last member, a list that is empty here */
	REST, /* behind the elements of the first member, likewise */
};

/* @object is released */
static void write_object(struct ocxl_render *render, struct json_object *object, enum part part,
			 unsigned int level)
{
	size_t size;
	const char *text = get_text(object, json_flags(render), &size);
	const char *from = part == REST ? memchr(text, ']', size) : text;
	const char *end = text + size;

	while (part == START && end > from && end[-1] != '[')
		end--;
	write_indented(render, from, end - from, level);
	json_object_put(object);
}

/* for its START or REST */
static void add_list(struct json_object *object, const char *key)
{
	ocxl_json_add(object, key, json_object_new_array());
}

static void begin_element(struct ocxl_render *render, bool first, unsigned int level)
{
	if (!first)
		write_bytes(render, ",", 1);
	break_line(render, level);
}

static void open_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();

	ocxl_json_add_head(render, head, true);
	ocxl_json_add_notes(render, head);
	add_list(head, list_key(render));
	write_object(render, head, START, 0);
}

static void write_item_json(struct ocxl_render *render, const struct ocxl_element *element,
			    const void *record)
{
	struct json_object *identity;

	if (!render->items) {
		identity = json_object_new_object();
		ocxl_json_add_identity(identity, element);
		add_list(identity, element->stream_key);
		begin_element(render, !render->dimms, 2);
		write_object(render, identity, START, 2);
	}
	begin_element(render, !render->items, 4);
	write_object(render, ocxl_json_new_record(element->stream_record, record), WHOLE, 4);
}

/* a list that could not be read is absent, not empty */
static void end_dimm_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *object = json_object_new_object();
	unsigned int level = dimm_level(render);

	if (render->items) {
		break_line(render, level + 1);
	} else {
		begin_element(render, !render->dimms, level);
		ocxl_json_add_identity(object, element);
	}
	if (element->stream_key && (render->items || !strcmp(element->status, "ok")))
		ocxl_json_add_empty_list(object, element->stream_key);
	ocxl_json_add_result(object, element);
	write_object(render, object, render->items ? REST : WHOLE, level);
}

static void begin_interval_json(struct ocxl_render *render)
{
	struct json_object *interval = json_object_new_object();
	char time[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_time(time, render->document->time);
	ocxl_json_add_string(interval, "time", time);
	add_list(interval, "dimms");
	begin_element(render, !render->intervals, 2);
	write_object(render, interval, START, 2);
}

static void end_interval_json(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct json_object *rest = json_object_new_object();

	add_list(rest, "dimms");
	if (total)
		ocxl_json_add(rest, "total", ocxl_json_new_record(total->record, total->data));
	if (render->dimms)
		break_line(render, 3);
	write_object(render, rest, REST, 2);
}

static void finish_json(struct ocxl_render *render, int exit_status)
{
	struct json_object *rest = json_object_new_object();

	add_list(rest, list_key(render));
	if (render->document->expected) {
		ocxl_json_add(rest, "expected", json_object_new_uint64(render->document->expected));
		ocxl_json_add(rest, "found", json_object_new_uint64(render->document->found));
	}
	ocxl_json_add_string(rest, "verdict", render->document->verdict);
	ocxl_json_add(rest, "exit_status", json_object_new_int(exit_status));
	if (render->dimms || render->intervals)
		break_line(render, 1);
	write_object(render, rest, REST, 0);
	write_bytes(render, "\n", 1);
}

const struct ocxl_render_ops ocxl_render_json_ops = {
	.size = sizeof(struct ocxl_render),
	.open = open_json,
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
	const char *text = get_text(line, JSON_C_TO_STRING_NOSLASHESCAPE, &size);

	write_bytes(render, text, size);
	json_object_put(line);
	write_bytes(render, "\n", 1);
	if (!render->rc)
		render->rc = ocxl_output_flush(render->output);
}

/* the members with which each line begins */
static struct json_object *new_line(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line = json_object_new_object();

	ocxl_json_add_head(render, line, false);
	ocxl_json_add_identity(line, element);
	ocxl_json_add_notes(render, line);
	return line;
}

static void write_item_ndjson(struct ocxl_render *render, const struct ocxl_element *element,
			      const void *record)
{
	struct json_object *line = new_line(render, element);

	ocxl_json_add(line, element->stream_key,
		      ocxl_json_new_record(element->stream_record, record));
	ocxl_json_add_string(line, "status", "ok");
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
	ocxl_json_add_result(line, element);
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
