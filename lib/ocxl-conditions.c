// SPDX-License-Identifier: LGPL-2.1-or-later
/* The table of conditions: names, properties and texts of each one. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-cmd.h"
#include "ocxl-conditions.h"
#include "ocxl-files.h"

/* column "flag" of a row without one */
#define NDCTL_OCXL_FLAG_NONE 0

/* column "kind": the flag that makes the condition critical, the bit of a kept one */
#define OVERDUE_OF_PLAIN(flag)	 0
#define OVERDUE_OF_OVERDUE(flag) NDCTL_OCXL_FLAG_##flag##_OVERDUE
#define OVERDUE_OF_KEPT(flag)	 0
#define KEPT_OF_PLAIN(NAME)	 0
#define KEPT_OF_OVERDUE(NAME)	 0
#define KEPT_OF_KEPT(NAME)	 NDCTL_OCXL_KEPT_##NAME

#define CONDITION(number, NAME, word, grade, kind, origin, flag, text, numbers, deed, later) \
	[NDCTL_OCXL_CONDITION_##NAME] = {                                                    \
		.name = #word,                                                               \
		.severity = NDCTL_OCXL_SEVERITY_##grade,                                     \
		.source = OCXL_SOURCE_##origin,                                              \
		.flags = (unsigned int)NDCTL_OCXL_FLAG_##flag | OVERDUE_OF_##kind(flag),     \
		.overdue = OVERDUE_OF_##kind(flag),                                          \
		.kept_bit = KEPT_OF_##kind(NAME),                                            \
		.summary = (text),                                                           \
		.measured = (numbers),                                                       \
		.advice = (deed),                                                            \
		.late = (later),                                                             \
	},

const struct ocxl_condition ocxl_conditions[OCXL_CONDITION_COUNT] = { NDCTL_OCXL_CONDITIONS(
	CONDITION) };

static const struct ocxl_condition *find_condition(unsigned int condition)
{
	return condition < OCXL_CONDITION_COUNT ? &ocxl_conditions[condition] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_name(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->name : NULL;
}

OCXL_EXPORT int ndctl_ocxl_condition_find(const char *name)
{
	int condition;

	for (condition = 0; name && condition < OCXL_CONDITION_COUNT; condition++)
		if (strcmp(ocxl_conditions[condition].name, name) == 0)
			return condition;
	return -ENOENT;
}

OCXL_EXPORT enum ndctl_ocxl_severity ndctl_ocxl_condition_get_severity(unsigned int condition,
								       bool overdue)
{
	const struct ocxl_condition *row = find_condition(condition);

	if (!row)
		return NDCTL_OCXL_SEVERITY_UNKNOWN;
	return overdue && row->overdue ? NDCTL_OCXL_SEVERITY_CRITICAL : row->severity;
}

OCXL_EXPORT unsigned int ndctl_ocxl_condition_get_flags(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->flags : 0;
}

OCXL_EXPORT unsigned int ndctl_ocxl_condition_get_kept_bit(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->kept_bit : 0;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_summary(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->summary : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_advice(unsigned int condition)
{
	const struct ocxl_condition *row = find_condition(condition);

	return row ? row->advice : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_severity_name(unsigned int severity)
{
	static const char *const names[] = {
		[NDCTL_OCXL_SEVERITY_OK] = "ok",
		[NDCTL_OCXL_SEVERITY_WARNING] = "warning",
		[NDCTL_OCXL_SEVERITY_UNKNOWN] = "unknown",
		[NDCTL_OCXL_SEVERITY_CRITICAL] = "critical",
	};

	return severity < ARRAY_SIZE(names) ? names[severity] : NULL;
}

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

OCXL_EXPORT bool ndctl_ocxl_smart_is_plausible(unsigned int id, uint64_t raw)
{
	return id > UINT8_MAX || ocxlpmem_smart_is_plausible((uint8_t)id, raw);
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

OCXL_EXPORT bool ndctl_ocxl_evidence_has_failed(int error)
{
	return ocxl_evidence_has_failed(error);
}

OCXL_EXPORT const char *ndctl_ocxl_evidence_error_text(int error)
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
		return ndctl_ocxl_evidence_error_text(condition->error);
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

OCXL_EXPORT int ndctl_ocxl_condition_text(const struct ndctl_ocxl_condition *condition,
					  const char *dimm, char *text, size_t size)
{
	const struct ocxl_condition *row = find_condition(condition->id);
	struct writer writer = { .text = text, .size = size };
	bool is_late, is_measured;

	if (!row)
		return -EINVAL;
	is_measured = row->measured && (condition->has_value || condition->evidence);
	is_late = row->late && condition->severity != row->severity;
	write_sentence(&writer, is_measured ? row->measured : row->summary, condition, dimm);
	write_bytes(&writer, " ", 1);
	write_sentence(&writer, is_late ? row->late : row->advice, condition, dimm);
	if (size > 0)
		text[writer.length < size ? writer.length : size - 1] = '\0';
	return (int)writer.length;
}
