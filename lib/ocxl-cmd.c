// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The two envelopes of wire.md 1, wrapped and unwrapped in this file alone:
 *
 *	call	package | input | output
 *	vendor	opcode, in_length | package | input | status, out_length | package | output
 *
 * The ioctl may rewrite every byte of that, so what the library relies on stands behind the
 * envelope, where the ioctl does not reach.
 */
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "ocxl-cursor.h"
#include "ocxl-dimm.h"

#define PACKAGE		sizeof(struct nd_cmd_pkg)
#define VENDOR_HEADER	sizeof(struct nd_cmd_vendor_hdr)
#define VENDOR_TAIL	sizeof(struct nd_cmd_vendor_tail)
#define OVERHEAD	(VENDOR_HEADER + VENDOR_TAIL + 2 * PACKAGE)
#define NEVER_SUBMITTED 1

/**
 * struct state - what stands behind the envelope
 * @request: as it was asked for
 * @thresholds: made for ndctl's threshold getters
 * @refusal: 0, or why it is to fail
 */
struct state {
	struct ocxl_request request;
	bool thresholds;
	int refusal;
};

/**
 * struct layout - offsets into the envelope
 * @package: of the request's package
 * @input: of the input
 * @tail: of the vendor tail; 0 in a call
 * @answer: of the package that comes back
 * @output: of the output
 * @end: bytes of the whole envelope
 */
struct layout {
	size_t package;
	size_t input;
	size_t tail;
	size_t answer;
	size_t output;
	size_t end;
};

static struct layout layout_of(int type, const struct ocxl_request *request)
{
	struct layout layout = { 0 };

	if (type == ND_CMD_VENDOR)
		layout.package = VENDOR_HEADER;
	layout.input = layout.package + PACKAGE;
	layout.answer = layout.package;
	layout.output = layout.input + request->size_in;
	if (type == ND_CMD_VENDOR) {
		layout.tail = layout.output;
		layout.answer = layout.tail + VENDOR_TAIL;
		layout.output = layout.answer + PACKAGE;
	}
	layout.end = layout.output + request->size_out;
	return layout;
}

static uint8_t *envelope(struct ndctl_cmd *cmd)
{
	return (uint8_t *)cmd + offsetof(struct ndctl_cmd, cmd_buf);
}

static struct state *state_of(struct ndctl_cmd *cmd)
{
	void *state = (uint8_t *)cmd + (size_t)cmd->size - sizeof(struct state);

	return state;
}

static size_t state_offset(size_t envelope_size)
{
	const size_t align = _Alignof(struct state);

	return (offsetof(struct ndctl_cmd, cmd_buf) + envelope_size + align - 1) / align * align;
}

/* Read while the ioctl's debug message is written: the raw byte, believed by nobody. */
static u32 get_firmware_status(struct ndctl_cmd *cmd)
{
	struct layout layout = layout_of(cmd->type, &state_of(cmd)->request);

	return envelope(cmd)[layout.output + offsetof(struct ocxl_rsp_header, status)];
}

bool ocxl_cmd_is_ours(struct ndctl_cmd *cmd)
{
	return cmd && cmd->get_firmware_status == get_firmware_status;
}

void ocxl_cmd_set_thresholds(struct ndctl_cmd *cmd)
{
	state_of(cmd)->thresholds = true;
}

bool ocxl_cmd_is_thresholds(struct ndctl_cmd *cmd)
{
	return state_of(cmd)->thresholds;
}

/* Written anew for every try: the last one may have changed any of it. */
static void write_envelope(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &state_of(cmd)->request;
	struct layout layout = layout_of(cmd->type, request);
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
	uint8_t *bytes = envelope(cmd);

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

/* The caller's data may change or go once the command is made: a copy stands behind the envelope. */
static void keep_data(struct ndctl_cmd *cmd, size_t end)
{
	struct ocxl_request *request = &state_of(cmd)->request;
	uint8_t *copy = envelope(cmd) + end;

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

struct ndctl_cmd *ocxl_cmd_new(struct ndctl_dimm *dimm, const struct ocxl_request *request)
{
	int type = envelope_type(dimm);
	int rc = check_sizes(request);
	struct ndctl_cmd *cmd;
	size_t end, size;

	if (!ocxl_dimm_has_command(dimm, request->command))
		rc = -ENOTTY;
	if (rc) {
		errno = -rc;
		return NULL;
	}
	end = layout_of(type, request).end;
	size = state_offset(end + request->data_size) + sizeof(struct state);
	cmd = calloc(1, size);
	if (!cmd)
		return NULL;
	cmd->dimm = dimm;
	ndctl_cmd_ref(cmd);
	cmd->type = type;
	cmd->size = (int)size;
	cmd->status = NEVER_SUBMITTED;
	cmd->get_firmware_status = get_firmware_status;
	state_of(cmd)->request = *request;
	keep_data(cmd, end);
	write_envelope(cmd);
	return cmd;
}

bool ocxl_cmd_is_abort(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request;

	if (!ocxl_cmd_is_ours(cmd))
		return false;
	request = &state_of(cmd)->request;
	return request->command == OCXL_CMD_FW_FINISH &&
	       (request->in.fw_finish.flags & OCXL_FW_FINISH_ABORT) != 0;
}

static bool is_injection(struct ndctl_cmd *cmd)
{
	return ocxl_cmd_is_ours(cmd) && state_of(cmd)->request.command == OCXL_CMD_SMART_INJECT;
}

int ocxl_cmd_set_injection(struct ndctl_cmd *cmd,
			   const struct ndctl_ocxl_smart_injection *injection)
{
	if (!is_injection(cmd))
		return -EINVAL;
	/* what was refused stays so, whatever else is set */
	if (state_of(cmd)->refusal)
		return state_of(cmd)->refusal;
	ocxl_build_smart_inject(&state_of(cmd)->request, injection);
	write_envelope(cmd);
	return 0;
}

int ocxl_cmd_refuse(struct ndctl_cmd *cmd, int error)
{
	/* asks for nothing, which the driver refuses */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = 0 };
	int rc = ocxl_cmd_set_injection(cmd, &nothing);

	if (rc)
		return rc;
	state_of(cmd)->refusal = error;
	return error;
}

int ocxl_cmd_refusal(struct ndctl_cmd *cmd)
{
	return state_of(cmd)->refusal;
}

/* Where the answer is, once the transport worked. */
static int unwrap(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size)
{
	const struct ocxl_request *request = &state_of(cmd)->request;
	struct layout layout = layout_of(cmd->type, request);
	struct nd_cmd_vendor_tail tail;
	struct nd_cmd_pkg package;

	if (cmd->status != 0)
		return cmd->status < 0 ? cmd->status : -EIO;
	if (cmd->type == ND_CMD_VENDOR) {
		memcpy(&tail, envelope(cmd) + layout.tail, VENDOR_TAIL);
		if (tail.status != 0 || tail.out_length != PACKAGE + request->size_out)
			return -EPROTO;
	}
	memcpy(&package, envelope(cmd) + layout.answer, PACKAGE);
	*fw_size = package.nd_fw_size;
	*output = envelope(cmd) + layout.output;
	return 0;
}

int ocxl_cmd_parse(struct ndctl_cmd *cmd, uint32_t command, struct ocxl_answer *answer)
{
	const struct ocxl_request *request;
	const uint8_t *output;
	size_t fw_size;
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (!ocxl_cmd_is_ours(cmd))
		return -EINVAL;
	request = &state_of(cmd)->request;
	if (command != 0 && command != request->command)
		return -EINVAL;
	rc = unwrap(cmd, &output, &fw_size);
	if (rc)
		return rc;
	if (ndctl_dimm_ocxl_has_old_driver(cmd->dimm))
		return ocxl_parse_old_smart(answer, request, output);
	return ocxl_parse_answer(answer, request, output, fw_size);
}

/*
 * Replace a command by one with more room. At least twice as much, so that answers which
 * grow with every try come to an end.
 */
static int grow(struct ndctl_cmd **cmd, size_t needed)
{
	struct ocxl_request request = state_of(*cmd)->request;
	struct ndctl_cmd *bigger;
	size_t room = (size_t)request.size_out * 2;

	if (needed <= request.size_out || needed > OCXL_ANSWER_MAX)
		return -EMSGSIZE;
	if (room < needed)
		room = (needed + 7) / 8 * 8;
	request.size_out = room < OCXL_ANSWER_MAX ? (uint32_t)room : OCXL_ANSWER_MAX;
	bigger = ocxl_cmd_new((*cmd)->dimm, &request);
	if (!bigger)
		return -errno;
	ndctl_cmd_unref(*cmd);
	*cmd = bigger;
	return 0;
}

static int submit_once(struct ndctl_cmd *cmd, int (*submit)(struct ndctl_cmd *cmd),
		       struct ocxl_answer *answer)
{
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (cmd->status != NEVER_SUBMITTED)
		write_envelope(cmd);
	rc = submit(cmd);
	if (rc < 0)
		return rc;
	return ocxl_cmd_parse(cmd, 0, answer);
}

int ocxl_cmd_submit_by(struct ndctl_cmd **cmd, int (*submit)(struct ndctl_cmd *cmd))
{
	struct ocxl_answer answer;
	int rc;

	if (!cmd || !ocxl_cmd_is_ours(*cmd))
		return -EINVAL;
	for (;;) {
		rc = submit_once(*cmd, submit, &answer);
		if (answer.needed <= state_of(*cmd)->request.size_out)
			return rc;
		rc = grow(cmd, answer.needed);
		if (rc)
			return rc;
	}
}

NDCTL_EXPORT int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	return ocxl_cmd_submit_by(cmd, ndctl_cmd_submit);
}

NDCTL_EXPORT int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	const uint8_t *output;
	size_t fw_size;

	if (!ocxl_cmd_is_ours(cmd) || unwrap(cmd, &output, &fw_size))
		return -1;
	return output[offsetof(struct ocxl_rsp_header, status)];
}

NDCTL_EXPORT const void *ndctl_cmd_ocxl_get_answer(struct ndctl_cmd *cmd, size_t *size)
{
	struct ocxl_answer answer;
	const uint8_t *output;
	size_t fw_size;

	*size = 0;
	if (!ocxl_cmd_is_ours(cmd) || unwrap(cmd, &output, &fw_size))
		return NULL;
	*size = state_of(cmd)->request.size_out;
	if (ocxl_cmd_parse(cmd, 0, &answer) == 0)
		*size = answer.needed;
	else if (answer.status != OCXL_STATUS_OK)
		*size = sizeof(struct ocxl_rsp_header);
	return output;
}

NDCTL_EXPORT size_t ndctl_cmd_ocxl_get_fw_size(struct ndctl_cmd *cmd)
{
	const uint8_t *output;
	size_t fw_size;

	if (!ocxl_cmd_is_ours(cmd) || unwrap(cmd, &output, &fw_size))
		return 0;
	return fw_size;
}

NDCTL_EXPORT unsigned int ndctl_cmd_ocxl_get_command(struct ndctl_cmd *cmd)
{
	return ocxl_cmd_is_ours(cmd) ? state_of(cmd)->request.command : 0;
}

NDCTL_EXPORT void ndctl_cmd_ocxl_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out)
{
	bool ours = ocxl_cmd_is_ours(cmd);

	*in = ours ? state_of(cmd)->request.size_in : 0;
	*out = ours ? state_of(cmd)->request.size_out : 0;
}
