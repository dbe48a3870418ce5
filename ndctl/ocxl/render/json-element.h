/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of a document as members of json-c objects, for JSON and NDJSON. All functions return
 * NULL or -ENOMEM when no memory is left, and have no other errors.
 */
#ifndef OCXL_JSON_ELEMENT_H
#define OCXL_JSON_ELEMENT_H

#include <json-c/json.h>
#include "ocxl/render/render.h"

/**
 * ocxl_json_add_head() - add what identifies format, command and time
 * @object: the object
 * @document: the document
 * @with_tool: add names and versions of the tool, too
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_head(struct json_object *object, const struct ocxl_document *document,
		       bool with_tool);

/**
 * ocxl_json_add_host() - add the host, if the document describes it
 * @object: the object
 * @document: the document
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_host(struct json_object *object, const struct ocxl_document *document);

/**
 * ocxl_json_add_ignored() - add the conditions that --ignore leaves out
 * @object: the object
 * @document: the document
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_ignored(struct json_object *object, const struct ocxl_document *document);

/**
 * ocxl_json_add_identity() - add what identifies a DIMM
 * @object: the object
 * @element: the DIMM
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_identity(struct json_object *object, const struct ocxl_element *element);

/**
 * ocxl_json_add_result() - add sections, status and failures of a DIMM
 * @object: the object
 * @element: the DIMM
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_json_add_result(struct json_object *object, const struct ocxl_element *element);

/**
 * ocxl_json_get_text() - text of an object
 * @object: the object, or NULL
 * @flags: JSON_C_TO_STRING_*
 * @size: receives the length of the text
 *
 * Return: the text, which belongs to @object.
 */
const char *ocxl_json_get_text(struct json_object *object, int flags, size_t *size);

#endif /* OCXL_JSON_ELEMENT_H */
