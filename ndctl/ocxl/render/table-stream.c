// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ocxl/render/table-cell.h"
#include "ocxl/render/table-details.h"
#include "ocxl/render/table-stream.h"
#include "ocxl/render/table-style.h"

#define DIMM_WIDTH  7
#define TIME_FORMAT "%H:%M:%SZ"
#define TIME_WIDTH  9

static size_t nominal_width(const struct ocxl_field *field)
{
	size_t heading = strlen(field->heading);

	return field->width > heading ? field->width : heading;
}

static size_t column_width(const struct ocxl_table_stream *stream, const struct ocxl_field *field)
{
	size_t index = field - stream->record->fields;

	return index < OCXL_TABLE_STREAM_WIDTHS ? stream->widths[index] : nominal_width(field);
}

static bool is_shown(const struct ocxl_table_stream *stream, const struct ocxl_field *field)
{
	return field->heading && (stream->details || !field->detail);
}

static const struct ocxl_field *next_shown(const struct ocxl_table_stream *stream,
					   const struct ocxl_field *field)
{
	while (field->key && !is_shown(stream, field))
		field++;
	return field->key ? field : NULL;
}

/* @last: no trailing spaces */
static int write_cell(const struct ocxl_table_stream *stream, struct ocxl_render *render,
		      const struct ocxl_field *field, const char *text, bool last)
{
	size_t width = column_width(stream, field);
	size_t length = strlen(text);
	size_t padding = length < width ? width - length : 0;
	bool right = ocxl_table_cell_is_number(field);
	int rc = ocxl_render_write_spaces(render, 1 + (right ? padding : 0));

	if (!rc)
		rc = ocxl_render_write_string(render, text);
	if (!rc && !right && !last)
		rc = ocxl_render_write_spaces(render, padding);
	return rc;
}

/* the headings if @data is NULL */
static int write_time(struct ocxl_render *render, const void *data)
{
	char text[TIME_WIDTH + 1] = "TIME";
	struct tm utc;
	int rc;

	if (!render->document->timed)
		return 0;
	if (data && gmtime_r(&render->document->time, &utc))
		strftime(text, sizeof(text), TIME_FORMAT, &utc);
	rc = ocxl_render_write_string(render, text);
	return rc ? rc : ocxl_render_write_spaces(render, TIME_WIDTH - strlen(text) + 1);
}

/* @data NULL: the headings */
static int write_cells(const struct ocxl_table_stream *stream, struct ocxl_render *render,
		       const char *dev, const void *data)
{
	const struct ocxl_field *field = next_shown(stream, stream->record->fields);
	size_t length = strlen(dev);
	int rc = write_time(render, data);

	if (!rc)
		rc = ocxl_render_write_string(render, dev);
	if (!rc && length < DIMM_WIDTH)
		rc = ocxl_render_write_spaces(render, DIMM_WIDTH - length);
	while (!rc && field) {
		const struct ocxl_field *next = next_shown(stream, field + 1);
		char *text = data ? ocxl_table_cell_text(field, data) : strdup(field->heading);

		rc = text ? write_cell(stream, render, field, text, !next) : -ENOMEM;
		free(text);
		field = next;
	}
	return rc;
}

int ocxl_table_stream_write_headings(struct ocxl_table_stream *stream, struct ocxl_render *render)
{
	int rc = write_cells(stream, render, "DIMM", NULL);

	stream->lines = 1;
	return rc ? rc : ocxl_render_write_string(render, "\n");
}

int ocxl_table_stream_write_row(struct ocxl_table_stream *stream, struct ocxl_render *render,
				const char *dev, const void *data)
{
	const char *style = ocxl_table_row_style(stream->record, data);
	int rc = style ? ocxl_render_write_style(render, style) : 0;

	if (!rc)
		rc = write_cells(stream, render, dev, data);
	if (!rc && style)
		rc = ocxl_render_write_style(render, OCXL_TABLE_PLAIN);
	if (!rc)
		rc = ocxl_render_write_string(render, "\n");
	stream->lines++;
	if (!rc && render->document->verbose && !render->document->timed)
		rc = ocxl_table_details_write(render, stream->record, data, !stream->details);
	return rc;
}

static bool fits_width(const struct ocxl_render *render, size_t width)
{
	return !render->document->width || width <= render->document->width;
}

static size_t first_width(const struct ocxl_render *render)
{
	return DIMM_WIDTH + (render->document->timed ? TIME_WIDTH + 1 : 0);
}

static void set_nominal_widths(struct ocxl_table_stream *stream, const struct ocxl_render *render,
			       const struct ocxl_record *record)
{
	const struct ocxl_field *field;
	size_t width = first_width(render);
	size_t i;

	stream->record = record;
	for (field = record->fields, i = 0; field->key; field++, i++) {
		size_t nominal = field->heading ? nominal_width(field) : 0;

		if (i < OCXL_TABLE_STREAM_WIDTHS)
			stream->widths[i] = nominal;
		if (field->heading)
			width += 1 + nominal;
	}
	stream->details = fits_width(render, width);
}

/* 1: the widths or columns have changed, 0: they have not, or -ENOMEM */
static int widen_columns(struct ocxl_table_stream *stream, const struct ocxl_render *render,
			 const void *data)
{
	const struct ocxl_field *fields = stream->record->fields;
	size_t width = first_width(render);
	bool wider = false;
	size_t i;

	if (!stream->details || !render->document->width)
		return 0;
	for (i = 0; fields[i].key && i < OCXL_TABLE_STREAM_WIDTHS; i++) {
		char *text = fields[i].heading ? ocxl_table_cell_text(&fields[i], data) : NULL;
		size_t length = text ? strlen(text) : 0;

		free(text);
		if (!fields[i].heading)
			continue;
		if (!text)
			return -ENOMEM;
		if (fields[i].detail && length > stream->widths[i]) {
			stream->widths[i] = length;
			wider = true;
		}
		width += 1 + (length > stream->widths[i] ? length : stream->widths[i]);
	}
	stream->details = fits_width(render, width);
	return wider || !stream->details;
}

int ocxl_table_stream_fit(struct ocxl_table_stream *stream, const struct ocxl_render *render,
			  const struct ocxl_record *record, const void *data)
{
	const struct ocxl_document *document = render->document;
	bool due = document->timed && document->height && stream->lines + 1 >= document->height;
	int rc;

	if (stream->record != record) {
		set_nominal_widths(stream, render, record);
		due = true;
	}
	rc = widen_columns(stream, render, data);
	return rc ? rc : due;
}
