// SPDX-License-Identifier: LGPL-2.1-or-later
/* Requests without data, and the checks of all answers (wire.md 2, 3). */
#include <errno.h>
#include <string.h>
#include "ocxl-payload.h"
#include "ocxl-status.h"

#define HEADER sizeof(struct ocxl_rsp_header)

/**
 * struct answer_form - what a valid answer to a command consists of
 * @record: bytes of one record; 0: the answer has no record
 * @old_record: bytes of the record before it grew, also valid; 0: it has not grown
 * @least: minimum number of records
 * @most: maximum number of records
 * @grows: more bytes may follow the records: data, or appended fields (wire.md 2, rule 2)
 */
struct answer_form {
	uint16_t record;
	uint16_t old_record;
	uint8_t least;
	uint8_t most;
	bool grows;
};

/* by the column "answer" of OCXL_COMMANDS */
#define FORM_NONE	      .record = 0
#define FORM_ONE(tag)	      .record = sizeof(struct tag), .least = 1, .most = 1, .grows = true
#define FORM_GROWN(tag, size) FORM_ONE(tag), .old_record = (size)
#define FORM_OPTIONAL(tag)    .record = sizeof(struct tag), .most = 1, .grows = true
#define FORM_LIST(tag)	      .record = sizeof(struct tag), .most = OCXL_SMART_ATTRIBUTES_MAX

#define FORM(number, NAME, name, rights, state, opcode, answer, ...) [number] = { FORM_##answer },

static const struct answer_form answer_forms[OCXL_CMD_MAX + 1] = { OCXL_COMMANDS(FORM, FORM) };

int ocxl_build_plain(struct ocxl_request *request, uint32_t command)
{
#define PLAIN_CASE(number, ...) case (number):
	switch (command) {
		OCXL_COMMANDS(PLAIN_CASE, OCXL_NO_ROW)
		break;
	default:
		return -EINVAL;
	}
	*request = (struct ocxl_request) {
		.command = command,
		.size_out = (uint32_t)HEADER +
			    (uint32_t)answer_forms[command].most * answer_forms[command].record,
	};
	return 0;
}

void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ocxl_smart_inject_req *injection)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_SMART_INJECT,
		.size_in = sizeof(request->in.smart_inject),
		.size_out = HEADER,
		.in.smart_inject = *injection,
	};
}

int ocxl_refuse_answer(struct ocxl_answer *answer, const char *problem)
{
	answer->problem = problem;
	return -EPROTO;
}

static int parse_header(struct ocxl_answer *answer, const struct ocxl_request *request,
			const void *bytes)
{
	struct ocxl_rsp_header header;

	if (request->size_out < HEADER)
		return ocxl_refuse_answer(answer, "no space for a header");
	memcpy(&header, bytes, HEADER);
	answer->status = header.status;
	if (header.status != OCXL_STATUS_OK)
		return ocxl_status_find(header.status)->error;
	answer->count = header.count;
	return 0;
}

static int check_length(struct ocxl_answer *answer, const struct ocxl_request *request,
			size_t length)
{
	if (length < HEADER)
		return ocxl_refuse_answer(answer, "nd_fw_size is smaller than the header");
	if (length <= request->size_out)
		return 0;
	/* all its records have one size, and the request had space for the largest number */
	if (!answer_forms[request->command].grows)
		return ocxl_refuse_answer(answer,
					  "nd_fw_size is larger than any answer to this command");
	return -EMSGSIZE;
}

static bool is_valid_body_size(const struct ocxl_answer *answer, const struct answer_form *form)
{
	size_t size = (size_t)answer->count * form->record;

	/* of a record that has grown, only whole versions */
	if (form->old_record && answer->body_size == form->old_record)
		return true;
	return form->grows ? answer->body_size >= size : answer->body_size == size;
}

static uint32_t read_context(const struct ocxl_answer *answer)
{
	struct ocxl_fw_context wire;

	memcpy(&wire, answer->body, sizeof(wire));
	return wire.context;
}

static int check_body(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	const struct answer_form *form = &answer_forms[request->command];

	if (answer->count < form->least || answer->count > form->most)
		return ocxl_refuse_answer(answer, "wrong number of records");
	if (request->check_body)
		return request->check_body(answer, request);
	if (!is_valid_body_size(answer, form))
		return ocxl_refuse_answer(answer, "nd_fw_size does not fit the number of records");
	/* an abort with context 0 would end the update of another process */
	if (request->command == OCXL_CMD_FW_START && read_context(answer) == 0)
		return ocxl_refuse_answer(answer, "context 0");
	return 0;
}

/* wire.md 3: the only status whose errno depends on the command */
static bool is_image_refused(const struct ocxl_request *request, int status)
{
	return status == OCXL_STATUS_BAD_DATA_PARM &&
	       (request->command == OCXL_CMD_FW_SEND || request->command == OCXL_CMD_FW_FINISH);
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
	if (request->command > OCXL_CMD_MAX)
		return ocxl_refuse_answer(answer, "unknown command");
	rc = parse_header(answer, request, bytes);
	if (rc)
		return is_image_refused(request, answer->status) ? -EBADMSG : rc;
	rc = check_length(answer, request, fw_size);
	if (rc)
		return forget_answer(answer, rc, rc == -EMSGSIZE ? fw_size : 0);
	answer->needed = fw_size;
	answer->body_size = fw_size - HEADER;
	answer->body = (const uint8_t *)bytes + HEADER;
	rc = check_body(answer, request);
	return rc ? forget_answer(answer, rc, 0) : 0;
}

int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes)
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
	answer->body_size = answer->count * sizeof(struct ocxl_smart_attribute);
	answer->body = (const uint8_t *)bytes + HEADER;
	if (answer->body_size > request->size_out - HEADER)
		return forget_answer(answer, ocxl_refuse_answer(answer, "too many attributes"), 0);
	answer->needed = HEADER + answer->body_size;
	return 0;
}

int ocxl_copy_attribute(const struct ocxl_answer *answer, unsigned int index,
			struct ocxl_smart_attribute *attribute)
{
	const size_t size = sizeof(*attribute);

	if (index >= answer->count || answer->body_size / size <= index)
		return -ERANGE;
	memcpy(attribute, answer->body + index * size, size);
	return 0;
}

int ocxl_find_attribute(const struct ocxl_answer *answer, unsigned int id,
			struct ocxl_smart_attribute *attribute)
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
