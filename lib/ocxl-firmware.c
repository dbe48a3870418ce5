// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-firmware.h"

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

static unsigned int set_errno(int rc)
{
	errno = -rc;
	return UINT_MAX;
}

static unsigned long long set_errno_of_version(int rc)
{
	errno = -rc;
	return ULLONG_MAX;
}

unsigned int ocxl_fw_get_storage_size(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	if (rc)
		return set_errno(rc);
	return info.max_image_bytes < UINT_MAX ? (unsigned int)info.max_image_bytes : UINT_MAX - 1;
}

unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	/* ndctl would send pieces of 0 bytes without end */
	if (rc == 0 && info.max_send_bytes < 8)
		rc = -EPROTO;
	if (rc)
		return set_errno(rc);
	return info.max_send_bytes < SEND_MAX ? info.max_send_bytes & ~7U : SEND_MAX;
}

unsigned int ocxl_fw_get_query_interval(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	return rc ? set_errno(rc) : info.query_interval_us;
}

unsigned int ocxl_fw_get_max_query_time(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	return rc ? set_errno(rc) : info.max_query_time_us;
}

static unsigned long long version_number(const char version[8])
{
	unsigned long long number = 0;
	unsigned int i;

	for (i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)version[i];
	return number;
}

unsigned long long ocxl_fw_get_running_version(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	return rc ? set_errno_of_version(rc) : version_number(info.running);
}

unsigned long long ocxl_fw_get_next_version(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_info info;
	int rc = ndctl_cmd_ocxl_fw_info_get(cmd, &info);

	return rc ? set_errno_of_version(rc) : version_number(info.next);
}

unsigned int ocxl_fw_get_context(struct ndctl_cmd *start)
{
	uint32_t context;
	int rc = ndctl_cmd_ocxl_fw_start_get(start, &context);

	return rc ? set_errno(rc) : context;
}

/* 0, which no update has, if @start has started none */
static uint32_t context_or_none(struct ndctl_cmd *start)
{
	uint32_t context = 0;

	if (ndctl_cmd_ocxl_fw_start_get(start, &context))
		return 0;
	return context;
}

struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data)
{
	return ndctl_dimm_ocxl_new_fw_send(start->dimm, context_or_none(start), offset, data, len);
}

struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start)
{
	return ndctl_dimm_ocxl_new_fw_finish(start->dimm, context_or_none(start), false);
}

struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start)
{
	return ndctl_dimm_ocxl_new_fw_finish(start->dimm, context_or_none(start), true);
}

struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start)
{
	return ndctl_dimm_ocxl_new_fw_query(start->dimm, context_or_none(start));
}

unsigned long long ocxl_fw_get_staged_version(struct ndctl_cmd *query)
{
	struct ndctl_ocxl_fw_state state;
	int rc = ndctl_cmd_ocxl_fw_query_get(query, &state);

	if (rc == 0 && version_number(state.next) == 0)
		rc = -ENOENT;
	return rc ? set_errno_of_version(rc) : version_number(state.next);
}

static bool is_abort(struct ndctl_cmd *cmd)
{
	const struct ocxl_request *request = &ocxl_cmd_get_state(cmd)->request;

	return request->command == OCXL_CMD_FW_FINISH &&
	       (request->in.fw_finish.flags & OCXL_FW_FINISH_ABORT) != 0;
}

static enum ND_FW_STATUS translate_success(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_fw_state state;

	if (is_abort(cmd))
		return FW_ABORTED;
	if (ndctl_cmd_ocxl_fw_query_get(cmd, &state))
		return FW_SUCCESS;
	switch (state.state) {
	case NDCTL_OCXL_FW_STAGED:
		return FW_SUCCESS;
	case NDCTL_OCXL_FW_BUSY:
		return FW_EBUSY;
	case NDCTL_OCXL_FW_FAILED:
		return FW_EBADFW;
	default:
		return FW_ESEQUENCE;
	}
}

static enum ND_FW_STATUS translate_failure(unsigned int command, unsigned int status)
{
	switch (status) {
	case OCXL_STATUS_BLOCKED:
		/* a start fails because of another update, the others because the card is busy */
		return command == OCXL_CMD_FW_START ? FW_EBUSY : FW_ERETRY;
	case OCXL_STATUS_NO_ENTRY:
		return FW_EINVAL_CTX;
	case OCXL_STATUS_BAD_DATA_PARM:
		return FW_EBADFW;
	case OCXL_STATUS_BAD_REQUEST_PARM:
	case OCXL_STATUS_BAD_INPUT:
		return FW_EINVAL;
	case OCXL_STATUS_BAD_OPCODE:
		return FW_ENOTSUPP;
	case OCXL_STATUS_MEM_UNAVAILABLE:
	case OCXL_STATUS_NOT_READY:
		return FW_ENOTREADY;
	case OCXL_STATUS_TIMEOUT:
		return FW_ENORES;
	case OCXL_STATUS_FATAL:
	case OCXL_STATUS_FAILED:
		return FW_EHWERR;
	default:
		return FW_EUNKNOWN;
	}
}

/*
 * ndctl prints a number or nothing, so the library logs the reason. ndctl itself reports that
 * another update is running.
 */
static void ocxl_fw_log_failure(struct ndctl_cmd *cmd, unsigned int status)
{
	unsigned int command = ndctl_cmd_ocxl_get_command(cmd);
	struct ndctl_ctx *ctx = ndctl_dimm_get_ctx(cmd->dimm);
	const char *text = ndctl_ocxl_status_text(status);

	if (command == OCXL_CMD_FW_START && status == OCXL_STATUS_BLOCKED)
		return;
	if (status == OCXL_STATUS_BAD_DATA_PARM)
		text = "the card refused the firmware image";
	if (status == OCXL_STATUS_NO_ENTRY)
		text = "this update was ended by another update or by a reset of the card";
	err(ctx, "%s: %s: %s\n", ndctl_dimm_get_devname(cmd->dimm),
	    ndctl_ocxl_command_name(command), text);
}

enum ND_FW_STATUS ocxl_fw_translate_status(struct ndctl_cmd *cmd)
{
	struct ocxl_answer answer;
	int rc = ocxl_cmd_parse_answer(cmd, 0, &answer);

	if (rc == 0)
		return translate_success(cmd);
	if (answer.status == OCXL_STATUS_OK)
		return FW_EUNKNOWN;
	ocxl_fw_log_failure(cmd, answer.status);
	return translate_failure(ndctl_cmd_ocxl_get_command(cmd), answer.status);
}
