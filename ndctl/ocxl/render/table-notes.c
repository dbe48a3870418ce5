// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "ocxl/render/table-notes.h"
#include "ocxl/render/table-rows.h"
#include "ocxl/base/names.h"

static void note_failures(FILE *notes, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; element->failures && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		if (command)
			fprintf(notes, "%s: %s: %s\n", element->dev, command, part->failure.name);
	}
}

void ocxl_note_dimm(FILE *notes, const struct ocxl_element *element, bool empty, bool color)
{
	bool ok = !strcmp(element->status, "ok");
	bool error = !strcmp(element->status, "error");
	bool alarm = color && error;

	if (ok && element->stream_key && empty)
		fprintf(notes, "%s: %s: empty\n", element->dev, element->stream_key);
	if (element->truncated)
		fprintf(notes, "%s: truncated: there is more than is shown\n", element->dev);
	if (ok)
		return;
	if (alarm)
		fputs(OCXL_TABLE_ALARM, notes);
	fprintf(notes, "%s: %s", element->dev, element->status);
	if (element->failure.name)
		fprintf(notes, " (%s)", element->failure.name);
	if (alarm)
		fputs(OCXL_TABLE_PLAIN, notes);
	fputc('\n', notes);
	if (error)
		note_failures(notes, element);
}
