/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records as json-c objects: one walk over a field table. Everything here gives
 * NULL or -ENOMEM when memory runs out, and nothing else.
 */
#ifndef OCXL_JSON_RECORD_H
#define OCXL_JSON_RECORD_H

#include <json-c/json.h>
#include "ocxl/records/field.h"

/** ocxl_json_text() - a string of any bytes; valid JSON whatever they are */
struct json_object *ocxl_json_text(const void *bytes, size_t size);

/** ocxl_json_add() - add @value, which may be NULL for want of memory, and is taken */
int ocxl_json_add(struct json_object *object, const char *key, struct json_object *value);

/** ocxl_json_add_string() - add a string; NULL: nothing */
int ocxl_json_add_string(struct json_object *object, const char *key, const char *value);

/** ocxl_json_add_identifier() - add a number as a string */
int ocxl_json_add_identifier(struct json_object *object, const char *key, uint64_t value);

/** ocxl_json_add_fields() - add what is known of a record, in the order of its table */
int ocxl_json_add_fields(struct json_object *object, const struct ocxl_record *record,
			 const void *data);

/** ocxl_json_record() - a record as an object; released with json_object_put() */
struct json_object *ocxl_json_record(const struct ocxl_record *record, const void *data);

#endif /* OCXL_JSON_RECORD_H */
