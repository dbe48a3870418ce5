// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/table-cell.h"
#include "ocxl/render/table-details.h"

/* spaces before a line, and between a heading and its value */
#define INDENT	   4
#define GAP	   2
#define DUMP_BYTES 16
/* offset, DUMP_BYTES bytes in two groups, the same bytes as text */
#define DUMP_SIZE  (2 * sizeof(size_t) + 3 * DUMP_BYTES + DUMP_BYTES + 16)

/* the row has a shortened value of a field that is brief */
static bool has_line(const struct ocxl_field *field, const void *data, bool details)
{
	return field->heading && (field->brief || (field->detail && details)) &&
	       ocxl_field_is_present(field, data);
}

static size_t longest_heading(const struct ocxl_record *record, const void *data, bool details)
{
	const struct ocxl_field *field;
	size_t longest = 0;

	for (field = record->fields; field->key; field++) {
		if (has_line(field, data, details) && strlen(field->heading) > longest)
			longest = strlen(field->heading);
	}
	return longest;
}

static int write_field(struct ocxl_render *render, const struct ocxl_field *field, const void *data,
		       size_t width)
{
	struct ocxl_field whole = *field;
	char *text;
	int rc;

	whole.brief = false;
	text = ocxl_table_cell_text(&whole, data);
	rc = text ? ocxl_render_write_spaces(render, INDENT) : -ENOMEM;

	if (!rc)
		rc = ocxl_render_write_string(render, field->heading);
	if (!rc)
		rc = ocxl_render_write_spaces(render, width - strlen(field->heading) + GAP);
	if (!rc)
		rc = ocxl_render_write_string(render, text);
	free(text);
	return rc ? rc : ocxl_render_write_string(render, "\n");
}

static int write_fields(struct ocxl_render *render, const struct ocxl_record *record,
			const void *data, bool details)
{
	size_t width = longest_heading(record, data, details);
	const struct ocxl_field *field;
	int rc = 0;

	for (field = record->fields; !rc && field->key; field++) {
		if (has_line(field, data, details))
			rc = write_field(render, field, data, width);
	}
	return rc;
}

/* "0000  01 02 03 04 05 06 07 08  09 0a 0b 0c 0d 0e 0f 10  |................|" */
static void format_dump_line(char line[DUMP_SIZE], const struct ocxl_bytes *data, size_t offset)
{
	size_t count = data->size - offset < DUMP_BYTES ? data->size - offset : DUMP_BYTES;
	char *to = line + sprintf(line, "%04zx ", offset);
	size_t i;

	for (i = 0; i < DUMP_BYTES; i++) {
		if (i % 8 == 0)
			*to++ = ' ';
		if (i < count)
			to += sprintf(to, "%02x ", data->start[offset + i]);
		else
			to += sprintf(to, "   ");
	}
	*to++ = ' ';
	*to++ = '|';
	for (i = 0; i < count; i++) {
		unsigned char byte = data->start[offset + i];

		*to++ = ocxl_text_is_printable(&byte, 1) ? byte : '.';
	}
	strcpy(to, "|\n");
}

static int write_dump(struct ocxl_render *render, const struct ocxl_bytes *data)
{
	char line[DUMP_SIZE];
	size_t offset;
	int rc = 0;

	for (offset = 0; !rc && offset < data->size; offset += DUMP_BYTES) {
		format_dump_line(line, data, offset);
		rc = ocxl_render_write_spaces(render, INDENT);
		if (!rc)
			rc = ocxl_render_write_string(render, line);
	}
	return rc;
}

int ocxl_table_details_write(struct ocxl_render *render, const struct ocxl_record *record,
			     const void *data, bool details)
{
	const struct ocxl_field *field;
	int rc = write_fields(render, record, data, details);

	for (field = record->fields; !rc && field->key; field++) {
		union ocxl_value value;

		if (field->type != OCXL_FIELD_DATA || !ocxl_field_is_present(field, data))
			continue;
		value = ocxl_field_value(field, data);
		rc = write_dump(render, &value.bytes);
	}
	return rc;
}
