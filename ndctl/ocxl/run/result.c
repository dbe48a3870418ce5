// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/run/command.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"

static void result_add(struct ocxl_result *result, unsigned int command,
		       const struct ocxl_failure *failure)
{
	struct ocxl_command_failure *part;

	if (!result->failure_count)
		result->element.failure = *failure;
	if (result->failure_count == OCXL_COMMAND_FAILURES_MAX)
		return;
	part = &result->failures[result->failure_count++];
	part->command = command;
	part->failure = *failure;
	result->element.failure_count = result->failure_count;
}

static void result_set_outcome(struct ocxl_result *result, bool permission)
{
	result->element.status = "error";
	if (permission &&
	    (result->failure_count == 0 || result->outcome == OCXL_OUTCOME_NOT_PERMITTED))
		result->outcome = OCXL_OUTCOME_NOT_PERMITTED;
	else
		result->outcome = OCXL_OUTCOME_FAILED;
}

void ocxl_result_add_failure(struct ocxl_result *result, const struct ocxl_command *exchange)
{
	struct ocxl_failure failure;

	ocxl_failure_describe(&failure, result->dimm->dev, exchange->number, exchange->rc,
			      exchange->wire_status);
	if (exchange->rc == -ENOTTY && exchange->wire_status <= 0) {
		if (!result->failure_count) {
			result->element.status = "unsupported";
			result->outcome = OCXL_OUTCOME_UNSUPPORTED;
		}
	} else {
		result_set_outcome(result,
				   ocxl_failure_is_permission(exchange->rc, exchange->wire_status));
	}
	result_add(result, exchange->number, &failure);
}

void ocxl_result_add_output_failure(struct ocxl_result *result, unsigned int command,
				    const char *name, int rc)
{
	struct ocxl_failure failure;

	ocxl_failure_describe_output(&failure, name, rc);
	result_set_outcome(result, false);
	result_add(result, command, &failure);
}

void ocxl_result_set_unsupported(struct ocxl_result *result, unsigned int command)
{
	const struct ocxl_dimm *dimm = result->dimm;
	struct ocxl_failure failure = { .name = "ENOTTY", .wire_status = -1 };

	if (!dimm->cmd_mask)
		snprintf(failure.message, sizeof(failure.message),
			 "a generic window without a controller: there is nothing to ask");
	else if (dimm->old_driver)
		snprintf(failure.message, sizeof(failure.message),
			 "the driver is too old: it has SMART alone: update the driver");
	else
		snprintf(failure.message, sizeof(failure.message),
			 "the driver does not have this command: update the driver");
	result->element.status = "unsupported";
	result->outcome = OCXL_OUTCOME_UNSUPPORTED;
	result_add(result, command, &failure);
}

void *ocxl_result_alloc_payload(struct ocxl_result *result, size_t size)
{
	struct ocxl_command nothing = { .rc = -ENOMEM, .wire_status = -1 };

	result->payload = calloc(1, size);
	if (!result->payload)
		ocxl_result_add_failure(result, &nothing);
	return result->payload;
}

void ocxl_result_add_section(struct ocxl_result *result, const char *key,
			     const struct ocxl_record *record, const void *data)
{
	struct ocxl_element *element = &result->element;
	struct ocxl_section *section = &element->sections[element->section_count++];

	section->key = key;
	section->record = record;
	section->data = data;
}
