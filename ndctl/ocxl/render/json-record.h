/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Convert records to json-c objects. All functions return NULL or -ENOMEM when no memory is left,
 * and have no other errors.
 */
#ifndef OCXL_JSON_RECORD_H
#define OCXL_JSON_RECORD_H

#include <json-c/json.h>
#include "ocxl/records/field.h"

/**
 * ocxl_json_new_string() - a JSON string
 * @bytes: any bytes; all but printable ASCII is escaped
 * @size: number of bytes
 *
 * Return: a new object.
 */
struct json_object *ocxl_json_new_string(const void *bytes, size_t size);

/**
 * ocxl_json_new_bits() - a list with the names of bits
 * @names: names of the bits; another bit is "bit_N"
 * @bits: the bits
 *
 * Return: a new object.
 */
struct json_object *ocxl_json_new_bits(const struct ocxl_name *names, uint64_t bits);

/**
 * ocxl_json_new_record() - a JSON object with the fields of a record
 * @record: description
 * @data: the record
 *
 * Return: a new object.
 */
struct json_object *ocxl_json_new_record(const struct ocxl_record *record, const void *data);

/**
 * ocxl_json_if_complete() - release an object or list that is not complete
 * @object: object or list, or NULL
 * @rc: result of the functions that added to it
 *
 * Return: @object; NULL when @rc is not 0.
 */
struct json_object *ocxl_json_if_complete(struct json_object *object, int rc);

/**
 * ocxl_json_add() - add a member to an object
 * @object: the object
 * @key: key of the member
 * @value: belongs to @object afterwards, or is released on failure; NULL is -ENOMEM
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add(struct json_object *object, const char *key, struct json_object *value);

/**
 * ocxl_json_add_string() - add a string
 * @object: the object
 * @key: key of the member
 * @value: any string; NULL adds nothing
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_string(struct json_object *object, const char *key, const char *value);

/**
 * ocxl_json_add_identifier() - add a string with a decimal number
 * @object: the object
 * @key: key of the member
 * @value: the number
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_identifier(struct json_object *object, const char *key, uint64_t value);

/**
 * ocxl_json_add_fields() - add all known fields of a record, in the order of its table
 * @object: the object
 * @record: description
 * @data: the record
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_fields(struct json_object *object, const struct ocxl_record *record,
			 const void *data);

#endif /* OCXL_JSON_RECORD_H */
