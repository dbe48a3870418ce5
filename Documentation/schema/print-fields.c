// SPDX-License-Identifier: GPL-2.0-only
/* The tables of fields and the list of verbs as JSON, for scripts/update-docs. */
#include <stdio.h>
#include <json-c/json.h>
#include "ocxl/records/records.h"
#include "ocxl/verbs/verbs.h"

static const char *const type_names[] = {
	[OCXL_FIELD_QUANTITY] = "quantity", [OCXL_FIELD_IDENTIFIER] = "identifier",
	[OCXL_FIELD_HEX] = "hex",	    [OCXL_FIELD_BOOL] = "bool",
	[OCXL_FIELD_REAL] = "real",	    [OCXL_FIELD_WORD] = "word",
	[OCXL_FIELD_TEXT] = "text",	    [OCXL_FIELD_NAME] = "name",
	[OCXL_FIELD_CODE] = "code",	    [OCXL_FIELD_BITS] = "bits",
	[OCXL_FIELD_DATA] = "data",	    [OCXL_FIELD_WWID] = "wwid",
	[OCXL_FIELD_TIME] = "time",	    [OCXL_FIELD_LIST] = "list",
	[OCXL_FIELD_COUNTERS] = "counters", [OCXL_FIELD_BYTES] = "text",
};

static void add_text(struct json_object *object, const char *key, const char *text)
{
	if (text)
		json_object_object_add(object, key, json_object_new_string(text));
}

static void add_number(struct json_object *object, const char *key, uint64_t number)
{
	json_object_object_add(object, key, json_object_new_int64((int64_t)number));
}

/* {name: number} */
static struct json_object *describe_names(const struct ocxl_name *names)
{
	struct json_object *object = json_object_new_object();
	const char *name;
	unsigned int number;

	for (number = 0; number <= UINT8_MAX; number++) {
		name = ocxl_name_find(names, number);
		if (name)
			add_number(object, name, number);
	}
	return object;
}

static struct json_object *describe_field(const struct ocxl_field *field)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "key", field->key);
	add_text(object, "type", type_names[field->type]);
	add_text(object, "meaning", field->meaning);
	add_number(object, "offset", field->offset);
	add_number(object, "size", field->size);
	add_number(object, "optional", field->optional);
	add_number(object, "closed", field->closed);
	add_number(object, "nullable", field->nullable);
	if (field->names)
		json_object_object_add(object, "names", describe_names(field->names));
	if (field->record)
		add_text(object, "record", field->record->name);
	return object;
}

static struct json_object *describe_record(const struct ocxl_record *record)
{
	struct json_object *object = json_object_new_object();
	struct json_object *fields = json_object_new_array();
	const struct ocxl_field *field;

	for (field = record->fields; field->key; field++) {
		if (!field->table_only)
			json_object_array_add(fields, describe_field(field));
	}
	add_text(object, "name", record->name);
	add_text(object, "meaning", record->meaning);
	json_object_object_add(object, "fields", fields);
	return object;
}

static struct json_object *describe_verb(const struct ocxl_verb *verb)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "name", verb->name);
	add_text(object, "key", verb->key);
	if (verb->stream_record)
		add_text(object, "items", verb->stream_record->name);
	return object;
}

int main(void)
{
	struct json_object *all = json_object_new_object();
	struct json_object *records = json_object_new_array();
	struct json_object *verbs = json_object_new_array();
	size_t i;

	for (i = 0; ocxl_records[i]; i++)
		json_object_array_add(records, describe_record(ocxl_records[i]));
	/* Prometheus text has no schema */
	for (i = 0; ocxl_verbs[i]; i++) {
		if (!ocxl_verbs[i]->metrics)
			json_object_array_add(verbs, describe_verb(ocxl_verbs[i]));
	}
	json_object_object_add(all, "records", records);
	json_object_object_add(all, "verbs", verbs);
	puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PLAIN));
	json_object_put(all);
	return fflush(stdout) ? 1 : 0;
}
