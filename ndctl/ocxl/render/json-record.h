/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records, and the other parts of a document, as json-c objects. When no memory is left, the
 * renderer fails, and parts are missing.
 */
#ifndef OCXL_JSON_RECORD_H
#define OCXL_JSON_RECORD_H

#include <json-c/json.h>
#include "ocxl/render/render.h"

/*
 * @value belongs to @object afterwards; the process ends if one of them is NULL. @key must outlive
 * @object, as in the functions below.
 */
void ocxl_json_add(struct json_object *object, const char *key, struct json_object *value);

/* @value: printable ASCII; NULL adds nothing */
void ocxl_json_add_string(struct json_object *object, const char *key, const char *value);

/* "[]" in all versions of json-c */
void ocxl_json_add_empty_list(struct json_object *object, const char *key);

/* an object with all known fields of a record, in the order of its table */
struct json_object *ocxl_json_new_record(const struct ocxl_record *record, const void *data);

/* format, command and time, @with_tool also names and versions of the tool */
void ocxl_json_add_head(struct ocxl_render *render, struct json_object *object, bool with_tool);

/* the host and the ignored conditions, if the document has them */
void ocxl_json_add_notes(struct ocxl_render *render, struct json_object *object);

/* what identifies a DIMM */
void ocxl_json_add_identity(struct json_object *object, const struct ocxl_element *element);

/* sections, status and failures of a DIMM */
void ocxl_json_add_result(struct json_object *object, const struct ocxl_element *element);

#endif /* OCXL_JSON_RECORD_H */
