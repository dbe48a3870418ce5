// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Sentences about the conditions of a card, with their numbers, and about evidence that is missing.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-cmd.h"
#include "ocxl-conditions.h"

/**
 * struct writer - a text that is written piece by piece
 * @text: the caller's
 * @size: bytes of @text
 * @length: bytes so far, also those that did not fit
 */
struct writer {
	char *text;
	size_t size;
	size_t length;
};

static void write_bytes(struct writer *writer, const char *bytes, size_t count)
{
	size_t room = writer->length < writer->size ? writer->size - writer->length - 1 : 0;

	if (count > 0 && room > 0)
		memcpy(writer->text + writer->length, bytes, count < room ? count : room);
	writer->length += count;
}

OCXL_EXPORT bool ocxl_smart_is_plausible(uint8_t id, uint64_t raw)
{
	return ocxlpmem_smart_is_plausible(id, raw);
}

const char *ocxl_evidence_find_failed_file(const struct ndctl_ocxl_evidence *evidence, int *error)
{
	const struct {
		const char *name;
		int error;
		bool failed;
	} files[] = {
		{ "flags", evidence->flags_error, ocxl_evidence_has_failed(evidence->flags_error) },
		{ "cmd_mask", evidence->cmd_mask_error,
		  ocxl_evidence_has_failed(evidence->cmd_mask_error) },
		/* each driver has this file */
		{ "serial", evidence->serial_error, evidence->serial_error != 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		if (!files[i].failed)
			continue;
		*error = files[i].error;
		return files[i].name;
	}
	return NULL;
}

bool ocxl_error_is_of_node(int error)
{
	switch (error) {
	case -EACCES:
	case -EPERM:
	case -ENOENT:
	case -EBADF:
	case -EISDIR:
	case -ELOOP:
		return true;
	default:
		return false;
	}
}

OCXL_EXPORT bool ocxl_evidence_has_failed(int error)
{
	return error && error != -ENOENT;
}

OCXL_EXPORT const char *ocxl_evidence_error_text(int error)
{
	switch (error) {
	case -EBADMSG:
		return "its content is not valid";
	case -EPROTONOSUPPORT:
		return "it has a word that this version does not know";
	case -EBADF:
		return "the device node does not belong to the DIMM";
	case -ENODATA:
		return "the answer has no data";
	case -EPROTO:
		return "the answer is inconsistent";
	case -ECANCELED:
		return "no time was left for it";
	case -ETIMEDOUT:
		return "it was not answered before the time limit";
	case -EMSGSIZE:
		return "the answer is too long";
	default:
		return strerror(-error);
	}
}

/* Return: @buffer, or constant text */
static const char *format_error(const struct ndctl_ocxl_condition *condition, char *buffer,
				size_t size)
{
	if (condition->status <= OCXLPMEM_STATUS_OK)
		return ocxl_evidence_error_text(condition->error);
	if (ocxl_status_find((unsigned int)condition->status)->name)
		return ocxl_status_find((unsigned int)condition->status)->text;
	snprintf(buffer, size, "unknown status 0x%02x", (unsigned int)condition->status);
	return buffer;
}

/* @name: the word between the braces, and what follows it */
static void write_value(struct writer *writer, const char *name,
			const struct ndctl_ocxl_condition *condition, const char *dimm)
{
	char buffer[32];
	const char *text = buffer;

	if (strncmp(name, "dimm", strlen("dimm")) == 0)
		text = dimm;
	else if (strncmp(name, "evidence", strlen("evidence")) == 0)
		text = condition->evidence;
	else if (strncmp(name, "error", strlen("error")) == 0)
		text = format_error(condition, buffer, sizeof(buffer));
	else if (*name == 'a')
		snprintf(buffer, sizeof(buffer), "0x%02X", (unsigned int)condition->attribute);
	else
		snprintf(buffer, sizeof(buffer), "%" PRIu64,
			 *name == 'v' ? condition->value : condition->threshold);
	/* of a struct that the judge has not filled in */
	if (!text)
		text = "unknown";
	write_bytes(writer, text, strlen(text));
}

static void write_sentence(struct writer *writer, const char *format,
			   const struct ndctl_ocxl_condition *condition, const char *dimm)
{
	size_t length;

	for (;;) {
		length = strcspn(format, "{");
		write_bytes(writer, format, length);
		format += length;
		if (!*format)
			return;
		write_value(writer, format + 1, condition, dimm);
		format += strcspn(format, "}") + 1;
	}
}

static int write_text(const struct ndctl_ocxl_condition *condition, const char *format,
		      const char *dimm, char *text, size_t size)
{
	struct writer writer = { .text = text, .size = text ? size : 0 };

	write_sentence(&writer, format, condition, dimm);
	if (text && size > 0)
		text[writer.length < size ? writer.length : size - 1] = '\0';
	return (int)writer.length;
}

static int refuse_text(char *text, size_t size)
{
	if (text && size > 0)
		*text = '\0';
	return -EINVAL;
}

OCXL_EXPORT int ndctl_ocxl_condition_message(const struct ndctl_ocxl_condition *condition,
					     char *text, size_t size)
{
	const struct ocxl_condition *row = condition ? ocxl_condition_find(condition->id) : NULL;
	const char *format;

	if (!row)
		return refuse_text(text, size);
	format = row->summary;
	if (row->measured && (condition->has_value || condition->evidence))
		format = row->measured;
	if (row->explained && condition->explained)
		format = row->explained;
	return write_text(condition, format, NULL, text, size);
}

OCXL_EXPORT int ndctl_ocxl_condition_action(const struct ndctl_ocxl_condition *condition,
					    const char *devname, char *text, size_t size)
{
	const struct ocxl_condition *row = condition ? ocxl_condition_find(condition->id) : NULL;
	bool overdue;

	if (!row || !devname)
		return refuse_text(text, size);
	overdue = condition->severity != row->severity;
	return write_text(condition, overdue && row->late ? row->late : row->advice, devname, text,
			  size);
}
