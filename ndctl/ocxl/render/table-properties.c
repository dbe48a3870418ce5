// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/render/table-cell.h"
#include "ocxl/render/table-properties.h"
#include "ocxl/render/table-style.h"

/* spaces before a heading, and between the longest heading and the values */
#define GAP 2

/* a list of words is wrapped at commas; the next lines begin at column @indent */
static int write_words(struct ocxl_render *render, const char *text, size_t indent)
{
	size_t space = render->document->width > indent ? render->document->width - indent : 0;
	size_t used = 0;
	int rc = 0;

	while (!rc && *text) {
		size_t length = strcspn(text, ",");

		length += text[length] == ',';
		if (used && space && used + length > space) {
			used = 0;
			rc = ocxl_render_write_string(render, "\n");
			if (!rc)
				rc = ocxl_render_write_spaces(render, indent);
		}
		if (!rc)
			rc = ocxl_output_write(render->output, text, length);
		used += length;
		text += length;
	}
	return rc;
}

/* @width: of the longest heading */
static int write_property(struct ocxl_render *render, const struct ocxl_field *field,
			  const void *data, size_t width)
{
	char *text = ocxl_table_cell_text(field, data);
	int rc = ocxl_render_write_spaces(render, GAP);

	if (!rc)
		rc = text ? ocxl_render_write_string(render, field->heading) : -ENOMEM;
	if (!rc)
		rc = ocxl_render_write_spaces(render, width + GAP - strlen(field->heading));
	if (!rc && field->type == OCXL_FIELD_BITS)
		rc = write_words(render, text, GAP + width + GAP);
	else if (!rc)
		rc = ocxl_render_write_string(render, text);
	free(text);
	return rc ? rc : ocxl_render_write_string(render, "\n");
}

static int write_title(struct ocxl_render *render, const struct ocxl_element *element,
		       const struct ocxl_section *section)
{
	const char *key = render->document->key;
	int rc = ocxl_render_write_style(render, OCXL_TABLE_BOLD);

	if (!rc)
		rc = ocxl_render_write_string(render, element->dev);
	if (!rc && section->key && (!key || strcmp(section->key, key) != 0)) {
		rc = ocxl_render_write_string(render, " ");
		if (!rc)
			rc = ocxl_render_write_string(render, section->key);
	}
	if (!rc)
		rc = ocxl_render_write_style(render, OCXL_TABLE_PLAIN);
	return rc ? rc : ocxl_render_write_string(render, "\n");
}

int ocxl_table_properties_write(struct ocxl_render *render, const struct ocxl_element *element,
				const struct ocxl_section *section)
{
	const struct ocxl_field *fields = section->record->fields, *field;
	size_t width = 0;
	int rc;

	for (field = fields; field->key; field++) {
		if (field->heading && strlen(field->heading) > width)
			width = strlen(field->heading);
	}
	rc = write_title(render, element, section);
	for (field = fields; !rc && field->key; field++) {
		if (field->heading && ocxl_field_is_present(field, section->data))
			rc = write_property(render, field, section->data, width);
	}
	return rc;
}
