// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Commands of ndctl that change a card: "inject-smart" with injections and thresholds (wire.md 4.18),
 * and "update-firmware" (wire.md 4.11 to 4.15).
 *
 * "ndctl inject-smart" ignores the results of the threshold setters, and with
 * --uninject-all it submits a command although an injection was refused. Therefore a refused
 * command also changes nothing and fails when it is submitted.
 */
#include <errno.h>
#include <limits.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include "ocxl-change.h"
#include "ocxl-cmd.h"

/* a temperature of ndctl is a number of 15 bits; this bit is the sign */
#define TEMPERATURE_SIGN (1U << 15)
#define THRESHOLD_MAX	 0xff

/* limits the memory that ndctl allocates for a piece of an image; no card accepts more */
#define SEND_MAX 32768U

/*
 * Injections that are called supported, although they are refused: ndctl silently skips an
 * injection that is not supported, and the user would believe that it was done.
 */
#define REFUSED                                                                \
	(ND_SMART_INJECT_SPARES_REMAINING | ND_SMART_INJECT_CTRL_TEMPERATURE | \
	 ND_SMART_INJECT_UNCLEAN_SHUTDOWN)

/* has no flags, which the driver refuses */
static const struct ocxlpmem_smart_inject_req no_injection;

int ocxl_inject_supported(struct ndctl_dimm *dimm)
{
	int supported = ND_SMART_INJECT_MEDIA_TEMPERATURE | ND_SMART_INJECT_HEALTH_STATE;

	supported |= REFUSED;
	return ocxl_dimm_has_command(dimm, OCXLPMEM_CMD_SMART_INJECT) ? supported : -EIO;
}

void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ocxlpmem_smart_inject_req *injection)
{
	*request = (struct ocxl_request) {
		.command = OCXLPMEM_CMD_SMART_INJECT,
		.size_in = sizeof(request->in.smart_inject),
		.size_out = OCXL_HEADER,
		.in.smart_inject = *injection,
	};
}

static struct ndctl_cmd *new_injection(struct ndctl_dimm *dimm,
				       const struct ocxlpmem_smart_inject_req *injection)
{
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, injection);
	return ocxl_cmd_new(dimm, &request);
}

struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm)
{
	return new_injection(dimm, &no_injection);
}

/* does not change a refused command: it must fail when it is submitted */
static int set_injection(struct ndctl_cmd *cmd, const struct ocxlpmem_smart_inject_req *injection)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state || state->request.command != OCXLPMEM_CMD_SMART_INJECT)
		return -EINVAL;
	if (state->error)
		return state->error;
	ocxl_build_smart_inject(&state->request, injection);
	ocxl_cmd_write_envelope(cmd);
	return 0;
}

static int refuse_injection(struct ndctl_cmd *cmd, int error, const char *reason)
{
	int rc = set_injection(cmd, &no_injection);

	if (rc)
		return rc;
	ocxl_dimm_dbg(cmd->dimm, "injection refused: %s", reason);
	ocxl_cmd_get_state(cmd)->error = error;
	return error;
}

/* the card has whole degrees and no sign */
static int decode_temperature(unsigned int value, unsigned int most, unsigned int *degrees)
{
	if (value >= TEMPERATURE_SIGN)
		return -ERANGE;
	*degrees = (unsigned int)ndctl_decode_smart_temperature(value);
	if (ndctl_encode_smart_temperature(*degrees) != value)
		return -EINVAL;
	return *degrees > most ? -ERANGE : 0;
}

static int refuse_temperature(struct ndctl_cmd *cmd, int error)
{
	return refuse_injection(cmd, error,
				error == -ERANGE ? "the temperature is negative or too high"
						 : "the temperature is not a whole number");
}

int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable)
{
	/* restoring attribute 0, which no card has, always succeeds and changes nothing */
	const struct ocxlpmem_smart_inject_req nothing = { .flags = OCXLPMEM_SMART_INJECT_RESTORE };

	if (!enable)
		return set_injection(cmd, &nothing);
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such property");
}

int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	return ocxl_inject_unsupported(cmd, enable);
}

int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	struct ocxlpmem_smart_inject_req injection = {
		.attribute = OCXLPMEM_SMART_TEMPERATURE,
		.flags = enable ? OCXLPMEM_SMART_INJECT_RAW : OCXLPMEM_SMART_INJECT_RESTORE,
	};
	unsigned int degrees = 0;
	int rc = enable ? decode_temperature(value, TEMPERATURE_SIGN, &degrees) : 0;

	if (rc)
		return refuse_temperature(cmd, rc);
	injection.raw = degrees;
	return set_injection(cmd, &injection);
}

int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable)
{
	const struct ocxlpmem_smart_inject_req injection = {
		.flags = OCXLPMEM_SMART_INJECT_HARDWARE_FATAL |
			 (enable ? 0 : OCXLPMEM_SMART_INJECT_RESTORE),
	};

	return set_injection(cmd, &injection);
}

struct ndctl_cmd *ocxl_threshold_new(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_SMART);
}

static int read_threshold(struct ndctl_cmd *cmd, unsigned int *threshold)
{
	struct ocxlpmem_smart_attribute attribute;
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	if (!rc)
		rc = ocxl_find_attribute(answer, OCXLPMEM_SMART_TEMPERATURE, &attribute);
	if (!rc)
		*threshold = OCXL_SMART_FIELD(&attribute, THRESHOLD);
	return rc;
}

unsigned int ocxl_threshold_get_alarm_control(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc)
		errno = -rc;
	if (rc || threshold == 0 ||
	    !ocxlpmem_smart_is_plausible(OCXLPMEM_SMART_TEMPERATURE, threshold))
		return 0;
	return ND_SMART_TEMP_TRIP;
}

unsigned int ocxl_threshold_get_temperature(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc == 0)
		return ndctl_encode_smart_temperature(threshold);
	errno = -rc;
	return UINT_MAX;
}

struct ndctl_cmd *ocxl_threshold_new_set(struct ndctl_cmd *thresholds)
{
	struct ocxlpmem_smart_inject_req injection = { .attribute = OCXLPMEM_SMART_TEMPERATURE,
						       .flags = OCXLPMEM_SMART_INJECT_THRESHOLD };
	unsigned int threshold;
	int rc = read_threshold(thresholds, &threshold);

	if (rc) {
		errno = -rc;
		return NULL;
	}
	injection.threshold = (uint8_t)threshold;
	return new_injection(thresholds->dimm, &injection);
}

int ocxl_threshold_set_temperature(struct ndctl_cmd *cmd, unsigned int value)
{
	struct ocxlpmem_smart_inject_req injection = { .attribute = OCXLPMEM_SMART_TEMPERATURE,
						       .flags = OCXLPMEM_SMART_INJECT_THRESHOLD };
	unsigned int degrees;
	int rc = decode_temperature(value, THRESHOLD_MAX, &degrees);

	if (rc)
		return refuse_temperature(cmd, rc);
	injection.threshold = (uint8_t)degrees;
	return set_injection(cmd, &injection);
}

int ocxl_threshold_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "an alarm is enabled by its threshold only");
}

int ocxl_threshold_set_unsupported(struct ndctl_cmd *cmd, unsigned int value)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such threshold");
}

/* ---- firmware ---- */

int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length)
{
	if (length == 0 || length % 8 != 0 || offset % 8 != 0)
		return -EINVAL;
	if (length > OCXLPMEM_ANSWER_MAX)
		return -EMSGSIZE;
	*request = (struct ocxl_request) {
		.command = OCXLPMEM_CMD_FW_SEND,
		.size_in = (uint32_t)sizeof(request->in.fw_send) + length,
		.size_out = OCXL_HEADER,
		.in.fw_send = { .context = context, .offset = offset, .length = length },
		.data = data,
		.data_size = length,
	};
	return 0;
}

void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort)
{
	*request = (struct ocxl_request) {
		.command = OCXLPMEM_CMD_FW_FINISH,
		.size_in = sizeof(request->in.fw_finish),
		.size_out = OCXL_HEADER,
		.in.fw_finish = {
			.context = context,
			.flags = abort ? OCXLPMEM_FW_FINISH_ABORT : 0,
		},
	};
}

void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context)
{
	*request = (struct ocxl_request) {
		.command = OCXLPMEM_CMD_FW_QUERY,
		.size_in = sizeof(request->in.fw_query),
		.size_out = OCXL_HEADER + sizeof(struct ocxlpmem_fw_query_rsp),
		.in.fw_query.context = context,
	};
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

#define INFO_GETTER(type, name, value)                                                \
	type ocxl_fw_get_##name(struct ndctl_cmd *cmd)                                \
	{                                                                             \
		struct ocxlpmem_fw_info_rsp info;                                     \
		int rc = read_record(cmd, OCXLPMEM_CMD_FW_INFO, &info, sizeof(info)); \
                                                                                      \
		return rc ? (type)set_errno(rc) : (type)(value);                      \
	}

INFO_GETTER(unsigned int, storage_size,
	    info.max_image_size < UINT_MAX ? info.max_image_size : UINT_MAX - 1)
INFO_GETTER(unsigned int, query_interval, info.query_interval)
INFO_GETTER(unsigned int, max_query_time, info.max_query_time)
INFO_GETTER(unsigned long long, running_version, version_number(info.running))
INFO_GETTER(unsigned long long, next_version, version_number(info.next))

unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_fw_info_rsp info;
	int rc = read_record(cmd, OCXLPMEM_CMD_FW_INFO, &info, sizeof(info));

	/* ndctl would send pieces of 0 bytes without end */
	if (rc == 0 && info.max_send < 8)
		rc = -EPROTO;
	if (rc)
		return (unsigned int)set_errno(rc);
	return info.max_send < SEND_MAX ? info.max_send & ~7U : SEND_MAX;
}

struct ndctl_cmd *ocxl_fw_new_start(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_FW_START);
}

int ocxl_fw_read_context(struct ndctl_cmd *start, uint32_t *context)
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
	int rc = ocxl_fw_read_context(start, &context);

	return rc ? (unsigned int)set_errno(rc) : context;
}

/* 0, which no update has, if @start has started none */
static uint32_t context_or_none(struct ndctl_cmd *start)
{
	uint32_t context = 0;

	ocxl_fw_read_context(start, &context);
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
	if (read_record(cmd, OCXLPMEM_CMD_FW_QUERY, &state, sizeof(state)))
		return FW_SUCCESS;
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
	static const enum ND_FW_STATUS meanings[] = {
		[OCXLPMEM_STATUS_BLOCKED] = FW_ERETRY,
		[OCXLPMEM_STATUS_NO_ENTRY] = FW_EINVAL_CTX,
		[OCXLPMEM_STATUS_BAD_DATA_PARM] = FW_EBADFW,
		[OCXLPMEM_STATUS_BAD_REQUEST_PARM] = FW_EINVAL,
		[OCXLPMEM_STATUS_BAD_INPUT] = FW_EINVAL,
		[OCXLPMEM_STATUS_BAD_OPCODE] = FW_ENOTSUPP,
		[OCXLPMEM_STATUS_MEM_UNAVAILABLE] = FW_ENOTREADY,
		[OCXLPMEM_STATUS_NOT_READY] = FW_ENOTREADY,
		[OCXLPMEM_STATUS_TIMEOUT] = FW_ENORES,
		[OCXLPMEM_STATUS_FATAL] = FW_EHWERR,
		[OCXLPMEM_STATUS_FAILED] = FW_EHWERR,
	};

	/* a start fails because of another update, the others because the card is busy */
	if (command == OCXLPMEM_CMD_FW_START && status == OCXLPMEM_STATUS_BLOCKED)
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

	if (command == OCXLPMEM_CMD_FW_START && status == OCXLPMEM_STATUS_BLOCKED)
		return;
	if (status == OCXLPMEM_STATUS_BAD_DATA_PARM)
		text = "the card refused the firmware image";
	if (status == OCXLPMEM_STATUS_NO_ENTRY)
		text = "this update was ended by another update or by a reset of the card";
	err(ctx, "%s: %s: %s\n", ndctl_dimm_get_devname(cmd->dimm), ocxl_command_name(command),
	    text);
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
