// SPDX-License-Identifier: LGPL-2.1-or-later
/* The functions of the public headers: constructors, submission, getters, properties and names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-firmware.h"
#include "ocxl-inject.h"
#include "ocxl-records.h"

#define NAME_OF(event, name) [event] = #name,
static const char *const event_names[] = { OCXLPMEM_EVENTS(NAME_OF) };

/* The public headers have constants of their own, because they do not include the wire header. */
#define SAME_FLAG(name)	       OCXLPMEM_ASSERT(NDCTL_OCXL_FLAG_##name == 1U << OCXLPMEM_FLAG_##name)
#define SAME_EVENT(name, wire) OCXLPMEM_ASSERT(NDCTL_OCXL_EVENT_##name == OCXLPMEM_EVENT_##wire)
#define SAME_KEPT(name) \
	OCXLPMEM_ASSERT(NDCTL_OCXL_KEPT_##name == (unsigned int)OCXLPMEM_KEPT_##name)

OCXLPMEM_ASSERT(NDCTL_OCXL_ENTRIES == OCXLPMEM_ENTRY_COUNT);
OCXLPMEM_ASSERT(NDCTL_OCXL_ENTRIES_OTHER == OCXLPMEM_ENTRY_OTHER);
SAME_KEPT(DATA_LOSS);
SAME_KEPT(REPLACEMENT_REQUESTED);
SAME_KEPT(PREDICTIVE_FAILURE);
SAME_FLAG(NOT_READY);
SAME_FLAG(MEM_UNAVAILABLE);
SAME_FLAG(ERROR_LOG);
SAME_FLAG(DUMP);
SAME_FLAG(SMART_NOTIFY);
SAME_FLAG(HW_FATAL);
SAME_FLAG(FW_FATAL);
SAME_FLAG(ERASE_FAILED);
SAME_FLAG(MAILBOX_STUCK);
SAME_FLAG(GONE);
SAME_FLAG(NOT_READY_OVERDUE);
SAME_FLAG(MEM_UNAVAILABLE_OVERDUE);
SAME_FLAG(DATA_LOSS);
SAME_FLAG(REPLACEMENT_REQUESTED);
SAME_FLAG(PREDICTIVE_FAILURE);
SAME_EVENT(DUMP, DUMP);
SAME_EVENT(ERROR_LOG, ERROR_LOG);
SAME_EVENT(HW_FATAL, HARDWARE_FATAL);
SAME_EVENT(FW_FATAL, FIRMWARE_FATAL);
SAME_EVENT(MEMORY_AVAILABLE, MEMORY_AVAILABLE);
SAME_EVENT(SMART_NOTIFY, SMART_NOTIFY);
SAME_EVENT(ERASE_FAILED, ERASE_FAILED);

/* ---- properties of a DIMM, which send no command ---- */

NDCTL_EXPORT bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm)
{
	return ocxl_is_dimm(dimm);
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_serial(struct ndctl_dimm *dimm)
{
	if (!ocxl_is_dimm(dimm) || !dimm->unique_id)
		return 0;
	return strtoull(dimm->unique_id, NULL, 10);
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_serial(struct ndctl_dimm *dimm, uint64_t *serial)
{
	*serial = 0;
	return ocxl_is_dimm(dimm) ? ocxl_dimm_read_serial(dimm, serial) : -ENODEV;
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_cmd_mask(struct ndctl_dimm *dimm)
{
	return ocxl_is_dimm(dimm) ? dimm->nfit_dsm_mask : 0;
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm, char version[9])
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc;

	memset(version, 0, 9);
	if (!ocxl_is_dimm(dimm))
		return -ENODEV;
	rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, "ocxlpmem/fw_version", text);
	if (rc == 0)
		memcpy(version, text, strnlen(text, 8));
	return rc;
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, unsigned int *flags)
{
	*flags = 0;
	return ocxl_is_dimm(dimm) ? ocxl_dimm_read_flags(dimm, flags) : -ENODEV;
}

NDCTL_EXPORT int ndctl_dimm_ocxl_has_controller(struct ndctl_dimm *dimm)
{
	return ocxl_is_dimm(dimm) ? ocxl_dimm_has_controller(dimm) : -ENODEV;
}

/* ---- constructors ---- */

/* @rc: result of the function that built @request */
static struct ndctl_cmd *new_checked(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request)
{
	if (ocxl_is_dimm(dimm))
		return ocxl_cmd_new_built(dimm, rc, request);
	errno = rc ? -rc : ENODEV;
	return NULL;
}

static struct ndctl_cmd *new_plain(struct ndctl_dimm *dimm, uint32_t command)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_plain(&request, command), &request);
}

/* a constructor of a command without input */
#define PLAIN_CONSTRUCTOR(function, command)                             \
	NDCTL_EXPORT struct ndctl_cmd *function(struct ndctl_dimm *dimm) \
	{                                                                \
		return new_plain(dimm, command);                         \
	}

PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_smart, OCXLPMEM_CMD_SMART)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_heartbeat, OCXLPMEM_CMD_HEARTBEAT)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_stats, OCXLPMEM_CMD_STATS)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_capabilities, OCXLPMEM_CMD_CAPABILITIES)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_request_health, OCXLPMEM_CMD_REQUEST_HEALTH)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_dump_release, OCXLPMEM_CMD_DUMP_RELEASE)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_fw_info, OCXLPMEM_CMD_FW_INFO)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_fw_start, OCXLPMEM_CMD_FW_START)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_shutdown, OCXLPMEM_CMD_SHUTDOWN)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_new_events, OCXLPMEM_CMD_EVENTS)

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_error_log(struct ndctl_dimm *dimm,
							     uint64_t cursor, bool acknowledge,
							     size_t data_space)
{
	struct ocxl_request request;

	ocxl_build_error_log(&request, cursor, acknowledge, data_space);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *
ndctl_dimm_ocxl_new_smart_inject(struct ndctl_dimm *dimm,
				 const struct ndctl_ocxl_smart_injection *injection)
{
	const struct ocxlpmem_smart_inject_req wire = {
		.attribute = injection->id,
		.flags = injection->flags,
		.current_value = injection->current_value,
		.threshold = injection->threshold,
		.raw = injection->raw,
	};
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, &wire);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_clear_conditions(struct ndctl_dimm *dimm,
								    uint64_t mask, uint64_t seen)
{
	struct ocxl_request request;

	ocxl_build_clear_conditions(&request, mask, seen);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_take(struct ndctl_dimm *dimm,
							     bool start_new)
{
	struct ocxl_request request;

	ocxl_build_dump_take(&request, start_new);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_read(struct ndctl_dimm *dimm,
							     uint32_t offset, uint32_t length)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_dump_read(&request, offset, length), &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_send(struct ndctl_dimm *dimm,
							   uint32_t context, uint32_t offset,
							   const void *data, uint32_t length)
{
	struct ocxl_request request;
	int rc = ocxl_build_fw_send(&request, context, offset, data, length);

	return new_checked(dimm, rc, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_finish(struct ndctl_dimm *dimm,
							     uint32_t context, bool abort)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, context, abort);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_query(struct ndctl_dimm *dimm,
							    uint32_t context)
{
	struct ocxl_request request;

	ocxl_build_fw_query(&request, context);
	return new_checked(dimm, 0, &request);
}

/* ---- submission ---- */

/*
 * The space at least doubles, so the number of attempts is limited, also if the answer becomes
 * longer each time.
 */
static int replace_by_larger(struct ndctl_cmd **cmd, size_t needed)
{
	struct ocxl_request request = ocxl_cmd_get_state(*cmd)->request;
	struct ndctl_cmd *larger;
	size_t space = (size_t)request.size_out * 2;

	if (needed > OCXLPMEM_ANSWER_MAX) {
		ocxl_dimm_dbg((*cmd)->dimm, "answer to %s refused: it needs %zu bytes",
			      ocxl_command_name(request.command), needed);
		return -EMSGSIZE;
	}
	if (space < needed)
		space = (needed + 7) / 8 * 8;
	request.size_out = space < OCXLPMEM_ANSWER_MAX ? (uint32_t)space : OCXLPMEM_ANSWER_MAX;
	larger = ocxl_cmd_new((*cmd)->dimm, &request);
	if (!larger)
		return -errno;
	ndctl_cmd_unref(*cmd);
	*cmd = larger;
	return 0;
}

NDCTL_EXPORT int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	const struct ocxl_cmd_state *state;
	int rc;

	if (!cmd || !ocxl_cmd_get_state(*cmd))
		return -EINVAL;
	for (;;) {
		if (ocxl_cmd_get_state(*cmd)->submitted)
			ocxl_cmd_write_envelope(*cmd);
		ocxl_cmd_get_state(*cmd)->returns_interrupts = true;
		ndctl_cmd_submit(*cmd);
		state = ocxl_cmd_get_state(*cmd);
		if (state->answer.needed <= state->request.size_out)
			return state->result;
		rc = replace_by_larger(cmd, state->answer.needed);
		if (rc)
			return rc;
	}
}

NDCTL_EXPORT int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->answer.status : -1;
}

NDCTL_EXPORT const void *ndctl_cmd_ocxl_get_answer(struct ndctl_cmd *cmd, size_t *size)
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

NDCTL_EXPORT size_t ndctl_cmd_ocxl_get_fw_size(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->fw_size : 0;
}

NDCTL_EXPORT unsigned int ndctl_cmd_ocxl_get_command(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->request.command : 0;
}

NDCTL_EXPORT void ndctl_cmd_ocxl_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*in = state ? state->request.size_in : 0;
	*out = state ? state->request.size_out : 0;
}

/* ---- getters ---- */

NDCTL_EXPORT unsigned int ndctl_cmd_ocxl_smart_get_count(struct ndctl_cmd *cmd)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	if (rc == 0)
		return answer->count;
	errno = -rc;
	return 0;
}

NDCTL_EXPORT int ndctl_cmd_ocxl_smart_get_attribute(struct ndctl_cmd *cmd, unsigned int index,
						    struct ndctl_ocxl_smart_attribute *attribute)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	return rc ? rc : ocxl_parse_smart(answer, index, attribute);
}

NDCTL_EXPORT int ndctl_cmd_ocxl_smart_find_attribute(struct ndctl_cmd *cmd, uint8_t id,
						     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxlpmem_smart_attribute wire;
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	if (!rc)
		rc = ocxl_find_attribute(answer, id, &wire);
	if (!rc)
		ocxl_parse_attribute(&wire, attribute);
	return rc;
}

/* a getter for each answer with one record */
#define RECORD_GETTER(name, NAME, type)                                                          \
	NDCTL_EXPORT int ndctl_cmd_ocxl_##name##_get(struct ndctl_cmd *cmd, struct type *record) \
	{                                                                                        \
		const struct ocxl_answer *answer;                                                \
		int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_##NAME, &answer);                 \
                                                                                                 \
		return rc ? rc : ocxl_parse_##name(answer, record);                              \
	}
OCXL_RECORDS(RECORD_GETTER)

NDCTL_EXPORT int ndctl_cmd_ocxl_fw_start_get(struct ndctl_cmd *cmd, uint32_t *context)
{
	return ocxl_fw_read_context(cmd, context);
}

/* ---- names ---- */

NDCTL_EXPORT const char *ndctl_ocxl_flag_name(unsigned int flag)
{
	unsigned int i;

	for (i = 0; i < OCXLPMEM_FLAG_COUNT; i++)
		if (flag == 1U << i)
			return ocxl_flag_name(i);
	return NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_event_name(unsigned int event)
{
	return event < ARRAY_SIZE(event_names) ? event_names[event] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_command_name(unsigned int command)
{
	return ocxl_command_name(command);
}

NDCTL_EXPORT const char *ndctl_ocxl_status_name(unsigned int status)
{
	return ocxl_status_find(status)->name;
}

NDCTL_EXPORT const char *ndctl_ocxl_status_text(unsigned int status)
{
	return ocxl_status_find(status)->text;
}
