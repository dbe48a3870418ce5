// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The envelope of ND_CMD_CALL (wire.md 1); ocxl-vendor.c has the one of ND_CMD_VENDOR:
 *
 *	package | input | answer
 *
 * The ioctl may overwrite all of these bytes. Data that the library needs later are stored behind
 * them, where the ioctl cannot write: struct ocxl_cmd_state, and a copy of the caller's data.
 */
#include <errno.h>
#include <stdlib.h>
#include <stddef.h>
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-layout.h"
#include "ocxl-names.h"
#include "ocxl-status.h"
#include "ocxl-vendor.h"

#define PACKAGE		sizeof(struct nd_cmd_pkg)
/* struct ndctl_cmd.status of a new command; the driver never returns it */
#define NEVER_SUBMITTED 1

static struct ocxl_layout get_layout(int type, const struct ocxl_request *request)
{
	struct ocxl_layout layout = {
		.input = PACKAGE,
		.output = PACKAGE + request->size_in,
		.end = PACKAGE + request->size_in + request->size_out,
	};

	if (type == ND_CMD_VENDOR)
		ocxl_vendor_change_layout(&layout);
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
	struct ocxl_layout layout = get_layout(cmd->type, &state_at_end(cmd)->request);

	return envelope_bytes(cmd)[layout.output + offsetof(struct ocxl_rsp_header, status)];
}

struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd)
{
	if (!cmd || cmd->get_firmware_status != get_firmware_status)
		return NULL;
	return state_at_end(cmd);
}

static void forget_answer(struct ocxl_cmd_state *state)
{
	state->submitted = false;
	state->result = -EIO;
	state->answer = (struct ocxl_answer) { .status = -1 };
	state->output = NULL;
	state->fw_size = 0;
	state->health = (struct ocxl_health) { .error = -EIO };
}

void ocxl_cmd_write_envelope(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &state_at_end(cmd)->request;
	struct ocxl_layout layout = get_layout(cmd->type, request);
	const struct nd_cmd_pkg package = {
		.nd_family = NVDIMM_FAMILY_OCXL,
		.nd_command = request->command,
		.nd_size_in = request->size_in,
		.nd_size_out = request->size_out,
	};
	const size_t fixed = request->size_in - request->data_size;
	uint8_t *bytes = envelope_bytes(cmd);

	forget_answer(state_at_end(cmd));
	memset(bytes, 0, layout.end);
	memcpy(bytes + layout.package, &package, PACKAGE);
	memcpy(bytes + layout.input, &request->in, fixed);
	if (request->data_size > 0)
		memcpy(bytes + layout.input + fixed, request->data, request->data_size);
	if (cmd->type == ND_CMD_VENDOR)
		ocxl_vendor_write(bytes, &layout, request);
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
	const size_t most = OCXL_ENVELOPE_MAX - OCXL_OVERHEAD;

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
		      (unsigned long long)ocxl_dimm_get_commands(dimm));
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
	struct ocxl_layout layout = get_layout(cmd->type, &state->request);
	struct nd_cmd_pkg package;

	/* libndctl itself logs a negative result */
	if (cmd->status < 0)
		return cmd->status;
	if (cmd->status > 0) {
		state->answer.problem = "the ioctl had a positive result";
		return -EIO;
	}
	if (cmd->type == ND_CMD_VENDOR &&
	    !ocxl_vendor_is_valid(envelope_bytes(cmd), &layout, &state->request))
		return ocxl_refuse_answer(&state->answer, "the vendor envelope is damaged");
	memcpy(&package, envelope_bytes(cmd) + layout.answer_package, PACKAGE);
	state->fw_size = package.nd_fw_size;
	state->output = envelope_bytes(cmd) + layout.output;
	if (ocxl_dimm_has_old_driver(cmd->dimm))
		return ocxl_parse_old_smart(&state->answer, &state->request, state->output);
	return ocxl_parse_answer(&state->answer, &state->request, state->output, state->fw_size);
}

static void ocxl_log_answer(struct ndctl_dimm *dimm, const struct ocxl_cmd_state *state)
{
	const char *name = ocxl_command_name(state->request.command);
	const struct ocxl_answer *answer = &state->answer;

	if (answer->problem)
		ocxl_dimm_dbg(dimm, "answer to %s refused: %s (nd_fw_size %zu, space %u)", name,
			      answer->problem, state->fw_size, state->request.size_out);
	else if (answer->status > OCXL_STATUS_OK)
		ocxl_dimm_dbg(dimm, "%s failed with status 0x%02x: %s", name,
			      (unsigned int)answer->status,
			      ocxl_status_find((unsigned int)answer->status)->text);
}

void ocxl_cmd_parse_answer(struct ndctl_cmd *cmd)
{
	struct ocxl_cmd_state *state = state_at_end(cmd);

	forget_answer(state);
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
