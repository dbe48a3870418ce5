// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The envelope of ND_CMD_CALL (wire.md 1):
 *
 *	package | input | answer
 *
 * The ioctl may overwrite all of these bytes. Data that the library needs later are stored behind
 * them, where the ioctl cannot write: struct ocxl_cmd_state, and a copy of the caller's data.
 */
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"

#define PACKAGE		sizeof(struct nd_cmd_pkg)
/* struct ndctl_cmd.status of a new command of any family */
#define NEVER_SUBMITTED 1

/* clang-format off */
#define STATUS(id, err, meaning) \
	{ .number = OCXLPMEM_STATUS_##id, .error = (err), .name = #id, .text = (meaning) }

static const struct ocxl_status statuses[] = {
	STATUS(OK, 0, "success"),
	STATUS(MEM_UNAVAILABLE, -EAGAIN, "the card's memory is not available yet"),
	STATUS(BLOCKED, -EBUSY, "the card runs another task"),
	STATUS(BAD_OPCODE, -EOPNOTSUPP, "the card does not know this command"),
	STATUS(BAD_REQUEST_PARM, -EINVAL, "the card refused a parameter of the request"),
	STATUS(BAD_DATA_PARM, -EINVAL, "the card refused the data of the request"),
	STATUS(DEBUG_BLOCKED, -EPERM, "the card's debug commands are locked"),
	STATUS(TIMEOUT, -ETIMEDOUT, "the controller did not answer in time"),
	STATUS(NOT_READY, -EAGAIN, "the controller is still starting"),
	STATUS(NO_ENTRY, -ENOENT, "there is no such entry, dump or update"),
	STATUS(BAD_RESPONSE, -EPROTO, "the controller's answer is damaged"),
	STATUS(BAD_INPUT, -EINVAL, "the driver refused the request as malformed"),
	STATUS(NOT_PERMITTED, -EPERM, "only administrators may do this"),
	STATUS(FATAL, -EIO, "the controller has failed and does not accept this command"),
	STATUS(HOLD_FULL, -ENOBUFS, "the driver retains too many unacknowledged error-log entries"),
	STATUS(FAILED, -EIO, "the card reported a failure"),
};
/* clang-format on */

static const struct ocxl_status unknown = {
	.error = -EIO,
	.text = "a status that this version does not know",
};

const struct ocxl_status *ocxl_status_find(unsigned int number)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++)
		if (statuses[i].number == number)
			return &statuses[i];
	return &unknown;
}

#define NAME_OF(command, name, ...) [command] = #name,
static const char *const command_names[] = { OCXLPMEM_COMMANDS(NAME_OF, NAME_OF) };

NDCTL_EXPORT const char *ndctl_ocxl_command_name(unsigned int command)
{
	return command < ARRAY_SIZE(command_names) ? command_names[command] : NULL;
}

bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command)
{
	return command < 64 && ((uint64_t)dimm->nfit_dsm_mask >> command & 1) != 0;
}

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

int ocxl_parse_header(struct ocxl_answer *answer, const struct ocxl_request *request,
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
	rc = ocxl_parse_header(answer, request, bytes);
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

static const struct ocxl_driver kernel_driver = {
	.type = ND_CMD_CALL,
	.parse = ocxl_parse_answer,
};

static const struct ocxl_driver *get_driver(struct ndctl_dimm *dimm)
{
	return dimm->ocxl_driver ? dimm->ocxl_driver : &kernel_driver;
}

static size_t output_offset(const struct ocxl_driver *driver, const struct ocxl_request *request)
{
	return driver->before + PACKAGE + request->size_in + driver->between;
}

static size_t envelope_size(const struct ocxl_driver *driver, const struct ocxl_request *request)
{
	return output_offset(driver, request) + request->size_out;
}

static uint8_t *envelope_bytes(struct ndctl_cmd *cmd)
{
	return (uint8_t *)cmd + offsetof(struct ndctl_cmd, cmd_buf);
}

static struct ocxl_cmd_state *state_at_end(struct ndctl_cmd *cmd)
{
	void *state = (uint8_t *)cmd + (size_t)cmd->size - sizeof(struct ocxl_cmd_state);

	return state;
}

static size_t state_offset(size_t size)
{
	const size_t align = _Alignof(struct ocxl_cmd_state);

	return (offsetof(struct ndctl_cmd, cmd_buf) + size + align - 1) / align * align;
}

/* libndctl calls this for a debug message only, so the byte is not checked */
static u32 get_firmware_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &state_at_end(cmd)->request;
	const uint8_t *answer = envelope_bytes(cmd) + output_offset(get_driver(cmd->dimm), request);

	return answer[offsetof(struct ocxlpmem_rsp_header, status)];
}

struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd)
{
	if (!cmd || cmd->get_firmware_status != get_firmware_status)
		return NULL;
	return state_at_end(cmd);
}

static void clear_result(struct ocxl_cmd_state *state)
{
	state->submitted = false;
	state->result = -EIO;
	state->answer = (struct ocxl_answer) { .status = -1 };
	state->output = NULL;
	state->fw_size = 0;
	state->health = (struct ocxl_health) { .error = -EIO };
}

/* the bytes of the envelope are zeros */
static void fill_envelope(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &state_at_end(cmd)->request;
	const struct ocxl_driver *driver = get_driver(cmd->dimm);
	const struct nd_cmd_pkg package = {
		.nd_family = NVDIMM_FAMILY_OCXL,
		.nd_command = request->command,
		.nd_size_in = request->size_in,
		.nd_size_out = request->size_out,
	};
	const size_t fixed = request->size_in - request->data_size;
	uint8_t *bytes = envelope_bytes(cmd), *input = bytes + driver->before + PACKAGE;

	clear_result(state_at_end(cmd));
	memcpy(bytes + driver->before, &package, PACKAGE);
	memcpy(input, &request->in, fixed);
	if (request->data_size > 0)
		memcpy(input + fixed, request->data, request->data_size);
	if (driver->write)
		driver->write(bytes, request);
}

void ocxl_cmd_write_envelope(struct ndctl_cmd *cmd)
{
	memset(envelope_bytes(cmd), 0,
	       envelope_size(get_driver(cmd->dimm), &state_at_end(cmd)->request));
	fill_envelope(cmd);
}

/* the caller may change or free the data after the command was created */
static void copy_data(struct ndctl_cmd *cmd, size_t end)
{
	struct ocxl_request *request = &state_at_end(cmd)->request;
	uint8_t *copy = envelope_bytes(cmd) + end;

	if (request->data_size == 0)
		return;
	memcpy(copy, request->data, request->data_size);
	request->data = copy;
}

static int check_sizes(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	const struct ocxl_driver *driver = get_driver(dimm);
	const size_t most = OCXLPMEM_ENVELOPE_MAX - PACKAGE - driver->before - driver->between;

	if (request->size_in < request->data_size ||
	    request->size_in - request->data_size > sizeof(request->in) ||
	    request->size_in > most || request->size_out > most - request->size_in)
		return -EMSGSIZE;
	return request->size_out < sizeof(struct ocxlpmem_rsp_header) ? -EINVAL : 0;
}

static int check_request(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	int rc = check_sizes(dimm, request);

	if (rc)
		ocxl_dimm_dbg(dimm,
			      "command %u refused: %u bytes of input, %u of data, %u of answer",
			      request->command, request->size_in, request->data_size,
			      request->size_out);
	if (ocxl_dimm_has_command(dimm, request->command))
		return rc;
	ocxl_dimm_dbg(dimm, "command %u refused: not in command mask %#llx", request->command,
		      (unsigned long long)dimm->nfit_dsm_mask);
	return -ENOTTY;
}

struct ndctl_cmd *ocxl_cmd_new(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	const struct ocxl_driver *driver = get_driver(dimm);
	int rc = check_request(dimm, request);
	struct ndctl_cmd *cmd;
	size_t end, size;

	if (rc) {
		errno = -rc;
		return NULL;
	}
	end = envelope_size(driver, request);
	size = state_offset(end + request->data_size) + sizeof(struct ocxl_cmd_state);
	cmd = calloc(1, size);
	if (!cmd)
		return NULL;
	cmd->dimm = dimm;
	ndctl_cmd_ref(cmd);
	cmd->type = driver->type;
	cmd->size = (int)size;
	cmd->status = NEVER_SUBMITTED;
	cmd->get_firmware_status = get_firmware_status;
	state_at_end(cmd)->request = *request;
	copy_data(cmd, end);
	fill_envelope(cmd);
	return cmd;
}

struct ndctl_cmd *ocxl_cmd_new_built(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request)
{
	if (rc == 0)
		return ocxl_cmd_new(dimm, request);
	ocxl_dimm_dbg(dimm, "request refused: %s",
		      rc == -EMSGSIZE ? "more than 1 MiB of data"
				      : "offset or length is not a multiple of 8");
	errno = -rc;
	return NULL;
}

struct ndctl_cmd *ocxl_cmd_new_plain(struct ndctl_dimm *dimm, uint32_t command)
{
	struct ocxl_request request;

	return ocxl_cmd_new_built(dimm, ocxl_build_plain(&request, command), &request);
}

static int parse_output(struct ndctl_cmd *cmd, struct ocxl_cmd_state *state)
{
	const struct ocxl_driver *driver = get_driver(cmd->dimm);
	const uint8_t *bytes = envelope_bytes(cmd);
	size_t output = output_offset(driver, &state->request);
	struct nd_cmd_pkg package;

	/* libndctl itself logs a negative result */
	if (cmd->status < 0)
		return ocxl_dimm_correct_error(cmd->dimm, cmd->status);
	if (cmd->status > 0) {
		state->answer.problem = "the ioctl had a positive result";
		return -EIO;
	}
	if (driver->is_answered && !driver->is_answered(bytes, &state->request))
		return ocxl_refuse_answer(&state->answer, "the envelope is damaged");
	memcpy(&package, bytes + (driver->between ? output - PACKAGE : driver->before), PACKAGE);
	state->fw_size = package.nd_fw_size;
	state->output = bytes + output;
	return driver->parse(&state->answer, &state->request, state->output, state->fw_size);
}

static void ocxl_log_answer(struct ndctl_dimm *dimm, const struct ocxl_cmd_state *state)
{
	const char *name = ndctl_ocxl_command_name(state->request.command);
	const struct ocxl_answer *answer = &state->answer;

	if (answer->problem)
		ocxl_dimm_dbg(dimm, "answer to %s refused: %s (nd_fw_size %zu, space %u)", name,
			      answer->problem, state->fw_size, state->request.size_out);
	else if (answer->status > OCXLPMEM_STATUS_OK)
		ocxl_dimm_dbg(dimm, "%s failed with status 0x%02x: %s", name,
			      (unsigned int)answer->status,
			      ocxl_status_find((unsigned int)answer->status)->text);
}

void ocxl_cmd_parse_answer(struct ndctl_cmd *cmd)
{
	struct ocxl_cmd_state *state = state_at_end(cmd);

	clear_result(state);
	state->submitted = true;
	state->result = parse_output(cmd, state);
	if (state->result)
		ocxl_log_answer(cmd->dimm, state);
}

int ocxl_cmd_get_answer(struct ndctl_cmd *cmd, uint32_t command, const struct ocxl_answer **answer)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state || command != state->request.command)
		return -EINVAL;
	*answer = &state->answer;
	return state->result;
}
