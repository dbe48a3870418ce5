// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "ocxl/render/cell-text.h"
#include "ocxl/render/table-footer.h"

void ocxl_table_footer_add(struct ocxl_table_footer *footer, const char *format, ...)
{
	va_list arguments;

	if (!footer->text.out)
		ocxl_text_buffer_open(&footer->text, footer->render);
	if (!footer->text.out)
		return;
	/* when no memory is left for the stream, only errno shows it */
	errno = 0;
	va_start(arguments, format);
	vfprintf(footer->text.out, format, arguments);
	va_end(arguments);
	if (errno == ENOMEM)
		ocxl_render_fail(footer->render, -ENOMEM);
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

static void add_empty(struct ocxl_table_footer *footer, const struct ocxl_element *element)
{
	ocxl_table_footer_add(footer, "%s: %s: empty", element->dev, element->stream_key);
	if (element->has_taken)
		ocxl_table_footer_add(footer,
				      "; entries taken since the driver was bound: %" PRIu64,
				      element->taken);
	ocxl_table_footer_add(footer, "\n");
	footer->hints_input |= element->has_taken;
}

void ocxl_table_footer_add_element(struct ocxl_table_footer *footer,
				   const struct ocxl_element *element)
{
	bool ok = !strcmp(element->status, "ok");

	/* a timed document goes on without saying that nothing has happened */
	if (ok && element->stream_key && !footer->render->items && !footer->render->document->timed)
		add_empty(footer, element);
	if (element->truncated)
		ocxl_table_footer_add(footer, "%s: truncated: there is more than is shown\n",
				      element->dev);
	if (!ok)
		add_status(footer, element);
}

/* "nmem0: not checked: life_remaining, dump" */
void ocxl_table_footer_add_conditions(struct ocxl_table_footer *footer, const char *label,
				      uint64_t conditions)
{
	size_t width = footer->render->document->width, indent = strlen(label) + 2;
	char names[OCXL_NAME_LIST_SIZE];

	if (!conditions)
		return;
	ocxl_name_list(names, ocxl_condition_names, conditions);
	ocxl_table_footer_add(footer, "%s: ", label);
	errno = 0;
	if (footer->text.out)
		ocxl_cell_wrap(footer->text.out, names, indent,
			       width > indent ? width - indent : 0);
	if (errno == ENOMEM)
		ocxl_render_fail(footer->render, -ENOMEM);
	ocxl_table_footer_add(footer, "\n");
}
