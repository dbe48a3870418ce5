// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The two envelopes (wire.md 1):
 *
 *	call	package | input | answer
 *	vendor	opcode, in_length | package | input | status, out_length | package | answer
 *
 * The ioctl may overwrite all of these bytes. Data that the library needs later are stored behind
 * them, where the ioctl cannot write: struct ocxl_cmd_state, and a copy of the caller's data.
 */
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"

#define PACKAGE		sizeof(struct nd_cmd_pkg)
#define VENDOR_HEADER	sizeof(struct nd_cmd_vendor_hdr)
#define VENDOR_TAIL	sizeof(struct nd_cmd_vendor_tail)
#define OVERHEAD	(VENDOR_HEADER + VENDOR_TAIL + 2 * PACKAGE)
/* struct ndctl_cmd.status of a new command; the driver never returns it */
#define NEVER_SUBMITTED 1

/**
 * struct layout - offsets in the envelope
 * @package: package of the request
 * @input: input
 * @tail: struct nd_cmd_vendor_tail; 0 in a call
 * @answer_package: package of the answer
 * @output: answer
 * @end: size of the envelope
 */
struct layout {
	size_t package;
	size_t input;
	size_t tail;
	size_t answer_package;
	size_t output;
	size_t end;
};

static struct layout get_layout(int type, const struct ocxl_request *request)
{
	struct layout layout = { 0 };

	if (type == ND_CMD_VENDOR)
		layout.package = VENDOR_HEADER;
	layout.input = layout.package + PACKAGE;
	layout.answer_package = layout.package;
	layout.output = layout.input + request->size_in;
	if (type == ND_CMD_VENDOR) {
		layout.tail = layout.output;
		layout.answer_package = layout.tail + VENDOR_TAIL;
		layout.output = layout.answer_package + PACKAGE;
	}
	layout.end = layout.output + request->size_out;
	return layout;
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

static size_t state_offset(size_t envelope_size)
{
	const size_t align = _Alignof(struct ocxl_cmd_state);

	return (offsetof(struct ndctl_cmd, cmd_buf) + envelope_size + align - 1) / align * align;
}

/* libndctl calls this for a debug message only, so the byte is not checked */
static u32 get_firmware_status(struct ndctl_cmd *cmd)
{
	struct layout layout = get_layout(cmd->type, &state_at_end(cmd)->request);

	return envelope_bytes(cmd)[layout.output + offsetof(struct ocxl_rsp_header, status)];
}

struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd)
{
	if (!cmd || cmd->get_firmware_status != get_firmware_status)
		return NULL;
	return state_at_end(cmd);
}

bool ocxl_cmd_is_submitted(struct ndctl_cmd *cmd)
{
	return cmd->status != NEVER_SUBMITTED;
}

void ocxl_cmd_write_envelope(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &state_at_end(cmd)->request;
	struct layout layout = get_layout(cmd->type, request);
	const struct nd_cmd_pkg package = {
		.nd_family = NVDIMM_FAMILY_OCXL,
		.nd_command = request->command,
		.nd_size_in = request->size_in,
		.nd_size_out = request->size_out,
	};
	const struct nd_cmd_vendor_hdr header = {
		.opcode = OCXL_VENDOR_OPCODE,
		.in_length = (u32)(PACKAGE + request->size_in),
	};
	const struct nd_cmd_vendor_tail tail = {
		.out_length = (u32)(PACKAGE + request->size_out),
	};
	const size_t fixed = request->size_in - request->data_size;
	uint8_t *bytes = envelope_bytes(cmd);

	state_at_end(cmd)->problem_logged = false;
	memset(bytes, 0, layout.end);
	memcpy(bytes + layout.package, &package, PACKAGE);
	memcpy(bytes + layout.input, &request->in, fixed);
	if (request->data_size > 0)
		memcpy(bytes + layout.input + fixed, request->data, request->data_size);
	if (cmd->type == ND_CMD_VENDOR) {
		memcpy(bytes, &header, VENDOR_HEADER);
		memcpy(bytes + layout.tail, &tail, VENDOR_TAIL);
	}
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

static int envelope_type(struct ndctl_dimm *dimm)
{
	return dimm->cmd_mask & (1UL << ND_CMD_CALL) ? ND_CMD_CALL : ND_CMD_VENDOR;
}

static int check_sizes(const struct ocxl_request *request)
{
	const size_t most = OCXL_ENVELOPE_MAX - OVERHEAD;

	if (request->size_in < request->data_size ||
	    request->size_in - request->data_size > sizeof(request->in) ||
	    request->size_in > most || request->size_out > most - request->size_in)
		return -EMSGSIZE;
	return request->size_out < sizeof(struct ocxl_rsp_header) ? -EINVAL : 0;
}

static int check_request(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	int rc = check_sizes(request);

	if (rc)
		ocxl_dimm_dbg(dimm,
			      "command %u refused: %u bytes of input, %u of data, %u of answer",
			      request->command, request->size_in, request->data_size,
			      request->size_out);
	if (ocxl_dimm_has_command(dimm, request->command))
		return rc;
	ocxl_dimm_dbg(dimm, "command %u refused: not in command mask %#llx", request->command,
		      (unsigned long long)ndctl_dimm_ocxl_get_cmd_mask(dimm));
	return -ENOTTY;
}

struct ndctl_cmd *ocxl_cmd_new(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	int type = envelope_type(dimm);
	int rc = check_request(dimm, request);
	struct ndctl_cmd *cmd;
	size_t end, size;

	if (rc) {
		errno = -rc;
		return NULL;
	}
	end = get_layout(type, request).end;
	size = state_offset(end + request->data_size) + sizeof(struct ocxl_cmd_state);
	cmd = calloc(1, size);
	if (!cmd)
		return NULL;
	cmd->dimm = dimm;
	ndctl_cmd_ref(cmd);
	cmd->type = type;
	cmd->size = (int)size;
	cmd->status = NEVER_SUBMITTED;
	cmd->get_firmware_status = get_firmware_status;
	state_at_end(cmd)->request = *request;
	copy_data(cmd, end);
	ocxl_cmd_write_envelope(cmd);
	return cmd;
}

int ocxl_cmd_find_output(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size)
{
	const struct ocxl_request *request = &state_at_end(cmd)->request;
	struct layout layout = get_layout(cmd->type, request);
	struct nd_cmd_vendor_tail tail;
	struct nd_cmd_pkg package;

	if (cmd->status != 0)
		return cmd->status < 0 ? cmd->status : -EIO;
	if (cmd->type == ND_CMD_VENDOR) {
		memcpy(&tail, envelope_bytes(cmd) + layout.tail, VENDOR_TAIL);
		if (tail.status != 0 || tail.out_length != PACKAGE + request->size_out)
			return -EPROTO;
	}
	memcpy(&package, envelope_bytes(cmd) + layout.answer_package, PACKAGE);
	*fw_size = package.nd_fw_size;
	*output = envelope_bytes(cmd) + layout.output;
	return 0;
}

static void ocxl_log_refusal(struct ndctl_cmd *cmd, const char *problem, size_t fw_size)
{
	struct ocxl_cmd_state *state = state_at_end(cmd);

	if (!state->problem_logged)
		ocxl_dimm_dbg(cmd->dimm, "answer to %s refused: %s (nd_fw_size %zu, space %u)",
			      ndctl_ocxl_command_name(state->request.command), problem, fw_size,
			      state->request.size_out);
	state->problem_logged = true;
}

static void ocxl_log_status(struct ndctl_cmd *cmd, unsigned int status)
{
	struct ocxl_cmd_state *state = state_at_end(cmd);

	if (!state->problem_logged)
		ocxl_dimm_dbg(cmd->dimm, "%s failed with status 0x%02x: %s",
			      ndctl_ocxl_command_name(state->request.command), status,
			      ndctl_ocxl_status_text(status));
	state->problem_logged = true;
}

static int find_logged_output(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size)
{
	int rc = ocxl_cmd_find_output(cmd, output, fw_size);

	/* libndctl itself logs a negative result */
	if (rc && cmd->status > 0 && ocxl_cmd_is_submitted(cmd))
		ocxl_log_refusal(cmd, "the ioctl had a positive result", 0);
	else if (rc && cmd->status == 0)
		ocxl_log_refusal(cmd, "the vendor envelope is damaged", 0);
	return rc;
}

int ocxl_cmd_parse_answer(struct ndctl_cmd *cmd, uint32_t command, struct ocxl_answer *answer)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	const uint8_t *output;
	size_t fw_size;
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (!state || (command != 0 && command != state->request.command))
		return -EINVAL;
	rc = find_logged_output(cmd, &output, &fw_size);
	if (rc)
		return rc;
	if (ndctl_dimm_ocxl_has_old_driver(cmd->dimm))
		rc = ocxl_parse_old_smart(answer, &state->request, output);
	else
		rc = ocxl_parse_answer(answer, &state->request, output, fw_size);
	if (answer->problem)
		ocxl_log_refusal(cmd, answer->problem, fw_size);
	else if (answer->status != OCXL_STATUS_OK)
		ocxl_log_status(cmd, answer->status);
	return rc;
}
