// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/render/table.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/field.h"

#define DUMP_BYTES 16

static void put_real(FILE *to, double value, int decimals)
{
	char text[OCXL_TEXT_REAL_SIZE];

	ocxl_text_format_real(text, value, decimals);
	fputs(text, to);
}

static void put_bytes(FILE *to, uint64_t bytes, bool brief)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	uint64_t scale = 1024;
	unsigned int i = 0;

	if (bytes < 1024) {
		fprintf(to, "%" PRIu64 " B", bytes);
		return;
	}
	while (bytes / scale >= 1024) {
		scale *= 1024;
		i++;
	}
	put_real(to, (double)bytes / scale, 1);
	fprintf(to, " %s", units[i]);
	if (bytes % scale && !brief)
		fprintf(to, " (%" PRIu64 " B)", bytes);
}

/* parts that are 0 are omitted; @brief: only two parts, otherwise exact */
static void put_seconds(FILE *to, uint64_t seconds, bool brief)
{
	const struct {
		uint64_t value;
		char unit;
	} parts[] = {
		{ seconds / 86400, 'd' },
		{ seconds / 3600 % 24, 'h' },
		{ seconds / 60 % 60, 'm' },
		{ seconds % 60, 's' },
	};
	const char *space = "";
	size_t i, end = ARRAY_SIZE(parts);

	if (seconds < 60) {
		fprintf(to, "%" PRIu64 " s", seconds);
		return;
	}
	for (i = 0; i < end; i++) {
		if (!parts[i].value)
			continue;
		fprintf(to, "%s%" PRIu64 "%c", space, parts[i].value, parts[i].unit);
		if (brief && !*space && i + 2 < end)
			end = i + 2;
		space = " ";
	}
}

/* "2026-11-20T07:15:00+01:00", @brief: without seconds */
static void put_time(FILE *to, uint64_t seconds, bool brief)
{
	char text[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_local_time(text, brief ? OCXL_TIME_TO_MINUTES : OCXL_TIME_TO_SECONDS,
				    (time_t)seconds);
	fputs(text, to);
}

/* three digits: 1.25, 12.5, 125; 0 without decimals */
static void put_brief(FILE *to, double value)
{
	int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	char text[OCXL_TEXT_REAL_SIZE];

	ocxl_text_format_fixed(text, value, value > 0 ? decimals : 0);
	fputs(text, to);
}

static void put_nanoseconds(FILE *to, double ns, bool brief)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	unsigned int i = 0;
	double scale = 1;

	if (ns >= 1e12 && ns < 1e28) {
		put_seconds(to, ns / 1e9, false);
		return;
	}
	while (ns / scale >= 1000 && i < 3) {
		scale *= 1000;
		i++;
	}
	if (brief)
		put_brief(to, ns / scale);
	else
		put_real(to, ns / scale, 2);
	fprintf(to, " %s", units[i]);
}

static bool is_unit(const struct ocxl_field *field, const char *unit)
{
	return field->unit && !strcmp(field->unit, unit);
}

static void put_unit(FILE *to, const struct ocxl_field *field)
{
	if (field->unit)
		fprintf(to, is_unit(field, "%") ? "%s" : " %s", field->unit);
}

static void put_quantity(FILE *to, const struct ocxl_field *field, uint64_t number)
{
	if (field->hex) {
		fprintf(to, "0x%02" PRIX64, number);
	} else if (is_unit(field, "B")) {
		put_bytes(to, number, field->brief);
	} else if (is_unit(field, "s")) {
		put_seconds(to, number, field->brief);
	} else if (is_unit(field, "ns")) {
		put_nanoseconds(to, number, false);
	} else if (is_unit(field, "us")) {
		put_nanoseconds(to, number * 1e3, false);
	} else {
		fprintf(to, "%" PRIu64, number);
		put_unit(to, field);
	}
}

static void put_measure(FILE *to, const struct ocxl_field *field, double number)
{
	if (is_unit(field, "ns")) {
		put_nanoseconds(to, number, field->brief);
		return;
	}
	if (field->brief)
		put_brief(to, number);
	else
		put_real(to, number, 2);
	put_unit(to, field);
}

/* an empty text becomes "-": programs that split lines at spaces count columns */
static void put_plain(FILE *to, const void *bytes, size_t size)
{
	char *text = xrealloc(NULL, OCXL_TEXT_PLAIN_SIZE(size));

	if (!size)
		fputc('-', to);
	ocxl_text_escape_plain(text, bytes, size);
	fputs(text, to);
	free(text);
}

static void put_bits(FILE *to, const struct ocxl_name *names, uint64_t bits)
{
	const char *comma = "";

	if (!bits)
		fputc('-', to);
	for (; bits; bits &= bits - 1) {
		unsigned int bit = __builtin_ctzll(bits);
		const char *name = ocxl_name_find(names, bit);

		if (name)
			fprintf(to, "%s%s", comma, name);
		else
			fprintf(to, "%sbit_%u", comma, bit);
		comma = ",";
	}
}

static void put_code(FILE *to, const struct ocxl_name *names, uint64_t code)
{
	const char *name = ocxl_name_find(names, code);

	if (name)
		fputs(name, to);
	else
		fprintf(to, "unknown (%" PRIu64 ")", code);
}

static void put_list(FILE *to, const struct ocxl_field *field, const struct ocxl_list *list)
{
	const char *item = list->records;
	size_t i;

	if (list->unknown)
		fputs("unknown", to);
	else if (!list->count)
		fputs(field->empty ? field->empty : "-", to);
	for (i = 0; i < list->count && !list->unknown; i++) {
		fputs(i ? ", " : "", to);
		ocxl_cell_write_item(to, field->record, item + i * field->record->size);
	}
}

static void put_value(FILE *to, const struct ocxl_field *field, const union ocxl_value *value)
{
	switch (field->type) {
	case OCXL_FIELD_QUANTITY:
		put_quantity(to, field, value->number);
		break;
	case OCXL_FIELD_IDENTIFIER:
		fprintf(to, "%" PRIu64, value->number);
		break;
	case OCXL_FIELD_HEX:
		fprintf(to, "0x%" PRIx64, value->number);
		break;
	case OCXL_FIELD_BOOL:
		fputs(value->truth ? "yes" : "no", to);
		break;
	case OCXL_FIELD_REAL:
		put_measure(to, field, value->real);
		break;
	case OCXL_FIELD_WORD:
		put_plain(to, value->word, strlen(value->word));
		break;
	case OCXL_FIELD_TEXT:
	case OCXL_FIELD_BYTES:
		put_plain(to, value->bytes.start, value->bytes.size);
		break;
	case OCXL_FIELD_NAME:
		fputs(ocxl_name_or_unknown(field->names, value->number), to);
		break;
	case OCXL_FIELD_CODE:
		put_code(to, field->names, value->number);
		break;
	case OCXL_FIELD_BITS:
		put_bits(to, field->names, value->number);
		break;
	case OCXL_FIELD_WWID:
		fprintf(to, "%016" PRIx64 "%016" PRIx64, value->numbers[0], value->numbers[1]);
		break;
	case OCXL_FIELD_TIME:
		put_time(to, value->number, field->brief);
		break;
	case OCXL_FIELD_LIST:
		put_list(to, field, &value->list);
		break;
	case OCXL_FIELD_DATA:
	case OCXL_FIELD_COUNTERS:
		/* in no cell */
		break;
	}
}

void ocxl_cell_write(FILE *to, const struct ocxl_field *field, const void *record)
{
	union ocxl_value value;

	if (ocxl_field_get(field, record, &value))
		put_value(to, field, &value);
	else
		fputc('-', to);
}

void ocxl_cell_write_item(FILE *to, const struct ocxl_record *record, const void *item)
{
	const struct ocxl_field *field;
	const char *space = "";

	for (field = record->fields; field->key; field++) {
		if (!field->heading)
			continue;
		fputs(space, to);
		ocxl_cell_write(to, field, item);
		space = " ";
	}
}

size_t ocxl_cell_find_break(const char *text, size_t width, char separator)
{
	size_t at = width;

	while (at && text[at] != separator)
		at--;
	return at;
}

/* bytes of the word, or of the command between single quotes, with the rest of its last word */
static size_t measure_word(const char *text, size_t width)
{
	const char *end = *text == '\'' ? strchr(text + 1, '\'') : NULL;
	size_t command = end ? end - text + strcspn(end, " ") : 0;

	return command && command <= width ? command : strcspn(text, " ");
}

/* the last space between words that allows a line of @width columns; 0: no break is possible */
static size_t find_gap(const char *text, size_t width)
{
	size_t at = 0, end = measure_word(text, width);

	while (text[end] && end <= width) {
		at = end;
		end += 1 + measure_word(text + end + 1, width);
	}
	return at;
}

void ocxl_cell_wrap(FILE *to, const char *text, size_t indent, size_t width)
{
	while (width && strlen(text) > width) {
		size_t size = find_gap(text, width);

		/* a list of words has only commas */
		if (!size)
			size = ocxl_cell_find_break(text, width - 1, ',') + 1;
		if (size == 1)
			break;
		fprintf(to, "%.*s\n%*s", (int)size, text, (int)indent, "");
		text += size;
		text += *text == ' ';
	}
	fputs(text, to);
}

/* "0000  01 02 03 04 05 06 07 08  09 0a 0b 0c 0d 0e 0f 10  |................|" */
static void put_dump_line(FILE *to, const unsigned char *bytes, size_t count, size_t offset)
{
	size_t i;

	fprintf(to, "    %04zx ", offset);
	for (i = 0; i < DUMP_BYTES; i++) {
		if (i % 8 == 0)
			fputc(' ', to);
		if (i < count)
			fprintf(to, "%02x ", bytes[i]);
		else
			fputs("   ", to);
	}
	fputs(" |", to);
	for (i = 0; i < count; i++)
		fputc(ocxl_text_is_printable(bytes + i, 1) ? bytes[i] : '.', to);
	fputs("|\n", to);
}

void ocxl_cell_dump(FILE *to, const struct ocxl_bytes *data)
{
	size_t offset;

	for (offset = 0; offset < data->size; offset += DUMP_BYTES) {
		size_t rest = data->size - offset;

		put_dump_line(to, data->start + offset, rest < DUMP_BYTES ? rest : DUMP_BYTES,
			      offset);
	}
}

bool ocxl_cell_is_number(const struct ocxl_field *field)
{
	return field->type == OCXL_FIELD_QUANTITY || field->type == OCXL_FIELD_REAL;
}

static const char *word_style(const char *word)
{
	static const struct {
		const char *word;
		const char *style;
	} styles[] = {
		{ "ok", NULL },
		{ "warning", OCXL_STYLE_WARNING },
		{ "unknown", OCXL_STYLE_UNKNOWN },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(styles); i++) {
		if (!strcmp(styles[i].word, word))
			return styles[i].style;
	}
	return OCXL_STYLE_ALARM;
}

static const char *cell_style(const struct ocxl_field *field, const void *record)
{
	union ocxl_value value;

	if (!field->highlight || !ocxl_field_get(field, record, &value))
		return NULL;
	if (field->type == OCXL_FIELD_WORD)
		return word_style(value.word);
	return field->type == OCXL_FIELD_BOOL && value.truth ? OCXL_STYLE_ALARM : NULL;
}

const char *ocxl_row_style(const struct ocxl_record *record, const void *data)
{
	const struct ocxl_field *field;
	const char *style = NULL;

	for (field = record->fields; !style && field->key; field++)
		style = cell_style(field, data);
	return style;
}
