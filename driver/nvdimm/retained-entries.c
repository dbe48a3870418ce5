// SPDX-License-Identifier: GPL-2.0-only
/* Error-log entries that nobody has collected when the driver is unbound. */
#include <linux/device.h>
#include <linux/string.h>
#include "retained-entries.h"

/* bytes of an entry's data that are written to the kernel log */
#define LOGGED_DATA 256

static void log_entry(struct ocxlpmem *pmem, const struct ocxlpmem_retained_entry *retained)
{
	const struct ocxl_error_log_rsp *entry = &retained->entry;
	char prefix[32];

	dev_notice(
		pmem->dev,
		"error log 0x%08x: prc 0x%08x, type %u, actions 0x%06x, %u s, time 0x%llx, wwid %016llx%016llx, fw %*pE, %u bytes\n",
		entry->log_identifier, entry->program_reference_code, entry->error_log_type,
		entry->action_flags, entry->power_on_seconds, entry->timestamp, entry->wwid[0],
		entry->wwid[1], (int)strnlen(entry->fw_revision, sizeof(entry->fw_revision)),
		entry->fw_revision, entry->data_length);
	if (!retained->data)
		return;
	snprintf(prefix, sizeof(prefix), OCXL_NAME " 0x%08x: ", entry->log_identifier);
	print_hex_dump(KERN_NOTICE, prefix, DUMP_PREFIX_OFFSET, 16, 1, retained->data,
		       min_t(u32, entry->data_length, LOGGED_DATA), false);
}

void ocxlpmem_log_retained(struct ocxlpmem *pmem)
{
	u32 i;

	for (i = 0; i < pmem->device.retained_count; i++)
		log_entry(pmem, &pmem->device.retained[i]);
}
