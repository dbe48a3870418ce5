// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/base/memory.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/messages.h"
#include "ocxl/run/result.h"

/* ---- DIMMs that failed ---- */

static void print_message(const struct ocxl_failure_message *message)
{
	ocxl_error_dimm(message->dev, message->failure.command, &message->failure.failure);
}

/* one cause may fail every command of a DIMM, for example a missing permission */
static bool is_repeated(const struct ocxl_result *result, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (!strcmp(result->failures[i].failure.message,
			    result->failures[index].failure.message))
			return true;
	}
	return false;
}

static void add_message(struct ocxl_messages *messages, const struct ocxl_failure_message *message,
			bool defer)
{
	size_t size = (messages->count + 1) * sizeof(*messages->deferred);

	if (!defer) {
		print_message(message);
		return;
	}
	messages->deferred = xrealloc(messages->deferred, size);
	messages->deferred[messages->count++] = *message;
}

void ocxl_messages_add_failures(struct ocxl_messages *messages, const struct ocxl_result *result,
				bool defer)
{
	struct ocxl_failure_message message = { .dev = result->dimm->dev };
	unsigned int i;

	if (messages->suppressed)
		return;
	if (result->kind == OCXL_RESULT_UNSUPPORTED && !result->dimm->named) {
		if (!messages->unsupported.dev) {
			messages->unsupported.dev = result->dimm->dev;
			messages->unsupported.failure = result->failures[0];
		}
		return;
	}
	for (i = 0; i < result->failure_count; i++) {
		message.failure = result->failures[i];
		if (!is_repeated(result, i) && !result->repeated)
			add_message(messages, &message, defer);
	}
}

void ocxl_messages_print_deferred(struct ocxl_messages *messages)
{
	size_t i;

	for (i = 0; i < messages->count; i++)
		print_message(&messages->deferred[i]);
	free(messages->deferred);
	messages->deferred = NULL;
	messages->count = 0;
}

void ocxl_messages_print_unsupported(const struct ocxl_messages *messages)
{
	if (messages->unsupported.dev)
		print_message(&messages->unsupported);
}

/* ---- DIMMs that are missing ---- */

static bool has_dimm(const struct ocxl_dimm_list *list)
{
	return list->count || list->omitted.count;
}

void ocxl_messages_describe_missing(struct ocxl_messages *messages,
				    const struct ocxl_dimm_list *list,
				    const struct ocxl_document *document)
{
	const size_t size = sizeof(messages->missing);
	const char *bus = messages->bus;

	if (document->found < document->expected)
		snprintf(messages->missing, size, "cards expected: %" PRIu64 ", found: %u%s",
			 document->expected, document->found,
			 has_dimm(list) || list->missing || bus
				 ? ""
				 : "; is the driver ocxlpmem loaded?");
	else if (list->missing_name)
		snprintf(messages->missing, size, "no such DIMM: %.64s", list->missing_name);
	else if (has_dimm(list))
		return;
	else if (bus)
		snprintf(messages->missing, size, "no OpenCAPI DIMM on bus %.64s", bus);
	else
		snprintf(messages->missing, size,
			 "no OpenCAPI DIMM: is the driver ocxlpmem loaded?");
}

void ocxl_messages_print_missing(const struct ocxl_messages *messages,
				 const struct ocxl_dimm_list *list,
				 const struct ocxl_document *document)
{
	/* names without a DIMM have their own messages */
	const bool told = has_dimm(list) || list->missing ||
			  (messages->suppressed && !messages->bus);

	if (document->found < document->expected || !told)
		ocxl_error_print("ndctl ocxl %s: %s", messages->verb, messages->missing);
}
