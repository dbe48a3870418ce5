// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <limits.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-firmware.h"
#include "ocxl-names.h"
#include "ocxl-payload-firmware.h"
#include "ocxl-status.h"

/* limits the memory that ndctl allocates for a piece; no card accepts more */
#define SEND_MAX 32768U

int ocxl_fw_check_support(struct ndctl_dimm *dimm)
{
	uint32_t command;

	for (command = OCXL_CMD_FW_INFO; command <= OCXL_CMD_FW_QUERY; command++)
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
	return ocxl_cmd_new_plain(dimm, OCXL_CMD_FW_INFO);
}

/* reads the record of an answer to a command */
static int read_record(struct ndctl_cmd *cmd, uint32_t command, void *record, size_t size)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, command, &answer);

	return rc ? rc : ocxl_copy_record(answer, record, size);
}

static int read_info(struct ndctl_cmd *cmd, struct ocxl_fw_info_rsp *info)
{
	return read_record(cmd, OCXL_CMD_FW_INFO, info, sizeof(*info));
}

static int read_state(struct ndctl_cmd *cmd, struct ocxl_fw_query_rsp *state)
{
	return read_record(cmd, OCXL_CMD_FW_QUERY, state, sizeof(*state));
}

static unsigned long long version_number(const char version[8])
{
	unsigned long long number = 0;
	unsigned int i;

	for (i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)version[i];
	return number;
}

#define INFO_GETTER(type, name, value)                           \
	type ocxl_fw_get_##name(struct ndctl_cmd *cmd)           \
	{                                                        \
		struct ocxl_fw_info_rsp info;                    \
		int rc = read_info(cmd, &info);                  \
                                                                 \
		return rc ? (type)set_errno(rc) : (type)(value); \
	}

INFO_GETTER(unsigned int, storage_size,
	    info.max_image_size < UINT_MAX ? info.max_image_size : UINT_MAX - 1)
INFO_GETTER(unsigned int, query_interval, info.query_interval)
INFO_GETTER(unsigned int, max_query_time, info.max_query_time)
INFO_GETTER(unsigned long long, running_version, version_number(info.running))
INFO_GETTER(unsigned long long, next_version, version_number(info.next))

unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd)
{
	struct ocxl_fw_info_rsp info;
	int rc = read_info(cmd, &info);

	/* ndctl would send pieces of 0 bytes without end */
	if (rc == 0 && info.max_send < 8)
		rc = -EPROTO;
	if (rc)
		return (unsigned int)set_errno(rc);
	return info.max_send < SEND_MAX ? info.max_send & ~7U : SEND_MAX;
}

struct ndctl_cmd *ocxl_fw_new_start(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXL_CMD_FW_START);
}

int ocxl_fw_read_context(struct ndctl_cmd *start, uint32_t *context)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(start, OCXL_CMD_FW_START, &answer);

	return rc ? rc : ocxl_parse_fw_start(answer, context);
}

unsigned int ocxl_fw_get_context(struct ndctl_cmd *start)
{
	uint32_t context;
	int rc = ocxl_fw_read_context(start, &context);

	return rc ? (unsigned int)set_errno(rc) : context;
}

/* 0, which no update has, if @start has started none */
static uint32_t context_or_none(struct ndctl_cmd *start)
{
	uint32_t context = 0;

	if (ocxl_fw_read_context(start, &context))
		return 0;
	return context;
}

struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data)
{
	struct ocxl_request request;
	int rc = ocxl_build_fw_send(&request, context_or_none(start), offset, data, len);

	return ocxl_cmd_new_built(start->dimm, rc, &request);
}

static struct ndctl_cmd *new_end(struct ndctl_cmd *start, bool abort)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, context_or_none(start), abort);
	return ocxl_cmd_new(start->dimm, &request);
}

struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start)
{
	return new_end(start, false);
}

struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start)
{
	return new_end(start, true);
}

struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start)
{
	struct ocxl_request request;

	ocxl_build_fw_query(&request, context_or_none(start));
	return ocxl_cmd_new(start->dimm, &request);
}

unsigned long long ocxl_fw_get_staged_version(struct ndctl_cmd *query)
{
	struct ocxl_fw_query_rsp state;
	int rc = read_state(query, &state);

	if (rc == 0 && version_number(state.next) == 0)
		rc = -ENOENT;
	return rc ? set_errno(rc) : version_number(state.next);
}

static bool is_abort(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &ocxl_cmd_get_state(cmd)->request;

	return request->command == OCXL_CMD_FW_FINISH &&
	       (request->in.fw_finish.flags & OCXL_FW_FINISH_ABORT) != 0;
}

static enum ND_FW_STATUS translate_success(struct ndctl_cmd *cmd)
{
	struct ocxl_fw_query_rsp state;

	if (is_abort(cmd))
		return FW_ABORTED;
	if (read_state(cmd, &state))
		return FW_SUCCESS;
	switch (state.state) {
	case OCXL_FW_STATE_STAGED:
		return FW_SUCCESS;
	case OCXL_FW_STATE_BUSY:
		return FW_EBUSY;
	case OCXL_FW_STATE_FAILED:
		return FW_EBADFW;
	default:
		return FW_ESEQUENCE;
	}
}

static enum ND_FW_STATUS translate_failure(unsigned int command, unsigned int status)
{
	static const enum ND_FW_STATUS meanings[] = {
		[OCXL_STATUS_BLOCKED] = FW_ERETRY,
		[OCXL_STATUS_NO_ENTRY] = FW_EINVAL_CTX,
		[OCXL_STATUS_BAD_DATA_PARM] = FW_EBADFW,
		[OCXL_STATUS_BAD_REQUEST_PARM] = FW_EINVAL,
		[OCXL_STATUS_BAD_INPUT] = FW_EINVAL,
		[OCXL_STATUS_BAD_OPCODE] = FW_ENOTSUPP,
		[OCXL_STATUS_MEM_UNAVAILABLE] = FW_ENOTREADY,
		[OCXL_STATUS_NOT_READY] = FW_ENOTREADY,
		[OCXL_STATUS_TIMEOUT] = FW_ENORES,
		[OCXL_STATUS_FATAL] = FW_EHWERR,
		[OCXL_STATUS_FAILED] = FW_EHWERR,
	};

	/* a start fails because of another update, the others because the card is busy */
	if (command == OCXL_CMD_FW_START && status == OCXL_STATUS_BLOCKED)
		return FW_EBUSY;
	if (status >= ARRAY_SIZE(meanings) || meanings[status] == FW_SUCCESS)
		return FW_EUNKNOWN;
	return meanings[status];
}

/*
 * ndctl prints a number or nothing, so the library logs the reason. ndctl itself reports that
 * another update is running.
 */
static void ocxl_fw_log_failure(struct ndctl_cmd *cmd, unsigned int status)
{
	unsigned int command = ocxl_cmd_get_state(cmd)->request.command;
	struct ndctl_ctx *ctx = ndctl_dimm_get_ctx(cmd->dimm);
	const char *text = ocxl_status_find(status)->text;

	if (command == OCXL_CMD_FW_START && status == OCXL_STATUS_BLOCKED)
		return;
	if (status == OCXL_STATUS_BAD_DATA_PARM)
		text = "the card refused the firmware image";
	if (status == OCXL_STATUS_NO_ENTRY)
		text = "this update was ended by another update or by a reset of the card";
	err(ctx, "%s: %s: %s\n", ndctl_dimm_get_devname(cmd->dimm), ocxl_command_name(command),
	    text);
}

enum ND_FW_STATUS ocxl_fw_translate_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	unsigned int status;

	if (!state || (state->result && state->answer.status <= OCXL_STATUS_OK))
		return FW_EUNKNOWN;
	if (!state->result)
		return translate_success(cmd);
	status = (unsigned int)state->answer.status;
	ocxl_fw_log_failure(cmd, status);
	return translate_failure(state->request.command, status);
}
