// SPDX-License-Identifier: LGPL-2.1-or-later
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-words.h"
#include "ocxl-status.h"

/* libndctl.so hides what has no default visibility */
#define OCXL_EXPORT  __attribute__((visibility("default")))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* bit n of the flags is word n */
static const char *const flag_names[] = {
	[0] = "not_ready", [1] = "mem_unavailable", [2] = "error_log",
	[3] = "dump",	   [4] = "smart_notify",    [5] = "hw_fatal",
	[6] = "fw_fatal",  [7] = "erase_failed",    [8] = "mailbox_stuck",
};

static const char *const event_names[] = {
	[NDCTL_OCXL_EVENT_DUMP] = "dump",
	[NDCTL_OCXL_EVENT_ERROR_LOG] = "error_log",
	[NDCTL_OCXL_EVENT_HW_FATAL] = "hw_fatal",
	[NDCTL_OCXL_EVENT_FW_FATAL] = "fw_fatal",
	[NDCTL_OCXL_EVENT_MEMORY_AVAILABLE] = "memory_available",
	[NDCTL_OCXL_EVENT_SMART_NOTIFY] = "smart_notify",
	[NDCTL_OCXL_EVENT_ERASE_FAILED] = "erase_failed",
};

static const char *const command_names[] = {
	[OCXL_CMD_SMART] = "smart",
	[OCXL_CMD_ERROR_LOG] = "error_log",
	[OCXL_CMD_HEARTBEAT] = "heartbeat",
	[OCXL_CMD_STATS] = "stats",
	[OCXL_CMD_CAPABILITIES] = "capabilities",
	[OCXL_CMD_REQUEST_HEALTH] = "request_health",
	[OCXL_CMD_DUMP_TAKE] = "dump_take",
	[OCXL_CMD_DUMP_READ] = "dump_read",
	[OCXL_CMD_DUMP_RELEASE] = "dump_release",
	[OCXL_CMD_FW_INFO] = "fw_info",
	[OCXL_CMD_FW_START] = "fw_start",
	[OCXL_CMD_FW_SEND] = "fw_send",
	[OCXL_CMD_FW_FINISH] = "fw_finish",
	[OCXL_CMD_FW_QUERY] = "fw_query",
	[OCXL_CMD_SHUTDOWN] = "shutdown",
	[OCXL_CMD_EVENTS] = "events",
	[OCXL_CMD_SMART_INJECT] = "smart_inject",
};

static unsigned int flag_of(const char *word, size_t length)
{
	unsigned int i;

	for (i = 0; i < COUNT(flag_names); i++)
		if (strlen(flag_names[i]) == length && memcmp(flag_names[i], word, length) == 0)
			return 1U << i;
	return 0;
}

unsigned int ocxl_parse_flag_words(const char *text)
{
	unsigned int flags = 0;
	size_t length;

	for (; *text != '\0' && *text != '\n'; text += length + (text[length] == ' ')) {
		length = strcspn(text, " \n");
		flags |= flag_of(text, length);
	}
	return flags;
}

OCXL_EXPORT const char *ndctl_ocxl_flag_name(unsigned int flag)
{
	unsigned int i;

	for (i = 0; i < COUNT(flag_names); i++)
		if (flag == 1U << i)
			return flag_names[i];
	return NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_event_name(unsigned int event)
{
	return event < COUNT(event_names) ? event_names[event] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_command_name(unsigned int command)
{
	return command < COUNT(command_names) ? command_names[command] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_status_name(unsigned int status)
{
	return ocxl_status_find(status)->name;
}

OCXL_EXPORT const char *ndctl_ocxl_status_text(unsigned int status)
{
	return ocxl_status_find(status)->text;
}
