// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Requests and answers as bytes on the wire (wire.md 2 to 4): what each command consists of, and
 * the checks.
 */
#include <errno.h>
#include <string.h>
#include <lib/private.h>
#include "ocxl-cmd.h"
#include "ocxl-private.h"

/**
 * struct command_form - what the input and a valid answer of a command consist of
 * @input: bytes of the struct that the input begins with; 0: no input
 * @record: bytes of one record; 0: the answer has no record
 * @least: minimum number of records
 * @most: maximum number of records
 * @grows: more bytes may follow the records: data, or appended fields (wire.md 2, rule 2)
 */
struct command_form {
	uint8_t input;
	uint16_t record;
	uint8_t least;
	uint8_t most;
	bool grows;
};

/* by the column "answer" of OCXLPMEM_COMMANDS */
#define FORM_NONE	   .record = 0
#define FORM_ONE(tag)	   .record = sizeof(struct tag), .least = 1, .most = 1, .grows = true
#define FORM_OPTIONAL(tag) .record = sizeof(struct tag), .most = 1, .grows = true
#define FORM_LIST(tag)	   .record = sizeof(struct tag), .most = OCXLPMEM_SMART_ATTRIBUTES_MAX

#define FORM(command, name, rights, state, opcode, answer) [command] = { FORM_##answer },
#define FORM_INPUT(command, name, rights, state, opcode, answer, request) \
	[command] = { .input = sizeof(struct request), FORM_##answer },

static const struct command_form forms[OCXLPMEM_CMD_MAX + 1] = { OCXLPMEM_COMMANDS(FORM,
										   FORM_INPUT) };

void ocxl_build_request(struct ocxl_request *request, uint32_t command)
{
	const struct command_form *form = &forms[command];

	*request = (struct ocxl_request) {
		.command = command,
		.size_in = form->input,
		.size_out = OCXL_HEADER + (uint32_t)form->most * form->record,
	};
}

int ocxl_build_plain(struct ocxl_request *request, uint32_t command)
{
	if (!ndctl_ocxl_command_name(command) || forms[command].input)
		return -EINVAL;
	ocxl_build_request(request, command);
	return 0;
}

int ocxl_refuse_answer(struct ocxl_answer *answer, const char *problem)
{
	answer->problem = problem;
	return -EPROTO;
}

/*
 * the first part of an answer: status and number of records
 * Return: 0; the errno of the status byte; -EPROTO if there is no space for a header.
 */
static int parse_header(struct ocxl_answer *answer, const struct ocxl_request *request,
			const void *bytes)
{
	struct ocxlpmem_rsp_header header;

	if (request->size_out < OCXL_HEADER)
		return ocxl_refuse_answer(answer, "no space for a header");
	memcpy(&header, bytes, OCXL_HEADER);
	answer->status = header.status;
	if (header.status != OCXLPMEM_STATUS_OK)
		return ocxl_status_find(header.status)->error;
	answer->count = header.count;
	return 0;
}

static int check_length(struct ocxl_answer *answer, const struct ocxl_request *request,
			size_t length)
{
	if (length < OCXL_HEADER)
		return ocxl_refuse_answer(answer, "nd_fw_size is smaller than the header");
	if (length <= request->size_out)
		return 0;
	/* all its records have one size, and the request had space for the largest number */
	if (!forms[request->command].grows)
		return ocxl_refuse_answer(answer,
					  "nd_fw_size is larger than any answer to this command");
	return -EMSGSIZE;
}

static bool is_valid_body_size(const struct ocxl_answer *answer, const struct command_form *form)
{
	size_t size = (size_t)answer->count * form->record;

	return form->grows ? answer->body_size >= size : answer->body_size == size;
}

static uint32_t read_context(const struct ocxl_answer *answer)
{
	struct ocxlpmem_fw_context wire;

	memcpy(&wire, answer->body, sizeof(wire));
	return wire.context;
}

static int check_body(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	const struct command_form *form = &forms[request->command];

	if (answer->count < form->least || answer->count > form->most)
		return ocxl_refuse_answer(answer, "wrong number of records");
	if (request->check_body)
		return request->check_body(answer, request);
	if (!is_valid_body_size(answer, form))
		return ocxl_refuse_answer(answer, "nd_fw_size does not fit the number of records");
	/* an abort with context 0 would end the update of another process */
	if (request->command == OCXLPMEM_CMD_FW_START && read_context(answer) == 0)
		return ocxl_refuse_answer(answer, "context 0");
	return 0;
}

/* wire.md 3: the only status whose errno depends on the command */
static bool is_image_refused(const struct ocxl_request *request, int status)
{
	return status == OCXLPMEM_STATUS_BAD_DATA_PARM &&
	       (request->command == OCXLPMEM_CMD_FW_SEND ||
		request->command == OCXLPMEM_CMD_FW_FINISH);
}

/* keeps nothing of a refused answer but the reason */
static int forget_answer(struct ocxl_answer *answer, int rc, size_t needed)
{
	*answer = (struct ocxl_answer) { .needed = needed, .problem = answer->problem };
	return rc;
}

int ocxl_parse_answer(struct ocxl_answer *answer, const struct ocxl_request *request,
		      const void *bytes, size_t fw_size)
{
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (request->command > OCXLPMEM_CMD_MAX)
		return ocxl_refuse_answer(answer, "unknown command");
	rc = parse_header(answer, request, bytes);
	if (rc)
		return is_image_refused(request, answer->status) ? -EBADMSG : rc;
	rc = check_length(answer, request, fw_size);
	if (rc)
		return forget_answer(answer, rc, rc == -EMSGSIZE ? fw_size : 0);
	answer->needed = fw_size;
	answer->body_size = fw_size - OCXL_HEADER;
	answer->body = (const uint8_t *)bytes + OCXL_HEADER;
	rc = check_body(answer, request);
	return rc ? forget_answer(answer, rc, 0) : 0;
}

int ocxl_copy_attribute(const struct ocxl_answer *answer, unsigned int index,
			struct ocxlpmem_smart_attribute *attribute)
{
	const size_t size = sizeof(*attribute);

	if (index >= answer->count)
		return -ERANGE;
	memcpy(attribute, answer->body + index * size, size);
	return 0;
}

int ocxl_find_attribute(const struct ocxl_answer *answer, unsigned int id,
			struct ocxlpmem_smart_attribute *attribute)
{
	unsigned int i;

	for (i = 0; ocxl_copy_attribute(answer, i, attribute) == 0; i++)
		if (OCXL_SMART_FIELD(attribute, ID) == id)
			return 0;
	return -ENOENT;
}

int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size)
{
	if (answer->count != 1 || answer->body_size < size)
		return -EPROTO;
	memcpy(to, answer->body, size);
	return 0;
}

int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes, size_t fw_size)
{
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	rc = parse_header(answer, request, bytes);
	if (rc)
		return rc;
	if (answer->count == 0) {
		answer->problem = "no attributes: the driver lost an error";
		return -EIO;
	}
	if (answer->count >
	    (request->size_out - OCXL_HEADER) / sizeof(struct ocxlpmem_smart_attribute)) {
		answer->count = 0;
		return ocxl_refuse_answer(answer, "too many attributes");
	}
	answer->body_size = answer->count * sizeof(struct ocxlpmem_smart_attribute);
	answer->body = (const uint8_t *)bytes + OCXL_HEADER;
	answer->needed = OCXL_HEADER + answer->body_size;
	return 0;
}
