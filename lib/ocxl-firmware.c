// SPDX-License-Identifier: LGPL-2.1-or-later
/* "ndctl update-firmware" (wire.md 4.11 to 4.15). */
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include "ocxl-ops.h"
#include "ocxl-private.h"
#include "ocxl-sysfs.h"

/* limits the memory that ndctl allocates for a piece of an image; no card accepts more */
#define SEND_MAX 32768U

int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length)
{
	if (length == 0 || length % 8 != 0 || offset % 8 != 0)
		return -EINVAL;
	if (length > OCXLPMEM_ANSWER_MAX)
		return -EMSGSIZE;
	ocxl_build_request(request, OCXLPMEM_CMD_FW_SEND);
	request->size_in += length;
	request->in.fw_send.context = context;
	request->in.fw_send.offset = offset;
	request->in.fw_send.length = length;
	request->data = data;
	request->data_size = length;
	return 0;
}

void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort)
{
	ocxl_build_request(request, OCXLPMEM_CMD_FW_FINISH);
	request->in.fw_finish.context = context;
	request->in.fw_finish.flags = abort ? OCXLPMEM_FW_FINISH_ABORT : 0;
}

void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context)
{
	ocxl_build_request(request, OCXLPMEM_CMD_FW_QUERY);
	request->in.fw_query.context = context;
}

int ocxl_fw_check_support(struct ndctl_dimm *dimm)
{
	uint32_t command;

	for (command = OCXLPMEM_CMD_FW_INFO; command <= OCXLPMEM_CMD_FW_QUERY; command++)
		if (!ocxl_dimm_has_command(dimm, command))
			return -EOPNOTSUPP;
	return 0;
}

/* the value for an error, also of a getter with 32 bits */
static unsigned long long set_errno(int rc)
{
	errno = -rc;
	return ULLONG_MAX;
}

struct ndctl_cmd *ocxl_fw_new_info(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_FW_INFO);
}

/* reads the record of an answer to a command */
static int read_record(struct ndctl_cmd *cmd, uint32_t command, void *record, size_t size)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, command, &answer);

	return rc ? rc : ocxl_copy_record(answer, record, size);
}

static unsigned long long version_number(const char version[8])
{
	unsigned long long number = 0;
	unsigned int i;

	for (i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)version[i];
	return number;
}

/* also sets errno */
static int read_info(struct ndctl_cmd *cmd, struct ocxlpmem_fw_info_rsp *info)
{
	int rc = read_record(cmd, OCXLPMEM_CMD_FW_INFO, info, sizeof(*info));

	if (rc)
		set_errno(rc);
	return rc;
}

unsigned int ocxl_fw_get_storage_size(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	if (read_info(cmd, &info))
		return UINT_MAX;
	return info.max_image_size < UINT_MAX ? info.max_image_size : UINT_MAX - 1;
}

unsigned int ocxl_fw_get_query_interval(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	return read_info(cmd, &info) ? UINT_MAX : info.query_interval;
}

unsigned int ocxl_fw_get_max_query_time(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	return read_info(cmd, &info) ? UINT_MAX : info.max_query_time;
}

unsigned long long ocxl_fw_get_running_version(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	return read_info(cmd, &info) ? ULLONG_MAX : version_number(info.running);
}

unsigned long long ocxl_fw_get_next_version(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	return read_info(cmd, &info) ? ULLONG_MAX : version_number(info.next);
}

unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;

	if (read_info(cmd, &info))
		return UINT_MAX;
	/* ndctl would send pieces of 0 bytes without end */
	if (info.max_send < 8)
		return (unsigned int)set_errno(-EPROTO);
	return info.max_send < SEND_MAX ? info.max_send & ~7U : SEND_MAX;
}

struct ndctl_cmd *ocxl_fw_new_start(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_FW_START);
}

static int read_context(struct ndctl_cmd *start, uint32_t *context)
{
	struct ocxlpmem_fw_context wire;
	int rc = read_record(start, OCXLPMEM_CMD_FW_START, &wire, sizeof(wire));

	if (!rc)
		*context = wire.context;
	return rc;
}

unsigned int ocxl_fw_get_context(struct ndctl_cmd *start)
{
	uint32_t context;
	int rc = read_context(start, &context);

	return rc ? (unsigned int)set_errno(rc) : context;
}

/* 0, which no update has, if @start has started none */
static uint32_t context_or_none(struct ndctl_cmd *start)
{
	uint32_t context = 0;

	read_context(start, &context);
	return context;
}

struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data)
{
	struct ocxl_request request;
	int rc = ocxl_build_fw_send(&request, context_or_none(start), offset, data, len);

	/* ndctl says that there is no memory */
	if (rc == -EINVAL)
		err(ndctl_dimm_get_ctx(start->dimm),
		    "%s: the size of a firmware image is a multiple of 8\n",
		    ndctl_dimm_get_devname(start->dimm));
	return ocxl_cmd_new_built(start->dimm, rc, &request);
}

static struct ndctl_cmd *new_end(struct ndctl_cmd *start, uint32_t context, bool abort)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, context, abort);
	return ocxl_cmd_new(start->dimm, &request);
}

struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start)
{
	return new_end(start, context_or_none(start), false);
}

static bool is_other_update_running(struct ndctl_cmd *start)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(start);

	return state && state->request.command == OCXLPMEM_CMD_FW_START &&
	       state->answer.status == OCXLPMEM_STATUS_BLOCKED;
}

struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start)
{
	uint32_t context = context_or_none(start);

	/* the context 0 aborts the update of anybody */
	if (context == 0 && !is_other_update_running(start)) {
		errno = EINVAL;
		return NULL;
	}
	return new_end(start, context, true);
}

struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start)
{
	struct ocxl_request request;

	ocxl_build_fw_query(&request, context_or_none(start));
	return ocxl_cmd_new(start->dimm, &request);
}

unsigned long long ocxl_fw_get_staged_version(struct ndctl_cmd *query)
{
	struct ocxlpmem_fw_query_rsp state;
	int rc = read_record(query, OCXLPMEM_CMD_FW_QUERY, &state, sizeof(state));

	if (rc == 0 && version_number(state.next) == 0)
		rc = -ENOENT;
	return rc ? set_errno(rc) : version_number(state.next);
}

static enum ND_FW_STATUS translate_success(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &ocxl_cmd_get_state(cmd)->request;
	struct ocxlpmem_fw_query_rsp state;

	if (request->command == OCXLPMEM_CMD_FW_FINISH &&
	    (request->in.fw_finish.flags & OCXLPMEM_FW_FINISH_ABORT))
		return FW_ABORTED;
	if (request->command != OCXLPMEM_CMD_FW_QUERY)
		return FW_SUCCESS;
	if (read_record(cmd, OCXLPMEM_CMD_FW_QUERY, &state, sizeof(state)))
		return FW_EUNKNOWN;
	switch (state.state) {
	case OCXLPMEM_FW_STATE_STAGED:
		return FW_SUCCESS;
	case OCXLPMEM_FW_STATE_BUSY:
		return FW_EBUSY;
	case OCXLPMEM_FW_STATE_FAILED:
		return FW_EBADFW;
	default:
		return FW_ESEQUENCE;
	}
}

static enum ND_FW_STATUS translate_failure(unsigned int command, unsigned int status)
{
	switch (status) {
	case OCXLPMEM_STATUS_BLOCKED:
		/* a start fails because of another update, the others because the card is busy */
		return command == OCXLPMEM_CMD_FW_START ? FW_EBUSY : FW_ERETRY;
	case OCXLPMEM_STATUS_NO_ENTRY:
		return FW_EINVAL_CTX;
	case OCXLPMEM_STATUS_BAD_DATA_PARM:
		return FW_EBADFW;
	case OCXLPMEM_STATUS_BAD_REQUEST_PARM:
	case OCXLPMEM_STATUS_BAD_INPUT:
		return FW_EINVAL;
	case OCXLPMEM_STATUS_BAD_OPCODE:
		return FW_ENOTSUPP;
	case OCXLPMEM_STATUS_MEM_UNAVAILABLE:
	case OCXLPMEM_STATUS_NOT_READY:
		return FW_ENOTREADY;
	case OCXLPMEM_STATUS_TIMEOUT:
		return FW_ENORES;
	case OCXLPMEM_STATUS_FATAL:
	case OCXLPMEM_STATUS_FAILED:
		return FW_EHWERR;
	default:
		return FW_EUNKNOWN;
	}
}

/*
 * ndctl prints a number or nothing, so the library logs the reason. ndctl itself reports that
 * another update is running.
 */
static bool is_shut_down(struct ndctl_dimm *dimm)
{
	uint64_t flags;

	ndctl_dimm_ocxl_read_flags(dimm, &flags);
	return flags & NDCTL_OCXL_FLAG_SHUT_DOWN;
}

static void ocxl_fw_log_failure(struct ndctl_cmd *cmd, unsigned int status)
{
	unsigned int command = ocxl_cmd_get_state(cmd)->request.command;
	struct ndctl_ctx *ctx = ndctl_dimm_get_ctx(cmd->dimm);
	const char *text = ocxl_status_find(status)->text;

	if (command == OCXLPMEM_CMD_FW_START && status == OCXLPMEM_STATUS_BLOCKED)
		return;
	if (status == OCXLPMEM_STATUS_NOT_READY && is_shut_down(cmd->dimm))
		text = "the controller was shut down, and only a reset starts it";
	if (status == OCXLPMEM_STATUS_BAD_DATA_PARM)
		text = "the card refused the firmware image";
	if (status == OCXLPMEM_STATUS_NO_ENTRY)
		text = "this update was ended by another update or by a reset of the card";
	err(ctx, "%s: %s: %s\n", ndctl_dimm_get_devname(cmd->dimm),
	    ndctl_ocxl_command_name(command), text);
}

enum ND_FW_STATUS ocxl_fw_translate_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	unsigned int status;

	if (!state || (state->result && state->answer.status <= OCXLPMEM_STATUS_OK))
		return FW_EUNKNOWN;
	if (!state->result)
		return translate_success(cmd);
	status = (unsigned int)state->answer.status;
	ocxl_fw_log_failure(cmd, status);
	return translate_failure(state->request.command, status);
}
