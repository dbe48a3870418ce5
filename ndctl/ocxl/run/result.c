// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/memory.h"
#include "ocxl/dimms/select.h"
#include "ocxl/render/render.h"
#include "ocxl/run/result.h"

void ocxl_command_release(struct ocxl_command *command)
{
	if (command->cmd)
		ndctl_cmd_unref(command->cmd);
	command->cmd = NULL;
}

void ocxl_result_begin(struct ocxl_result *result, const struct ocxl_dimm *dimm)
{
	/* the list of failures is long, and has a count */
	memset(result, 0, offsetof(struct ocxl_result, failures));
	result->dimm = dimm;
	result->kind = OCXL_RESULT_DONE;
	result->element.dev = dimm->dev;
	result->element.bus = dimm->bus;
	result->element.serial = dimm->serial;
	result->element.has_serial = dimm->serial != 0;
	result->element.card = dimm->card;
	result->element.location = &dimm->location;
	result->element.status = "ok";
}

static void append_failure(struct ocxl_result *result, unsigned int number,
			   const struct ocxl_failure *failure)
{
	struct ocxl_command_failure *next;

	if (!result->failure_count)
		result->element.failure = *failure;
	if (result->failure_count == OCXL_COMMAND_FAILURES_MAX)
		return;
	next = &result->failures[result->failure_count++];
	next->command = number;
	next->failure = *failure;
	result->element.failure_count = result->failure_count;
}

static void set_error(struct ocxl_result *result, bool permission)
{
	result->element.status = "error";
	if (permission && (result->failure_count == 0 || result->kind == OCXL_RESULT_NOT_PERMITTED))
		result->kind = OCXL_RESULT_NOT_PERMITTED;
	else
		result->kind = OCXL_RESULT_FAILED;
}

/* one status means "starts" and "was shut down"; flags may have changed since the DIMM was found */
static int find_error(const struct ocxl_result *result, const struct ocxl_command *command)
{
	uint64_t flags;

	if (command->wire_status != OCXLPMEM_STATUS_NOT_READY)
		return command->rc;
	ndctl_dimm_ocxl_read_flags(result->dimm->ndctl, &flags);
	return flags & NDCTL_OCXL_FLAG_SHUT_DOWN ? -ESHUTDOWN : command->rc;
}

static void append_command_failure(struct ocxl_result *result, const struct ocxl_command *command)
{
	struct ocxl_failure failure;

	ocxl_failure_describe(&failure, result->dimm->dev, command->number,
			      find_error(result, command), command->wire_status);
	append_failure(result, command->number, &failure);
}

void ocxl_result_add_failed_required_command(struct ocxl_result *result,
					     const struct ocxl_command *command)
{
	set_error(result, ocxl_failure_is_permission(command->rc, command->wire_status));
	append_command_failure(result, command);
}

void ocxl_result_add_failed_command(struct ocxl_result *result, const struct ocxl_command *command)
{
	if (command->rc != -ENOTTY || command->wire_status > 0) {
		ocxl_result_add_failed_required_command(result, command);
		return;
	}
	if (!result->failure_count) {
		result->element.status = "unsupported";
		result->kind = OCXL_RESULT_UNSUPPORTED;
	}
	append_command_failure(result, command);
}

static void add_unreadable_file(struct ocxl_result *result, const char *name, int error)
{
	struct ocxl_failure failure;

	ocxl_failure_describe_unreadable(&failure, name, error);
	set_error(result, ocxl_failure_is_permission(error, -1));
	append_failure(result, 0, &failure);
	result->has_unreadable_files = true;
}

void ocxl_result_add_unreadable_files(struct ocxl_result *result)
{
	const struct ndctl_ocxl_evidence *evidence = &result->dimm->evidence;
	const struct {
		const char *name;
		int error;
	} files[] = {
		{ "flags", evidence->flags_error },
		{ "cmd_mask", evidence->cmd_mask_error },
		{ "fw_version", result->dimm->fw_version_error },
	};
	size_t i;

	/* a missing file is no failure, except the serial number, which each driver has */
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		if (ocxl_evidence_has_failed(files[i].error))
			add_unreadable_file(result, files[i].name, files[i].error);
	}
	if (evidence->serial_error)
		add_unreadable_file(result, "serial", evidence->serial_error);
}

void ocxl_result_add_failed_file(struct ocxl_result *result, unsigned int number, const char *name,
				 int rc)
{
	struct ocxl_failure failure;

	ocxl_failure_describe_output(&failure, name, rc);
	set_error(result, false);
	append_failure(result, number, &failure);
}

void ocxl_result_set_reserve_reached(struct ocxl_result *result, unsigned int number,
				     const char *name)
{
	/* replaces a failure of the card, which --follow then reports when there is space again */
	ocxl_failure_describe_output(&result->element.failure, name, -OCXL_ERROR_FREE_RESERVE);
	set_error(result, false);
	append_failure(result, number, &result->element.failure);
	result->hidden = true;
}

void ocxl_result_set_replaced(struct ocxl_result *result, unsigned int number)
{
	const struct ocxl_command command = {
		.number = number,
		.rc = -ESTALE,
		.wire_status = -1,
	};

	ocxl_result_add_failed_required_command(result, &command);
}

static const char *describe_lack(const struct ocxl_dimm *dimm)
{
	if (!dimm->controller)
		return "a generic window without a controller has no commands";
	if (dimm->old_driver)
		return "the driver is too old and supports only SMART: update the driver";
	return "the driver does not support this command: update the driver";
}

void ocxl_result_set_unsupported(struct ocxl_result *result, unsigned int number)
{
	const struct ocxl_dimm *dimm = result->dimm;
	struct ocxl_failure failure = { .name = "ENOTTY", .wire_status = -1 };

	if (dimm->controller < 0) {
		/* a verb that needs these files has added them before */
		if (!result->has_unreadable_files)
			add_unreadable_file(result, "cmd_mask or fw_version", dimm->controller);
		return;
	}
	snprintf(failure.message, sizeof(failure.message), "%s", describe_lack(dimm));
	if (!result->failure_count) {
		result->element.status = "unsupported";
		result->kind = OCXL_RESULT_UNSUPPORTED;
	}
	append_failure(result, number, &failure);
}

void *ocxl_result_alloc_payload(struct ocxl_result *result, size_t size)
{
	result->payload = ocxl_alloc_zeroed(1, size);
	return result->payload;
}

void ocxl_result_add_section(struct ocxl_result *result, const char *key,
			     const struct ocxl_record *record, const void *data)
{
	struct ocxl_element *element = &result->element;

	if (element->section_count == OCXL_SECTIONS_MAX)
		return;
	element->sections[element->section_count++] =
		(struct ocxl_section) { .key = key, .record = record, .data = data };
}

bool ocxl_result_is_ok(const struct ocxl_result *result)
{
	return result->has_verdict && !result->has_unreadable_files &&
	       result->verdict == NDCTL_OCXL_SEVERITY_OK && result->kind == OCXL_RESULT_DONE;
}

void ocxl_dimm_state_update(struct ocxl_result *result)
{
	struct ocxl_dimm_state *state = result->dimm->state;
	const struct ocxl_element *element = &result->element;
	const char *message = element->failure.name ? element->failure.message : "";
	bool truncated = element->truncated;

	if (!state)
		return;
	result->repeated = *message ? !strcmp(state->reported, message)
				    : truncated && state->truncated;
	state->last_result = result->kind;
	state->truncated = truncated;
	snprintf(state->reported, sizeof(state->reported), "%s", message);
}

/* forget what was read from the old card, but not how many entries were shown */
static void forget_card(struct ocxl_dimm_state *state)
{
	*state = (struct ocxl_dimm_state) {
		.baseline = state->baseline,
		.last_result = state->last_result,
		.shown = state->shown,
	};
}

bool ocxl_dimm_state_check_replaced(struct ocxl_dimm *dimm, const struct ocxl_options *options)
{
	if (!dimm->state || !ocxl_dimm_was_replaced(dimm))
		return false;
	forget_card(dimm->state);
	return ocxl_dimm_switch_to_replacement(dimm, options) != 0;
}

bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state)
{
	return !state->no_progress &&
	       (state->last_result == OCXL_RESULT_DONE || state->last_result == OCXL_RESULT_FAILED);
}
