// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Words of the numbers of the public headers, and proofs that these are the numbers of the wire
 * header.
 */
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include "ocxl-cmd.h"
#include "ocxl-private.h"

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

#define NAME_OF(event, name) [event] = #name,
static const char *const event_names[] = { OCXLPMEM_EVENTS(NAME_OF) };
static const char *const type_names[] = { OCXLPMEM_ERROR_LOG_TYPES(NAME_OF) };
#define COMMAND_NAME_OF(command, name, ...) [command] = #name,
static const char *const command_names[] = { OCXLPMEM_COMMANDS(COMMAND_NAME_OF, COMMAND_NAME_OF) };
static const char *const smart_names[] = { OCXLPMEM_SMART_IDS(NAME_OF) };

static const char *const dump_state_names[] = {
	[OCXLPMEM_DUMP_STATE_NONE] = "none",
	[OCXLPMEM_DUMP_STATE_TAKING] = "taking",
	[OCXLPMEM_DUMP_STATE_READY] = "ready",
};

#define ACTION_NAME_OF(mask, name) [__builtin_ctz(mask)] = #name,
static const char *const action_names[] = { OCXLPMEM_ERROR_LOG_ACTIONS(ACTION_NAME_OF) };

/* The public headers have constants of their own, because they do not include the wire header. */
#define SAME_FLAG(name) OCXLPMEM_ASSERT(NDCTL_OCXL_FLAG_##name == 1ULL << OCXLPMEM_FLAG_##name)

#define SAME_KEPT(name) \
	OCXLPMEM_ASSERT(NDCTL_OCXL_KEPT_##name == (unsigned int)OCXLPMEM_KEPT_##name)

#define SAME(public, wire) \
	OCXLPMEM_ASSERT((unsigned int)NDCTL_OCXL_##public == (unsigned int)(wire))
#define SAME_EVENT(name, wire) SAME(EVENT_##name, OCXLPMEM_EVENT_##wire)
#define SAME_COMMAND(name)     SAME(COMMAND_##name, OCXLPMEM_CMD_##name)
#define SAME_STATUS(name)      SAME(STATUS_##name, OCXLPMEM_STATUS_##name)
#define SAME_TYPE(name)	       SAME(ERROR_LOG_##name, OCXLPMEM_ERROR_LOG_##name)
#define SAME_ACTION(name)                                           \
	OCXLPMEM_ASSERT(1U << NDCTL_OCXL_ERROR_LOG_ACTION_##name == \
			(unsigned int)OCXLPMEM_ERROR_LOG_ACTION_##name)

OCXLPMEM_ASSERT(NDCTL_OCXL_ERROR_LOG_TYPES > OCXLPMEM_ENTRY_OTHER);
OCXLPMEM_ASSERT(NDCTL_OCXL_EVENTS >= OCXLPMEM_EVENT_COUNT);

SAME_COMMAND(SMART);
SAME_COMMAND(ERROR_LOG);
SAME_COMMAND(HEARTBEAT);
SAME_COMMAND(STATS);
SAME_COMMAND(CAPABILITIES);
SAME_COMMAND(REQUEST_HEALTH);
SAME_COMMAND(DUMP_TAKE);
SAME_COMMAND(DUMP_READ);
SAME_COMMAND(DUMP_RELEASE);
SAME_COMMAND(FW_INFO);
SAME_COMMAND(FW_START);
SAME_COMMAND(FW_SEND);
SAME_COMMAND(FW_FINISH);
SAME_COMMAND(FW_QUERY);
SAME_COMMAND(SHUTDOWN);
SAME_COMMAND(EVENTS);
SAME_COMMAND(SMART_INJECT);
SAME_COMMAND(CLEAR_CONDITIONS);
SAME_STATUS(OK);
SAME_STATUS(MEM_UNAVAILABLE);
SAME_STATUS(BLOCKED);
SAME_STATUS(BAD_OPCODE);
SAME_STATUS(BAD_REQUEST_PARM);
SAME_STATUS(BAD_DATA_PARM);
SAME_STATUS(DEBUG_BLOCKED);
SAME_STATUS(TIMEOUT);
SAME_STATUS(NOT_READY);
SAME_STATUS(NO_ENTRY);
SAME_STATUS(BAD_RESPONSE);
SAME_STATUS(BAD_INPUT);
SAME_STATUS(NOT_PERMITTED);
SAME_STATUS(FATAL);
SAME_STATUS(HOLD_FULL);
SAME_STATUS(FAILED);
SAME_TYPE(GENERAL);
SAME_TYPE(PREDICTIVE_FAILURE);
SAME_TYPE(THERMAL_WARNING);
SAME_TYPE(DATA_LOSS);
SAME_TYPE(HEALTH_PERFORMANCE);
SAME_ACTION(RESET);
SAME_ACTION(CHECK_FIRMWARE);
SAME_ACTION(REPLACE);
SAME_ACTION(DUMP);
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
SAME_FLAG(SHUT_DOWN);
SAME_FLAG(FW_UPDATE_INCOMPLETE);
SAME_EVENT(DUMP, DUMP);
SAME_EVENT(ERROR_LOG, ERROR_LOG);
SAME_EVENT(HW_FATAL, HARDWARE_FATAL);
SAME_EVENT(FW_FATAL, FIRMWARE_FATAL);
SAME_EVENT(MEMORY_AVAILABLE, MEMORY_AVAILABLE);
SAME_EVENT(SMART_NOTIFY, SMART_NOTIFY);
SAME_EVENT(ERASE_FAILED, ERASE_FAILED);

OCXL_EXPORT const char *ndctl_ocxl_command_name(unsigned int command)
{
	return command < ARRAY_SIZE(command_names) ? command_names[command] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_event_name(unsigned int event)
{
	return event < ARRAY_SIZE(event_names) ? event_names[event] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_smart_id_name(unsigned int id)
{
	return id < ARRAY_SIZE(smart_names) ? smart_names[id] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_error_log_type_name(unsigned int type)
{
	return type < ARRAY_SIZE(type_names) ? type_names[type] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_error_log_action_name(unsigned int bit)
{
	return bit < ARRAY_SIZE(action_names) ? action_names[bit] : NULL;
}

OCXL_EXPORT const char *ocxl_dump_state_name(unsigned int state)
{
	return state < ARRAY_SIZE(dump_state_names) ? dump_state_names[state] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_status_name(unsigned int status)
{
	return ocxl_status_find(status)->name;
}

OCXL_EXPORT const char *ocxl_status_text(unsigned int status)
{
	return ocxl_status_find(status)->text;
}
