// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/safe-text.h"
#include "ocxl/render/cell-text.h"
#include "ocxl/render/property-list.h"

/* spaces before a line */
#define PROPERTY_INDENT 2
#define DETAIL_INDENT	4
#define DUMP_BYTES	16
/* offset, DUMP_BYTES bytes in two groups, the same bytes as text */
#define DUMP_SIZE	(2 * sizeof(size_t) + 3 * DUMP_BYTES + DUMP_BYTES + 16)

struct list {
	struct ocxl_table *table;
	int indent;
	size_t space; /* for a value, on the terminal */
};

static size_t longest_heading(const struct ocxl_record *record)
{
	const struct ocxl_field *field;
	size_t longest = 0;

	for (field = record->fields; field->key; field++) {
		if (field->heading && strlen(field->heading) > longest)
			longest = strlen(field->heading);
	}
	return longest;
}

/* length of the words that fit into a line, with their commas: at least one word */
static size_t find_words(const char *text, size_t space)
{
	size_t length = 0;

	while (text[length]) {
		size_t next = length + strcspn(text + length, ",");

		next += text[next] == ',';
		if (length && next > space)
			break;
		length = next;
	}
	return length;
}

/* @text belongs to the list afterwards; NULL is -ENOMEM */
static int add_pair(struct list *list, const char *heading, char *text)
{
	char *indented = NULL;
	int rc = ocxl_table_add_line(list->table, NULL);

	if (rc) {
		free(text);
		return rc;
	}
	rc = ocxl_table_set_cell(list->table, 1, text);
	if (rc || asprintf(&indented, "%*s%s", list->indent, "", heading) < 0)
		return -ENOMEM;
	return ocxl_table_set_cell(list->table, 0, indented);
}

/* a list of words is continued on more lines; @text is released */
static int add_words(struct list *list, const char *heading, char *text)
{
	const char *rest = text;
	int rc = text ? 0 : -ENOMEM;

	while (!rc && *rest) {
		size_t length = find_words(rest, list->space);

		rc = add_pair(list, heading, strndup(rest, length));
		heading = "";
		rest += length;
	}
	free(text);
	return rc;
}

static int add_property(struct list *list, const struct ocxl_field *field, const void *data)
{
	struct ocxl_field whole = *field;
	char *text;

	whole.brief = false;
	text = ocxl_cell_text(&whole, data);
	if (field->type == OCXL_FIELD_BITS)
		return add_words(list, field->heading, text);
	return add_pair(list, field->heading, text);
}

/* @rows: only fields that its columns do not show as a whole; NULL: all fields */
static int fill_list(struct list *list, const struct ocxl_record *record, const void *data,
		     const struct ocxl_table_rows *rows)
{
	const struct ocxl_field *field;
	int rc = 0;

	for (field = record->fields; !rc && field->key; field++) {
		if (field->heading && ocxl_field_is_present(field, data) &&
		    !(rows && ocxl_table_rows_show(rows, field)))
			rc = add_property(list, field, data);
	}
	return rc;
}

static int write_list(struct ocxl_render *render, struct list *list,
		      const struct ocxl_record *record, const void *data,
		      const struct ocxl_table_rows *rows)
{
	unsigned int width = list->indent + longest_heading(record);
	unsigned int before = width + OCXL_TABLE_LIST_GAP;
	char *text = NULL;
	int rc = ocxl_table_add_column(list->table, "", width, 0);

	list->space = render->document->width > before ? render->document->width - before
						       : SIZE_MAX;
	if (!rc)
		rc = ocxl_table_add_column(list->table, "", 0, 0);
	if (!rc)
		rc = fill_list(list, record, data, rows);
	if (!rc)
		rc = ocxl_table_print(list->table, &text);
	if (text)
		rc = ocxl_render_write(render, text, "\n");
	free(text);
	return rc;
}

/* "0000  01 02 03 04 05 06 07 08  09 0a 0b 0c 0d 0e 0f 10  |................|" */
static void format_dump_line(char line[DUMP_SIZE], const struct ocxl_bytes *data, size_t offset)
{
	size_t rest = data->size - offset;
	size_t count = rest < DUMP_BYTES ? rest : DUMP_BYTES;
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
	char line[DETAIL_INDENT + DUMP_SIZE];
	size_t offset;
	int rc = 0;

	memset(line, ' ', DETAIL_INDENT);
	for (offset = 0; !rc && offset < data->size; offset += DUMP_BYTES) {
		format_dump_line(line + DETAIL_INDENT, data, offset);
		rc = ocxl_render_write(render, line);
	}
	return rc;
}

int ocxl_property_list_write(struct ocxl_render *render,
			     const struct ocxl_lazy_smartcols *smartcols,
			     const struct ocxl_record *record, const void *data,
			     const struct ocxl_table_rows *rows)
{
	struct list list = { .indent = rows ? DETAIL_INDENT : PROPERTY_INDENT };
	const struct ocxl_field *field;
	int rc;

	list.table = ocxl_table_new(OCXL_TABLE_LIST, render->document, smartcols);
	rc = list.table ? write_list(render, &list, record, data, rows) : -ENOMEM;
	ocxl_table_free(list.table);
	for (field = record->fields; rows && !rc && field->key; field++) {
		union ocxl_value value;

		if (field->type != OCXL_FIELD_DATA || !ocxl_field_is_present(field, data))
			continue;
		value = ocxl_field_value(field, data);
		rc = write_dump(render, &value.bytes);
	}
	return rc;
}
