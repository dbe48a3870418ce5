// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "ocxl/base/names.h"
#include "ocxl/render/table-footer.h"
#include "ocxl/render/table-style.h"

static void add_failures(FILE *footer, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; element->failures && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		if (command)
			fprintf(footer, "%s: %s: %s\n", element->dev, command, part->failure.name);
	}
}

void ocxl_table_footer_add(FILE *footer, const struct ocxl_element *element, bool empty, bool color)
{
	bool ok = !strcmp(element->status, "ok");
	bool error = !strcmp(element->status, "error");
	bool alarm = color && error;

	if (ok && element->stream_key && empty)
		fprintf(footer, "%s: %s: empty\n", element->dev, element->stream_key);
	if (element->truncated)
		fprintf(footer, "%s: truncated: there is more than is shown\n", element->dev);
	if (ok)
		return;
	if (alarm)
		fputs(OCXL_TABLE_ALARM, footer);
	fprintf(footer, "%s: %s", element->dev, element->status);
	if (element->failure.name)
		fprintf(footer, " (%s)", element->failure.name);
	if (alarm)
		fputs(OCXL_TABLE_PLAIN, footer);
	fputc('\n', footer);
	if (error)
		add_failures(footer, element);
}

void ocxl_table_footer_add_conditions(FILE *footer, const char *label, uint64_t conditions)
{
	const struct ocxl_name *name;
	const char *separator = " ";

	if (!conditions)
		return;
	fprintf(footer, "%s:", label);
	for (name = ocxl_condition_names; name->name; name++) {
		if (!(conditions >> name->number & 1))
			continue;
		fprintf(footer, "%s%s", separator, name->name);
		separator = ", ";
	}
	fputc('\n', footer);
}
