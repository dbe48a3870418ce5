// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The envelope of ND_CMD_CALL (wire.md 1):
 *
 *	package | input | answer
 *
 * That of ND_CMD_VENDOR, of drivers outside of the kernel:
 *
 *	opcode, in_length | package | input | status, out_length | package | answer
 *
 * The ioctl may overwrite all of these bytes. Data that the library needs later are stored behind
 * them, where the ioctl cannot write: struct ocxl_cmd_state, and a copy of the caller's data.
 */
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <string.h>
#include <lib/private.h>
#include "ocxl-cmd.h"
#include "ocxl-private.h"
#include "ocxl-sysfs.h"

#define PACKAGE		sizeof(struct nd_cmd_pkg)
#define FRONT		sizeof(struct nd_cmd_vendor_hdr)
#define TAIL		sizeof(struct nd_cmd_vendor_tail)
/* struct ndctl_cmd.status of a new command of any family */
#define NEVER_SUBMITTED 1

static size_t tail_offset(const struct ocxl_request *request)
{
	return FRONT + PACKAGE + request->size_in;
}

static void write_vendor(uint8_t *bytes, const struct ocxl_request *request)
{
	const struct nd_cmd_vendor_hdr header = {
		.opcode = OCXLPMEM_VENDOR_OPCODE,
		.in_length = (u32)(PACKAGE + request->size_in),
	};
	const struct nd_cmd_vendor_tail tail = {
		.out_length = (u32)(PACKAGE + request->size_out),
	};

	memcpy(bytes, &header, FRONT);
	memcpy(bytes + tail_offset(request), &tail, TAIL);
}

static bool is_vendor_answered(const uint8_t *bytes, const struct ocxl_request *request)
{
	struct nd_cmd_vendor_tail tail;

	memcpy(&tail, bytes + tail_offset(request), TAIL);
	return tail.status == 0 && tail.out_length == PACKAGE + request->size_out;
}

const struct ocxl_driver ocxl_vendor_driver = {
	.type = ND_CMD_VENDOR,
	.before = FRONT,
	.between = TAIL + PACKAGE,
	.write = write_vendor,
	.is_answered = is_vendor_answered,
	.parse = ocxl_parse_answer,
};

const struct ocxl_driver ocxl_posted_driver = {
	.type = ND_CMD_CALL,
	.parse = ocxl_parse_old_smart,
	.loses_errors = true,
};

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

/* the command that replaces @cmd in the ioctl, because the answer needs more space; @cmd owns it */
static struct ndctl_cmd *get_sent(struct ndctl_cmd *cmd)
{
	return cmd->source ? cmd->source : cmd;
}

static size_t state_offset(size_t size)
{
	const size_t align = _Alignof(struct ocxl_cmd_state);

	return (offsetof(struct ndctl_cmd, cmd_buf) + size + align - 1) / align * align;
}

/* libndctl calls this for a debug message only, so the byte is not checked */
static u32 get_firmware_status(struct ndctl_cmd *cmd)
{
	struct ndctl_cmd *sent = get_sent(cmd);
	const struct ocxl_request *request = &state_at_end(sent)->request;
	const uint8_t *answer =
		envelope_bytes(sent) + output_offset(get_driver(sent->dimm), request);

	return answer[offsetof(struct ocxlpmem_rsp_header, status)];
}

struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd)
{
	if (!cmd || cmd->get_firmware_status != get_firmware_status)
		return NULL;
	return state_at_end(get_sent(cmd));
}

bool ocxl_cmd_is_expected(const struct ndctl_cmd *expected, struct ndctl_cmd *cmd, int error)
{
	if (error > 0 || !expected)
		return false;
	if (!cmd)
		return error != 0;
	return cmd == expected && (error || ocxl_cmd_get_state(cmd)->submitted);
}

void ocxl_cmd_forget_larger(struct ndctl_cmd *cmd)
{
	/* a label command has a source of another kind */
	if (!ocxl_cmd_get_state(cmd) || !cmd->source)
		return;
	ndctl_cmd_unref(cmd->source);
	cmd->source = NULL;
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
		      (unsigned long long)dimm->ocxl_cmd_mask);
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

static const char *refusal_reason(int rc)
{
	switch (rc) {
	case -EMSGSIZE:
		return "more than 1 MiB of data";
	case -EFBIG:
		return "offset of more than 32 bits";
	default:
		return "offset or length is not a multiple of 8";
	}
}

struct ndctl_cmd *ocxl_cmd_new_built(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request)
{
	if (rc == 0)
		return ocxl_cmd_new(dimm, request);
	ocxl_dimm_dbg(dimm, "request refused: %s", refusal_reason(rc));
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

/* ---- submission ---- */

/*
 * The space at least doubles, so the number of attempts is limited, also if the answer becomes
 * longer each time.
 */
static int make_space(struct ndctl_cmd *cmd, size_t needed)
{
	struct ocxl_request request = ocxl_cmd_get_state(cmd)->request;
	struct ndctl_cmd *larger;
	size_t space = (size_t)request.size_out * 2;

	if (needed > OCXLPMEM_ANSWER_MAX) {
		ocxl_dimm_dbg(cmd->dimm, "answer to %s refused: it needs %zu bytes",
			      ndctl_ocxl_command_name(request.command), needed);
		return -EMSGSIZE;
	}
	if (space < needed)
		space = (needed + 7) / 8 * 8;
	request.size_out = space < OCXLPMEM_ANSWER_MAX ? (uint32_t)space : OCXLPMEM_ANSWER_MAX;
	larger = ocxl_cmd_new(cmd->dimm, &request);
	if (!larger)
		return -errno;
	ocxl_cmd_forget_larger(cmd);
	cmd->source = larger;
	return 0;
}

static const struct ocxl_cmd_state *send_command(struct ndctl_cmd *cmd)
{
	struct ocxl_cmd_state *state = state_at_end(cmd);

	if (state->submitted)
		ocxl_cmd_write_envelope(cmd);
	state->returns_interrupts = true;
	ndctl_cmd_submit(cmd);
	state->returns_interrupts = false;
	return state;
}

OCXL_EXPORT int ndctl_cmd_ocxl_submit(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state;
	int rc;

	if (!ocxl_cmd_get_state(cmd))
		return -EINVAL;
	for (;;) {
		state = send_command(get_sent(cmd));
		if (state->answer.needed <= state->request.size_out)
			return state->result;
		rc = make_space(cmd, state->answer.needed);
		if (rc)
			return rc;
	}
}

OCXL_EXPORT int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->answer.status : -1;
}

OCXL_EXPORT const void *ocxl_cmd_get_output(struct ndctl_cmd *cmd, size_t *size)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*size = 0;
	if (!state || !state->output)
		return NULL;
	if (state->result == 0)
		*size = state->answer.needed;
	else if (state->answer.status != OCXLPMEM_STATUS_OK)
		*size = sizeof(struct ocxlpmem_rsp_header);
	else
		*size = state->request.size_out;
	return state->output;
}

OCXL_EXPORT size_t ocxl_cmd_get_fw_size(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->fw_size : 0;
}

OCXL_EXPORT void ocxl_cmd_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*in = state ? state->request.size_in : 0;
	*out = state ? state->request.size_out : 0;
}
