/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records, and the other parts of a document, as json-c objects. All functions return NULL or
 * -ENOMEM when no memory is left, and have no other errors.
 */
#ifndef OCXL_JSON_RECORD_H
#define OCXL_JSON_RECORD_H

#include <json-c/json.h>
#include "ocxl/render/render.h"

/* any bytes; all but printable ASCII is escaped */
struct json_object *ocxl_json_new_string(const void *bytes, size_t size);

/* @object; it is released when @rc is not 0, the result of the functions that added to it */
struct json_object *ocxl_json_if_complete(struct json_object *object, int rc);

/* @value belongs to @object afterwards, or is released on failure; NULL is -ENOMEM */
int ocxl_json_add(struct json_object *object, const char *key, struct json_object *value);

/* NULL adds nothing */
int ocxl_json_add_string(struct json_object *object, const char *key, const char *value);

/* a string with a decimal number */
int ocxl_json_add_identifier(struct json_object *object, const char *key, uint64_t value);

/* all known fields of a record, in the order of its table */
int ocxl_json_add_fields(struct json_object *object, const struct ocxl_record *record,
			 const void *data);

/* an object with these fields */
struct json_object *ocxl_json_new_record(const struct ocxl_record *record, const void *data);

/* format, command and time, @with_tool also names and versions of the tool */
int ocxl_json_add_head(struct json_object *object, const struct ocxl_document *document,
		       bool with_tool);

/* the host and the ignored conditions, if the document has them */
int ocxl_json_add_notes(struct json_object *object, const struct ocxl_document *document);

/* what identifies a DIMM */
int ocxl_json_add_identity(struct json_object *object, const struct ocxl_element *element);

/* sections, status and failures of a DIMM */
int ocxl_json_add_result(struct json_object *object, const struct ocxl_element *element);

/* the text belongs to @object, which may be NULL; @flags: JSON_C_TO_STRING_* */
const char *ocxl_json_get_text(struct json_object *object, int flags, size_t *size);

#endif /* OCXL_JSON_RECORD_H */
