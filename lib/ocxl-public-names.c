// SPDX-License-Identifier: LGPL-2.1-or-later
/* Names in the public header. */
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-names.h"
#include "ocxl-status.h"

/* libndctl.so exports only symbols with default visibility */
#define OCXL_EXPORT __attribute__((visibility("default")))

#define NAME_OF(number, NAME, name, ...) [number] = #name,
static const char *const event_names[] = { OCXL_EVENTS(NAME_OF) };

/* The public headers have constants of their own, because they do not include the wire header. */
#define SAME_FLAG(name)	       OCXL_ASSERT(NDCTL_OCXL_FLAG_##name == 1U << OCXL_FLAG_##name)
#define SAME_EVENT(name, wire) OCXL_ASSERT(NDCTL_OCXL_EVENT_##name == OCXL_EVENT_##wire)

#define SAME_LATCH(bit, NAME, ...) \
	OCXL_ASSERT((unsigned int)OCXL_LATCH_##NAME == NDCTL_OCXL_LATCH_##NAME);

OCXL_LATCHES(SAME_LATCH)
OCXL_ASSERT(NDCTL_OCXL_ENTRIES == OCXL_ENTRY_COUNT);
OCXL_ASSERT(NDCTL_OCXL_ENTRIES_OTHER == OCXL_ENTRY_OTHER);
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
SAME_FLAG(REPLACE);
SAME_FLAG(PREDICTIVE_FAILURE);
SAME_EVENT(DUMP, DUMP);
SAME_EVENT(ERROR_LOG, ERROR_LOG);
SAME_EVENT(HW_FATAL, HARDWARE_FATAL);
SAME_EVENT(FW_FATAL, FIRMWARE_FATAL);
SAME_EVENT(MEMORY_AVAILABLE, MEMORY_AVAILABLE);
SAME_EVENT(SMART_NOTIFY, SMART_NOTIFY);
SAME_EVENT(ERASE_FAILED, ERASE_FAILED);

OCXL_EXPORT const char *ndctl_ocxl_flag_name(unsigned int flag)
{
	unsigned int i;

	for (i = 0; i < OCXL_FLAG_COUNT; i++)
		if (flag == 1U << i)
			return ocxl_flag_name(i);
	return NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_event_name(unsigned int event)
{
	return event < ARRAY_SIZE(event_names) ? event_names[event] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_command_name(unsigned int command)
{
	return ocxl_command_name(command);
}

OCXL_EXPORT const char *ndctl_ocxl_status_name(unsigned int status)
{
	return ocxl_status_find(status)->name;
}

OCXL_EXPORT const char *ndctl_ocxl_status_text(unsigned int status)
{
	return ocxl_status_find(status)->text;
}
