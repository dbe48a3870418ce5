// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ocxl-version.h>
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/host-record.h"
#include "ocxl/render/json-element.h"
#include "ocxl/render/json-record.h"

#define FORMAT_VERSION "1.0"

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

int ocxl_json_add_host(struct json_object *object, const struct ocxl_document *document)
{
	if (!document->host_record)
		return 0;
	return ocxl_json_add(object, "host",
			     ocxl_json_new_record(&ocxl_host_record, document->host_record));
}

int ocxl_json_add_ignored(struct json_object *object, const struct ocxl_document *document)
{
	if (!document->ignored)
		return 0;
	return ocxl_json_add(object, "ignored",
			     ocxl_json_new_bits(ocxl_condition_names, document->ignored));
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

static int add_cause(struct json_object *error, const struct ocxl_failure *failure)
{
	int rc = ocxl_json_add_string(error, "name", failure->name);

	if (!rc && failure->wire_status >= 0)
		rc = ocxl_json_add(error, "wire_status", json_object_new_int(failure->wire_status));
	return rc ? rc : ocxl_json_add_string(error, "message", failure->message);
}

static int add_failure(struct json_object *object, const struct ocxl_failure *failure)
{
	struct json_object *error = json_object_new_object();
	int rc = ocxl_json_add(object, "error", error);

	return rc ? rc : add_cause(error, failure);
}

static int append_part_failure(struct json_object *list, const struct ocxl_command_failure *part)
{
	struct json_object *error = json_object_new_object();
	int rc;

	if (!error)
		return -ENOMEM;
	if (json_object_array_add(list, error)) {
		json_object_put(error);
		return -ENOMEM;
	}
	rc = ocxl_json_add_string(error, "command",
				  ocxl_name_find(ocxl_command_names, part->command));
	return rc ? rc : add_cause(error, &part->failure);
}

static int add_all_failures(struct json_object *object, const struct ocxl_element *element)
{
	struct json_object *list = json_object_new_array();
	int rc = ocxl_json_add(object, "errors", list);
	size_t i;

	for (i = 0; !rc && i < element->failure_count; i++)
		rc = append_part_failure(list, &element->failures[i]);
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
		rc = add_failure(object, &element->failure);
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
