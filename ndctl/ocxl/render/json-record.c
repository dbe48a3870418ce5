// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ocxl-version.h>
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/base/memory.h"
#include "ocxl/render/json-record.h"

#define FORMAT_VERSION "1.0"

/* a reader that stores numbers as doubles loses digits of larger ones */
#define EXACT_MAX ((UINT64_C(1) << 53) - 1)
#define KEY_SIZE  64

/* @text appears in the document instead of @value; it is released with @value */
static struct json_object *set_text(struct json_object *value, char *text)
{
	if (!value)
		die("out of memory");
	json_object_set_serializer(value, json_object_userdata_to_json_string, text,
				   json_object_free_userdata);
	return value;
}

/* json-c writes bytes that are not UTF-8 unchanged: all but printable ASCII is escaped here */
static struct json_object *new_bytes(const void *bytes, size_t size)
{
	struct json_object *value = json_object_new_string_len(bytes, size);
	size_t length;
	char *text;

	if (ocxl_text_is_printable(bytes, size))
		return value;
	text = xrealloc(NULL, OCXL_TEXT_JSON_SIZE(size) + 2);
	text[0] = '"';
	length = ocxl_text_escape_json(text + 1, bytes, size);
	strcpy(text + 1 + length, "\"");
	return set_text(value, text);
}

static struct json_object *new_string(const char *string)
{
	return new_bytes(string, strlen(string));
}

/*
 * json-c would write 17 digits. Without a point, readers take a number as an integer, and some of
 * them refuse one of more than 64 bits.
 */
static struct json_object *new_real(double number)
{
	char text[OCXL_TEXT_REAL_SIZE];

	if (fabs(number) < 0x1p63)
		ocxl_text_format_real(text, number, 3);
	else
		ocxl_text_format_fixed(text, number, 1);
	return set_text(json_object_new_double(number), xstrdup(text));
}

static struct json_object *new_data(const struct ocxl_bytes *data)
{
	char *text = xrealloc(NULL, OCXL_TEXT_HEX_SIZE(data->size));
	struct json_object *value;

	ocxl_text_format_hex(text, data->start, data->size);
	value = json_object_new_string_len(text, 2 * data->size);
	free(text);
	return value;
}

/* a string that needs no escapes */
static struct json_object *new_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

static struct json_object *new_text(const char *format, ...)
{
	char text[40];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return json_object_new_string(text);
}

static struct json_object *new_decimal(uint64_t number)
{
	return new_text("%" PRIu64, number);
}

static struct json_object *new_time(uint64_t seconds)
{
	char text[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_time(text, (time_t)seconds);
	return json_object_new_string(text);
}

void ocxl_json_add(struct json_object *object, const char *key, struct json_object *value)
{
	if (!object || !value ||
	    json_object_object_add_ex(object, key, value, JSON_C_OBJECT_KEY_IS_CONSTANT))
		die("out of memory");
}

static void add_null(struct json_object *object, const char *key)
{
	if (json_object_object_add_ex(object, key, NULL, JSON_C_OBJECT_KEY_IS_CONSTANT))
		die("out of memory");
}

void ocxl_json_add_string(struct json_object *object, const char *key, const char *value)
{
	if (value)
		ocxl_json_add(object, key, json_object_new_string(value));
}

/* a string with a decimal number */
static void add_identifier(struct json_object *object, const char *key, uint64_t value)
{
	ocxl_json_add(object, key, new_decimal(value));
}

static void append_value(struct json_object *array, struct json_object *value)
{
	if (!array || !value || json_object_array_add(array, value))
		die("out of memory");
}

/* json-c up to 0.17 would indent nothing: "[", a line break, "]" */
static void add_list(struct json_object *object, const char *key, struct json_object *array)
{
	if (array && json_object_array_length(array) == 0)
		array = set_text(array, xstrdup("[]"));
	ocxl_json_add(object, key, array);
}

void ocxl_json_add_empty_list(struct json_object *object, const char *key)
{
	add_list(object, key, json_object_new_array());
}

static void add_bits(struct json_object *object, const char *key, const struct ocxl_name *names,
		     uint64_t bits)
{
	struct json_object *array = json_object_new_array();

	for (; bits; bits &= bits - 1) {
		unsigned int bit = __builtin_ctzll(bits);
		const char *name = ocxl_name_find(names, bit);

		append_value(array, name ? json_object_new_string(name) : new_text("bit_%u", bit));
	}
	add_list(object, key, array);
}

static void add_records(struct json_object *object, const struct ocxl_field *field,
			const struct ocxl_list *list)
{
	struct json_object *array = json_object_new_array();
	const char *data = list->records;
	size_t i;

	for (i = 0; i < list->count; i++)
		append_value(array,
			     ocxl_json_new_record(field->record, data + i * field->record->size));
	add_list(object, field->key, array);
}

static void add_with_suffix(struct json_object *object, const char *key, const char *suffix,
			    struct json_object *value)
{
	char full[KEY_SIZE];

	snprintf(full, sizeof(full), "%s%s", key, suffix);
	if (!object || !value || json_object_object_add(object, full, value))
		die("out of memory");
}

static void add_exact(struct json_object *object, const char *key, uint64_t number)
{
	if (number > EXACT_MAX)
		add_with_suffix(object, key, "_str", new_decimal(number));
}

static void add_counters(struct json_object *object, const struct ocxl_field *field,
			 const uint64_t *counters)
{
	struct json_object *members = json_object_new_object();
	const struct ocxl_name *name;

	for (name = field->names; name->name; name++) {
		uint64_t number = counters[name->number];

		ocxl_json_add(members, name->name, json_object_new_uint64(number));
		add_exact(members, name->name, number);
	}
	ocxl_json_add(object, field->key, members);
}

/* of the types that are one JSON value */
static struct json_object *new_value(const struct ocxl_field *field, const union ocxl_value *value)
{
	switch (field->type) {
	case OCXL_FIELD_QUANTITY:
		return json_object_new_uint64(value->number);
	case OCXL_FIELD_IDENTIFIER:
		return new_decimal(value->number);
	case OCXL_FIELD_HEX:
		return new_text("0x%" PRIx64, value->number);
	case OCXL_FIELD_BOOL:
		return json_object_new_boolean(value->truth);
	case OCXL_FIELD_REAL:
		return new_real(value->real);
	case OCXL_FIELD_WORD:
		return new_string(value->word);
	case OCXL_FIELD_TEXT:
	case OCXL_FIELD_BYTES:
		return new_bytes(value->bytes.start, value->bytes.size);
	case OCXL_FIELD_DATA:
		return new_data(&value->bytes);
	case OCXL_FIELD_WWID:
		return new_text("%016" PRIx64 "%016" PRIx64, value->numbers[0], value->numbers[1]);
	case OCXL_FIELD_TIME:
		return new_time(value->number);
	default:
		return json_object_new_string(ocxl_name_or_unknown(field->names, value->number));
	}
}

static void add_field(struct json_object *object, const struct ocxl_field *field,
		      const union ocxl_value *value)
{
	switch (field->type) {
	case OCXL_FIELD_BITS:
		add_bits(object, field->key, field->names, value->number);
		break;
	case OCXL_FIELD_LIST:
		if (value->list.unknown)
			add_null(object, field->key);
		else
			add_records(object, field, &value->list);
		break;
	case OCXL_FIELD_COUNTERS:
		add_counters(object, field, value->numbers);
		break;
	default:
		ocxl_json_add(object, field->key, new_value(field, value));
	}
	if (field->type == OCXL_FIELD_QUANTITY)
		add_exact(object, field->key, value->number);
	if (field->type == OCXL_FIELD_CODE)
		add_with_suffix(object, field->key, "_code", json_object_new_uint64(value->number));
}

static void add_fields(struct json_object *object, const struct ocxl_record *record,
		       const void *data)
{
	const struct ocxl_field *field;
	union ocxl_value value;

	for (field = record->fields; field->key; field++) {
		if (!field->table_only && ocxl_field_get(field, data, &value))
			add_field(object, field, &value);
	}
}

struct json_object *ocxl_json_new_record(const struct ocxl_record *record, const void *data)
{
	struct json_object *object = json_object_new_object();

	add_fields(object, record, data);
	return object;
}

/* ---- parts of a document ---- */

static void add_tool(struct json_object *object)
{
	struct json_object *tool = json_object_new_object();

	ocxl_json_add_string(tool, "name", "ndctl-ocxl");
	ocxl_json_add_string(tool, "version", OCXL_VERSION);
	ocxl_json_add_string(tool, "ndctl", OCXL_NDCTL_VERSION);
	ocxl_json_add(object, "tool", tool);
}

void ocxl_json_add_head(struct ocxl_render *render, struct json_object *object, bool with_tool)
{
	char time[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_time(time, render->document->time);
	ocxl_json_add_string(object, "format_version", FORMAT_VERSION);
	ocxl_json_add_string(object, "command", render->document->command);
	if (with_tool)
		add_tool(object);
	ocxl_json_add_string(object, "time", time);
}

void ocxl_json_add_notes(struct ocxl_render *render, struct json_object *object)
{
	const struct ocxl_document *document = render->document;

	if (document->host_record)
		ocxl_json_add(object, "host",
			      ocxl_json_new_record(&ocxl_host_record, document->host_record));
	if (document->ignored)
		add_bits(object, "ignored", ocxl_condition_names, document->ignored);
}

/* @text: of sysfs; empty: unknown */
static void add_known_text(struct json_object *object, const char *key, const char *text)
{
	if (*text)
		ocxl_json_add(object, key, new_bytes(text, strlen(text)));
}

void ocxl_json_add_identity(struct json_object *object, const struct ocxl_element *element)
{
	ocxl_json_add_string(object, "dev", element->dev);
	ocxl_json_add_string(object, "bus", element->bus);
	if (element->has_serial)
		add_identifier(object, "serial", element->serial);
	ocxl_json_add_string(object, "card", element->card);
	if (!element->location)
		return;
	add_known_text(object, "slot", element->location->slot);
	add_known_text(object, "pci_address", element->location->pci_address);
}

/* @command: NULL: not named */
static struct json_object *new_error(const char *command, const struct ocxl_failure *failure)
{
	struct json_object *error = json_object_new_object();

	ocxl_json_add_string(error, "command", command);
	ocxl_json_add_string(error, "name", failure->name);
	if (failure->wire_status >= 0)
		ocxl_json_add(error, "wire_status", json_object_new_int(failure->wire_status));
	ocxl_json_add(error, "message", new_string(failure->message));
	return error;
}

static void add_all_failures(struct json_object *object, const struct ocxl_element *element)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];
		const char *command = ocxl_name_find(ocxl_command_names, part->command);

		append_value(list, new_error(command, &part->failure));
	}
	ocxl_json_add(object, "errors", list);
}

static void add_section(struct json_object *object, const struct ocxl_section *section)
{
	if (section->key)
		ocxl_json_add(object, section->key,
			      ocxl_json_new_record(section->record, section->data));
	else
		add_fields(object, section->record, section->data);
}

void ocxl_json_add_result(struct json_object *object, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; i < element->section_count; i++)
		add_section(object, &element->sections[i]);
	if (element->truncated)
		ocxl_json_add(object, "truncated", json_object_new_boolean(true));
	ocxl_json_add_string(object, "status", element->status);
	if (element->failure.name)
		ocxl_json_add(object, "error", new_error(NULL, &element->failure));
	if (element->failures && element->failure_count)
		add_all_failures(object, element);
}
