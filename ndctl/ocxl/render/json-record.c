// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ocxl-version.h>
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/render/json-record.h"

#define FORMAT_VERSION "1.0"

/* a reader that stores numbers as doubles loses digits of larger ones */
#define EXACT_MAX ((UINT64_C(1) << 53) - 1)
#define KEY_SIZE  64

/* @text appears in the document instead of @value; it is released with @value */
static struct json_object *set_text(struct json_object *value, char *text)
{
	if (!value || !text) {
		json_object_put(value);
		free(text);
		return NULL;
	}
	json_object_set_serializer(value, json_object_userdata_to_json_string, text,
				   json_object_free_userdata);
	return value;
}

/* json-c writes bytes that are not UTF-8 unchanged, so they are escaped here */
struct json_object *ocxl_json_new_string(const void *bytes, size_t size)
{
	struct json_object *value = json_object_new_string_len(bytes, size);
	size_t length;
	char *text;

	if (ocxl_text_is_printable(bytes, size))
		return value;
	text = malloc(OCXL_TEXT_JSON_SIZE(size) + 2);
	if (text) {
		text[0] = '"';
		length = ocxl_text_escape_json(text + 1, bytes, size);
		strcpy(text + 1 + length, "\"");
	}
	return set_text(value, text);
}

static struct json_object *new_string(const char *string)
{
	return ocxl_json_new_string(string, strlen(string));
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
	return set_text(json_object_new_double(number), strdup(text));
}

static struct json_object *new_data(const struct ocxl_bytes *data)
{
	char *text = malloc(OCXL_TEXT_HEX_SIZE(data->size));
	struct json_object *value = NULL;

	if (text) {
		ocxl_text_format_hex(text, data->start, data->size);
		value = json_object_new_string_len(text, 2 * data->size);
	}
	free(text);
	return value;
}

static struct json_object *new_hex(uint64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%" PRIx64, number);
	return json_object_new_string(text);
}

static struct json_object *new_decimal(uint64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return json_object_new_string(text);
}

static struct json_object *new_wwid(const uint64_t *wwid)
{
	char text[33];

	snprintf(text, sizeof(text), "%016" PRIx64 "%016" PRIx64, wwid[0], wwid[1]);
	return json_object_new_string(text);
}

static int append_value(struct json_object *array, struct json_object *value)
{
	if (value && json_object_array_add(array, value) == 0)
		return 0;
	json_object_put(value);
	return -ENOMEM;
}

/* json-c up to 0.17 would indent nothing: "[", a line break, "]" */
static struct json_object *list_if_complete(struct json_object *array, int rc)
{
	array = ocxl_json_if_complete(array, rc);
	if (!array || json_object_array_length(array) > 0)
		return array;
	return set_text(array, strdup("[]"));
}

static struct json_object *new_bits(const struct ocxl_name *names, uint64_t bits)
{
	struct json_object *array = json_object_new_array();
	unsigned int bit;
	int rc = array ? 0 : -ENOMEM;

	for (bit = 0; !rc && bit < 64; bit++) {
		const char *name = ocxl_name_find(names, bit);
		char unknown[16];

		if (!(bits & UINT64_C(1) << bit))
			continue;
		snprintf(unknown, sizeof(unknown), "bit_%u", bit);
		rc = append_value(array, json_object_new_string(name ? name : unknown));
	}
	return list_if_complete(array, rc);
}

static struct json_object *new_list(const struct ocxl_record *record, const struct ocxl_list *list)
{
	struct json_object *array = json_object_new_array();
	const char *data = list->records;
	int rc = array ? 0 : -ENOMEM;
	size_t i;

	for (i = 0; !rc && i < list->count; i++)
		rc = append_value(array, ocxl_json_new_record(record, data + i * record->size));
	return list_if_complete(array, rc);
}

struct json_object *ocxl_json_if_complete(struct json_object *object, int rc)
{
	if (!rc)
		return object;
	json_object_put(object);
	return NULL;
}

int ocxl_json_add(struct json_object *object, const char *key, struct json_object *value)
{
	if (value && json_object_object_add(object, key, value) == 0)
		return 0;
	json_object_put(value);
	return -ENOMEM;
}

int ocxl_json_add_string(struct json_object *object, const char *key, const char *value)
{
	return value ? ocxl_json_add(object, key, new_string(value)) : 0;
}

int ocxl_json_add_identifier(struct json_object *object, const char *key, uint64_t value)
{
	return ocxl_json_add(object, key, new_decimal(value));
}

static int add_with_suffix(struct json_object *object, const char *key, const char *suffix,
			   struct json_object *value)
{
	char full[KEY_SIZE];

	snprintf(full, sizeof(full), "%s%s", key, suffix);
	return ocxl_json_add(object, full, value);
}

static int add_quantity(struct json_object *object, const char *key, uint64_t number)
{
	int rc = ocxl_json_add(object, key, json_object_new_uint64(number));

	if (rc || number <= EXACT_MAX)
		return rc;
	return add_with_suffix(object, key, "_str", new_decimal(number));
}

static int add_code(struct json_object *object, const struct ocxl_field *field, uint64_t number)
{
	int rc = ocxl_json_add_string(object, field->key,
				      ocxl_name_or_unknown(field->names, number));

	if (rc)
		return rc;
	return add_with_suffix(object, field->key, "_code", json_object_new_uint64(number));
}

static struct json_object *new_counters(const struct ocxl_name *names, const uint64_t *counters)
{
	struct json_object *object = json_object_new_object();
	int rc = object ? 0 : -ENOMEM;

	for (; !rc && names->name; names++)
		rc = add_quantity(object, names->name, counters[names->number]);
	return ocxl_json_if_complete(object, rc);
}

static int add_field(struct json_object *object, const struct ocxl_field *field, const void *record)
{
	const union ocxl_value value = ocxl_field_value(field, record);
	const char *key = field->key;

	switch (field->type) {
	case OCXL_FIELD_QUANTITY:
		return add_quantity(object, key, value.number);
	case OCXL_FIELD_IDENTIFIER:
		return ocxl_json_add(object, key, new_decimal(value.number));
	case OCXL_FIELD_HEX:
		return ocxl_json_add(object, key, new_hex(value.number));
	case OCXL_FIELD_BOOL:
		return ocxl_json_add(object, key, json_object_new_boolean(value.truth));
	case OCXL_FIELD_REAL:
		return ocxl_json_add(object, key, new_real(value.real));
	case OCXL_FIELD_WORD:
		return ocxl_json_add_string(object, key, value.word);
	case OCXL_FIELD_TEXT:
		return ocxl_json_add(object, key,
				     ocxl_json_new_string(value.bytes.start, value.bytes.size));
	case OCXL_FIELD_NAME:
		return ocxl_json_add_string(object, key,
					    ocxl_name_or_unknown(field->names, value.number));
	case OCXL_FIELD_CODE:
		return add_code(object, field, value.number);
	case OCXL_FIELD_BITS:
		return ocxl_json_add(object, key, new_bits(field->names, value.number));
	case OCXL_FIELD_DATA:
		return ocxl_json_add(object, key, new_data(&value.bytes));
	case OCXL_FIELD_WWID:
		return ocxl_json_add(object, key, new_wwid(value.numbers));
	case OCXL_FIELD_LIST:
		return ocxl_json_add(object, key, new_list(field->record, &value.list));
	case OCXL_FIELD_COUNTERS:
		return ocxl_json_add(object, key, new_counters(field->names, value.numbers));
	}
	return 0;
}

int ocxl_json_add_fields(struct json_object *object, const struct ocxl_record *record,
			 const void *data)
{
	const struct ocxl_field *field;
	int rc = 0;

	for (field = record->fields; !rc && field->key; field++) {
		if (!field->table_only && ocxl_field_is_present(field, data))
			rc = add_field(object, field, data);
	}
	return rc;
}

struct json_object *ocxl_json_new_record(const struct ocxl_record *record, const void *data)
{
	struct json_object *object = json_object_new_object();
	int rc = object ? ocxl_json_add_fields(object, record, data) : 0;

	return ocxl_json_if_complete(object, rc);
}

/* ---- parts of a document ---- */

static int add_tool(struct json_object *object)
{
	struct json_object *tool = json_object_new_object();
	int rc = ocxl_json_add(object, "tool", tool);

	if (!rc)
		rc = ocxl_json_add_string(tool, "name", "ndctl-ocxl");
	if (!rc)
		rc = ocxl_json_add_string(tool, "version", OCXL_VERSION);
	return rc ? rc : ocxl_json_add_string(tool, "ndctl", OCXL_NDCTL_VERSION);
}

int ocxl_json_add_head(struct json_object *object, const struct ocxl_document *document,
		       bool with_tool)
{
	char time[OCXL_TEXT_TIME_SIZE];
	int rc;

	ocxl_text_format_time(time, document->time);
	rc = ocxl_json_add_string(object, "format_version", FORMAT_VERSION);
	if (!rc)
		rc = ocxl_json_add_string(object, "command", document->command);
	if (!rc && with_tool)
		rc = add_tool(object);
	if (!rc)
		rc = ocxl_json_add_string(object, "time", time);
	return rc;
}

int ocxl_json_add_notes(struct json_object *object, const struct ocxl_document *document)
{
	int rc = 0;

	if (document->host_record)
		rc = ocxl_json_add(object, "host",
				   ocxl_json_new_record(&ocxl_host_record, document->host_record));
	if (!rc && document->ignored)
		rc = ocxl_json_add(object, "ignored",
				   new_bits(ocxl_condition_names, document->ignored));
	return rc;
}

int ocxl_json_add_identity(struct json_object *object, const struct ocxl_element *element)
{
	int rc = ocxl_json_add_string(object, "dev", element->dev);

	if (!rc)
		rc = ocxl_json_add_string(object, "bus", element->bus);
	if (!rc && element->has_serial)
		rc = ocxl_json_add_identifier(object, "serial", element->serial);
	return rc;
}

/* @command: NULL: not named */
static struct json_object *new_error(const char *command, const struct ocxl_failure *failure)
{
	struct json_object *error = json_object_new_object();
	int rc = error ? ocxl_json_add_string(error, "command", command) : -ENOMEM;

	if (!rc)
		rc = ocxl_json_add_string(error, "name", failure->name);
	if (!rc && failure->wire_status >= 0)
		rc = ocxl_json_add(error, "wire_status", json_object_new_int(failure->wire_status));
	if (!rc)
		rc = ocxl_json_add_string(error, "message", failure->message);
	return ocxl_json_if_complete(error, rc);
}

static int add_all_failures(struct json_object *object, const struct ocxl_element *element)
{
	struct json_object *list = json_object_new_array();
	int rc = ocxl_json_add(object, "errors", list);
	size_t i;

	for (i = 0; !rc && i < element->failure_count; i++) {
		const struct ocxl_command_failure *part = &element->failures[i];

		rc = append_value(list, new_error(ocxl_name_find(ocxl_command_names, part->command),
						  &part->failure));
	}
	return rc;
}

static int add_section(struct json_object *object, const struct ocxl_section *section)
{
	if (!section->key)
		return ocxl_json_add_fields(object, section->record, section->data);
	return ocxl_json_add(object, section->key,
			     ocxl_json_new_record(section->record, section->data));
}

int ocxl_json_add_result(struct json_object *object, const struct ocxl_element *element)
{
	int rc = 0;
	size_t i;

	for (i = 0; !rc && i < element->section_count; i++)
		rc = add_section(object, &element->sections[i]);
	if (!rc && element->truncated)
		rc = ocxl_json_add(object, "truncated", json_object_new_boolean(true));
	if (!rc)
		rc = ocxl_json_add_string(object, "status", element->status);
	if (!rc && element->failure.name)
		rc = ocxl_json_add(object, "error", new_error(NULL, &element->failure));
	if (!rc && element->failures && element->failure_count)
		rc = add_all_failures(object, element);
	return rc;
}

const char *ocxl_json_get_text(struct json_object *object, int flags, size_t *size)
{
	const char *text;

	/* json-c omits values for which no memory is left; only errno shows that */
	errno = 0;
	text = object ? json_object_to_json_string_length(object, flags, size) : NULL;
	return errno == ENOMEM ? NULL : text;
}
