// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/run/command.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/records/field.h"

static void result_add(struct ocxl_result *result, unsigned int command,
		       const struct ocxl_failure *failure)
{
	struct ocxl_part_failure *part;

	if (!result->failure_count)
		result->element.failure = *failure;
	if (result->failure_count == OCXL_PARTS_MAX)
		return;
	part = &result->failures[result->failure_count++];
	part->command = command;
	part->failure = *failure;
	result->element.failure_count = result->failure_count;
}

static void result_set_outcome(struct ocxl_result *result, bool permission)
{
	result->element.status = "error";
	if (permission && (result->failure_count == 0 || result->outcome == OCXL_NOT_PERMITTED))
		result->outcome = OCXL_NOT_PERMITTED;
	else
		result->outcome = OCXL_FAILED;
}

void ocxl_result_fail(struct ocxl_result *result, const struct ocxl_exchange *exchange)
{
	struct ocxl_failure failure;

	ocxl_failure_describe(&failure, result->target->dev, exchange->command, exchange->rc,
			      exchange->wire_status);
	if (exchange->rc == -ENOTTY && exchange->wire_status <= 0) {
		if (!result->failure_count) {
			result->element.status = "unsupported";
			result->outcome = OCXL_UNSUPPORTED;
		}
	} else {
		result_set_outcome(result,
				   ocxl_failure_is_permission(exchange->rc, exchange->wire_status));
	}
	result_add(result, exchange->command, &failure);
}

void ocxl_result_fail_output(struct ocxl_result *result, unsigned int command, const char *name,
			     int rc)
{
	struct ocxl_failure failure;

	ocxl_failure_describe_output(&failure, name, rc);
	result_set_outcome(result, false);
	result_add(result, command, &failure);
}

void ocxl_result_unsupported(struct ocxl_result *result, unsigned int command)
{
	const struct ocxl_target *target = result->target;
	struct ocxl_failure failure = { .name = "ENOTTY", .wire_status = -1 };

	if (!target->cmd_mask)
		snprintf(failure.message, sizeof(failure.message),
			 "a generic window without a controller: there is nothing to ask");
	else if (target->old_driver)
		snprintf(failure.message, sizeof(failure.message),
			 "the driver is too old: it has SMART alone: update the driver");
	else
		snprintf(failure.message, sizeof(failure.message),
			 "the driver does not have this command: update the driver");
	result->element.status = "unsupported";
	result->outcome = OCXL_UNSUPPORTED;
	result_add(result, command, &failure);
}

void *ocxl_result_payload(struct ocxl_result *result, size_t size)
{
	struct ocxl_exchange nothing = { .rc = -ENOMEM, .wire_status = -1 };

	result->payload = calloc(1, size);
	if (!result->payload)
		ocxl_result_fail(result, &nothing);
	return result->payload;
}

void ocxl_result_section(struct ocxl_result *result, const char *key,
			 const struct ocxl_record *record, const void *data)
{
	struct ocxl_element *element = &result->element;
	struct ocxl_section *section = &element->sections[element->section_count++];

	section->key = key;
	section->record = record;
	section->data = data;
}
