// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON and NDJSON. json-c makes the values; what holds them is written here,
 * so that a document is never in memory as a whole.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <ocxl-version.h>
#include "ocxl/render/json-record.h"
#include "ocxl/output/append-repair.h"
#include "ocxl/render/render-format.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/base/names.h"

#define FORMAT_VERSION "1.0"

/* where the DIMMs of a document stand; two levels deeper in an interval */
static unsigned int level_of_dimms(const struct ocxl_render *render)
{
	return render->document->intervals ? 4 : 2;
}

static int style(const struct ocxl_render *render)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	return render->document->indent ? flags | JSON_C_TO_STRING_PRETTY : flags;
}

/* an end of line and two spaces a level, for a reader's eyes only */
static int put_break(struct ocxl_render *render, unsigned int level)
{
	int rc;

	if (!render->document->indent)
		return 0;
	rc = ocxl_render_puts(render, "\n");
	while (!rc && level--)
		rc = ocxl_render_puts(render, "  ");
	return rc;
}

/* json-c indents from 0; strings hold no raw newline, so each one starts a line */
static int put_indented(struct ocxl_render *render, const char *text, size_t size,
			unsigned int level)
{
	while (size) {
		const char *newline = memchr(text, '\n', size);
		size_t count = newline ? (size_t)(newline - text) : size;
		int rc = ocxl_output_write(render->output, text, count);

		if (!rc && newline) {
			rc = put_break(render, level);
			count++;
		}
		if (rc)
			return rc;
		text += count;
		size -= count;
	}
	return 0;
}

/* json-c leaves out what it had no memory for, without a word: errno alone tells */
static const char *text_of(struct json_object *object, int flags, size_t *size)
{
	const char *text;

	errno = 0;
	text = object ? json_object_to_json_string_length(object, flags, size) : NULL;
	return errno == ENOMEM ? NULL : text;
}

/* @object, which may be NULL for want of memory, and is taken, at @level */
static int put_object(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = text_of(object, style(render), &size);
	int rc = -ENOMEM;

	if (text)
		rc = put_indented(render, text, size, level);
	json_object_put(object);
	return rc;
}

/* the same without its braces, to go on with or after more members at @level */
static int put_members(struct ocxl_render *render, struct json_object *object, unsigned int level)
{
	size_t size;
	const char *text = text_of(object, style(render), &size);
	size_t tail = render->document->indent ? 2 : 1;
	int rc = -ENOMEM;

	if (text)
		rc = put_indented(render, text + 1, size - 1 - tail, level - 1);
	json_object_put(object);
	return rc;
}

static int put_key(struct ocxl_render *render, const char *key, unsigned int level)
{
	int rc = put_break(render, level);

	if (!rc)
		rc = ocxl_render_puts(render, "\"");
	if (!rc)
		rc = ocxl_render_puts(render, key);
	return rc ? rc : ocxl_render_puts(render, "\":[");
}

static int close_list(struct ocxl_render *render, bool empty, unsigned int level)
{
	int rc = empty ? 0 : put_break(render, level);

	return rc ? rc : ocxl_render_puts(render, "]");
}

static int add_tool(struct json_object *object)
{
	struct json_object *tool = json_object_new_object();
	int rc = ocxl_json_add(object, "tool", tool);

	if (!rc)
		rc = ocxl_json_add_string(tool, "name", "ndctl-ocxl");
	if (!rc)
		rc = ocxl_json_add_string(tool, "version", OCXL_VERSION);
	return rc ? rc : ocxl_json_add_string(tool, "ndctl", OCXL_NDCTL_VERSION);
}

static int add_head(struct json_object *object, const struct ocxl_document *document, bool tool)
{
	char time[OCXL_TEXT_TIME_SIZE];
	int rc;

	ocxl_text_format_time(time, document->time);
	rc = ocxl_json_add_string(object, OCXL_APPEND_FIRST_KEY, FORMAT_VERSION);
	if (!rc)
		rc = ocxl_json_add_string(object, "command", document->command);
	if (!rc && tool)
		rc = add_tool(object);
	return rc ? rc : ocxl_json_add_string(object, "time", time);
}

static int add_identity(struct json_object *object, const struct ocxl_element *element)
{
	int rc = ocxl_json_add_string(object, "dev", element->dev);

	if (!rc)
		rc = ocxl_json_add_string(object, "bus", element->bus);
	if (!rc && element->has_serial)
		rc = ocxl_json_add_identifier(object, "serial", element->serial);
	return rc;
}

static int add_reason(struct json_object *error, const struct ocxl_failure *failure)
{
	int rc = ocxl_json_add_string(error, "name", failure->name);

	if (!rc && failure->wire_status >= 0)
		rc = ocxl_json_add(error, "wire_status", json_object_new_int(failure->wire_status));
	return rc ? rc : ocxl_json_add_string(error, "message", failure->message);
}

static int add_failure(struct json_object *object, const struct ocxl_failure *failure)
{
	struct json_object *error = json_object_new_object();
	int rc = ocxl_json_add(object, "error", error);

	return rc ? rc : add_reason(error, failure);
}

static int add_part(struct json_object *list, const struct ocxl_command_failure *part)
{
	struct json_object *error = json_object_new_object();
	int rc;

	if (!error)
		return -ENOMEM;
	if (json_object_array_add(list, error)) {
		json_object_put(error);
		return -ENOMEM;
	}
	rc = ocxl_json_add_string(error, "command",
				  ocxl_name_find(ocxl_command_names, part->command));
	return rc ? rc : add_reason(error, &part->failure);
}

static int add_failures(struct json_object *object, const struct ocxl_element *element)
{
	struct json_object *list = json_object_new_array();
	int rc = ocxl_json_add(object, "errors", list);
	size_t i;

	for (i = 0; !rc && i < element->failure_count; i++)
		rc = add_part(list, &element->failures[i]);
	return rc;
}

static int add_section(struct json_object *object, const struct ocxl_section *section)
{
	if (!section->key)
		return ocxl_json_add_fields(object, section->record, section->data);
	return ocxl_json_add(object, section->key,
			     ocxl_json_record(section->record, section->data));
}

/* everything of a DIMM that comes after its stream */
static int add_result(struct json_object *object, const struct ocxl_element *element)
{
	int rc = 0;
	size_t i;

	for (i = 0; !rc && i < element->section_count; i++)
		rc = add_section(object, &element->sections[i]);
	if (!rc && element->truncated)
		rc = ocxl_json_add(object, "truncated", json_object_new_boolean(true));
	if (!rc)
		rc = ocxl_json_add_string(object, "status", element->status);
	if (!rc && element->failure.name)
		rc = add_failure(object, &element->failure);
	if (!rc && element->failures && element->failure_count)
		rc = add_failures(object, element);
	return rc;
}

/* @rc, which says how filling went, decides whether @object is worth anything */
static struct json_object *filled(struct json_object *object, int rc)
{
	if (!rc)
		return object;
	json_object_put(object);
	return NULL;
}

static int open_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();
	int rc = head ? add_head(head, render->document, true) : -ENOMEM;

	head = filled(head, rc);
	rc = ocxl_render_puts(render, "{");
	if (!rc)
		rc = put_members(render, head, 1);
	else
		json_object_put(head);
	if (!rc)
		rc = ocxl_render_puts(render, ",");
	return rc ? rc : put_key(render, render->document->intervals ? "intervals" : "dimms", 1);
}

static int begin_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	unsigned int level = level_of_dimms(render);
	struct json_object *identity;
	int rc = render->dimms ? ocxl_render_puts(render, ",") : 0;

	if (!rc)
		rc = put_break(render, level);
	if (!rc)
		rc = ocxl_render_puts(render, "{");
	if (rc)
		return rc;
	identity = json_object_new_object();
	rc = identity ? add_identity(identity, element) : -ENOMEM;
	rc = put_members(render, filled(identity, rc), level + 1);
	return rc ? rc : ocxl_render_puts(render, ",");
}

static int item_json(struct ocxl_render *render, const struct ocxl_element *element,
		     const void *record)
{
	int rc;

	if (render->items)
		rc = ocxl_render_puts(render, ",");
	else
		rc = put_key(render, element->stream_key, 3);
	if (!rc)
		rc = put_break(render, 4);
	if (rc)
		return rc;
	return put_object(render, ocxl_json_record(element->stream_record, record), 4);
}

/* a list that could not be read is not an empty one */
static int end_stream(struct ocxl_render *render, const struct ocxl_element *element)
{
	int rc = 0;

	if (!element->stream_key || (!render->items && strcmp(element->status, "ok")))
		return 0;
	if (!render->items)
		rc = put_key(render, element->stream_key, 3);
	if (!rc)
		rc = close_list(render, !render->items, 3);
	return rc ? rc : ocxl_render_puts(render, ",");
}

static int end_json(struct ocxl_render *render, const struct ocxl_element *element)
{
	unsigned int level = level_of_dimms(render);
	struct json_object *result;
	int rc = end_stream(render, element);

	if (rc)
		return rc;
	result = json_object_new_object();
	rc = result ? add_result(result, element) : -ENOMEM;
	rc = put_members(render, filled(result, rc), level + 1);
	if (!rc)
		rc = put_break(render, level);
	return rc ? rc : ocxl_render_puts(render, "}");
}

static int interval_begin_json(struct ocxl_render *render)
{
	struct json_object *head = json_object_new_object();
	char time[OCXL_TEXT_TIME_SIZE];
	int rc = render->intervals ? ocxl_render_puts(render, ",") : 0;

	ocxl_text_format_time(time, render->document->time);
	if (!rc)
		rc = put_break(render, 2);
	if (!rc)
		rc = ocxl_render_puts(render, "{");
	if (!rc)
		rc = head ? ocxl_json_add_string(head, "time", time) : -ENOMEM;
	rc = put_members(render, filled(head, rc), 3);
	if (!rc)
		rc = ocxl_render_puts(render, ",");
	return rc ? rc : put_key(render, "dimms", 3);
}

static int put_total(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct json_object *tail = json_object_new_object();
	int rc = ocxl_render_puts(render, ",");

	if (!rc)
		rc = tail ? ocxl_json_add(tail, "total",
					  ocxl_json_record(total->record, total->data))
			  : -ENOMEM;
	return put_members(render, filled(tail, rc), 3);
}

static int interval_end_json(struct ocxl_render *render, const struct ocxl_section *total)
{
	int rc = close_list(render, !render->dimms, 3);

	if (!rc && total)
		rc = put_total(render, total);
	if (!rc)
		rc = put_break(render, 2);
	return rc ? rc : ocxl_render_puts(render, "}");
}

static int finish_json(struct ocxl_render *render, int exit_status)
{
	struct json_object *tail;
	uint64_t count = render->document->intervals ? render->intervals : render->dimms;
	int rc = close_list(render, !count, 1);

	if (!rc)
		rc = ocxl_render_puts(render, ",");
	if (rc)
		return rc;
	tail = json_object_new_object();
	if (tail)
		rc = ocxl_json_add_string(tail, "verdict", render->document->verdict);
	if (tail && !rc)
		rc = ocxl_json_add(tail, "exit_status", json_object_new_int(exit_status));
	rc = put_members(render, filled(tail, rc), 1);
	if (!rc)
		rc = put_break(render, 0);
	return rc ? rc : ocxl_render_puts(render, "}\n");
}

const struct ocxl_render_ops ocxl_render_json_ops = {
	.size = sizeof(struct ocxl_render),
	.open = open_json,
	.begin = begin_json,
	.item = item_json,
	.end = end_json,
	.interval_begin = interval_begin_json,
	.interval_end = interval_end_json,
	.finish = finish_json,
};

/* @line, which may be NULL for want of memory, and is taken; flushed: a reader may wait for it */
static int put_line(struct ocxl_render *render, struct json_object *line)
{
	size_t size;
	const char *text = text_of(line, JSON_C_TO_STRING_NOSLASHESCAPE, &size);
	int rc = -ENOMEM;

	if (text)
		rc = ocxl_output_write(render->output, text, size);
	json_object_put(line);
	if (!rc)
		rc = ocxl_render_puts(render, "\n");
	return rc ? rc : ocxl_output_flush(render->output);
}

/* what stands first in each line */
static struct json_object *new_line(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line = json_object_new_object();
	int rc = line ? add_head(line, render->document, false) : -ENOMEM;

	if (!rc)
		rc = add_identity(line, element);
	return filled(line, rc);
}

static int item_ndjson(struct ocxl_render *render, const struct ocxl_element *element,
		       const void *record)
{
	struct json_object *line = new_line(render, element);
	int rc = -ENOMEM;

	if (line)
		rc = ocxl_json_add(line, element->stream_key,
				   ocxl_json_record(element->stream_record, record));
	if (!rc)
		rc = ocxl_json_add_string(line, "status", "ok");
	return put_line(render, filled(line, rc));
}

/* a stream whose lines have said everything needs no more */
static bool is_told(const struct ocxl_element *element)
{
	return element->stream_key && !element->section_count && !element->truncated &&
	       !element->failure.name && !strcmp(element->status, "ok");
}

static int end_ndjson(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct json_object *line;

	if (is_told(element))
		return 0;
	line = new_line(render, element);
	return put_line(render, filled(line, line ? add_result(line, element) : -ENOMEM));
}

/* the DIMMs together have no bus and no serial number */
static int interval_end_ndjson(struct ocxl_render *render, const struct ocxl_section *total)
{
	struct ocxl_element all = { .dev = "all", .status = "ok", .section_count = 1 };

	if (!total)
		return 0;
	all.sections[0] = *total;
	return end_ndjson(render, &all);
}

const struct ocxl_render_ops ocxl_render_ndjson_ops = {
	.size = sizeof(struct ocxl_render),
	.item = item_ndjson,
	.end = end_ndjson,
	.interval_end = interval_end_ndjson,
};
