// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/render/table.h"

/* of contrib/systemd/ndctl-ocxl-error-log.service */
#define SERVICE_LOG "/var/log/ndctl-ocxl/error-log.ndjson"

void ocxl_table_footer_add(struct ocxl_table_footer *footer, const char *format, ...)
{
	va_list arguments;

	if (!footer->text.out)
		ocxl_text_buffer_open(&footer->text);
	errno = 0;
	va_start(arguments, format);
	vfprintf(footer->text.out, format, arguments);
	va_end(arguments);
	ocxl_check_memory();
}

void ocxl_table_footer_add_text(struct ocxl_table_footer *footer, const char *text, size_t indent)
{
	size_t width = footer->render->document->width;

	ocxl_table_footer_add(footer, "%s", "");
	errno = 0;
	ocxl_cell_wrap(footer->text.out, text, indent, width > indent ? width - indent : 0);
	ocxl_check_memory();
	ocxl_table_footer_add(footer, "\n");
}

static void add_failures(struct ocxl_table_footer *footer, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; element->failures && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		if (command)
			ocxl_table_footer_add(footer, "%s: %s: %s\n", element->dev, command,
					      part->failure.name);
	}
}

static void add_status(struct ocxl_table_footer *footer, const struct ocxl_element *element)
{
	const char *reason = element->failure.name;
	bool error = !strcmp(element->status, "error");
	bool alarm = footer->render->document->color && error;

	ocxl_table_footer_add(footer, "%s%s: %s%s%s%s%s\n", alarm ? OCXL_STYLE_ALARM : "",
			      element->dev, element->status, reason ? " (" : "",
			      reason ? reason : "", reason ? ")" : "",
			      alarm ? OCXL_STYLE_PLAIN : "");
	if (error)
		add_failures(footer, element);
}

/* there are fewer kinds of lists than elements of the array */
static struct ocxl_table_empty *find_empty(struct ocxl_table_footer *footer, const char *key)
{
	struct ocxl_table_empty *empty = footer->empty;

	while (empty->key && strcmp(empty->key, key) != 0)
		empty++;
	return empty;
}

void ocxl_table_footer_add_empty(struct ocxl_table_footer *footer,
				 const struct ocxl_element *element, const char *key)
{
	struct ocxl_table_empty *empty = find_empty(footer, key);
	const char *comma = empty->key ? ", " : "";

	if (!empty->key) {
		empty->key = key;
		empty->is_log = element->stream_key && !footer->render->document->collected;
		ocxl_text_buffer_open(&empty->line);
	}
	errno = 0;
	fprintf(empty->line.out, "%s%s", comma, element->dev);
	ocxl_check_memory();
}

/* "nmem0, nmem2: error_log: empty" */
static void complete_empty(struct ocxl_table_footer *footer, struct ocxl_table_empty *empty)
{
	errno = 0;
	fprintf(empty->line.out, ": %s: %s", empty->key,
		footer->render->document->limited ? "no entry of this time" : "empty");
	ocxl_check_memory();
	ocxl_text_buffer_complete(&empty->line);
	ocxl_table_footer_add_text(footer, empty->line.text, 2);
	if (empty->is_log)
		ocxl_table_footer_add(footer,
				      "collected entries, if the service runs:\n"
				      "  ndctl ocxl read-error-log -u --input=" SERVICE_LOG "\n");
}

void ocxl_table_footer_complete(struct ocxl_table_footer *footer)
{
	size_t i;

	for (i = 0; i < OCXL_SECTIONS_MAX && footer->empty[i].line.out; i++)
		complete_empty(footer, &footer->empty[i]);
}

void ocxl_table_footer_release(struct ocxl_table_footer *footer)
{
	size_t i;

	for (i = 0; i < OCXL_SECTIONS_MAX; i++)
		ocxl_text_buffer_free(&footer->empty[i].line);
	ocxl_text_buffer_free(&footer->text);
}

void ocxl_table_footer_add_element(struct ocxl_table_footer *footer,
				   const struct ocxl_element *element)
{
	bool ok = !strcmp(element->status, "ok");

	/* a timed document goes on without saying that nothing has happened */
	if (ok && element->stream_key && !footer->render->items && !footer->render->document->timed)
		ocxl_table_footer_add_empty(footer, element, element->stream_key);
	if (element->truncated)
		ocxl_table_footer_add(footer, "%s: truncated: there is more than is shown\n",
				      element->dev);
	if (!ok)
		add_status(footer, element);
}

void ocxl_table_footer_add_list(struct ocxl_table_footer *footer, const char *dev,
				const struct ocxl_field *list, const void *record)
{
	struct ocxl_text_buffer line = { 0 };
	union ocxl_value value;

	if (!ocxl_field_get(list, record, &value))
		return;
	ocxl_text_buffer_open(&line);
	errno = 0;
	fprintf(line.out, "%s: used by: ", dev);
	ocxl_cell_write(line.out, list, record);
	ocxl_check_memory();
	ocxl_text_buffer_complete(&line);
	ocxl_table_footer_add_text(footer, line.text, 2);
	ocxl_text_buffer_free(&line);
}

/* "nmem0: not checked: life_remaining, dump" */
void ocxl_table_footer_add_conditions(struct ocxl_table_footer *footer, const char *label,
				      uint64_t conditions)
{
	char names[OCXL_NAME_LIST_SIZE], line[OCXL_NAME_LIST_SIZE + 96];

	if (!conditions)
		return;
	ocxl_name_list(names, ocxl_condition_names, conditions);
	snprintf(line, sizeof(line), "%s: %s", label, names);
	ocxl_table_footer_add_text(footer, line, 2);
}
